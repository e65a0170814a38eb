using Busbar.Quantities;
using Busbar.Tests.Rating;
using Busbar.Time;

namespace Busbar.Tests.Books;

public class Examples_are_read
{
    private const string Calendar = "calendars: { dn: { bands: { day: \"daily 07:00-23:00\", night: rest } } }";

    private const string Product = """
        terms: { standing: p/day }
        charges: [{ name: Energy, quantity: import, price: 20 p/kWh }, { name: Days, quantity: days, price: standing }]
        examples:
          - name: One
            period: { from: 2026-01-01, to: 2026-02-01 }
            terms: { standing: 50 p/day }
            reads:
              { import: { calendar: dn, day: 2 MWh, night: 1 kWh, at: { "2026-01-05 17:30": 3 kWh } }, export: 0 kWh }
            bill: { Energy: 400.80, total: 416.30 }

        """;

    [Fact]
    public void An_example_has_loads_in_canonical_units_and_figures_by_id()
    {
        var example = Assert.Single(Bench.Of(Product, Calendar, agreements: "").Book.Examples);
        Assert.Equal(Days.Parse("2026-01"), example.Days);
        Assert.Equal([(Exact)2000, (Exact)1], example.Loads[0].Amounts);
        Assert.Equal((Exact)3, Assert.Single(example.Loads[0].OnTop).Amount);
        Assert.Equal(["energy", null], example.Figures.Select(figure => figure.Charge));
    }

    [Theory]
    [InlineData("{ from: 2026-01-01, to: 2026-02-01 }", "{ from: 2026-02-01, to: 2026-02-01 }", "bad-date")]
    [InlineData("{ from: 2026-01-01, to: 2026-02-01 }", "{ from: 2019-01-01, to: 2019-02-01 }", "no-version")]
    [InlineData("terms: { standing: 50 p/day }", "interval: 30min", "missing-term")]
    [InlineData("standing: 50", "standnig: 50", "unknown-term")]
    [InlineData(", export: 0 kWh", "", "missing-channel")]
    [InlineData("export: 0 kWh", "exprot: 0 kWh", "unknown-channel")]
    [InlineData("export: 0 kWh", "export: -1 kWh", "bad-number")]
    [InlineData("export: 0 kWh", "export: 1 kVArh", "wrong-unit")]
    [InlineData("export: 0 kWh", "export: {}", "missing-key")]
    [InlineData("night: 1 kWh, ", "", "missing-key")]
    [InlineData("calendar: dn", "calendar: nd", "unknown-calendar")]
    [InlineData("2026-01-05 17:30", "2026-02-05 17:30", "bad-time")]
    [InlineData("2026-01-05 17:30", "2026-01-05 17:40", "off-grid")]
    [InlineData("2026-01-05 17:30", "at teatime", "bad-time")]
    [InlineData("Energy: 400.80", "Enregy: 400.80", "unknown-charge")]
    [InlineData("{ Energy: 400.80, total: 416.30 }", "{}", "missing-key")]
    [InlineData("    reads:", "    prices: { spot: 80 GBP/MWh }\n    reads:", "unknown-series")]
    [InlineData("    reads:", "    colour: red\n    reads:", "unknown-key")]
    public void What_is_wrong_with_one_is_said(string was, string becomes, string code)
    {
        Assert.Contains(was, Product, StringComparison.Ordinal);
        var product = Product.Replace(was, becomes, StringComparison.Ordinal);
        Assert.Contains(code, Bench.Faults(product, Calendar, agreements: "").Select(fault => fault.Code));
    }

    [Fact]
    public void A_time_that_the_clocks_show_twice_needs_its_offset()
    {
        var product = Product.Replace("from: 2026-01-01, to: 2026-02-01", "from: 2026-10-01, to: 2026-11-01",
            StringComparison.Ordinal);
        var twice = product.Replace("2026-01-05 17:30", "2026-10-25 01:30", StringComparison.Ordinal);
        Assert.Equal(["ambiguous-local-time"],
            Bench.Faults(twice, Calendar, agreements: "").Select(fault => fault.Code));
        Bench.Of(twice.Replace("25 01:30", "25 01:30+01:00", StringComparison.Ordinal), Calendar, agreements: "");
    }
}
