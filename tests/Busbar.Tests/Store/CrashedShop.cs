using System.Globalization;
using System.Text;
using Busbar.Metering;
using Busbar.Runs;
using Busbar.Store;
using Busbar.Tests.Books;
using Busbar.Time;
using NodaTime;

namespace Busbar.Tests.Store;

/// <summary>
/// A business of many customers who are all alike: one for each time that it stops. A customer has a house that is
/// measured by the day, and a mill whose meter is read.
/// </summary>
internal sealed class CrashedShop : IDisposable
{
    /// <summary>What can be stopped.</summary>
    public static readonly string[] Works =
        ["accept", "correct", "reject", "estimate", "holes", "rebill", "intervals", "registers", "prices"];

    private const int Customers = 130;

    private static readonly LocalDate January = new(2026, 1, 1);

    private static readonly LocalDate Today = new(2026, 11, 1);

    private static readonly Days Winter = new(January, new(2026, 3, 1));

    private readonly TestStore _store;
    private readonly TestBook _folder = new();
    private readonly IReadOnlyDictionary<string, Connection> _connections;
    private int _receipts;

    public CrashedShop(string engine)
    {
        _store = new TestStore(engine);
        var ids = Enumerable.Range(0, Customers).ToList();
        string Each(Func<int, string> line) => string.Concat(ids.Select(id => line(id) + "\n"));
        _folder.With("parties.yaml", "- { party: p, name: P }")
            .With("accounts.csv", "account,party\n" + Each(id => $"a{id},p"))
            .With("agreements.csv", "agreement,account,product,connections,from\n"
                + Each(id => $"g{id},a{id},p,c{id},2026-01-01"))
            .With("connections.yaml", Each(id => $$"""
                - { connection: c{{id}}, interval: day, channels: { import: kWh } }
                - connection: m{{id}}
                  interval: day
                  channels: { import: kWh }
                  meters: [{ meter: M, from: 2026-01-01, registers: [{ register: "1", channel: import, digits: 5 }] }]
                """))
            .With("products/p.yaml", """
                product: p
                from: 2026-01-01
                interval: day
                channels: { import: kWh }
                charges: [{ name: Energy, quantity: import, price: 1 GBP/kWh }]
                """);
        _connections = Apply(-1).Book.Connections;
    }

    /// <summary>How many customers were prepared.</summary>
    public int Prepared { get; private set; }

    /// <summary>What the numbers of bills count.</summary>
    public IReadOnlyList<int> Numbers => [.. BillStore.List(_store.Database)
        .Where(bill => bill.Number[0] == 'B').Select(bill => int.Parse(bill.Number[1..], CultureInfo.InvariantCulture))
        .Order()];

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    /// <summary>Brings a customer to where some work begins, and gives the state.</summary>
    public string Prepare(string work, int customer)
    {
        Prepared = Math.Max(Prepared, customer + 1);
        var book = _connections;
        if (work is "accept" or "correct" or "reject" or "estimate")
            // A spike, and a row that is rejected.
            Import(customer, "first", Days(customer, 0, 34, 10), Days(customer, 34, 1, 80), Days(customer, 35, 5, 10),
                Days(customer, 40, 1, -3), Days(customer, 41, 18, 10));
        else if (work == "holes")
            // A hole in the house, and no read of the mill at the end of February.
            Import(customer, "first", Days(customer, 0, 34, 10), Days(customer, 36, 23, 10));
        else if (work == "rebill")
        {
            Import(customer, "first", Days(customer, 0, 31, 10));
            Assert.All(BillRun.Of(_store.Database, new(Month(0), $"a{customer}", false, null), _ => Today)
                .Run(TestContext.Current.CancellationToken), made => Assert.IsType<BillResult.Made>(made));
            Import(customer, "second", Days(customer, 3, 2, 20, version: 1));
        }
        else if (work == "intervals") Import(customer, "first", Days(customer, 0, 31, 10));
        else if (work == "registers")
        {
            Import(customer, "first", Read(customer, 0, 100), Read(customer, 10, 200));
            using var change = _store.Database.Begin(EstimateStore.Kind, "2026-01");
            EstimateStore.Write(change,
                [(_connections[$"m{customer}"], Read(customer, 20, 300, QualityKind.Estimated))]);
            change.Commit();
        }
        else Apply(-1);
        _receipts = _store.Database.Receipts(100_000).Count;
        return State(customer);
    }

    /// <summary>Does it and stops at a statement; whether it came through.</summary>
    public bool Stop(FaultPlan plan, string work, int customer)
    {
        _store.Database.Between = plan.Stand;
        try
        {
            Do(work, customer);
            return true;
        }
        catch (PlannedFault)
        {
            return false;
        }
        finally
        {
            _store.Database.Between = null;
        }
    }

    public void Do(string work, int customer)
    {
        switch (work)
        {
            case "holes":
                Estimating.Run(_store.Database, new(Month(1), [$"c{customer}"], IsDraft: false), _store.Clock.Now);
                break;
            case "rebill":
                Assert.IsType<RebillResult.Done>(Rebilling.Of(_store.Database, BillStore.List(_store.Database)
                    .Single(bill => bill.Account == $"a{customer}").Number, _ => Today).Issue());
                break;
            case "intervals":
                // A correction, what comes again, a row to suspend, and one to reject.
                Import(customer, "second", Days(customer, 5, 3, 20, version: 1), Days(customer, 10, 5, 10),
                    Days(customer, 31, 9, 10), Days(customer, 41, 1, -1),
                    Days(customer, 0, 1, 1) with { Connection = $"x{customer}" });
                break;
            case "registers":
                // A read that takes back the estimate after it, and one of a meter that nobody knows.
                Import(customer, "second", Read(customer, 15, 260), Read(customer, 16, 1) with
                {
                    Register = new("N", "1"),
                });
                break;
            case "prices":
                Apply(customer);
                break;
            default:
                Quarantining.Of(_store.Database, new($"c{customer}", null, null, Winter, Winter, [])).Decide(
                    Enum.Parse<QuarantineDecision>(work, ignoreCase: true), "So it is.", new(Value: 9),
                    _store.Clock.Now);
                break;
        }
    }

    /// <summary>What is known of a customer, without what only tells it from the others.</summary>
    public string State(int customer)
    {
        using var snapshot = _store.Database.Snapshot();
        var (house, span) = (_connections[$"c{customer}"], Winter.InstantsIn(_connections["c0"].Zone));
        var known = ReadStore.Load(snapshot,
            new ReadsWanted(house, "import", span.Start, span.End) { WithVersions = true });
        var state = new StringBuilder();
        for (var slot = 0; slot < known.Length; slot++)
            state.Append(CultureInfo.InvariantCulture,
                $"{known.Counts[slot] / 1_000_000}{known.Qualities[slot]}{known.Versions[slot]} ");
        foreach (var read in ReadStore.OfRegisters(snapshot, $"m{customer}"))
            state.Append(CultureInfo.InvariantCulture,
                $"\n{read.Register} {read.Read.At} {read.Read.Micros} {read.Read.Provenance.Quality}");
        foreach (var row in QuarantineStore.Rows(snapshot).Where(row => row.Connection[1..] == $"{customer}"))
            state.Append(CultureInfo.InvariantCulture, $"\n{row.Reason} waits");
        foreach (var row in ReadStore.Suspended(snapshot).Where(row => row.Connection == $"x{customer}"))
            state.Append(CultureInfo.InvariantCulture, $"\n{row.Count} suspended");
        foreach (var one in QuarantineStore.Accepted(snapshot, [house.Id]))
            state.Append(CultureInfo.InvariantCulture, $"\n{one.Code} accepted from {one.From}");
        foreach (var bill in BillStore.List(_store.Database, $"a{customer}").OrderBy(bill => bill.Total))
            state.Append(CultureInfo.InvariantCulture, $"\nbill {bill.Total} {bill.Credits is not null} "
                + $"{bill.Replaces is not null}");
        var price = PriceStore.Load(
            snapshot, new PricesWanted("spot", 1440, house.Zone, span.Start, span.End)).Counts[0];
        var isNamed = ItemStore.Load(snapshot).Any(item => item.Body.Contains(
            $"Seller {customer}.", StringComparison.Ordinal));
        state.Append(
            CultureInfo.InvariantCulture, $"\n{price == (customer + 1) * 1_000_000_000L} {isNamed}\n");
        return state.AppendJoin(' ', _store.Database.Receipts(100_000).SkipLast(_receipts).Select(one => one.Kind))
            .ToString();
    }

    private static Days Month(int number) => new(January.PlusMonths(number), January.PlusMonths(number + 1));

    private CheckedBook Apply(int customer)
    {
        _folder.With("book.yaml", $$"""
            seller: { name: Seller {{customer}}. }
            currency: GBP
            zone: Europe/London
            tax: outside
            series: { spot: { unit: GBP/kWh, interval: day, file: prices/spot.csv } }
            checks: { import: [spike 5] }
            estimates: { import: [like-day] }
            bills: { numbers: "B{0}" }
            """).With("prices/spot.csv", $"start,value\n2026-01-01,{customer + 1}\n2026-02-01,{customer + 2}");
        var book = CheckedBook.Read(_folder.Folder);
        Applying.Apply(_store.Database, book);
        return book;
    }

    private void Import(int customer, string name, params MeterRow[] rows) => ReadStore.Import(_store.Database, name,
        rows.Select((row, index) => row with { Line = index + 1 }), () => $"{name} {customer}", _connections,
        TestContext.Current.CancellationToken);

    /// <summary>Days of one value, counted from the first of January.</summary>
    private static MeterRow Days(int customer, int first, int count, long kilowattHours, long version = 0) =>
        TestStore.Row(1, $"c{customer}", January.PlusDays(first).AtMidnight(),
            [.. Enumerable.Repeat(kilowattHours * 1_000_000, count)], version, minutes: 1440);

    private static MeterRow Read(int customer, int day, long shown, QualityKind quality = QualityKind.Actual) => new(
        1, $"m{customer}", "", null, null, January.PlusDays(day).AtMidnight(), Offset.Zero, false, 0,
        [new(shown * 1_000_000, new(quality))], new("M", "1"));
}
