using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Contracts;

/// <summary>A whole business: who sells, by which rules, to whom, and what.</summary>
/// <param name="Zone">The zone of its days where a connection has no own.</param>
/// <param name="LineRounding">How a charge's amount becomes whole minor units.</param>
/// <param name="TaxRounding">How tax does.</param>
/// <param name="Numbers">How bills and credit notes are numbered.</param>
/// <param name="Groups">What charges are grouped by.</param>
public sealed record Book(
    Party Seller, Currency Currency, DateTimeZone Zone, string Language, Rounding LineRounding, Rounding TaxRounding,
    DocumentNumbers Numbers, IReadOnlyList<string> Groups, IReadOnlyDictionary<string, Time.Calendar> Calendars,
    IReadOnlyDictionary<string, MarketSeries> Series, IReadOnlyDictionary<string, Party> Parties,
    IReadOnlyDictionary<string, Account> Accounts, IReadOnlyDictionary<string, Connection> Connections,
    IReadOnlyDictionary<string, Product> Products, IReadOnlyDictionary<string, Agreement> Agreements)
{
    /// <summary>The units of its numbers.</summary>
    public UnitWords Units { get; init; } = UnitWords.Of(Currency, []);

    /// <summary>Those who share energy or money, by id.</summary>
    public IReadOnlyDictionary<string, Pool> Pools { get; init; } = new Dictionary<string, Pool>();

    /// <summary>How brokers are paid, by id.</summary>
    public IReadOnlyDictionary<string, Scheme> Schemes { get; init; } = new Dictionary<string, Scheme>();

    /// <summary>Those who see a part of it, by id.</summary>
    public IReadOnlyDictionary<string, Viewer> Viewers { get; init; } = new Dictionary<string, Viewer>();

    /// <summary>What its viewers see beside what is usual.</summary>
    public AccessTerms Access { get; init; } = AccessTerms.Usual;

    /// <summary>Where what happens is posted.</summary>
    public ChartOfAccounts Chart { get; init; } = ChartOfAccounts.Usual;

    /// <summary>How money comes in.</summary>
    public PaymentTerms Payments { get; init; } = new();

    /// <summary>Which day's rate of tax holds.</summary>
    public TaxPoint TaxPoint { get; init; }

    /// <summary>What tax is rounded for.</summary>
    public TaxPer TaxPer { get; init; }

    /// <summary>To whose multiples what is to be paid of the seller's bills is rounded; null: it isn't.</summary>
    public Money? RoundPayable { get; init; }

    /// <summary>Whether electronic invoices carry the readings that they were made from.</summary>
    public bool AttachesIntervals { get; init; }

    /// <summary>How its documents look.</summary>
    public Stationery Stationery { get; init; } = Stationery.None;

    /// <summary>The example bills of the products, in the order in which they are written.</summary>
    public IReadOnlyList<Example> Examples { get; init; } = [];

    /// <summary>Where readings are kept under an id: a connection of the book, or what a pool settles.</summary>
    public Connection ConnectionOf(string id) => Connections.TryGetValue(id, out var own) ? own
        : Pools.Values.SelectMany(pool => new[] { pool.Intervals, pool.Lumps }).First(kept => kept.Id == id);

    /// <summary>The accounts that stand right below one, by id; those at the top below an empty one.</summary>
    public ILookup<string, Account> AccountsBelow { get; } = Accounts.Values
        .OrderBy(account => account.Id, StringComparer.Ordinal).ToLookup(account => account.Parent ?? "");

    /// <summary>An account and all that stand below it, each right before those below it.</summary>
    public IEnumerable<Account> TreeOf(Account account) =>
        AccountsBelow[account.Id].SelectMany(TreeOf).Prepend(account);

    /// <summary>The seller's account into which is collected from an account: as it says, or the next above it that
    /// says something, or else the usual one; null where there is none.</summary>
    public Iban? PaidInto(Account account)
    {
        for (Account? at = account; at is not null; at = Accounts.GetValueOrDefault(at.Parent ?? ""))
            if (at.PaidInto is { } name) return Payments.Accounts[name];
        return Payments.Iban;
    }

    /// <summary>When a document of an account is due: as the account says, or else who issues it.</summary>
    /// <param name="issuer">Null: the seller.</param>
    public LocalDate DueOn(Account account, LocalDate issuedOn, Issuer? issuer = null) =>
        issuedOn.PlusDays(account.DueDays ?? (issuer?.Stationery ?? Stationery).DueDays);

    /// <summary>Where a line of an account's bill is booked: as its agreement says, where it is the account's own, or
    /// else the account; null where neither does.</summary>
    public string? CostCentreOf(string account, string agreement) =>
        OwnAgreement(account, agreement)?.CostCentre ?? Accounts.GetValueOrDefault(account)?.CostCentre;

    /// <summary>The premises of a line of an account's bill; null where they aren't said, or are several.</summary>
    /// <param name="connection">Null for a line of all connections of the agreement.</param>
    public string? PremisesOf(string account, string agreement, string? connection)
    {
        if (OwnAgreement(account, agreement) is not { } own) return null;
        var premises = own.Connections.Where(one => connection is null || one.Id == connection)
            .Select(one => one.Premises).Distinct().ToList();
        return premises.Count == 1 ? premises[0] : null;
    }

    private Agreement? OwnAgreement(string account, string agreement) =>
        Agreements.TryGetValue(agreement, out var found) && found.Account.Id == account ? found : null;

    /// <summary>The agreements of an account, by id.</summary>
    public ILookup<string, Agreement> AgreementsByAccount { get; private init; } = ByAccount(Agreements);

    /// <summary>The same book with other agreements.</summary>
    public Book With(IReadOnlyDictionary<string, Agreement> agreements) =>
        this with { Agreements = agreements, AgreementsByAccount = ByAccount(agreements) };

    private static ILookup<string, Agreement> ByAccount(IReadOnlyDictionary<string, Agreement> agreements) =>
        agreements.Values.OrderBy(agreement => agreement.Id, StringComparer.Ordinal)
            .ToLookup(agreement => agreement.Account.Id);
}
