using Busbar.Contracts.Language;

namespace Busbar.Contracts;

/// <summary>Who pays whom.</summary>
public enum Direction
{
    /// <summary>The customer pays the seller.</summary>
    ToSeller,

    /// <summary>The seller pays the customer: a credit on the bill.</summary>
    ToCustomer,
}

/// <summary>Once for what a charge is rated.</summary>
public enum Each
{
    /// <summary>Once per agreement, over the sum of its connections.</summary>
    Agreement,

    /// <summary>Once per connection.</summary>
    Connection,
}

/// <summary>What becomes of a charge where something that it rests on is missing.</summary>
public enum Missing
{
    /// <summary>The bill is held.</summary>
    Hold,

    /// <summary>The amount stays open, and the rest is billed.</summary>
    LeaveOpen,
}

/// <summary>Quantity × price, or an amount, from one party to another.</summary>
/// <param name="Id">Lower case with hyphens; it stays when the name changes.</param>
/// <param name="Group">One of the book's groups.</param>
/// <param name="Rate">What it costs.</param>
/// <param name="LinesBy">The calendar whose bands have a line each; null where they haven't.</param>
/// <param name="HasLineByTier">Whether the blocks of its price have a line each.</param>
/// <param name="Tax">The class of its tax.</param>
/// <param name="IsGross">Whether its prices and amounts include its tax.</param>
/// <param name="Missing">What becomes of it where something that it rests on is missing.</param>
/// <param name="IsPassThrough">Whether a third party's cost is passed on as it is.</param>
public sealed record Charge(
    string Id, string Name, string Group, Rate Rate, Direction Direction, Each Each, Time.Calendar? LinesBy,
    bool HasLineByTier, TaxClass Tax, bool IsGross, Missing Missing, bool IsPassThrough, Place Place)
{
    /// <summary>The word of the party whom the customer pays, on a bill of that party's own; null: the seller.
    /// </summary>
    public string? Payee { get; init; }

    /// <summary>Whether the trades that it is of have a line each.</summary>
    public bool HasLineByClip { get; init; }

    /// <summary>The figure of trades that it is of: its amount, or the quantity that it prices; null where it is of
    /// more than that.</summary>
    public TradesFormula? Clips { get; } = Rate.Clips;

    /// <summary>Whether trades are in it.</summary>
    public bool UsesTrades { get; } = Rate.Formulas
        .Any(written => written.Formula.All().Any(part => part is TradesFormula));

    /// <summary>How it uses charging sessions.</summary>
    public SessionUse Sessions { get; } = SessionUse.Of(Rate);

    /// <summary>For messages: <c>charge Standing</c>, <c>condition import &lt;= 5 kWh</c>.</summary>
    public string Subject => Rate is Rate.Must must ? $"condition {must.Condition.Text}" : $"charge {Name}";

    /// <summary>The coarsest window of days that it needs whole, so that it falls on the bill in which that ends; null
    /// where it needs none.</summary>
    public Step? CalendarWindow { get; } = Rate.Formulas.Max(written => written.Formula.CalendarWindow);

    /// <summary>Whether it needs all of a window or a billing period, and not only the days that are asked for.
    /// </summary>
    public bool NeedsWhole { get; } = Rate.Formulas.Any(written => written.Formula.NeedsWhole);

    /// <summary>Whether it asks for the first or the last day of the agreement.</summary>
    public bool IsOnce { get; } = Rate.Formulas
        .Any(written => written.Formula.All().Any(part => part is OnceFormula));

    /// <summary>The costs of other groups in it.</summary>
    public IReadOnlyList<CostFormula> Costs { get; } =
        [.. Rate.Formulas.SelectMany(written => written.Formula.All()).OfType<CostFormula>()];

    /// <summary>The terms in it that say what was before supply began.</summary>
    public IReadOnlyList<Term> Histories { get; } = [.. Rate.Formulas.SelectMany(written => written.Formula.All())
        .Select(part => (part as PastPeakFormula)?.History ?? (part as BalanceFormula)?.History)
        .OfType<TermFormula>().Select(formula => formula.Term).Distinct()];

    /// <summary>The calendars that choose within it.</summary>
    public IReadOnlyList<Time.Calendar> Calendars { get; } = [.. Rate.Calendars];

    /// <summary>The classes of tax that depend on use, of those that it is taxed by and that its formulas ask for.
    /// </summary>
    public IReadOnlyList<TaxClass> RuledTaxes { get; } = [.. Rate.Formulas
        .SelectMany(written => written.Formula.All()).OfType<QualifyingFormula>().Select(formula => formula.Tax)
        .Append(Tax).Where(tax => tax.Rule is not null).Distinct()];

    /// <summary>The prices in it that step with an index.</summary>
    public IReadOnlyList<EscalateFormula> Escalations { get; } =
        [.. Rate.Formulas.SelectMany(written => written.Formula.All()).OfType<EscalateFormula>()];

    /// <summary>The prices of other products in it.</summary>
    public IReadOnlyList<TariffFormula> Tariffs { get; } =
        [.. Rate.Formulas.SelectMany(written => written.Formula.All()).OfType<TariffFormula>()];

    /// <summary>The baselines in it, each text once.</summary>
    public IReadOnlyList<BaselineFormula> Baselines { get; } =
        [.. Rate.Formulas.SelectMany(written => written.Formula.All()).OfType<BaselineFormula>()
            .DistinctBy(baseline => baseline.Text)];

    /// <summary>Whether it has a window of the year from the agreement's first day.</summary>
    public bool UsesContractYears { get; } = Rate.Formulas
        .Any(written => written.Formula.All().Any(part => part.InWindow == Step.ContractYear));
}

/// <summary>What a charge costs.</summary>
public abstract record Rate
{
    /// <summary>A quantity times a price.</summary>
    public sealed record Priced(WrittenFormula Quantity, WrittenFormula Price) : Rate;

    /// <summary>A formula of money.</summary>
    public sealed record Amount(WrittenFormula Formula) : Rate;

    /// <summary>A condition that must be true, and costs nothing.</summary>
    public sealed record Must(WrittenFormula Condition) : Rate;

    /// <summary>Its formulas, the quantity first.</summary>
    public IReadOnlyList<WrittenFormula> Formulas => this switch
    {
        Priced priced => [priced.Quantity, priced.Price], Amount amount => [amount.Formula],
        Must must => [must.Condition], _ => [],
    };

    /// <summary>The figure of trades that it is, by itself or by the names of quantities; null where it is more.
    /// </summary>
    public TradesFormula? Clips => this switch
    {
        Amount amount => Named(amount.Formula.Formula) is TradesFormula { IsMoney: true } money ? money : null,
        Priced { Price.Formula: not BlockFormula } priced => Named(priced.Quantity.Formula) as TradesFormula,
        _ => null,
    };

    private static Formula Named(Formula formula)
    {
        while (formula is QuantityFormula quantity) formula = quantity.Meaning.Formula;
        return formula;
    }

    /// <summary>The calendars that choose within its formulas, each once.</summary>
    public IEnumerable<Time.Calendar> Calendars => Formulas.SelectMany(written => written.Formula.All())
        .Select(part => part is ByFormula by ? by.Calendar : (part as DuringFormula)?.Calendar)
        .OfType<Time.Calendar>().Distinct();
}

/// <summary>A checked formula and how it was written.</summary>
/// <param name="Text">In its author's words, on one line.</param>
/// <param name="Canonical">The same for all texts that say the same.</param>
public sealed record WrittenFormula(string Text, string Canonical, Formula Formula);
