using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Runs;
using Busbar.Store;
using Busbar.Tests.Store;

namespace Busbar.Tests.Cli;

/// <summary>What comes in at whatever moment while a bill is made is on it, holds it, or finds it issued.</summary>
public class Nothing_slips_in_before_a_bill
{
    private const int MostMoments = 60;

    public static TheoryData<string> Engines => TestStore.Engines;

    [Theory, MemberData(nameof(Engines))]
    public void Whenever_a_reading_comes_in_no_bill_is_issued_without_it(string engine)
    {
        TestStore.SkipWithout(engine);
        using var busbar = new Busbars(engine);
        Apply(busbar);
        using var other = Database.Open(busbar.Where, TimeProvider.System);
        var (held, late) = (0, 0);
        for (var moment = 1; ; moment++)
        {
            Assert.True(moment < MostMoments);
            using var database = Database.Open(busbar.Where, TimeProvider.System);
            var run = BillRun.Of(database, new(new(new(2026, 1, 1), new(2026, 2, 1)), null, false, null),
                _ => new(2026, 11, 26));
            var (left, wasIssued, came) = (moment, false, false);
            database.Between = connection =>
            {
                if (--left != 0) return connection;
                wasIssued = BillStore.List(other).Any(bill => bill.Credits is null && bill.Total > 0
                    && BillStore.CreditOf(other, bill.Number) is null);
                Send(other, moment);
                came = true;
                return connection;
            };
            var result = Assert.Single(run.Run(TestContext.Current.CancellationToken));
            database.Between = null;
            if (!came) break;
            if (result is BillResult.Held) held++;
            else
            {
                // It was issued: then before the reading came, or with it.
                Assert.True(wasIssued || result is BillResult.Made made && made.Document.Total == $"{30 + moment}.00",
                    $"A bill of {(result as BillResult.Made)?.Document.Total} was issued after moment {moment}.");
                late++;
            }
            Rebill(busbar);
        }
        Assert.True(held > 0, $"{held} held, {late} issued.");
    }

    [Theory, MemberData(nameof(Engines))]
    public void What_is_received_after_the_last_look_stops_bill_and_rebill(string engine)
    {
        using var store = new TestStore(engine);
        store.Import("a", TestStore.Book(TestStore.House("house")),
            TestStore.Row(1, "house", new(2026, 1, 1, 0, 0), [1_000_000]));
        IReadOnlyList<IssueOutcome>? Issue(long latest) => BillStore.Issue(
            store.Database, [BillMaking.Bill("ann")], latest);
        Assert.Null(Issue(0));
        Assert.Empty(store.Database.Numbers());
        Assert.Equal([new IssueOutcome.Issued("NW-2026-00001")], Issue(1));
        var credits = new Numbering("CN-2026", count => $"CN-2026-{count:00000}");
        RebillOutcome Rebill(long latest) => BillStore.Rebill(store.Database,
            new("NW-2026-00001", new(2026, 2, 1), number => $$"""{"number":"{{number}}"}"""), BillMaking.Bill("ann"),
            credits, latest);
        Assert.Equal(new RebillOutcome.Outdated(), Rebill(0));
        Assert.Equal(new RebillOutcome.Done("CN-2026-00001", "NW-2026-00002"), Rebill(1));
    }

    /// <summary>Another value for the tenth of January, as another version.</summary>
    private static void Send(Database database, int moment)
    {
        using var snapshot = database.Snapshot();
        ReadStore.Import(database, $"late {moment}",
            [
                new(1, "c1", "import", Unit.KilowattHour, null, new(2026, 1, 10, 0, 0), null, WholeDay: false, moment,
                    [new(moment * 1_000_000L, Quality.Actual)]),
            ], () => $"late {moment}", StoredBook.Load(snapshot).Connections);
    }

    private static void Rebill(Busbars busbar)
    {
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        foreach (var bill in BillStore.List(database).Where(bill => bill.Credits is null
            && BillStore.CreditOf(database, bill.Number) is null))
            BillStore.Rebill(database, new(bill.Number, new(2026, 11, 26), number => $$"""{"number":"{{number}}"}"""),
                null, new("C", count => $"C{count}"));
    }

    private static void Apply(Busbars busbar)
    {
        busbar.Write("book/book.yaml", """
            seller: { name: N }
            currency: GBP
            zone: Europe/London
            tax: outside
            bills: { numbers: "B{0}" }

            """);
        busbar.Write("book/parties.yaml", "- { party: ada, name: Ada }\n");
        busbar.Write("book/accounts.yaml", "- { account: ada, party: ada }\n");
        busbar.Write("book/connections.yaml", "- { connection: c1, interval: day, channels: { import: kWh } }\n");
        busbar.Write("book/agreements.yaml",
            "- { agreement: a, account: ada, product: p, connections: c1, from: 2026-01-01 }\n");
        busbar.Write("book/products/p.yaml", """
            product: p
            from: 2026-01-01
            interval: day
            channels: { import: kWh }
            charges: [{ name: Energy, quantity: import, price: 1 GBP/kWh }]

            """);
        Assert.Equal(0, busbar.Run("apply", busbar.PathOf("book")).Code);
        Assert.Equal(0, busbar.Run("import", busbar.Write("days.csv", "connection,channel,start,value,unit,quality\n"
            + string.Concat(Enumerable.Range(1, 31).Select(day => $"c1,import,2026-01-{day:00},1,kWh,A\n")))).Code);
    }
}
