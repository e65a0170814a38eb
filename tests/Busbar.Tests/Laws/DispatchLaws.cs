using System.Globalization;
using Busbar.Quantities;
using Busbar.Tests.Cli;
using CsCheck;

namespace Busbar.Tests.Laws;

/// <summary>What holds of every dispatch of a portfolio, whatever is delivered and asked for.</summary>
public class DispatchLaws
{
    // Each is a database of its own.
    private const int Tries = 5;

    private const string Shares = """
        quantities:
          delivered: during(discharging, vpp)
          asked: vpp.instructed * hours
          accepted: min(pool.delivered, asked)
          missing: positive(asked - pool.delivered)
          called: during(rated, vpp)
          owed: asked * (rated / pool.called else 0)
        shares:
          dispatch: share(accepted, by = delivered)
          wear: share(3.3 p/kWh * pool.delivered, by = delivered)
          net: "share(sum(accepted * vpp.price) - pool.wear, by = 70 % * sum(delivered), of = sum(pool.delivered))"
          shortfall: share(missing, by = positive(owed - delivered))
        """;

    /// <summary>Wh of each battery in each hour of the evenings, and kW asked for on each, of which none of the
    /// batteries gives anything on the last.</summary>
    private static readonly Gen<(int[][] Wh, int[] Asked, int Excused)> Any =
        Gen.Select(Gen.OneOf(Gen.Int[0, 1], Gen.Int[0, 6_000]).Array[8].Array[3], Gen.Int[0, 12].Array[5],
            Gen.Int[0, 3]);

    [Fact]
    public void Parts_and_the_operators_are_the_portfolios_and_who_gives_nothing_gets_nothing() => Any.Sample(one =>
    {
        using var program = new Busbars();
        var (wh, asked, excused) = one;
        var events = string.Concat(asked.Select((kilowatts, day) => string.Create(CultureInfo.InvariantCulture,
            $"e-{day},vpp,2026-03-0{day + 1} 17:00,2026-03-0{day + 1} 19:00,home-vpp,,"
            + $"{(day == excused ? "b" : "")},{777 + 100 * day},{kilowatts}\n")));
        decimal[] Hours(int battery) => DispatchBook.Hours([.. Enumerable.Range(0, 8).Select(i =>
            (i / 2 * 24 + 17 + i % 2, wh[battery][i] / 1000m))]);
        var done = DispatchBook.Apply(program, DispatchBook.Members + Shares, events, "", "",
            ("a", "export", Hours(0)), ("b", "export", Hours(1)), ("c", "export", Hours(2)));
        Assert.True(done.Code == 0, done.Results + done.Messages);
        Exact[] Of(string name, string period = "2026-03") => [.. DispatchBook.Of(program, name, period).Split(' ')
            .Where(text => text != "|").Select(text =>
            {
                Assert.True(Exact.TryParse(text, out var number, out _));
                return number;
            })];
        var (revenue, dispatched, missing) = (Exact.Zero, Exact.Zero, Exact.Zero);
        for (var i = 0; i < 10; i++)
        {
            var given = i >= 8 ? 0 : wh[0][i] + (i / 2 == excused ? 0 : wh[1][i]) + wh[2][i];
            var accepted = Math.Min(given, asked[i / 2] * 1000) / 1000m;
            dispatched += accepted;
            missing += asked[i / 2] - accepted;
            revenue += accepted * (777 + 100 * (i / 2)) / 1000m;
        }
        Assert.Equal(dispatched, Sum(Of("dispatch")));
        Assert.Equal(missing, Sum(Of("shortfall")));
        // Wear and what is left are the revenue, to the penny.
        Assert.Equal(revenue.Round(2, Rounding.HalfAway), Sum(Of("wear")) + Sum(Of("net")));
        Assert.Equal(Exact.Zero, Sum(Of("dispatch", "2026-03-05..2026-03-06")));
        if (wh[2].All(value => value == 0)) Assert.Equal(Exact.Zero, Of("net")[2]);
        // Who gave at least what it owed has no shortfall, and who is excused owes none.
        Assert.Equal(Exact.Zero, Of("shortfall", $"2026-03-0{excused + 1}..2026-03-0{excused + 2}")[1]);
    }, iter: Tries);

    private static Exact Sum(IEnumerable<Exact> values) => values.Aggregate(Exact.Zero, (sum, value) => sum + value);
}
