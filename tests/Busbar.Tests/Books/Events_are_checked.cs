using Busbar.Tests.Rating;

namespace Busbar.Tests.Books;

/// <summary>What is wrong with an event, a programme or a baseline is said with its place and the way out.</summary>
public sealed class Events_are_checked
{
    private const string Good = "- { event: e, programme: dfs, from: 2026-01-15 17:00, to: 2026-01-15 19:00, "
        + "agreements: a, price: 100 GBP/MWh }";

    private const string Book = """
        programmes: { dfs: { exclusive-with: cmu }, cmu: {}, third: {} }
        calendars: { day-night: { bands: { day: daily 07:00-19:00, night: rest } } }
        baselines: { ten: { mean-of: 10, within: 45 days } }
        """;

    private const string Product = "charges: [{ name: R, quantity: \"during(baseline(import, ten) - import, dfs)\", "
        + "price: dfs.price }, { name: C, quantity: \"during(import, cmu)\", price: 0 }]";

    private static void Is(IReadOnlyList<Fault> faults, string code, string message, string? hint)
    {
        var fault = Assert.Single(faults);
        Assert.Equal((code, message), (fault.Code, fault.Message));
        if (hint is not null) Assert.Equal(hint, fault.Hint);
    }

    [Theory]
    [InlineData("programme: dfs", "programme: dsf", "unknown-programme",
        "There is no programme dsf, which event e names.", "Did you mean dfs?")]
    [InlineData("to: 2026-01-15 19:00", "to: 2026-01-15 17:00", "bad-time", "event e ends when it begins, or before.")]
    [InlineData("2026-01-15 17:00", "noon", "bad-time",
        "from of event e is the text noon; expected a time such as 2026-01-15 17:30.")]
    [InlineData("2026-01-15 17:00", "2025-03-30 01:30", "no-such-local-time",
        "2025-03-30 01:30 is a time that the clocks of Europe/London skip.",
        "Give the time with its offset from UTC: 2026-10-25 01:30+01:00.")]
    [InlineData("2026-01-15 17:00", "2026-01-15 17:10", "off-grid", "Event e begins or ends within an interval of "
        + "product p@2020-01-01, of 30 minutes.", "Move it to the interval's edge, or give the product a shorter "
        + "interval.")]
    [InlineData("agreements: a", "agreements: b", "unknown-agreement",
        "There is no agreement b, which event e names.", "Did you mean a?")]
    [InlineData("agreements: a", "connections: c2", "unknown-connection",
        "There is no connection c2, which event e names.", "Did you mean c1?")]
    [InlineData("agreements: a", "pools: x", "unknown-pool", "There is no pool x, which event e names.",
        "The book has no pool at all.")]
    [InlineData("100 GBP/MWh", "100 GBP", "wrong-unit",
        "price of event e is the text 100 GBP; expected a number in GBP/MWh.")]
    [InlineData(", price: 100 GBP/MWh", "", "missing-key", "Event e has no price, which the charge R of product "
        + "p@2020-01-01 uses: dfs.price.", "Give the event its price.")]
    [InlineData("price: 100 GBP/MWh", "price: 1, instructed: -1 kW", "bad-number",
        "instructed of event e is below zero.")]
    [InlineData("from: 2026-01-15 17:00", "from: 2019-12-31 17:00", "out-of-supply", "Event e is on 2019-12-31 to "
        + "2026-01-15, and agreement a, which it names, has no supply on all of that.",
        "Call who has supply from its beginning to its end.")]
    [InlineData("programme: dfs", "programme: third", "unused-event", "Event e names agreement a, whose product p has "
        + "no charge with programme third in it: it would be on no bill.",
        "Add one to the product: quantity: during(…, third).")]
    [InlineData("agreements: a", "agreement: a", "unknown-key", "agreement is no key of event e.",
        "Did you mean agreements?")]
    public void An_event(string written, string instead, string code, string message, string? hint = null) => Is(
        Bench.Faults(Product, Book, events: Good.Replace(written, instead, StringComparison.Ordinal)), code, message,
        hint);

    [Theory]
    [InlineData("cmu", "exclusive-programmes", "Event f of programme cmu and event e of programme dfs, at "
        + "events.yaml:1:3, call connection c1 at one time, and the programmes exclude each other.",
        "Leave the connection out of one of them: it would be paid twice for the same energy.")]
    [InlineData("dfs", "two-events", "Event f and event e, at events.yaml:1:3, of programme dfs call connection c1 at "
        + "one time.", "Make one event of them, or end one before the other.")]
    public void Two_events_at_one_time(string programme, string code, string message, string hint) => Is(Bench.Faults(
        Product, Book, events: $"{Good}\n- {{ event: f, programme: {programme}, from: 2026-01-15 18:30, "
            + "to: 2026-01-15 20:00, price: 1 }"), code, message, hint);

    [Fact]
    public void Events_that_follow_each_other_are_good() => Bench.Of(Product, Book, events: $"{Good}\n- {{ event: f, "
        + "programme: cmu, from: 2026-01-15 19:00, to: 2026-01-15 20:00 }");

    [Fact]
    public void An_event_of_some_connections_needs_charges_of_each() => Is(Bench.Faults(Product, Book,
        connections: "- { connection: c1, channels: { import: kWh, export: kWh } }\n"
            + "- { connection: c2, channels: { import: kWh, export: kWh } }",
        agreements: "- { agreement: a, account: acc, product: p, connections: [c1, c2], from: 2020-01-01 }",
        events: Good.Replace("agreements: a", "connections: c2", StringComparison.Ordinal)), "not-each",
        "Event e calls some connections of agreement a, and the charge R of product p@2020-01-01 is of all of them "
            + "together.", "Rate it each: connection, or call all of them.");

    [Theory]
    [InlineData("programmes: { Dfs: {} }", "bad-name", "A programme can't be called Dfs.")]
    [InlineData("programmes: { trades: {} }", "bad-name", "A programme can't be called trades.")]
    [InlineData("programmes: { day-night: {} }", "name-taken",
        "The programme day-night has the name of a calendar or series of the book.")]
    [InlineData("programmes: { dfs: { exclusive-with: cmu } }", "unknown-programme",
        "Programme dfs excludes cmu, and the book has no such programme.")]
    [InlineData("programmes: { dfs: { exclusive-with: dfs } }", "unknown-programme",
        "Programme dfs excludes dfs, which it is itself.")]
    [InlineData("programmes: { dfs: { price: GBP/MW/h/x } }", "unknown-unit",
        "price of programme dfs is the text GBP/MW/h/x, and x is not a unit.")]
    [InlineData("baselines: { B: { mean-of: 1, within: 2 days } }", "bad-name", "A baseline can't be called B.")]
    [InlineData("baselines: { b: { within: 45 days } }", "missing-key", "mean-of is missing in baseline b.",
        "Say of how many days it is the mean: mean-of: 10.")]
    [InlineData("baselines: { b: { mean-of: 10 } }", "missing-key", "within is missing in baseline b.",
        "Say how far back it looks: within: 45 days.")]
    [InlineData("baselines: { b: { mean-of: 10, within: 5 days } }", "too-few-days",
        "baseline b needs 10 days and looks back over 5.", "Let it look back further.")]
    [InlineData("baselines: { b: { mean-of: 10, within: 4 hours } }", "wrong-unit",
        "within of baseline b is the text 4 hours; expected a number in days.")]
    [InlineData("baselines: { b: { mean-of: 10, within: 40.5 days } }", "bad-number",
        "within of baseline b isn't whole days.")]
    [InlineData("baselines: { b: { mean-of: 10, out-of: 5, within: 45 days } }", "too-few-days",
        "baseline b is the mean of 10 days, out of 5.", "Give out-of at least as many days as mean-of.")]
    [InlineData("baselines: { b: { mean-of: 5, out-of: 10, within: 45 days } }", "no-choice",
        "baseline b is the mean of 5 days out of 10, and doesn't say of which.",
        "Add choose: highest, or choose: middle.")]
    [InlineData("baselines: { b: { mean-of: 5, choose: highest, within: 45 days } }", "no-choice",
        "baseline b chooses 5 days out of 5, which are all.", "Say out of how many: out-of: 10.")]
    [InlineData("baselines: { b: { mean-of: 7, out-of: 10, choose: middle, within: 45 days } }", "no-choice",
        "baseline b takes the middle 7 of 10 days, and leaves out as many of the highest as of the lowest.",
        "Make their difference even.")]
    [InlineData("baselines: { b: { mean-of: 5, within: 45 days, skip: [event] } }", "bad-choice",
        "baseline b skips the text event; expected events, holidays or day-before-event.", "Did you mean events?")]
    [InlineData("baselines: { b: { mean-of: 5, within: 45 days, skip: holidays } }", "no-holidays",
        "baseline b skips holidays and doesn't say which.", "Name them: holidays: england.")]
    [InlineData("baselines: { b: { mean-of: 5, within: 45 days, holidays: englnd } }", "unknown-holidays",
        "There is no holidays englnd, which baseline b names.", "Did you mean england?")]
    [InlineData("baselines: { b: { mean-of: 5, within: 45 days, adjust: { by: ratio } } }", "missing-key",
        "from is missing in adjust of baseline b.",
        "Say how long before the event the time that is compared begins: from: 4 hours.")]
    [InlineData("baselines: { b: { mean-of: 5, within: 45 days, adjust: { from: 1 hour, until: 4 hours } } }",
        "bad-time", "adjust of baseline b ends before it begins: both are times before the event.",
        "Write from: 4 hours, until: 1 hour.")]
    [InlineData("baselines: { b: { mean-of: 5, within: 45 days, adjust: { from: 1 hour, limit: 120 % } } }",
        "bad-number", "limit of adjust of baseline b is the text 120 %; expected a part up to 100 %.")]
    public void A_book(string written, string code, string message, string? hint = null) => Is(Bench.Faults(
        "charges: [{ name: R, quantity: import, price: 0 }]",
        $"calendars: {{ day-night: {{ bands: {{ day: daily 07:00-19:00, night: rest }} }} }}\n{written}"), code,
        message, hint);

    [Theory]
    [InlineData("dfs", "not-a-value", "dfs is a programme and not a value.",
        "Write during(x, dfs), sum(x, per = dfs) or dfs.price.")]
    [InlineData("import * dfs.prise", "unknown-name", "Events of dfs have no prise.", "Did you mean price?")]
    [InlineData("sum(import, per = event)", "unknown-window", "event is not a window.",
        "Name the programme whose events are meant: per = dfs.")]
    [InlineData("count(import > 0, per = dfs)", "unknown-window", "dfs is not a window of days.",
        "Of events there is a sum alone: sum(x, per = dfs).")]
    [InlineData("sum(days, per = dfs)", "no-interval",
        "days is day per day; the sum over an event is of what is counted per interval.")]
    [InlineData("during(days, dfs)", "never-spread", "days is day per day, too coarse to be split by dfs.")]
    [InlineData("during(import, other)", "wrong-arguments",
        "during needs a value and a band of a calendar, or a programme.")]
    [InlineData("by(dfs, on = import, off = 0)", "unknown-name", "There is no calendar dfs.")]
    [InlineData("baseline(import)", "wrong-arguments", "baseline needs a value and a method of the book.",
        "It is written baseline(x, method).")]
    [InlineData("baseline(import, tne)", "unknown-baseline", "The book has no baseline tne.", "Did you mean ten?")]
    [InlineData("baseline(days, ten)", "no-interval",
        "days is day per day; a baseline is of what is measured per interval.")]
    [InlineData("baseline(import * size, ten)", "not-remembered", "import * size has the term size, and a baseline "
        + "remembers days on which it had another value.",
        "Take the baseline of what is measured, and go on from there.")]
    [InlineData("baseline(during(import, dfs), ten)", "not-remembered", "during(import, dfs) rests on events itself, "
        + "and a baseline is of days without any.")]
    public void A_formula(string formula, string code, string message, string? hint = null) => Is(Bench.Faults(
        $"terms: {{ size: {{ in: \"1\", default: 2 }} }}\ncharges: [{{ name: R, quantity: \"{formula}\", price: 0 }}]",
        Book), code, message, hint);

    [Fact]
    public void A_product_by_the_day_has_no_events() => Is(Bench.Faults("""
        product: p
        from: 2020-01-01
        interval: day
        channels: { import: kWh }
        charges: [{ name: R, quantity: "during(import, dfs)", price: 0 }]
        """, Book), "no-interval", "during(import, dfs) rests on events, which begin and end within days, and the "
        + "product goes by the day.", "Give the product a shorter interval.");
}
