using Busbar.Documents.Paper;

namespace Busbar.Tests.Documents;

/// <summary>Why a bill is another amount than the last one: what is said must be so.</summary>
public class Bills_say_why
{
    private static readonly ComparedLine Demand = new("Demand", "300 kW", "2 GBP/kW", "600.00");

    [Theory]
    [InlineData("en-GB", "It is £1.00 more than your last bill, A-1, mostly because it is for 31 days instead of "
        + "30 days.")]
    [InlineData("de-DE", "Sie ist 1,00\u00a0£ höher als Ihre letzte Rechnung, A-1, vor allem weil der Zeitraum länger "
        + "ist: 31 Tage statt 30 Tage.")]
    public void A_longer_period_is_longer(string language, string said) => Says(said,
        April([new("Supply", "30 day", "1 GBP/day", "30.00")]),
        May([new("Supply", "31 day", "1 GBP/day", "31.00")]) with { Language = language });

    [Theory]
    [InlineData("en-GB", "£3.00 more is in your favour than on your last bill, A-1, mostly because it is for "
        + "31 days instead of 30 days.")]
    [InlineData("de-DE", "Zu Ihren Gunsten sind 3,00\u00a0£ mehr als auf Ihrer letzten Rechnung, A-1, vor allem weil "
        + "der Zeitraum länger ist: 31 Tage statt 30 Tage.")]
    public void A_longer_period_of_credits_is_longer_as_well(string language, string said) => Says(said,
        April([new("Feed-in", "300 kWh", "-0.30 GBP/kWh", "-90.00")]),
        May([new("Feed-in", "310 kWh", "-0.30 GBP/kWh", "-93.00")]) with { Language = language });

    [Theory]
    [InlineData(300, 200, "of how much you used and when")]
    [InlineData(300, 400, "you used more each day")]
    [InlineData(300, 310, "of how much you used and when")]
    [InlineData(null, 400, "of how much you used and when")]
    [InlineData(300, null, "of how much you used and when")]
    [InlineData(null, null, "of how much you used and when")]
    public void Who_used_more_is_measured_and_not_read_off_a_part_of_it(int? before, int? now, string cause) => Says(
        $"It is £20.00 more than your last bill, A-1, mostly because {cause}.",
        April([new("Grid power", "100 kWh", "0.20 GBP/kWh", "20.00")]) with { Measured = before },
        May([new("Grid power", "200 kWh", "0.20 GBP/kWh", "40.00")]) with { Measured = now });

    [Fact]
    public void Registers_are_what_the_lines_are_made_of() => Says(
        "It is £20.00 less than your last bill, A-1, mostly because you used less each day.",
        April([new("Power", "200 kWh", "0.20 GBP/kWh", "40.00")]) with { HasReads = true },
        May([new("Power", "100 kWh", "0.20 GBP/kWh", "20.00")]) with { HasReads = true });

    [Theory]
    [InlineData("kW·month", "GBP/kW/month")]
    [InlineData("day·kVA", "GBP/day/kVA")]
    [InlineData("kW", "GBP/kW")]
    public void Power_is_no_use(string unit, string price)
    {
        var before = April([new("Demand", $"300 {unit}", $"2 {price}", "600.00")]) with { Measured = 300 };
        var now = May([new("Demand", $"400 {unit}", $"2 {price}", "800.00")]) with { Measured = 400 };
        Says("It is £200.00 more than your last bill, A-1, mostly because the power that you are charged for was "
            + "higher.", before, now);
        Assert.Contains(now.Rows(before), row => row.StartsWith("The power that you are charged for | +",
            StringComparison.Ordinal));
    }

    [Fact]
    public void A_peak_and_months_do_not_grow_with_the_days() => Assert.Equal(
        ["Last bill, A-1 | 660.00", "The power that you are charged for | +1.00", "This bill | 661.00"],
        May([Demand, new("Peak", "61 kW·month", "1 GBP/kW/month", "61.00")]).Rows(
            April([Demand, new("Peak", "60 kW·month", "1 GBP/kW/month", "60.00")])));

    [Fact]
    public void A_charge_that_came_to_nothing_is_named() => Says(
        "It is £500.00 less than your last bill, A-1, mostly because Summer peak is £500.00 less.",
        April([new("Summer peak", "250 kW·month", "2 GBP/kW/month", "500.00"), Supply(30)]),
        May([new("Summer peak", "0 kW·month", "2 GBP/kW/month", "0.00"), Supply(30)]));

    [Theory]
    [InlineData("en-GB", "It is £60.00 more than your last bill, A-1, mostly because Levy is £54.00 more, "
        + "tax included.")]
    [InlineData("de-DE", "Sie ist 60,00\u00a0£ höher als Ihre letzte Rechnung, A-1, vor allem weil Levy um "
        + "54,00\u00a0£ höher ist, mit Steuer.")]
    public void A_charge_without_a_quantity_is_named_by_the_greatest(string language, string said) => Says(said,
        April([Formula("Levy", "10.00"), Formula("Fee", "5.00")]),
        May([Formula("Levy", "55.00"), Formula("Fee", "10.00")]) with { Language = language });

    [Fact]
    public void Many_charges_name_the_greatest_of_them() => Says(
        "It is £36.00 more than your last bill, A-1, mostly because of charges that changed, most of all B, which is "
        + "£14.40 more, tax included.",
        April([Formula("A", "1.00"), Formula("B", "1.00"), Formula("C", "1.00")]),
        May([Formula("A", "10.00"), Formula("B", "13.00"), Formula("C", "10.00")]));

    [Fact]
    public void A_new_credit_by_a_formula_is_a_credit() => Says(
        "It is £40.00 less than your last bill, A-1, mostly because Bonus credits you £40.00 more.",
        April([Supply(30)]), May([Supply(30), new("Bonus", null, null, "-40.00")]));

    [Theory]
    [InlineData("-40.00", "-60.00", "£20.00 more is in your favour than on your last bill, A-1, mostly because Bonus "
        + "credits you £20.00 more.")]
    [InlineData("-60.00", "-40.00", "£20.00 less is in your favour than on your last bill, A-1, mostly because Bonus "
        + "credits you £20.00 less.")]
    [InlineData("-60.00", "40.00", "It is £100.00 more than your last bill, A-1, mostly because Bonus credits you "
        + "£100.00 less.")]
    public void Two_credits_are_compared_as_credits(string before, string now, string said) => Says(said,
        April([new("Bonus", null, null, before)]), May([new("Bonus", null, null, now)]));

    [Fact]
    public void The_table_of_two_credits_says_so() => Assert.Equal("Why more is in your favour than last time",
        BillComparison.Table(May([new("Bonus", null, null, "-60.00")])
            .Facts(April([new("Bonus", null, null, "-40.00")]))).OfType<Part.Heading>().Single().Text);

    [Fact]
    public void What_is_lost_in_rounding_is_no_price() => Assert.Equal(
        ["Last bill, A-1 | 10.00", "What you used each day, and when | +0.67", "The length of the period | +0.33",
            "Rounding | +0.01", "This bill | 11.01"],
        May([new("Power", "110 kWh", "0.10 GBP/kWh", "11.01")]).Rows(
            April([new("Power", "100 kWh", "0.10 GBP/kWh", "10.00")])));

    [Fact]
    public void A_mix_of_bands_is_a_mean_and_no_price() => Assert.Equal(
        ["Last bill, A-1 | 20.00", "What a unit cost on average | +10.00", "This bill | 30.00"],
        (May([Band("day", "100 kWh", "0.30 GBP/kWh", "30.00")]) with { To = "2026-05-31" }).Rows(
            April([Band("day", "50 kWh", "0.30 GBP/kWh", "15.00"), Band("night", "50 kWh", "0.10 GBP/kWh", "5.00")])));

    [Fact]
    public void A_price_of_a_band_is_a_price() => Says(
        "It is £10.00 more than your last bill, A-1, mostly because prices were higher.",
        April([Band("day", "50 kWh", "0.30 GBP/kWh", "15.00"), Band("night", "50 kWh", "0.10 GBP/kWh", "5.00")]),
        May([Band("day", "50 kWh", "0.50 GBP/kWh", "25.00"), Band("night", "50 kWh", "0.10 GBP/kWh", "5.00")])
            with { To = "2026-05-31" });

    [Fact]
    public void Another_tax_on_the_same_price_is_a_tax() => Says(
        "It is £15.00 more than your last bill, A-1, mostly because the tax on the same price was higher.",
        April([new("Power", "1000 kWh", "0.10 GBP/kWh", "100.00") { Tax = "0.05" }]),
        May([new("Power", "1000 kWh", "0.10 GBP/kWh", "100.00") { Tax = "0.2" }]) with { To = "2026-05-31" });

    [Fact]
    public void Supply_that_began_within_its_period_has_fewer_days() => Says(
        "It is £10.00 more than your last bill, A-1, mostly because it is for 30 days instead of 20 days.",
        April([new("Supply", "20 day", "1 GBP/day", "20.00") { From = "2026-04-11" }]),
        May([new("Supply", "30 day", "1 GBP/day", "30.00")]) with { To = "2026-05-31" });

    [Theory]
    [InlineData("en-GB", 300, 600, "It is £28.00 more than your last invoice, A-1, mostly because you supplied more "
        + "each day.")]
    [InlineData("de-DE", 300, 600, "Sie ist 28,00\u00a0£ höher als Ihre letzte Gutschrift, A-1, vor allem weil Sie pro "
        + "Tag mehr geliefert haben.")]
    [InlineData("en-GB", 600, 300, "It is £28.00 more than your last invoice, A-1, mostly because of how much you "
        + "supplied and when.")]
    public void A_party_s_own_invoice_is_compared_as_it_is_shown(
        string language, int before, int now, string said)
    {
        ComparedBill Own(ComparedBill bill, int measured) => bill with
            { IsSelfBilled = true, Channel = "export", Measured = measured, Language = language };
        var sheet = BillSheet.Of(Own(May([new("Output", "600 kWh", "-0.10 GBP/kWh", "-60.00")]), now).Facts(
            Own(April([new("Output", "320 kWh", "-0.10 GBP/kWh", "-32.00")]), before)));
        Assert.Contains(said, sheet.FirstPage.OfType<Part.Paragraph>().Select(part => part.Words[0].Text));
        Assert.Contains(sheet.Parts.OfType<Part.Whole>().SelectMany(whole => whole.Parts).OfType<Part.Table>(),
            table => table.Rows.Any(row => row.Cells[^1].StartsWith('+')));
    }

    [Fact]
    public void A_party_that_owes_on_its_own_invoice_has_to_pay()
    {
        var sheet = BillSheet.Of((May([new("Fee", null, null, "60.00")]) with { IsSelfBilled = true }).Facts(null));
        var headline = sheet.FirstPage.OfType<Part.Beside>().SelectMany(part => part.Columns).SelectMany(part => part)
            .OfType<Part.Headline>().Single();
        Assert.Equal(("To pay", "£60.00"), (headline.Label, headline.Amount));
    }

    [Theory]
    [InlineData(false, "This is your first bill for this supply.")]
    [InlineData(true, "This is your first invoice for this supply.")]
    public void A_first_one_says_so(bool isSelfBilled, string said) =>
        Assert.Equal(said, (May([Supply(31)]) with { IsSelfBilled = isSelfBilled }).Why(null));

    [Fact]
    public void The_same_amount_says_so() => Says("It is exactly as much as your last bill, A-1.",
        April([Supply(30)]), May([Supply(30)]));

    private static ComparedBill April(IReadOnlyList<ComparedLine> lines) =>
        new("A-1", "2026-04-01", "2026-05-01", lines);

    private static ComparedBill May(IReadOnlyList<ComparedLine> lines) =>
        new("A-2", "2026-05-01", "2026-06-01", lines);

    private static ComparedLine Supply(int days) => new("Supply", $"{days} day", "1 GBP/day", $"{days}.00");

    private static ComparedLine Formula(string name, string amount) => new(name, null, null, amount) { Tax = "0.2" };

    private static ComparedLine Band(string band, string quantity, string price, string amount) =>
        new($"Power: {band}", quantity, price, amount) { Band = band };

    private static void Says(string said, ComparedBill before, ComparedBill now) => Assert.Equal(said, now.Why(before));
}
