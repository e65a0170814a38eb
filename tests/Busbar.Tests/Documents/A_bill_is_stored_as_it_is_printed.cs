using System.Text.Json;
using System.Text.RegularExpressions;
using Busbar.Documents;
using Busbar.Quantities;
using Busbar.Tests.Rating;
using Busbar.Tests.Tidy;
using NodaTime;

namespace Busbar.Tests.Documents;

/// <summary>The JSON of a bill: what the reference says, the same bytes every time, and back.</summary>
public class A_bill_is_stored_as_it_is_printed
{
    private static readonly Household Usual = new();

    [Fact]
    public void The_example_of_the_reference_is_what_is_written() => Assert.Equal(
        Reference.ExamplesIn("docs/reference/bill.md", "json")[0] + "\n",
        Bills_read_like_bills.Document(Usual.Bundled().Bill()).ToJson());

    [Fact]
    public void The_example_with_a_gross_price_and_an_open_charge_is_what_is_written() => Assert.Equal(
        Reference.ExamplesIn("docs/reference/bill.md", "json")[1] + "\n",
        BillDocument.Of(Bench.Of(Reference.ExamplesIn("docs/reference/bill.md", "yaml").Single(), """
            taxes: { vat: 20 % }
            series: { levy: { unit: GBP/MWh, interval: day, file: levy.csv } }
            """).Reads("import", _ => 1).Prices("levy", _ => null).Bill("2021-06"), null, null).ToJson());

    [Fact]
    public void The_reference_has_every_key() => Assert.All(
        Bills().SelectMany(bill => Regex.Matches(bill.ToJson(), "\"(\\w+)\": "))
            .Select(key => key.Groups[1].Value).Distinct(),
        key => Assert.Contains($"`{key}`", House.Read("docs/reference/bill.md"), StringComparison.Ordinal));

    [Fact]
    public void A_draft_has_no_number_no_day_of_issue_and_no_bundles_when_it_is_unbundled() => Assert.StartsWith(
        """
        {
          "status": "draft",
          "seller": "Southern Light Energy",
          "account": "wattle",
          "customer": "A. and R. Wattle",
          "currency": "AUD",
          "period": {
            "from": "2011-07-01",
            "to": "2011-08-01"
          },
          "lines": [
            {
              "id": "daily-supply",
              "name": "Daily supply",
              "group": "fixed",
              "agreement": "wattle-home",
              "connection": "ausgrid-12",
              "from": "2011-07-01",
              "to": "2011-08-01",
              "quantity": "31.000000",
              "unit": "day",
              "price": "0.786500000",
              "price_unit": "AUD/day",
              "amount": "24.38",
              "tax_rate": "0.1000",
              "estimated": false
            },
        """, BillDocument.Of(Usual.Bill(), null, null).ToJson(), StringComparison.Ordinal);

    [Fact]
    public void A_bill_with_a_number_but_no_day_of_issue_is_none() =>
        Assert.Throws<ArgumentException>(() => BillDocument.Of(Usual.Bill(), "SL-2011-00001", null));

    [Fact]
    public void What_is_read_is_written_again_to_the_byte() => Assert.All(Bills(), bill =>
    {
        var json = bill.ToJson();
        Assert.Equal(json, BillDocument.FromJson(json).ToJson());
        Assert.Equal(Bills_read_like_bills.Text(bill), Bills_read_like_bills.Text(BillDocument.FromJson(json)));
        Assert.EndsWith("}\n", json, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', json);
    });

    [Fact]
    public void A_price_and_its_unit_are_left_out_where_several_hold()
    {
        var line = Bills_read_like_bills.Document(Usual.With("price: 8.00 c/kWh",
            "price: \"by(day-night, day = 8.00 c/kWh, night = 4 c/kWh)\"").Bill()).Lines[^1];
        Assert.Equal((null, null, "kWh", null), (line.Price, line.PriceUnit, line.Unit, line.TaxRate));
    }

    [Fact]
    public void Names_keep_their_letters() => Assert.Contains("\"customer\": \"Gröger & Søn 'Ωμέγα'\",",
        Bills_read_like_bills.Document(Usual.With("A. and R. Wattle", "Gröger & Søn 'Ωμέγα'").Bill()).ToJson(),
        StringComparison.Ordinal);

    [Fact]
    public void A_rate_that_needs_more_than_four_decimals_has_them() => Assert.Equal(["0.08875"],
        Bills_read_like_bills.Document(Usual.With("gst: 10 %", "gst: 8.875 %").Bill()).Taxes.Select(tax => tax.Rate));

    [Theory]
    [InlineData("JPY", "2438")]
    [InlineData("EUR", "2438.15")]
    [InlineData("KWD", "2438.150")]
    public void An_amount_has_the_decimals_of_its_currency(string currency, string amount)
    {
        var bill = Usual.With("currency: AUD", $"currency: {currency}")
            .With("in: c/day, default: 78.65", $"in: {currency}/day, default: 78.65").Bill();
        var line = Bills_read_like_bills.Document(bill).Lines[0];
        Assert.Equal((amount, "78.650000000", $"{currency}/day"), (line.Amount, line.Price, line.PriceUnit));
    }

    [Fact]
    public void The_amounts_of_its_lines_and_taxes_add_up() => Assert.All(Bills(), bill =>
    {
        Assert.Equal(Amount(bill.Net), Sum(bill.Lines.Select(line => line.Amount)));
        Assert.Equal(Amount(bill.Tax), Sum(bill.Taxes.Select(tax => tax.Amount)));
        Assert.Equal(Amount(bill.Total), Amount(bill.Net) + Amount(bill.Tax));
        Assert.All(bill.Bundles ?? [], bundle => Assert.Equal(Amount(bundle.Amount),
            Sum(bill.Lines.Where(line => bundle.Lines.Contains(line.Id)).Select(line => line.Amount))));
    });

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("")]
    public void What_is_no_bill_is_not_read(string json) =>
        Assert.Throws<JsonException>(() => BillDocument.FromJson(json));

    private static IEnumerable<BillDocument> Bills()
    {
        var changed = Usual.NewPricesFrom("2011-07-15");
        foreach (var one in new[] { Usual, Usual.Bundled(), changed, changed.Bundled() })
        {
            yield return BillDocument.Of(one.Bill(), null, null);
            yield return BillDocument.Of(one.Bill(), "SL-1", new LocalDate(2011, 8, 3));
        }
    }

    private static Exact Sum(IEnumerable<string> amounts) =>
        amounts.Aggregate(Exact.Zero, (sum, amount) => sum + Amount(amount));

    private static Exact Amount(string text) =>
        Exact.TryParse(text, out var value, out var problem) ? value : throw new FormatException(problem);
}
