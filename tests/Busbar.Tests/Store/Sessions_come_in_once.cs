using Busbar.Metering;
using Busbar.Store;
using Busbar.Tests.Formats;
using NodaTime;

namespace Busbar.Tests.Store;

public class Sessions_come_in_once
{
    public static TheoryData<string> Engines => TestStore.Engines;

    private static readonly Instant Eight = Instant.FromUtc(2026, 7, 6, 8, 0);
    private static readonly Connection Depot = Of("depot", new("BE*BEC*E1", null));
    private static readonly Connection Van = Of("van", new(null, "DE-8AC-C12E46L89"));

    [Theory, MemberData(nameof(Engines))]
    public void What_is_imported_is_a_connections_by_what_it_names(string engine)
    {
        using var store = new TestStore(engine);
        var report = Import(store, "a", $"[{Cdrs.Simple("1")}, {Cdrs.Simple("2", evse: "BE*BEC*E2")}, "
            + $"{Cdrs.Simple("3", contract: "OTHER")}]");
        Assert.Equal(new(3, 0, 0, 0), report.Records);
        Assert.Equal(1, report.Receipt);
        Assert.Equal([
            new("depot", "sessions", Eight, Eight + Duration.FromHours(1)),
            new("van", "sessions", Eight, Eight + Duration.FromHours(1)),
        ], report.Changed);
        Assert.Equal(["1", "3"], Numbers(store, Depot));
        Assert.Equal(["1", "2", "3"], Numbers(store, Van with { Sessions = new(null, "012345678") }));
        Assert.Equal(["1", "2"], Numbers(store, Van));
        Assert.Equal(["1"], Numbers(store, Of("both", new("BE*BEC*E1", "DE8ACC12E46L89"))));
        Assert.Equal(["1"], Numbers(store, Of("plug", new("BEBECE1/1", "DE8ACC12E46L89"))));
        Assert.Empty(Numbers(store, Of("plug", new("BE*BEC*E1/2", null))));
        Assert.Empty(Numbers(store, Of("none", null)));
    }

    [Theory, MemberData(nameof(Engines))]
    public void A_session_comes_out_as_it_went_in(string engine)
    {
        using var store = new TestStore(engine);
        var text = Cdrs.Of("1", "10:00", ["08:00 ENERGY=7.5 TIME=0.3333 POWER=11.5", "08:20 ENERGY=-1.25",
            "09:00 RESERVATION_TIME=0.5 ENERGY=0 MAX_CURRENT=16"], time: "1", cost: "1.2345");
        var record = Assert.Single(Cdrs.Read(text));
        Import(store, "a", text);
        var session = Assert.Single(Load(store, Depot));
        Assert.Equal(record.Session with { Periods = [] }, session with { Periods = [] });
        Assert.Equal(record.Session.Periods, session.Periods);
    }

    [Theory, MemberData(nameof(Engines))]
    public void The_same_again_changes_nothing(string engine)
    {
        using var store = new TestStore(engine);
        Import(store, "a", Cdrs.Simple("1"));
        Assert.Equal((new RowCounts(0, 1, 0, 0), 1L), Import(store, "again", Cdrs.Simple("1")) is var same
            ? (same.Records, same.Receipt!.Value) : default);
        var more = Import(store, "b", $"[{Cdrs.Simple("1")}, {Cdrs.Simple("2")}, {Cdrs.Simple("2")}]");
        Assert.Equal((new RowCounts(1, 2, 0, 0), 2L), (more.Records, more.Receipt!.Value));
        Assert.Equal(["1", "2"], Numbers(store, Depot));
    }

    [Theory, MemberData(nameof(Engines))]
    public void The_same_number_with_something_else_refuses_the_file(string engine)
    {
        using var store = new TestStore(engine);
        Import(store, "a", Cdrs.Simple("1a"));
        var fault = Fault(store, $"[{Cdrs.Simple("2")},\n{Cdrs.Simple("1A", cost: "5")}]");
        Assert.Equal(("changed-record", 19, "CDR 1A of BE*BEC says something else than that of receipt 1, and a CDR "
            + "never changes."), (fault.Code, fault.Place.Line, fault.Message));
        fault = Fault(store, $"[{Cdrs.Simple("3")},\n{Cdrs.Simple("3", cost: "5")}]");
        Assert.Contains("that on line 1,", fault.Message, StringComparison.Ordinal);
        Assert.Equal(["1a"], Numbers(store, Depot));
    }

    [Theory, MemberData(nameof(Engines))]
    public void A_credit_takes_its_original_away_from_then_on(string engine)
    {
        using var store = new TestStore(engine);
        Import(store, "a", Cdrs.Simple("1"));
        var report = Import(store, "b", $"[{Cdrs.Credit("1-C", "1")}, {Cdrs.Simple("2", cost: "3.5")}]");
        Assert.Equal(new(2, 0, 0, 0), report.Records);
        Assert.Equal(["2"], Numbers(store, Depot));
        Assert.Equal(["1"], Numbers(store, Depot, receipt: 1));
        using var snapshot = store.Database.Snapshot();
        Assert.Equal([("1", 1, 2L), ("2", 2, null)], SessionStore.Known(snapshot, [All(Depot)])[0]
            .Select(one => (one.Record.Number, one.Receipt, one.CreditedBy)));
    }

    [Theory, MemberData(nameof(Engines))]
    public void A_credit_waits_for_what_it_takes_back(string engine)
    {
        using var store = new TestStore(engine);
        var report = Import(store, "b", Cdrs.Credit("1-C", "1"));
        Assert.Equal((new RowCounts(0, 0, 1, 0), ("1-C", "1", 1)), (report.Records, Assert.Single(report.Awaiting)));
        Assert.Empty(report.Changed);
        report = Import(store, "a", Cdrs.Simple("1"));
        Assert.Equal(new(1, 0, 0, 0), report.Records);
        Assert.Empty(report.Changed);
        Assert.Empty(Numbers(store, Depot));
    }

    [Theory, MemberData(nameof(Engines))]
    public void A_credit_takes_back_one_whole_record_once(string engine)
    {
        using var store = new TestStore(engine);
        Import(store, "a", Cdrs.Simple("1"));
        Assert.Equal("CDR 2 of BE*BEC credits 3 EUR, and CDR 1 costs 4 EUR.",
            Fault(store, Cdrs.Credit("2", "1", cost: "-3")).Message);
        Import(store, "b", Cdrs.Credit("2", "1"));
        Assert.Equal("CDR 3 of BE*BEC credits CDR 1, as CDR 2 does already, that of receipt 2.",
            Fault(store, Cdrs.Credit("3", "1")).Message);
        Assert.Equal("CDR 4 of BE*BEC credits CDR 2, which is a credit itself.",
            Fault(store, Cdrs.Credit("4", "2", cost: "-4")).Message);
        Import(store, "c", Cdrs.Credit("6", "5"));
        Assert.Equal("CDR 7 of BE*BEC credits CDR 5, as CDR 6 does already, that of receipt 3.",
            Fault(store, Cdrs.Credit("7", "5")).Message);
        Assert.Equal("CDR 6 of BE*BEC credits CDR 5, which is a credit itself.",
            Fault(store, Cdrs.Credit("5", "1b")).Message);
        // One that waited, and isn't the credit of what has come now.
        Assert.Equal(("6", "5"), Assert.Single(Import(store, "d", Cdrs.Simple("5", cost: "4.5")).Void));
        Assert.Contains("5", Numbers(store, Depot));
    }

    [Theory, MemberData(nameof(Engines))]
    public void What_no_connection_names_waits_and_counts_when_one_does(string engine)
    {
        using var store = new TestStore(engine);
        var report = Import(
            store, "a", $"[{Cdrs.Simple("1", evse: "BE*BEC*E9")}, {Cdrs.Simple("2", evse: "BE*BEC*E9")}]", Depot);
        Assert.Equal(new(0, 0, 2, 0), report.Records);
        Assert.Equal(new SuspendedSessions("BE*BEC*E9", "DE8ACC12E46L89", 2, 1), Assert.Single(report.Suspended));
        Assert.Empty(report.Changed);
        using (var snapshot = store.Database.Snapshot())
        {
            Assert.Equal(2, Assert.Single(SessionStore.Suspended(snapshot, [Depot])).Count);
            Assert.Empty(SessionStore.Suspended(snapshot, [Depot, Van]));
        }
        Assert.Equal(["1", "2"], Numbers(store, Van));
    }

    [Theory, MemberData(nameof(Engines))]
    public void What_is_not_over_yet_is_refused(string engine)
    {
        using var store = new TestStore(engine);
        store.Clock.Now = Eight + Duration.FromMinutes(59);
        Assert.Equal("CDR 1 of BE*BEC ends at 2026-07-06T09:00:00Z, after the file was received.",
            Fault(store, Cdrs.Simple("1")).Message);
    }

    [Theory, MemberData(nameof(Engines))]
    public void A_malformed_file_leaves_nothing(string engine)
    {
        using var store = new TestStore(engine);
        Assert.Equal("below-zero", Fault(store, $"[{Cdrs.Simple("1")}, {Cdrs.Simple("2", cost: "-1")}]").Code);
        Assert.Empty(Numbers(store, Depot));
        Assert.Empty(store.Database.Receipts());
    }

    [Theory, MemberData(nameof(Engines))]
    public void What_touches_the_span_is_loaded_by_start_and_id(string engine)
    {
        using var store = new TestStore(engine);
        Import(store, "a", $"[{Cdrs.Simple("b")}, {Cdrs.Simple("a")}, "
            + $"{Cdrs.Simple("c", start: "07:00", end: "08:00")}, {Cdrs.Simple("d", start: "09:00", end: "10:00")}]");
        using var snapshot = store.Database.Snapshot();
        Assert.Equal(["c", "a", "b"], SessionStore.Known(snapshot,
            [new(Depot, Eight, Eight + Duration.FromHours(1))])[0].Select(one => one.Record.Number));
        Assert.Equal([["d"], ["c"]], SessionStore.Load(snapshot, [
            new(Van, Eight + Duration.FromHours(2), Eight + Duration.FromHours(3)),
            new(Depot, Eight - Duration.FromHours(1), Eight - Duration.FromMinutes(30)),
        ]).Select(sessions => sessions.Select(one => one.Id.Split(' ')[1]).ToArray()));
    }

    internal static Connection Of(string id, SessionSource? source) =>
        TestStore.House(id, "Europe/Brussels", channels: []) with { Sessions = source };

    internal static SessionReport Import(TestStore store, string name, string text, params Connection[] connections) =>
        SessionStore.Import(store.Database, name, Cdrs.Read(text), () => text,
            connections.Length > 0 ? connections : [Depot, Van]);

    internal static SessionsWanted All(Connection connection) =>
        new(connection, Eight - Duration.FromDays(100), Eight + Duration.FromDays(100));

    private static Fault Fault(TestStore store, string text) => Assert.Single(Assert.Throws<RefusedException>(() =>
        SessionStore.Import(store.Database, "f", Records(text), () => text, [Depot, Van])).Faults);

    private static IEnumerable<ChargeRecord> Records(string text) => Busbar.Formats.MeterFile
        .Read(new MemoryStream(Files.Utf8(text)), "f").SelectMany(file => file.Records());

    private static IReadOnlyList<Session> Load(TestStore store, Connection connection, long? receipt = null)
    {
        using var snapshot = store.Database.Snapshot(receipt);
        return Assert.Single(SessionStore.Load(snapshot, [All(connection)]));
    }

    private static IEnumerable<string> Numbers(TestStore store, Connection connection, long? receipt = null) =>
        Load(store, connection, receipt).Select(session => session.Id.Split(' ')[1]);
}
