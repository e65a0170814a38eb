using System.Globalization;
using Busbar.Contracts;
using Busbar.Runs;
using Busbar.Store;
using Busbar.Tests.Store;
using NodaTime;

namespace Busbar.Tests.Cli;

/// <summary>What was decided against doesn't come back by being sent again; what is new comes in as ever.</summary>
public sealed class A_decision_holds : IDisposable
{
    private const string Head = "connection,channel,start,value,unit,quality,version\n";
    private const string Spike = "spike:c1:import:2026-02-10T00:00";

    private readonly List<Busbars> _open = [];

    public static TheoryData<string> Engines => TestStore.Engines;

    public void Dispose() => _open.ForEach(busbar => busbar.Dispose());

    private Busbars With(string engine = TestStore.Sqlite, string rows = "")
    {
        TestStore.SkipWithout(engine);
        var busbar = new Busbars(engine);
        _open.Add(busbar);
        busbar.Write("book/book.yaml", """
            seller: { name: N }
            currency: GBP
            zone: Europe/London
            tax: outside
            checks: { import: [spike 5] }
            bills: { numbers: "B{0}" }

            """);
        busbar.Write("book/parties.yaml", "- { party: ada, name: Ada }\n");
        busbar.Write("book/accounts.yaml", "- { account: ada, party: ada }\n");
        busbar.Write("book/connections.yaml", "- { connection: c1, interval: day, channels: { import: kWh } }\n");
        busbar.Write("book/agreements.yaml",
            "- { agreement: a, account: ada, product: p, connections: c1, from: 2026-02-01 }\n");
        busbar.Write("book/products/p.yaml", """
            product: p
            from: 2026-01-01
            interval: day
            channels: { import: kWh }
            charges: [{ name: Energy, quantity: import, price: 1 GBP/kWh }]

            """);
        Assert.Equal(0, busbar.Run("apply", busbar.PathOf("book")).Code);
        Import(busbar, "days", string.Concat(Enumerable.Range(0, 59).Where(day => day != 40).Select(day =>
            string.Create(CultureInfo.InvariantCulture,
                $"c1,import,{new DateOnly(2026, 1, 1).AddDays(day):yyyy-MM-dd},10,kWh,A,0\n"))) + rows);
        return busbar;
    }

    private static string Tenth(string kwh, int version, string quality = "A") => string.Create(
        CultureInfo.InvariantCulture, $"c1,import,2026-02-10,{kwh},kWh,{quality},{version}\n");

    private static Printed Import(Busbars busbar, string name, string rows) =>
        busbar.Run("import", busbar.Write($"{name}.csv", Head + rows));

    private static Printed Decide(Busbars busbar, string decision, params string[] what) =>
        busbar.Run(["quarantine", decision, .. what, "--note", "Wrong."]);

    /// <summary>What is known of the tenth of February.</summary>
    private static string Known(Busbars busbar) => busbar.Run("reads", "c1", "--period", "2026-02-10..2026-02-11",
        "--format", "csv").Results.Split('\n') is [_, var row, ..] ? row.Split(',') is { Length: > 5 } parts
            ? $"{parts[3]} {parts[5]}" : "" : "";

    [Theory, MemberData(nameof(Engines))]
    public void A_rejected_reading_does_not_come_back_whatever_its_version(string engine)
    {
        var busbar = With(engine, Tenth("80", 2));
        Assert.Equal(0, Decide(busbar, "reject", Spike, "--period", "2026").Code);
        var same = Import(busbar, "same", Tenth("80", 2) + "c1,import,2026-02-11,10,kWh,A,2\n");
        Assert.StartsWith("2 rows: 0 accepted, 1 unchanged, 0 suspended, 1 rejected; 0 readings taken, 1 decided "
            + "against.\n  1 row rejected (decided-against):\n", same.Results[(same.Results.IndexOf(": ",
                StringComparison.Ordinal) + 2)..], StringComparison.Ordinal);
        Assert.Contains("has 80 kWh at 2026-02-10 00:00 UTC+00, which receipt 3 decided against (reject: Wrong.).\n"
            + "      If it is right after all, give the file a greater version, and accept it", same.Results,
            StringComparison.Ordinal);
        Assert.Equal("Nothing waits for a decision.\n", busbar.Run("quarantine", "--period", "2026").Messages);
        // A greater version asks somebody anew, and by itself changes nothing.
        Assert.Contains("Its version is greater than the one decided of", Import(busbar, "newer", Tenth("80", 9))
            .Results, StringComparison.Ordinal);
        Assert.Equal("", Known(busbar).Replace(" N", "", StringComparison.Ordinal));
        Assert.StartsWith("row-2 (decided-against)\n", busbar.Run("quarantine", "--period", "2026").Results,
            StringComparison.Ordinal);
        Assert.Equal("1 item rejected.\n", Decide(busbar, "reject", "row-2").Results);
        Assert.Contains("give the file a greater version", Import(busbar, "again", Tenth("80", 9)
            + "c1,import,2026-02-12,10,kWh,A,9\n").Results, StringComparison.Ordinal);
        // Another value is another matter, and comes in by its rank.
        Assert.Equal(0, Import(busbar, "other", Tenth("12", 2)).Code);
        Assert.Equal("12 A", Known(busbar));
        Assert.Equal(3, Import(busbar, "last", Tenth("80", 10)).Code);
        Assert.Equal("12 A", Known(busbar));
        Assert.Equal(0, Decide(busbar, "accept", "--reason", "decided-against").Code);
        Assert.Equal("80 A", Known(busbar));
        Assert.Equal(0, Import(busbar, "known", Tenth("80", 11)).Code);
    }

    [Theory]
    [InlineData("accept", "11", "12 A")]
    [InlineData("reject", "12", "11 A")]
    public void Of_two_values_the_one_that_was_decided_against_stays_away(string decision, string wrong, string known)
    {
        var busbar = With(rows: Tenth("11", 3));
        Import(busbar, "other", Tenth("12", 3));
        Assert.Equal(0, Decide(busbar, decision, "--reason", "contradicts-known").Code);
        foreach (var (i, version) in new[] { 1, 3, 8 }.Index())
        {
            Assert.Contains("decided against", Import(busbar, $"again{i}",
                new string('\n', i + 1) + Tenth(wrong, version)).Results,
                StringComparison.Ordinal);
            Assert.Equal(known, Known(busbar));
        }
        Assert.Equal(0, busbar.Run("bill", "--period", "2026-02").Code);
        Import(busbar, "third", Tenth("13", 4));
        Assert.Equal("13 A", Known(busbar));
    }

    [Fact]
    public void What_a_correction_stands_for_stays_away_and_the_correction_can_come_back()
    {
        var busbar = With(rows: Tenth("11", 3));
        Import(busbar, "other", Tenth("12", 3));
        Assert.Equal(0, Decide(busbar, "correct", "--reason", "contradicts-known", "--value", "11.5").Code);
        foreach (var kwh in new[] { "11", "12" })
            Assert.Contains("decided against", Import(busbar, $"again{kwh}", Tenth(kwh, 7)).Results,
                StringComparison.Ordinal);
        Assert.Equal("11.5 S", Known(busbar));
        Assert.Equal(0, Import(busbar, "actual", Tenth("11.5", 3)).Code);
        Assert.Equal("11.5 A", Known(busbar));
    }

    [Fact]
    public void The_same_row_waits_once_and_is_known_again_when_it_was_decided_of()
    {
        var busbar = With();
        Assert.Contains("0 accepted, 0 unchanged, 0 suspended, 1 rejected", Import(busbar, "bad", Tenth("-5", 0))
            .Results, StringComparison.Ordinal);
        Assert.Contains("0 accepted, 1 unchanged, 0 suspended, 0 rejected", Import(busbar, "twice", "\n"
            + Tenth("-5", 0)).Results, StringComparison.Ordinal);
        Assert.Equal(0, Decide(busbar, "reject", "row-1").Code);
        var again = Import(busbar, "thrice", "\n\n" + Tenth("-5", 0)).Results;
        Assert.Contains("is a row that receipt 5 decided against (reject: Wrong.).", again, StringComparison.Ordinal);
        Assert.Equal("Nothing waits for a decision.\n", busbar.Run("quarantine").Messages);
    }

    [Fact]
    public void A_row_is_of_its_days()
    {
        var busbar = With();
        Import(busbar, "bad", Tenth("-5", 0) + "c1,import,2026-03-10,-5,kWh,A,0\n");
        Assert.StartsWith("row-2 ", busbar.Run("quarantine", "--period", "2026-03").Results, StringComparison.Ordinal);
        Assert.Contains("2 items wait", busbar.Run("quarantine").Messages, StringComparison.Ordinal);
        Assert.Equal("1 item rejected.\n", Decide(busbar, "reject", "--reason", "negative-import", "--period",
            "2026-02").Results);
        Assert.StartsWith("row-2 ", busbar.Run("quarantine").Results, StringComparison.Ordinal);
    }

    [Fact]
    public void A_book_that_is_applied_again_asks_nothing_anew()
    {
        var busbar = With(rows: Tenth("11", 3));
        Import(busbar, "other", Tenth("12", 3));
        Import(busbar, "third", Tenth("13", 3));
        Assert.Equal(0, Decide(busbar, "accept", "row-1").Code);
        Assert.Contains("nothing has changed", busbar.Run("apply", busbar.PathOf("book")).Results,
            StringComparison.Ordinal);
        Assert.StartsWith("row-2 ", busbar.Run("quarantine").Results, StringComparison.Ordinal);
        // The thirteen came before the decision for the twelve.
        Assert.Equal(0, busbar.Run("bill", "--period", "2026-02").Code);
    }

    [Fact]
    public void A_greater_version_ends_a_contradiction_also_with_a_value_that_is_known()
    {
        var busbar = With(rows: Tenth("11", 3));
        Import(busbar, "other", Tenth("12", 3));
        Assert.Equal(3, busbar.Run("bill", "--period", "2026-02").Code);
        Assert.Equal(0, Import(busbar, "sure", Tenth("11", 4)).Code);
        Assert.Equal(0, busbar.Run("bill", "--period", "2026-02").Code);
    }

    [Fact]
    public void A_bill_without_what_waits_is_not_concerned_by_what_waits()
    {
        var busbar = With(rows: Tenth("80", 0));
        using var database = Database.Open(busbar.Where, TimeProvider.System, mustExist: true);
        var (from, to) = (Instant.FromUtc(2026, 2, 1, 0, 0), Instant.FromUtc(2026, 3, 1, 0, 0));
        Book book;
        using (var snapshot = database.Snapshot())
        {
            book = StoredBook.Load(snapshot);
            ReadsWanted[] wanted = [new(book.Connections["c1"], "import", from, to)];
            var used = new Suspecting(snapshot, book).Masked(wanted, ReadStore.Load(snapshot, wanted))[0];
            Assert.False(used.IsComplete);
            database.Issue(BillMaking.Bill("ada", new(2026, 2, 1)) with
            {
                Inputs = [new("c1", "import", from, to, used.Hash())],
            });
        }
        ChangedSpan[] changed = [new("c1", "import", from, to)];
        Assert.Empty(Concerned.By(database, changed, book));
        Import(busbar, "other", Tenth("12", 1));
        Assert.Equal("NW-2026-00001", Assert.Single(Concerned.By(database, changed, book)).Number);
    }
}
