using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Contracts;

/// <summary>Account, product, connections, dates and the values of terms: what was agreed.</summary>
/// <param name="Id">Unique among the book's agreements.</param>
/// <param name="Pinned">The day of the product's version that is kept; null follows the versions from their
/// days.</param>
/// <param name="From">The first day of supply.</param>
/// <param name="To">The first day after it; null while supply goes on.</param>
/// <param name="Terms">The values agreed, in the canonical unit of their terms.</param>
public sealed record Agreement(
    string Id, Account Account, Product Product, LocalDate? Pinned, IReadOnlyList<Connection> Connections,
    LocalDate From, LocalDate? To, IReadOnlyDictionary<string, Dated<Exact>> Terms, Place Place)
{
    /// <summary>The pools that its product uses, by the name that it has for each; empty for the one that its
    /// connections are in.</summary>
    public IReadOnlyDictionary<string, Pool> Pools { get; init; } = new Dictionary<string, Pool>();

    /// <summary>Those whom its product calls by a word, beside the seller and the customer: <c>landlord</c>.</summary>
    public IReadOnlyDictionary<string, Party> Parties { get; init; } = new Dictionary<string, Party>();

    /// <summary>The party of a word: its own, or one of its pools; null where none binds it.</summary>
    public Party? PartyOf(string word) => Parties.GetValueOrDefault(word)
        ?? Pools.Values.Select(pool => pool.Parties.GetValueOrDefault(word)).FirstOrDefault(party => party is not null);

    /// <summary>Where its party books what it costs; null: where its account does.</summary>
    public string? CostCentre { get; init; }

    /// <summary>The day on which the customer signed; null where it isn't said.</summary>
    public LocalDate? Signed { get; init; }

    /// <summary>What a broker gets for it; null where none brought it.</summary>
    public Commission? Commission { get; init; }

    /// <summary>What the market says of its supply, in the order of days.</summary>
    public IReadOnlyList<Registration> Registrations { get; init; } = [];

    /// <summary>What was bought and sold for it, by id.</summary>
    public IReadOnlyList<Trade> Trades { get; init; } = [];

    /// <summary>The events that call it, or one of its connections, in the order in which they begin.</summary>
    public IReadOnlyList<ProgrammeEvent> Events { get; init; } = [];

    /// <summary>The events that call a connection.</summary>
    /// <param name="connection">Null: all of its connections, which are then called together.</param>
    public IEnumerable<ProgrammeEvent> EventsOf(Connection? connection) => Events.Where(one => connection is null
        ? one.IsForAllOf(this) : one.IsFor(this, connection.Id));

    /// <summary>The days of a span on which there is supply.</summary>
    public Days SupplyIn(Days span) => span.Intersect(new(From, To ?? LocalDate.MaxIsoValue));

    /// <summary>Whether some version of its product has a charge in one of some groups.</summary>
    public bool HasChargeIn(IReadOnlySet<string> groups) => Product.Versions.Values
        .Any(version => version.Value.Charges.Any(charge => groups.Contains(charge.Group)));

    /// <summary>The product's version that holds on a day of supply.</summary>
    public ProductVersion VersionOn(LocalDate day) => Product.Versions.At(Pinned ?? day);

    /// <summary>The value of a term on a day: the connection's, the one agreed, or the product's default.</summary>
    /// <param name="connection">Null for all of them, who then have the same.</param>
    public Exact TermOn(Term term, LocalDate day, Connection? connection) => FindTerm(term, day, connection)
        ?? throw new InvalidOperationException($"Agreement {Id} has no {term.Name} on that day.");

    /// <summary>The value of a term on a day; null where there is none.</summary>
    public Exact? FindTerm(Term term, LocalDate day, Connection? connection) =>
        CertificatesFor(term, connection).FirstOrDefault(one => one.HoldsOn(day)) is { } relief ? relief.Relief
        : (connection ?? Connections[0]).Terms.TryGetValue(term.Name, out var own)
            && own.Values.TryAt(day, out var value) ? value
        : Terms.TryGetValue(term.Name, out var agreed) && agreed.TryAt(day, out value) ? value : term.Default;

    /// <summary>The days inside a span from which a term may have another value.</summary>
    public IEnumerable<LocalDate> ChangesOf(Term term, Days span, Connection? connection) =>
        new[]
        {
            Terms.GetValueOrDefault(term.Name),
            (connection ?? Connections[0]).Terms.GetValueOrDefault(term.Name)?.Values,
        }.SelectMany(values => values?.ChangesWithin(span.From, span.To) ?? [])
        .Concat(CertificatesFor(term, connection).SelectMany(one => new[] { one.From, one.To ?? one.From })
            .Where(day => day > span.From && day < span.To));

    /// <summary>The reliefs that say what a term is, those of a connection first.</summary>
    /// <param name="connection">Null for all of them, who then have the same.</param>
    public IEnumerable<Certificate> CertificatesFor(Term term, Connection? connection) =>
        (connection ?? Connections[0]).Certificates.Concat(Account.Certificates).Where(one => one.For == term.Name);

    /// <summary>The share of its use that qualifies as domestic on a day: as its connection says, or its account; a
    /// business where nobody does.</summary>
    /// <param name="connection">Null for all of them, who then have the same.</param>
    public Exact UseOn(LocalDate day, Connection? connection) =>
        (connection ?? Connections[0]).Use is { } own && own.TryAt(day, out var share) ? share
        : Account.Use is { } all && all.TryAt(day, out share) ? share : Exact.Zero;

    /// <summary>The days inside a span from which another share of its use may qualify.</summary>
    public IEnumerable<LocalDate> ChangesOfUse(Days span, Connection? connection) =>
        new[] { (connection ?? Connections[0]).Use, Account.Use }
            .SelectMany(values => values?.ChangesWithin(span.From, span.To) ?? []);

    /// <summary>The meters of its account that serve the premises of a connection, each with its days of supply.
    /// </summary>
    /// <param name="connection">Null for all of them, who then have the same.</param>
    public IEnumerable<SuppliedMeter> MetersBeside(Connection? connection)
    {
        var own = connection ?? Connections[0];
        return own.Premises is { } premises ? MetersOfAccount.AtPremises(premises) : MetersOfAccount.Of(own.Id);
    }

    /// <summary>All meters that its account is supplied through.</summary>
    public AccountMeters MetersOfAccount
    {
        get => field ?? new([.. Connections.Select(one =>
            new SuppliedMeter(one, new(From, To ?? LocalDate.MaxIsoValue)))]);
        init;
    }
}

/// <summary>A connection of an account, with the days on which it is supplied.</summary>
public sealed record SuppliedMeter(Connection Connection, Days Days);

/// <summary>The meters that an account is supplied through: one of it for all of its agreements, which may be tens of
/// thousands.</summary>
public sealed class AccountMeters(IReadOnlyList<SuppliedMeter> all)
{
    private readonly ILookup<string, SuppliedMeter> _byConnection = all.ToLookup(one => one.Connection.Id);
    private readonly ILookup<string, SuppliedMeter> _byPremises = all.Where(one => one.Connection.Premises is not null)
        .ToLookup(one => one.Connection.Premises!);

    /// <summary>The days of supply of a connection, one for each of its agreements.</summary>
    public IEnumerable<SuppliedMeter> Of(string connection) => _byConnection[connection];

    /// <summary>The meters that serve some premises.</summary>
    public IEnumerable<SuppliedMeter> AtPremises(string premises) => _byPremises[premises];
}
