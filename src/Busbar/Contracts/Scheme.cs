using Busbar.Quantities;
using NodaTime;

namespace Busbar.Contracts;

/// <summary>When a commission counts as earned.</summary>
public enum EarnedBy
{
    /// <summary>As the customer is billed.</summary>
    Billed,

    /// <summary>As the customer pays: a bill's commission in the ratio of what is paid of it.</summary>
    Received,
}

/// <summary>How a broker is paid for the agreements that it brought: charges from the seller to the broker over the
/// same quantities as the customer's.</summary>
/// <param name="Id">Unique among the book's schemes.</param>
/// <param name="To">The broker's account, which is self-billed.</param>
/// <param name="From">The day from which its contract years are counted; null: that of its first agreement.</param>
/// <param name="Terms">What each agreement fills in, under the same names as the terms of its product.</param>
/// <param name="Pays">When is paid, and how much.</param>
/// <param name="Splits">Who else has a part of what is paid, in order.</param>
/// <param name="Overrides">Its charges over all of its agreements together.</param>
/// <param name="Payments">The rules of pay as a product, of which each rule is a charge of one day.</param>
public sealed record Scheme(
    string Id, string Name, Account To, EarnedBy Earned, LocalDate? From, IReadOnlyDictionary<string, Term> Terms,
    IReadOnlyList<PayRule> Pays, IReadOnlyList<CommissionSplit> Splits, IReadOnlyList<CommissionOverride> Overrides,
    Product Payments, Place Place)
{
    /// <summary>The group of its charges, which no customer's charge is in.</summary>
    public const string Group = "commission";

    /// <summary>How the ids of its charges begin beside those of a product.</summary>
    public const string OfCharge = "commission.";

    /// <summary>How the ids of what it only measures begin.</summary>
    public const string OfMeasure = "measure.";

    /// <summary>How those of them begin that are a part of what another measures.</summary>
    public const string OfPart = "measure.part.";

    /// <summary>By how much a year's use may differ from what was expected before that is a discrepancy, as a fraction.
    /// </summary>
    public Exact Tolerance { get; init; } = Exact.Ratio(1, 5);

    /// <summary>The greatest commission per unit of energy that may be agreed, in the book's currency per kWh; null:
    /// none is said.</summary>
    public Exact? Most { get; init; }

    /// <summary>How many days after signing a customer may step back.</summary>
    public int CoolingOffDays { get; init; } = 14;

    /// <summary>How its commissions are taxed.</summary>
    public required TaxClass Tax { get; init; }

    /// <summary>All accounts that it pays, the broker's first.</summary>
    public IReadOnlyList<Account> Payees => [To, .. Splits.Select(split => split.To).DistinctBy(one => one.Id)
        .Where(one => one.Id != To.Id)];
}

/// <summary>A part of a commission that goes to somebody else than the scheme's broker.</summary>
/// <param name="Share">A fraction.</param>
/// <param name="IsOfRest">Whether it is of what those before it leave, and not of the whole.</param>
public sealed record CommissionSplit(Account To, Exact Share, bool IsOfRest);

/// <summary>A charge over all agreements of a scheme.</summary>
/// <param name="Measure">The quantity that is summed, or what of connections is counted.</param>
/// <param name="Charge">A product of the one charge, by the day, over a channel of that name.</param>
public sealed record CommissionOverride(string Measure, Product Charge)
{
    /// <summary>The connections that are billed in a window, each once.</summary>
    public const string Connections = "connections";

    /// <summary>The connections that are billed for the first time, each once for ever.</summary>
    public const string NewConnections = "new-connections";

    /// <summary>Whether it is over connections, and not over something that they measure or cost.</summary>
    public bool IsCounted => IsCount(Measure);

    /// <summary>Whether a name is of something that is counted.</summary>
    public static bool IsCount(string measure) => measure is Connections or NewConnections;
}

/// <summary>What is paid when.</summary>
/// <param name="Id">The charge of <see cref="Scheme.Payments"/> that says how much.</param>
/// <param name="Text">The formula as written.</param>
/// <param name="When">Any of these; each that comes is paid once.</param>
/// <param name="IsOfEarned">Whether it rests on what is earned, so that it waits for the bills up to its day.</param>
public sealed record PayRule(string Id, string Text, IReadOnlyList<PayMoment> When, bool IsOfEarned)
{
    /// <summary>What is paid by it is called on statements and invoices: its formula, where it has no name.</summary>
    public string Name { get; init; } = Text;
}

/// <summary>A moment at which is paid.</summary>
/// <param name="MonthsAfter">How many months after it; nought: at once.</param>
public sealed record PayMoment(CommissionEvent Event, int MonthsAfter)
{
    /// <summary>As it is written: <c>18 months after supply-start</c>.</summary>
    public override string ToString() => MonthsAfter == 0 ? CommissionEvents.WordOf(Event)
        : string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{MonthsAfter} months after {CommissionEvents.WordOf(Event)}");
}

/// <summary>What happens to an agreement that a scheme may pay for.</summary>
public enum CommissionEvent
{
    /// <summary>The customer signed.</summary>
    Signed,

    /// <summary>The market was asked to register the supply.</summary>
    Submitted,

    /// <summary>The former supplier, or the market, objected.</summary>
    Objected,

    /// <summary>It was given up before supply began.</summary>
    Withdrawn,

    /// <summary>The market registered the supply.</summary>
    Registered,

    /// <summary>Supply began.</summary>
    SupplyStart,

    /// <summary>The first bill was issued.</summary>
    FirstBill,

    /// <summary>A bill was issued: each by itself.</summary>
    Bill,

    /// <summary>A bill was paid: each by itself, as it is paid.</summary>
    Payment,

    /// <summary>The days that were agreed are over.</summary>
    ContractEnd,

    /// <summary>Supply ended before that.</summary>
    EarlyEnd,

    /// <summary>The customer is in debt.</summary>
    Debt,

    /// <summary>The customer was cut off.</summary>
    Disconnection,
}

/// <summary>The words of what happens.</summary>
public static class CommissionEvents
{
    private static readonly Dictionary<CommissionEvent, string> Words = Enum.GetValues<CommissionEvent>()
        .ToDictionary(one => one, one => one switch
        {
            CommissionEvent.SupplyStart => "supply-start", CommissionEvent.FirstBill => "first-bill",
            CommissionEvent.ContractEnd => "contract-end", CommissionEvent.EarlyEnd => "early-end",
            _ => one.ToString().ToLowerInvariant(),
        });

    /// <summary>All words, in the order in which things happen.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Words.Values];

    /// <summary>Its word: <c>supply-start</c>.</summary>
    public static string WordOf(CommissionEvent one) => Words[one];

    /// <summary>What a word means; null where it is none.</summary>
    public static CommissionEvent? Of(string word) => Words.Where(pair => pair.Value == word)
        .Select(pair => (CommissionEvent?)pair.Key).FirstOrDefault();
}
