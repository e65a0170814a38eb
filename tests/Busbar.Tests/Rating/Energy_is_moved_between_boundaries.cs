namespace Busbar.Tests.Rating;

/// <summary>Loss factors: per connection, by band, by series, upwards and down again.</summary>
public sealed class Energy_is_moved_between_boundaries
{
    private const string Boundaries = """
        boundaries: { gsp: [dlf], nbp: [dlf, tlm] }
        calendars: { d: { bands: { day: daily 08:00-20:00, night: rest } } }
        series: { tlm: { unit: "1", interval: 30min, file: prices/tlm.csv } }
        """;

    private static Bench Of(string charges, string losses = "dlf: 1.062", string more = "", string book = Boundaries) =>
        Bench.Of(charges, book,
            connections: $"{Connection(losses)}\n{more}",
            agreements: "- { agreement: a, account: acc, product: p, connections: "
                + $"{(more.Length > 0 ? "[c1, c2]" : "c1")}, from: 2020-01-01 }}")
            .Prices("tlm", _ => 1.0095m);

    private static string Connection(string losses) =>
        $"- {{ connection: c1, channels: {{ import: kWh, export: kWh }}, losses: {{ {losses} }} }}";

    private static string Priced(string quantity) => $$"""
        charges: [{ name: Levy, quantity: "{{quantity}}", price: 1 GBP/MWh }]
        """;

    [Fact]
    public void WE1_7_energy_at_the_balancing_point()
    {
        // 80,000 kWh × 1.062 × 1.0095.
        var bench = Of(Priced("at(nbp, import)")).Reads("import", at => at.Day == 5 && at.Hour == 9 ? 40_000 : 0);
        Assert.Equal(["levy: 85767.12 × 0.001 = 85.77"], bench.Lines("2026-01"));
    }

    [Fact]
    public void WE1_13_a_distribution_and_a_marginal_loss_factor()
    {
        var bench = Of("""
            charges: [{ name: Energy, quantity: "at(node, import)", price: 11 c/kWh }]
            """, "dlf: 1.0456, mlf: 0.9874", book: "boundaries: { node: [dlf, mlf] }")
            .Reads("import", at => at.Day == 5 && at.Hour == 9 ? 25_000 : 0);
        Assert.Equal("5678.34", bench.Bill("2026-01").Net.ToString());
        Assert.Equal("51621.272", bench.Bill("2026-01").Lines[0].Quantity.ToString());
    }

    [Fact]
    public void Each_connection_has_factors_of_its_own_before_any_sum()
    {
        var bench = Of(Priced("at(gsp, import)"), "dlf: 1.1",
            "- { connection: c2, channels: { import: kWh, export: kWh }, losses: { dlf: 1.3 } }")
            .Reads("import", at => at.Day == 5 && at.Hour == 9 ? 50 : 0)
            .Reads("import", at => at.Day == 6 && at.Hour == 9 ? 500 : 0, "c2");
        Assert.Equal(["levy: 1410 × 0.001 = 1.41"], bench.Lines("2026-01"));
    }

    [Theory]
    [InlineData("dlf: { calendar: d, day: 1.2, night: 1.1 }", "230")]
    [InlineData("dlf: { 2020-01-01: 1.5, 2026-01-16: 2 }", "350")]
    [InlineData("dlf: tlm", "201.9")]
    public void A_factor_may_differ_by_band_by_day_or_by_series(string losses, string quantity)
    {
        // 100 kWh by day on the 10th, 100 by night on the 20th.
        var bench = Of(Priced("at(gsp, import)"), losses)
            .Reads("import", at => (at.Day, at.Hour) is (10, 9) or (20, 2) ? 50 : 0);
        Assert.Equal(quantity, bench.Bill("2026-01").Lines[0].Quantity.ToString());
    }

    [Fact]
    public void Down_again_it_is_what_it_was()
    {
        var bench = Of(Priced("at(meter, at(nbp, import)) + import + at(meter, at(gsp, at(nbp, import)))"))
            .Reads("import", at => at.Day == 10 && at.Hour == 9 ? 33.333m : 0);
        Assert.Equal("199.998", bench.Bill("2026-01").Lines[0].Quantity.ToString());
    }

    [Theory]
    [InlineData("at(nbp, import) - export", "two-boundaries",
        "at(nbp, import) is kWh per interval at nbp and export is kWh per interval at the meter: they can't be "
        + "subtracted from each other.", "Move one of them: at(nbp, …).")]
    [InlineData("at(nbo, import)", "unknown-boundary", "The book has no boundary nbo.", "Did you mean nbp?")]
    [InlineData("at(nbp, sum(import, per = day))", "changes-within",
        "sum(import, per = day) is counted per day, and losses change by the interval.",
        "Move it before it is summed: sum(at(boundary, x)).")]
    [InlineData("at(nbp, hours)", "wrong-dimension",
        "hours is hour per interval; only what is measured has a boundary.", null)]
    public void A_wrong_formula_says(string quantity, string code, string message, string? hint)
    {
        var fault = Bench.Faults(Priced(quantity), Boundaries, connections: Connection("dlf: 1.062"))[0];
        Assert.Equal((code, message, hint), (fault.Code, fault.Message, fault.Hint));
    }

    [Theory]
    [InlineData("", "Product p needs the loss factor dlf, which connection c1 hasn't, and the book has no series of "
        + "that name.")]
    [InlineData("dlf: 1.06, tln: 1.01", "No boundary of the book has the loss factor tln, which connection c1 gives.")]
    [InlineData("dlf: 0", "dlf of connection c1 must be above zero.")]
    [InlineData("dlf: lossy", "dlf of connection c1 is the text lossy, and the book has no series of that name.")]
    [InlineData("dlf: { calendar: d, day: 1.2 }", "dlf of connection c1 has no factor for night of calendar d.")]
    [InlineData("dlf: { calendar: d, day: 1.2, nihgt: 1.1 }",
        "Calendar d has no band nihgt, which dlf of connection c1 names.")]
    public void Wrong_losses_say(string losses, string message) => Assert.Equal(message, Bench.Faults(
        Priced("at(nbp, import)"), Boundaries, connections: Connection(losses))[0].Message);
}
