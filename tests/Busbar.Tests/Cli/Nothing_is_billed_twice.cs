using System.Text.Json;
using Busbar.Tests.Store;

namespace Busbar.Tests.Cli;

/// <summary>Whatever is edited after a bill was issued, no charge and no day of it is billed beside it.</summary>
public class Nothing_is_billed_twice
{
    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void When_the_billing_periods_change(string engine)
    {
        using var busbar = new Busbars(engine);
        var book = Billed(busbar);
        Edit(book, "accounts.yaml", "style: unbundled", "style: unbundled\n  bills: { every: month, day: 15 }");
        string[] Periods(string period) =>
        [
            .. JsonDocument.Parse(busbar.Run("bill", book, "--period", period, "--json").Results).RootElement
                .EnumerateArray().Select(one => one.TryGetProperty("bill", out var bill)
                    ? $"{bill.GetProperty("period").GetProperty("from")} {bill.GetProperty("period").GetProperty("to")}"
                    : one.GetProperty("status").GetString()!),
        ];
        // The periods go on from the last day that is billed.
        Assert.Equal(["2011-08-01 2011-08-15"], Periods("2011-07"));
        Assert.Equal(["2011-08-15 2011-09-15"], Periods("2011-08"));
        Edit(book, "accounts.yaml", "every: month, day: 15", "every: quarter");
        Assert.Equal(["2011-09-15 2011-10-01"], Periods("2011-07"));
        Assert.Equal(["billed-before"], Periods("2011-07"));
        Assert.Equal(0, busbar.Run("explain", "SL-2026-00004", "electricity.day", "--intervals").Code);
    }

    [Theory]
    [InlineData("from: 2011-07-01", "from: 2011-07-01\n  to: 2011-07-16", "2011-07-01 to 2011-07-15")]
    [InlineData("from: 2011-07-01", "from: 2011-07-20", "2011-07-20 to 2011-07-31")]
    public void When_the_days_of_an_agreement_change(string from, string to, string days)
    {
        using var busbar = new Busbars();
        var book = Billed(busbar);
        Edit(book, "agreements.yaml", from, to);
        Held(busbar, book, "2011-07", $"as the contract is now it would be billed for {days}.");
    }

    [Fact]
    public void Supply_that_goes_on_after_a_final_bill_is_billed_from_there()
    {
        using var busbar = new Busbars();
        var book = busbar.CopyOfBook();
        Edit(book, "agreements.yaml", "from: 2011-07-01", "from: 2011-07-01\n  to: 2011-07-16");
        Assert.Single(busbar.Run("bill", book, "--period", "2011-07").Lines);
        Edit(book, "agreements.yaml", "\n  to: 2011-07-16", "");
        var rest = Assert.Single(busbar.Run("bill", book, "--period", "2011-07").Lines);
        Assert.Contains("2011-07-01 to 2011-07-31", rest,
            StringComparison.Ordinal);
        Assert.Contains("16 July 2011 to 31 July 2011", busbar.Run("show", "SL-2026-00002").Results,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_falls_on_a_later_bill_was_not_billed_before()
    {
        using var busbar = new Busbars();
        var book = busbar.CopyOfBook();
        var product = Path.Combine(book, "products/solar-home.yaml");
        File.WriteAllText(product, """
            product: solar-home
            from: 2011-07-01
            interval: 30min
            channels: { consumption: kWh, generation: kWh }
            charges:
              - { name: Quarter, quantity: "sum(consumption, per = quarter)", price: 20 c/kWh }
            """);
        var july = busbar.Run("bill", book, "--period", "2011-07");
        Assert.Equal((0, ""), (july.Code, july.Results));
        Assert.EndsWith("0 bills issued, 0 held, 0 billed before.\n", july.Messages, StringComparison.Ordinal);
        Assert.Single(busbar.Run("bill", "--period", "2011-09").Lines);
        // Supply that is told later to have ended within the quarter would end the window, and bill it again.
        Edit(book, "agreements.yaml", "from: 2011-07-01", "from: 2011-07-01\n  to: 2011-08-16");
        Assert.Empty(busbar.Run("bill", book, "--period", "2011-08").Results);
    }

    [Fact]
    public void A_version_needs_the_prices_of_its_own_days_alone()
    {
        using var busbar = new Busbars();
        var book = busbar.CopyOfBook();
        Edit(book, "book.yaml", "bills:",
            "series:\n  spot: { unit: AUD/MWh, interval: day, file: prices/spot.csv }\nbills:");
        Edit(book, "products/solar-home.yaml",
            "by(day-night, day = 24.20 c/kWh, night = 12.10 c/kWh)\n    lines: band", "spot");
        busbar.Write("book/prices/spot.csv", "start,value\n" + string.Concat(Enumerable.Range(1, 14)
            .Select(day => $"2011-10-{day:00}T00:00,50\n")));
        Assert.Equal(0, busbar.Run("bill", book, "--period", "2011-10").Code);
    }

    [Fact]
    public void When_a_charge_gets_another_id()
    {
        using var busbar = new Busbars();
        var book = Billed(busbar);
        Edit(book, "products/solar-home.yaml", "name: Electricity\n", "name: Power\n");
        Edit(book, "products/solar-home.yaml", "Daily supply, Electricity", "Daily supply, Power");
        Edit(book, "products/solar-home.yaml", " electricity:", " power:");
        Held(busbar, book, "2011-07", "Agreement wattle-home is billed on SL-2026-00001 for the charge electricity as "
            + "a whole, which the contract doesn't have any more; power would be billed beside it.");
    }

    [Fact]
    public void When_an_agreement_gets_another_id()
    {
        using var busbar = new Busbars();
        var book = Billed(busbar);
        Edit(book, "agreements.yaml", "agreement: wattle-home", "agreement: wattle-house");
        var refused = busbar.Run("bill", book, "--period", "2011-07");
        Assert.Equal((1, ""), (refused.Code, refused.Results));
        Assert.Contains("agreements.yaml:1:3: Agreement wattle-home is billed on SL-2026-00001, and the book has it no "
            + "more.\n  Keep it under its id, and end it with to: when supply has ended.", refused.Messages,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_agreement_that_comes_late_has_a_bill_of_its_own()
    {
        using var busbar = new Busbars();
        var book = Billed(busbar);
        File.Copy(Path.Combine(book, "products/solar-home.yaml"), Path.Combine(book, "products/solar-shed.yaml"));
        Edit(book, "products/solar-shed.yaml", "product: solar-home", "product: solar-shed");
        File.AppendAllText(Path.Combine(book, "agreements.yaml"),
            "- { agreement: shed, account: wattle, product: solar-shed, connections: ausgrid-12, from: 2011-07-10 }\n");
        var late = busbar.Run("bill", book, "--period", "2011-07");
        Assert.Equal(0, late.Code);
        Assert.StartsWith("SL-2026-00002", Assert.Single(late.Lines), StringComparison.Ordinal);
        Assert.Contains("1 bill issued", late.Messages, StringComparison.Ordinal);
        var explained = busbar.Run("explain", "SL-2026-00002", "electricity.day", "--intervals");
        Assert.Equal((0, ""), (explained.Code, explained.Messages));
    }

    [Fact]
    public void A_bill_is_explained_as_it_was_known_whatever_is_edited_later()
    {
        using var busbar = new Busbars();
        var book = Billed(busbar);
        var before = busbar.Run("explain", "SL-2026-00001", "electricity.day", "--intervals");
        Edit(book, "products/solar-home.yaml", "24.20 c/kWh", "99.90 c/kWh");
        busbar.Run("apply", book);
        busbar.Run("import", busbar.Write("later.csv", "connection,channel,start,value,unit,quality\n"
            + "ausgrid-12,consumption,2011-07-05T12:00+10:00,9,kWh,A\n"));
        Assert.Equal(before, busbar.Run("explain", "SL-2026-00001", "electricity.day", "--intervals"));
        Assert.Contains("99.9", busbar.Run("bill", "--period", "2011-07", "--draft", "--format", "text").Results,
            StringComparison.Ordinal);
    }

    /// <summary>The household's book, billed for July.</summary>
    private static string Billed(Busbars busbar)
    {
        var book = busbar.CopyOfBook();
        Assert.Equal(0, busbar.Run("bill", book, "--period", "2011-07").Code);
        return book;
    }

    private static void Held(Busbars busbar, string book, string period, string reason)
    {
        var held = busbar.Run("bill", book, "--period", period);
        Assert.Equal((3, ""), (held.Code, held.Results));
        Assert.Contains(reason, held.Messages, StringComparison.Ordinal);
    }

    private static void Edit(string book, string file, string from, string to)
    {
        var path = Path.Combine(book, file);
        var text = File.ReadAllText(path);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
    }
}
