using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Time;
using NodaTime;

namespace Busbar.Contracts;

/// <summary>A dated set of connections that share energy or money: what each brings, and by which keys it is shared.
/// </summary>
/// <param name="Zone">The zone whose days it is settled by.</param>
/// <param name="IntervalMinutes">The interval at which members meet.</param>
/// <param name="Boundary">Where they meet; null: behind one meter.</param>
/// <param name="Parent">The connection behind which its members are; null: none.</param>
/// <param name="Members">By connection and day.</param>
/// <param name="Brought">What members bring, by name, with its shape at the boundary.</param>
/// <param name="Quantities">Those that it names.</param>
/// <param name="Shares">What each member gets, by name.</param>
/// <param name="Musts">What must be for it to be settled.</param>
public sealed record Pool(
    string Id, DateTimeZone Zone, int IntervalMinutes, string? Boundary, Connection? Parent,
    IReadOnlyList<Member> Members, IReadOnlyDictionary<string, Shape> Brought,
    IReadOnlyDictionary<string, WrittenFormula> Quantities, IReadOnlyDictionary<string, WrittenFormula> Shares,
    IReadOnlyList<PoolMust> Musts, Place Place)
{
    /// <summary>Those whom products call by a word, beside the seller and the customer.</summary>
    public IReadOnlyDictionary<string, Party> Parties { get; init; } = new Dictionary<string, Party>();

    /// <summary>What other sellers ask for its parent, by lines of their invoices.</summary>
    public IReadOnlyList<InvoiceLine> Costs { get; init; } = [];

    /// <summary>The groups that others invoice by periods that are known beforehand.</summary>
    public IReadOnlyDictionary<string, BillingCycle> CostCycles { get; init; } =
        new Dictionary<string, BillingCycle>();

    /// <summary>The events that call it or its members, and on which its formulas rest, in the order in which they
    /// begin.</summary>
    public IReadOnlyList<PoolEvent> Events { get; init; } = [];

    /// <summary>The events that call a membership.</summary>
    /// <param name="member">Null: those that call the pool as a whole.</param>
    public IEnumerable<ProgrammeEvent> EventsOf(Member? member) => Events.Where(one => member is null ? one.IsOfPool
        : one.Members.Any(called => ReferenceEquals(called, member))).Select(one => one.Event);

    /// <summary>All formulas by which it is settled: what members bring, what is shared, what must be.</summary>
    public IEnumerable<Formula> Formulas => Shares.Values.Concat(Musts.Select(must => must.Be))
        .Concat(Members.SelectMany(member => member.Brings.Values)).Select(written => written.Formula);

    /// <summary>What rests on events in it, with all that its values of a member are made of.</summary>
    public IEnumerable<EventFormula> OnEvents => Formulas.SelectMany(formula => formula.All()).OfType<EventFormula>();

    /// <summary>What rests on the events of the pool as a whole: in what is shared, and in what must be.</summary>
    public IEnumerable<EventFormula> OnEventsOfAll => Shares.Keys.Select(ShareOf)
        .SelectMany(share => new[] { share.Of, share.Claim }).OfType<Formula>()
        .Concat(Musts.Select(must => must.Be.Formula)).Where(formula => formula is not PooledFormula)
        .SelectMany(formula => formula.All(part => part is not PooledFormula and not ResidualFormula))
        .OfType<EventFormula>();

    /// <summary>The connection under which the store keeps what it settled per interval.</summary>
    public Connection Intervals { get; } = Settlement(Id, Zone, IntervalMinutes, Place);

    /// <summary>The connection under which the store keeps what it settled per window, by its last day.</summary>
    public Connection Lumps { get; } = Settlement($"{Id}:days", Zone, FormulaChecker.MinutesPerDay, Place);

    /// <summary>The days on which a connection is a member, in order.</summary>
    public IEnumerable<Days> DaysOf(string connection) =>
        Members.Where(member => member.Connection.Id == connection).Select(member => member.Days);

    /// <summary>The share of a name.</summary>
    public ShareFormula ShareOf(string name) => (ShareFormula)Shares[name].Formula;

    /// <summary>The names that members bring and that are measured, and so are settled with the shares.</summary>
    public IEnumerable<string> Measured =>
        Brought.Where(one => one.Value.Dimension.IsMetered).Select(one => one.Key);

    // No id of the book has a colon.
    private static Connection Settlement(string name, DateTimeZone zone, int minutes, Place place) => new(
        $"pool:{name}", zone, minutes, new Dictionary<string, Channel>(), null,
        new Dictionary<string, ConnectionTerm>(), new Dictionary<string, LossFactor>(), place);
}

/// <summary>A connection in a pool on some days.</summary>
/// <param name="Brings">What it brings, by name: formulas of its channels, and numbers.</param>
public sealed record Member(
    Connection Connection, Days Days, IReadOnlyDictionary<string, WrittenFormula> Brings, Place Place);

/// <summary>What must be in every interval or window of a pool.</summary>
/// <param name="Else">What to say where it isn't.</param>
public sealed record PoolMust(WrittenFormula Be, string Else, Place Place);

/// <summary>A pool as written: its formulas are still texts.</summary>
/// <param name="Quantities">In the order in which they are written.</param>
/// <param name="MayExceedParent">Whether it says by itself what must be.</param>
public sealed record PoolText(
    string Id, DateTimeZone Zone, int IntervalMinutes, FormulaText? Boundary, Connection? Parent,
    IReadOnlyList<MemberText> Members, IReadOnlyDictionary<string, FormulaText> Quantities,
    IReadOnlyDictionary<string, FormulaText> Shares, IReadOnlyList<MustText> Musts, bool MayExceedParent,
    Place Place);

/// <summary>A member as written.</summary>
public sealed record MemberText(
    Connection Connection, Days Days, IReadOnlyDictionary<string, FormulaText> Brings, Place Place);
