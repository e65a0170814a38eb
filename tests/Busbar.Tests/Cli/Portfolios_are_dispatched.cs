namespace Busbar.Tests.Cli;

/// <summary>Events in the formulas of a pool: what a portfolio is asked for and delivers is shared among its members,
/// by what each delivered and by what each owed.</summary>
public sealed class Portfolios_are_dispatched
{
    private const string Shares = """
        quantities:
          delivered: during(discharging, vpp)
          accepted: min(pool.delivered, vpp.instructed * hours)
          target: vpp.instructed * hours * rated / pool.rated
          missing: positive(vpp.instructed * hours - pool.delivered)
        shares:
          paid: share(accepted, by = delivered)
          by-event: share(sum(accepted, per = vpp), by = sum(delivered, per = vpp))
          short: share(missing, by = positive(target - delivered))
          short-of-all: share(missing, by = target)
          reward: share(accepted * vpp.price, by = delivered)
        """;

    // 17:00: 6 + 3 + 0 of 10 kWh; 18:00: 8 + 4 + 0, of which 10 count. What flows at noon is no delivery.
    private static readonly IReadOnlyList<(string Connection, string Channel, decimal[] Hours)> Readings =
    [
        ("a", "export", DispatchBook.Hours((12, 5), (17, 6), (18, 8))),
        ("b", "export", DispatchBook.Hours((17, 3), (18, 4))),
        ("c", "export", DispatchBook.Hours()),
    ];

    private static Printed Apply(Busbars program, string events = DispatchBook.Event, string shares = Shares) =>
        DispatchBook.Apply(program, DispatchBook.Members + shares, events, "", "", Readings);

    [Fact]
    public void A_dispatch_is_shared_by_delivery_and_what_is_missing_by_who_owes_it()
    {
        using var program = new Busbars();
        var done = Apply(program);
        Assert.True(done.Code == 0, done.Results + done.Messages);
        // 6 + 10 × 8/12, 3 + 10 × 4/12.
        Assert.Equal("12.666667 6.333333 0 | 0", DispatchBook.Of(program, "paid"));
        // 19 by 14 and 7.
        Assert.Equal("12.666667 6.333333 0 | 0", DispatchBook.Of(program, "by-event"));
        // 1 kWh is missing at 17:00, of 4 − 3 and 1 − 0; who gave more than its part owes nothing.
        Assert.Equal("0 0.5 0.5 | 0", DispatchBook.Of(program, "short"));
        Assert.Equal("0.5 0.4 0.1 | 0", DispatchBook.Of(program, "short-of-all"));
        Assert.Equal("38 19 0 | 0", DispatchBook.Of(program, "reward"));
    }

    [Fact]
    public void Who_is_excused_isnt_called_and_owes_nothing()
    {
        using var program = new Busbars();
        var done = Apply(program, DispatchBook.Event.Replace(",,3000", ",c,3000", StringComparison.Ordinal), Shares
            .Replace("/ pool.rated", "/ pool.called", StringComparison.Ordinal)
            .Replace("  accepted:", "  called: during(rated, vpp)\n  accepted:", StringComparison.Ordinal)
            .Replace("pool.called", "pool.called else 0", StringComparison.Ordinal));
        Assert.True(done.Code == 0, done.Results + done.Messages);
        Assert.Equal("0 1 0 | 0", DispatchBook.Of(program, "short"));
    }

    // Two events of which one ends on the next day, each with a figure of its own; and none, which pays nothing.
    [Fact]
    public void An_event_is_a_window_also_over_midnight_and_pays_by_itself()
    {
        using var program = new Busbars();
        var readings = new[]
        {
            ("a", "export", DispatchBook.Hours((17, 30), (23, 6), (24, 2))),
            ("b", "export", DispatchBook.Hours((23, 1), (24, 3))), ("c", "export", DispatchBook.Hours()),
        };
        var done = DispatchBook.Apply(program, DispatchBook.Members + Shares, DispatchBook.Event
            + "e-2,vpp,2026-03-01 23:00,2026-03-02 01:00,home-vpp,,,1000,5 kW\n"
            + "e-3,vpp,2026-03-09 17:00,2026-03-09 18:00,home-vpp,,,1000,5 kW\n", "", "", readings);
        Assert.True(done.Code == 0, done.Results + done.Messages);
        // e-1: 10 of a, and nothing at 18:00. e-2: 5 + 5 of 7 and 5, together by 8 and 4.
        Assert.Equal("16.666667 3.333333 0 | 0", DispatchBook.Of(program, "by-event"));
        Assert.Equal("6.666667 3.333333 0 | 0", DispatchBook.Of(program, "by-event", "2026-03-02..2026-03-03"));
        Assert.Equal("0 0 0 | 0", DispatchBook.Of(program, "reward", "2026-03-09..2026-03-10"));
        Assert.Equal("36.29 3.71 0 | 0", DispatchBook.Of(program, "reward"));
    }

    // Seven days of 2 kWh at 17:00 and 18:00 before the event on the 8th, and then 5 and 1 less.
    [Fact]
    public void A_baseline_is_of_a_member_or_of_the_pool_and_looks_back_over_settled_days()
    {
        using var program = new Busbars();
        decimal[] Load(decimal first, decimal second) => DispatchBook.Hours([.. Enumerable.Range(0, 31)
            .SelectMany(day => new[]
            {
                (day * 24 + 17, day == 7 ? first : 2m), (day * 24 + 18, day == 7 ? second : 2m),
            })]);
        var done = DispatchBook.Apply(program, """
            pool: home-vpp
            interval: 60min
            boundary: meter
            members:
              - { connection: a, load: import, less: "baseline(import, five) - import", from: 2026-03-01 }
              - { connection: b, load: import, less: "baseline(import, five) - import", from: 2026-03-01 }
            quantities:
              reduced: during(positive(less), vpp)
              together: positive(sum(baseline(pool.load, five) - pool.load, per = vpp))
            shares:
              by-member: share(pool.reduced, by = reduced)
              by-portfolio: share(together, by = sum(reduced, per = vpp))
            """, "e-1,vpp,2026-03-08 17:00,2026-03-08 19:00,home-vpp,,,3000,\n", "", "",
            ("a", "import", Load(0, 1)), ("b", "import", Load(2, 3)));
        Assert.True(done.Code == 0, done.Results + done.Messages);
        Assert.Equal("3 0 | 0", DispatchBook.Of(program, "by-member"));
        Assert.Equal("2 0 | 0", DispatchBook.Of(program, "by-portfolio"));
        Assert.Equal("2 0 | 0", DispatchBook.Of(program, "by-portfolio", "2026-03-08..2026-03-09"));
    }

    [Fact]
    public void An_event_outside_the_data_holds_the_pool_on_its_day_alone()
    {
        using var program = new Busbars();
        var done = Apply(program, DispatchBook.Event
            + "e-2,vpp,2026-04-02 17:00,2026-04-02 19:00,home-vpp,,,3000,10\n");
        Assert.True(done.Code == 0, done.Results + done.Messages);
        Assert.Equal("12.666667 6.333333 0 | 0", DispatchBook.Of(program, "paid"));
        var pool = program.Run("pool", "home-vpp", "--period", "2026-04");
        Assert.Equal(3, pool.Code);
        Assert.Contains("Connection a, channel export, has no reading in ", pool.Messages,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_days_before_an_event_hold_the_pool()
    {
        using var program = new Busbars();
        var done = DispatchBook.Apply(program, """
            pool: home-vpp
            interval: 60min
            boundary: meter
            members:
              - { connection: a, less: "baseline(import, five) - import", from: 2026-03-05 }
            shares:
              reduced: share(pool.less, by = 1)
            """.Replace("pool.less", "during(positive(pool.less), vpp)", StringComparison.Ordinal),
            "e-1,vpp,2026-03-08 17:00,2026-03-08 19:00,home-vpp,,,3000,\n", "", "",
            ("a", "import", DispatchBook.Hours()));
        Assert.True(done.Code == 0, done.Results + done.Messages);
        var pool = program.Run("pool", "home-vpp", "--period", "2026-03");
        Assert.Equal(3, pool.Code);
        Assert.Contains("Member a of pool home-vpp: for event e-1 at 2026-03-08 17:00 UTC+00 baseline(import, five) "
            + "needs 5 days, and of the 10 days before it only 3 (2026-03-07, 2026-03-06, 2026-03-05) can be used.",
            pool.Messages, StringComparison.Ordinal);
        Assert.Contains("The membership began on 2026-03-05.", pool.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("e-1,vpp,2026-02-28 17:00,2026-02-28 19:00,home-vpp,,,3000,10",
        "Event e-1 is on 2026-02-28 and calls pool home-vpp, and nobody whom it doesn't excuse is a member "
        + "on all of that.",
        "Call a pool that has members from the event's beginning to its end.")]
    [InlineData("e-1,vpp,2026-02-28 23:00,2026-03-01 01:00,home-vpp,,,3000,10",
        "Event e-1 is on 2026-02-28 to 2026-03-01 and calls pool home-vpp, and nobody whom it doesn't excuse is a "
        + "member on all of that.",
        "Call a pool that has members from the event's beginning to its end.")]
    [InlineData("e-1,vpp,2026-03-01 17:00,2026-03-01 19:00,home-vpp,,a b c,3000,10",
        "Event e-1 is on 2026-03-01 and calls pool home-vpp, and nobody whom it doesn't excuse is a member "
        + "on all of that.",
        "Call a pool that has members from the event's beginning to its end.")]
    [InlineData("e-1,vpp,2026-03-01 17:00,2026-03-01 19:00,home-vpp,,grid,3000,10",
        "Event e-1 excuses connection grid, which it doesn't call.",
        "Excuse only who is in an agreement or a pool that the event names.")]
    [InlineData("e-1,vpp,2026-03-01 17:00,2026-03-01 19:00,home-vpp,a,a,3000,10",
        "event e-1 calls connection a and excuses it.",
        "Leave it out of one of the two.")]
    [InlineData("e-1,vpp,2026-03-01 17:00,2026-03-01 19:00,home-vpp,,,3000,",
        "Event e-1 has no instructed, which pool home-vpp uses: vpp.instructed.",
        "Give the event its instructed.")]
    [InlineData("e-1,vpp,2026-03-01 17:30,2026-03-01 19:00,home-vpp,,,3000,10",
        "Event e-1 begins or ends within an interval of pool home-vpp, of 60 minutes.",
        "Move it to the interval's edge, or give the pool a shorter interval.")]
    [InlineData("e-1,vpp,2026-03-01 17:00,2026-03-01 19:00,,a,,3000,10",
        "Event e-1 calls a and not pool home-vpp, of which it is a member, and what the pool shares rests on "
        + "the events that call the pool.",
        "pools: home-vpp, and those of its members whom it doesn't call: excused: ….")]
    [InlineData("e-1,local,2026-03-01 17:00,2026-03-01 19:00,home-vpp,,,3000,10",
        "Event e-1 names pool home-vpp, and neither its formulas nor the products of its members have anything with "
        + "programme local in them: it would be on no bill.",
        "Let the pool use it: during(…, local).")]
    [InlineData("e-1,vpp,2026-03-01 17:00,2026-03-01 19:00,home-vpp,,,3000,10\n"
        + "e-2,vpp,2026-03-01 18:00,2026-03-01 20:00,home-vpp,,,3000,10",
        "Event e-2 and event e-1, at events.csv:2:1, of programme vpp call connection a at one time.",
        "Make one event of them, or end one before the other.")]
    public void A_wrong_event_is_refused(string events, string message, string hint)
    {
        using var program = new Busbars();
        var done = Apply(program, events + "\n");
        Assert.Equal(1, done.Code);
        Assert.Contains(message, done.Messages, StringComparison.Ordinal);
        Assert.Contains(hint, done.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pool_whose_members_bring_nothing_to_an_event_is_refused()
    {
        using var program = new Busbars();
        var done = DispatchBook.Apply(program, DispatchBook.Members.Replace("c, discharging", "c, load",
            StringComparison.Ordinal) + Shares, DispatchBook.Event.Replace(",,3000", ",a b,3000",
                StringComparison.Ordinal), "", "", Readings);
        Assert.Equal(1, done.Code);
        Assert.Contains("Event e-1 calls pool home-vpp, and none of the members whom it calls brings discharging.",
            done.Messages, StringComparison.Ordinal);
    }

    // Nobody is paid twice for one kilowatt-hour: not by two programmes of one pool either.
    [Fact]
    public void Programmes_of_a_pool_that_exclude_each_other_dont_call_a_member_together()
    {
        using var program = new Busbars();
        var done = Apply(program, DispatchBook.Event + "e-2,local,2026-03-01 18:00,2026-03-01 20:00,home-vpp,,,90,\n",
            Shares.Replace("  paid:", "  nearby: share(during(pool.discharging, local), by = discharging)\n  paid:",
                StringComparison.Ordinal));
        Assert.Equal(1, done.Code);
        Assert.Contains("call connection a at one time, and the programmes exclude each other.", done.Messages,
            StringComparison.Ordinal);
    }
}
