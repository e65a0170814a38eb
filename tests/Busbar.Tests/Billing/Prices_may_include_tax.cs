using Busbar.Billing;
using Busbar.Documents;
using Busbar.Quantities;
using Busbar.Tests.Rating;
using CsCheck;

namespace Busbar.Tests.Billing;

/// <summary>What the customer was promised with tax is what he pays, to the minor unit.</summary>
public class Prices_may_include_tax
{
    private const string Taxes = "taxes: { vat: 20 %, low: 5 % }\ntax: vat";

    private static Bill Bill(string charges, string book = Taxes) =>
        Bench.Of($"prices: gross\ncharges:\n{charges}", book).Reads("import", _ => 1).Bill("2021-06-01..2021-06-02");

    private static string Charge(string name, decimal pounds, string more = "") =>
        FormattableString.Invariant($"  - {{ name: {name}, quantity: days, price: {pounds} GBP/day{more} }}");

    [Fact]
    public void The_total_is_the_price_that_was_promised()
    {
        var bill = Bill(Charge("Standing", 1.20m));
        Assert.Equal(["standing: 1 × 1.2 = 1.00"], Bench.Lines(bill));
        Assert.Equal(("1.00", "0.20", "1.20"), (bill.Net.ToString(), bill.Tax.ToString(), bill.Total.ToString()));
        Assert.Equal("1.20", bill.Lines.Single().Gross.ToString());
        Assert.Equal("1.00", bill.Charges.Single().Amount.ToString());
    }

    [Fact]
    public void A_price_that_no_net_price_reaches_is_still_what_is_paid()
    {
        // 0.02 and 20 % are 0.02, 0.03 and 20 % are 0.04: 0.03 comes of no net price that is rounded.
        var bill = Bill(Charge("Stamp", 0.03m));
        Assert.Equal(("0.02", "0.01", "0.03"), (bill.Net.ToString(), bill.Tax.ToString(), bill.Total.ToString()));
    }

    [Fact]
    public void Tax_is_rounded_once_for_all_lines_of_a_rate_by_the_rule_of_the_book()
    {
        var charges = string.Join('\n', Enumerable.Range(1, 5).Select(one => Charge($"Stamp {one}", 0.03m)));
        var bill = Bill(charges);
        Assert.Equal(("0.12", "0.03", "0.15"), (bill.Net.ToString(), bill.Tax.ToString(), bill.Total.ToString()));
        Assert.Equal(["0.03", "0.03", "0.02", "0.02", "0.02"], bill.Lines.Select(line => line.Amount.ToString()));
        bill = Bill(charges, "rounding: { tax: down }\n" + Taxes);
        Assert.Equal(("0.13", "0.02", "0.15"), (bill.Net.ToString(), bill.Tax.ToString(), bill.Total.ToString()));
    }

    [Theory]
    [InlineData("exempt")]
    [InlineData("outside")]
    public void Without_tax_gross_is_net(string tax)
    {
        var bill = Bill(Charge("Standing", 1.20m, $", tax: {tax}"));
        Assert.Equal(("1.20", "0.00", "1.20"), (bill.Net.ToString(), bill.Tax.ToString(), bill.Total.ToString()));
        Assert.Null(bill.Lines.Single().Gross);
    }

    [Fact]
    public void A_charge_may_say_otherwise_than_its_product()
    {
        var bill = Bill(Charge("Standing", 1.20m) + "\n" + Charge("Metering", 1.20m, ", prices: net"));
        Assert.Equal(["standing: 1 × 1.2 = 1.00", "metering: 1 × 1.2 = 1.20"], Bench.Lines(bill));
        Assert.Equal(("2.20", "0.44", "2.64"), (bill.Net.ToString(), bill.Tax.ToString(), bill.Total.ToString()));
        Assert.Equal("1.20", bill.Taxes.Single().Gross.ToString());
    }

    [Fact]
    public void A_line_starts_anew_where_prices_come_to_include_tax()
    {
        const string Version = """
            product: p
            from: FROM
            interval: 30min
            prices: PRICES
            charges: [{ name: Standing, quantity: days, price: 12 p/day }]
            """;
        string Of(string from, string prices) => Version.Replace("FROM", from, StringComparison.Ordinal)
            .Replace("PRICES", prices, StringComparison.Ordinal);
        var bill = Bench.Of(Of("2020-01-01", "net") + "\n---\n" + Of("2021-06-11", "gross"), Taxes).Bill("2021-06");
        Assert.Equal(["standing.1: 10 × 0.12 = 1.20", "standing.2: 20 × 0.12 = 2.00"], Bench.Lines(bill));
        Assert.Equal("3.84", bill.Total.ToString());
    }

    [Fact]
    public void The_cost_of_a_charge_is_net_of_the_tax_in_its_price() => Assert.Equal(
        ["standing: 1 × 1.2 = 1.00", "fee: 0.50"],
        Bench.Lines(Bill(Charge("Standing", 1.20m)
            + "\n  - { name: Fee, group: service, amount: 50 % * cost(energy), prices: net }")));

    [Fact]
    public void A_bill_and_its_explanation_say_that_tax_is_in_the_price()
    {
        var bill = Bill(Charge("Standing", 1.20m) + "\n" + Charge("Stamp", 0.03m));
        var document = BillDocument.Of(bill, null, null);
        Assert.EndsWith("\nT: The price includes tax; the amount is without it.\n",
            Documents.Bills_read_like_bills.Text(document),
            StringComparison.Ordinal);
        var said = string.Join(' ', ExplanationText.Write(bill.Explanation, document, "stamp")
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("Stamp is 0.03 GBP with tax because 1 day at 0.03 GBP/day come to 0.03 GBP, with nothing to "
            + "round. Without the tax, which its price includes, that is 0.02 GBP. ",
            said, StringComparison.Ordinal);
        Assert.Contains("come to 1.23 GBP, and 0.205 GBP of it is tax. ", said, StringComparison.Ordinal);
        Assert.Equal(document.ToJson(), BillDocument.FromJson(document.ToJson()).ToJson());
        var stored = ExplanationDocument.ToJson(bill.Explanation);
        Assert.Equal(stored, ExplanationDocument.ToJson(ExplanationDocument.FromJson(stored)));
    }

    private static readonly string[] Classes = ["vat", "low", "odd", "exempt", "outside"];

    private static readonly Gen<(long Minor, string Tax, bool IsGross, bool IsCredit)> AnyCharge =
        Gen.Select(Gen.Long[0, 5_000], Gen.Int[0, 4].Select(i => Classes[i]), Gen.Bool,
            Gen.Frequency((4, Gen.Const(false)), (1, Gen.Const(true))));

    private static readonly Gen<string> AnyRule = Gen.Int[0, 3].Select(i => Rounding.All[i].Name);

    [Fact]
    public void What_is_paid_for_gross_prices_is_the_sum_of_what_was_promised_per_rate() =>
        Gen.Select(AnyCharge.List[1, 9], AnyRule).Sample((charges, rule) =>
        {
            var text = string.Join('\n', charges.Select((one, i) => Charge($"C{i}", one.Minor / 100m,
                $", tax: {one.Tax}, prices: {(one.IsGross ? "gross" : "net")}"
                + (one.IsCredit ? ", to: customer" : ""))));
            var bill = Bill(text, $"rounding: {{ tax: {rule} }}\ntaxes: {{ vat: 20 %, low: 5 %, odd: 8.875 % }}");
            var rates = new Dictionary<string, Exact> { ["vat"] = 0.2m, ["low"] = 0.05m, ["odd"] = 0.08875m };
            var rounding = Rounding.Named(rule)!;
            var owed = 0L;
            foreach (var same in charges.GroupBy(one => rates.GetValueOrDefault(one.Tax)))
            {
                var net = same.Where(one => !one.IsGross).Sum(Signed);
                owed += same.Sum(Signed)
                    + Money.Rounded(Exact.Ratio(net, 100) * same.Key, bill.Currency, rounding).MinorUnits;
            }
            Assert.Equal(owed, bill.Total.MinorUnits);
            Assert.Equal(bill.Total, bill.Net + bill.Tax);
            Assert.Equal(bill.Net.MinorUnits, bill.Charges.Sum(charge => charge.Amount.MinorUnits));
            foreach (var line in bill.Lines.Where(line => line.Gross is not null))
            {
                var off = line.Gross!.Value.Amount / (Exact.One + line.TaxRate!.Value) - line.Amount.Amount;
                Assert.True(Exact.Max(off, -off) < 0.011m);
            }
        }, iter: 150);

    private static long Signed((long Minor, string Tax, bool IsGross, bool IsCredit) one) =>
        one.IsCredit ? -one.Minor : one.Minor;
}
