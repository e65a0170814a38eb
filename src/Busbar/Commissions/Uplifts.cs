using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Quantities;
using Busbar.Rating;
using Busbar.Time;

namespace Busbar.Commissions;

/// <summary>What a customer was charged on some days by a term that its broker is paid by, and what its broker is paid
/// by it.</summary>
/// <param name="Quantity">What the broker is paid for, in the canonical unit.</param>
/// <param name="Agreed">What the scheme's charges come to by the term, not rounded.</param>
/// <param name="Billed">Likewise those of the product, without tax.</param>
/// <param name="IsInPrices">Whether some charge of the product has the term.</param>
public sealed record BilledUplift(
    string Connection, Term Term, Days Days, Exact Quantity, Exact Agreed, Exact Billed, bool IsInPrices)
{
    /// <summary>What the broker is paid for each unit.</summary>
    public Exact AgreedRate => Agreed / Quantity;

    /// <summary>What the customer was charged for each unit.</summary>
    public Exact BilledRate => Billed / Quantity;
}

/// <summary>What must be rated to know an uplift on some days of a connection, with the term and without it.</summary>
internal sealed record UpliftTasks(BillPlan With, BillPlan Without)
{
    /// <summary>What the term adds, and to how much; or why that can't be said.</summary>
    public (Exact Amount, Exact Quantity, bool IsKnown) Of(Book book, Inputs inputs)
    {
        var (with, quantity, isKnown) = SumOf(With, book, inputs);
        var (without, _, isToo) = SumOf(Without, book, inputs);
        return (with - without, quantity, isKnown && isToo);
    }

    private static (Exact Amount, Exact Quantity, bool IsKnown) SumOf(BillPlan plan, Book book, Inputs inputs)
    {
        var rater = new Rater(new Frames(), inputs, book.Currency, book.LineRounding);
        var parts = plan.Tasks.SelectMany(task => rater.Rate(task).Parts).ToList();
        return (parts.Aggregate(Exact.Zero, (sum, part) => sum + NetOf(part)),
            parts.Aggregate(Exact.Zero, (sum, part) => sum + (part.Quantity ?? Exact.Zero)), rater.Faults.Count == 0);
    }

    private static Exact NetOf(RatedPart part) =>
        part.Leg.Charge.IsGross && part.Tax.Rate is { } rate ? part.Exact / (Exact.One + rate) : part.Exact;
}

/// <summary>Compares what a customer was charged by a term with what its broker is paid by it: on some days of a
/// connection on which the term doesn't change.</summary>
public sealed class UpliftPlan
{
    private readonly string _connection;
    private readonly Term _term;
    private readonly Days _days;
    private readonly UpliftTasks _agreed;
    private readonly UpliftTasks? _billed;

    private UpliftPlan(string connection, Term term, Days days, UpliftTasks agreed, UpliftTasks? billed) =>
        (_connection, _term, _days, _agreed, _billed) = (connection, term, days, agreed, billed);

    /// <summary>What is needed of what is agreed.</summary>
    public BillPlan Agreed => _agreed.With;

    /// <summary>What is needed of what was billed; null where no charge has the term.</summary>
    public BillPlan? Billed => _billed?.With;

    /// <summary>The plans of the days of a bill, of each connection and term.</summary>
    /// <param name="agreement">As it is now.</param>
    /// <param name="billed">As it was known when the bill was made.</param>
    /// <param name="days">Those of the bill that earn.</param>
    public static IReadOnlyList<UpliftPlan> Of(Agreement agreement, Agreement billed, Days days, Book book) =>
    [
        .. from connection in agreement.Connections
           from term in TermsOf(agreement, billed, book)
           let now = Only(agreement.Commission!.Rated, connection.Id)
           let then = Only(billed, connection.Id)
           where now is not null && then is not null
           from part in days.CutAt(Changes(now, term, days).Concat(Changes(then, term, days)))
           let agreed = TasksOf(now, term, part, ofScheme: true)
           where agreed is not null
           select new UpliftPlan(connection.Id, term, part, agreed, TasksOf(then, term, part, ofScheme: false)),
    ];

    /// <summary>What came of it; null where nothing was used, or it can't be rated by itself.</summary>
    /// <param name="now">What <see cref="Agreed"/> needs.</param>
    /// <param name="then">What <see cref="Billed"/> needs.</param>
    public BilledUplift? Of(Book book, Inputs now, Inputs then)
    {
        var (agreed, quantity, isKnown) = _agreed.Of(book, now);
        var (billed, _, isToo) = _billed?.Of(book, then) ?? (Exact.Zero, Exact.Zero, true);
        return !isKnown || !isToo || quantity.IsZero ? null
            : new(_connection, _term, _days, quantity, agreed, billed, _billed is not null);
    }

    /// <summary>The terms by which the scheme prices something: of energy any, since that is in the customer's price;
    /// of anything else those that the product has, too.</summary>
    private static IEnumerable<Term> TermsOf(Agreement agreement, Agreement billed, Book book) =>
        agreement.Commission!.Rated.Product.Versions.Values.SelectMany(version => version.Value.Charges)
            .Where(charge => charge.Id.StartsWith(Scheme.OfCharge, StringComparison.Ordinal))
            .Select(charge => charge.Rate).OfType<Rate.Priced>()
            .SelectMany(rate => rate.Price.Formula.All()).OfType<TermFormula>().Select(formula => formula.Term)
            .DistinctBy(term => term.Name)
            .Where(term => agreement.Commission.Scheme.Terms.ContainsKey(term.Name)
                && (term.Unit.Dimension == Dimension.Money(book.Currency) / Dimension.Energy
                    || billed.Product.Versions.Values.Any(version => version.Value.Terms.ContainsKey(term.Name))));

    private static Agreement? Only(Agreement agreement, string connection) =>
        agreement.Connections.FirstOrDefault(one => one.Id == connection) is { } own
            ? agreement with { Connections = [own] } : null;

    private static IEnumerable<NodaTime.LocalDate> Changes(Agreement agreement, Term term, Days days) =>
        agreement.ChangesOf(term, days, agreement.Connections[0]).Concat(agreement.Pinned is null
            ? agreement.Product.Versions.ChangesWithin(days.From, days.To) : []);

    private static UpliftTasks? TasksOf(Agreement agreement, Term term, Days days, bool ofScheme)
    {
        var own = agreement.Connections[0];
        var without = agreement with
        {
            Terms = agreement.Terms.Where(one => one.Key != term.Name).Append(new(term.Name, Dated.Always(Exact.Zero)))
                .ToDictionary(one => one.Key, one => one.Value, StringComparer.Ordinal),
            Connections = [own with
            {
                Terms = own.Terms.Where(one => one.Key != term.Name)
                    .ToDictionary(one => one.Key, one => one.Value, StringComparer.Ordinal),
            }],
        };
        return PlanOf(agreement) is { } with && PlanOf(without) is { } rest ? new(with, rest) : null;

        BillPlan? PlanOf(Agreement one) => one.SupplyIn(days).IsEmpty || BillPlan.Of(one, days) is not { } all ? null
            : all.Tasks.Where(task => task.Legs.Any(leg => (leg.Charge.Group == Scheme.Group) == ofScheme
                && leg.Charge.Rate.Formulas.SelectMany(written => written.Formula.All())
                    .Any(part => part is TermFormula own && own.Term.Name == term.Name))).ToList() is { Count: > 0 } own
                ? all.Only(own) : null;
    }
}
