using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Documents;
using Busbar.Documents.Paper;
using Busbar.Tests.Rating;
using Busbar.Time;
using NodaTime;

namespace Busbar.Tests.Billing;

/// <summary>Exempt customers and those who account for the tax themselves, GST, the tax point, and tax per line.
/// </summary>
public class Accounts_are_taxed_otherwise
{
    private const string Charges = """
        charges:
          - { name: Standing, quantity: days, price: 1 GBP/day }
          - { name: Insurance, tax: exempt, quantity: days, price: 1 GBP/day }
          - { name: Deposit, tax: outside, quantity: days, price: 1 GBP/day }

        """;

    private const string Vat = "taxes: { vat: 20 % }\ntax: vat";

    // Parties of the bench have no VAT number, and an exempt customer needs none.
    private const string Exempt = ", tax: { exempt: EX-77 }";

    private static Bill Bill(string account, string charges = Charges, string book = Vat, string month = "2021-01") =>
        Bench.Of(charges, book, accounts: Fuel.Account(account)).Bill(month);

    [Fact]
    public void An_exempt_customer_pays_no_tax_and_the_bill_has_the_number_of_his_certificate()
    {
        var bill = Bill(Exempt);
        Assert.Equal(["standing E", "insurance E", "deposit O"],
            bill.Lines.Select(line => $"{line.Id} {line.TaxCategory.Code()}"));
        Assert.Equal(["0 % of 62.00 = 0.00"], bill.Taxes());
        Assert.Contains("\nExempt from tax by certificate EX-77.\n",
            BillText.Write(BillDocument.Of(bill, null, null), BillLanguage.Of("en-GB")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_exempt_by_itself_and_by_reverse_charge_are_two_taxes()
    {
        var bench = Bench.Of(Charges, Vat, accounts: Fuel.Account(Exempt));
        var account = bench.Account with
        {
            Tax = Dated.Always<TaxTreatment?>(new(TaxCategory.ReverseCharge, null)),
        };
        var agreement = bench.Book.Agreements["a"] with { Account = account };
        var plan = BillPlan.Of(agreement, Days.Parse("2021-01")!.Value)!;
        var bill = Assert.IsType<BillOutcome.Made>(
            BillMaker.Make(plan, bench.Book, new(), bench.Inputs(plan))).Bill;
        Assert.Equal(["E 31.00", "AE 31.00"], bill.Taxes.Select(tax => $"{tax.Category.Code()} {tax.Net}"));
        var document = BillDocument.Of(bill, null, null);
        Assert.Equal(["AE", "E", null], document.Lines.Select(line => line.TaxCategory));
        Assert.Equal(["E", "AE"], document.Taxes.Select(tax => tax.Category));
        Assert.Equal("reverse-charge", Assert.Single(document.TaxReasons!).Kind);
        Assert.Contains("\nReverse charge: the customer accounts for the tax.\n",
            BillText.Write(document, BillLanguage.Of("en-GB")), StringComparison.Ordinal);
        Assert.Contains("\nSteuerschuldnerschaft des Leistungsempfängers.\n",
            BillText.Write(document, BillLanguage.Of("de-DE")), StringComparison.Ordinal);
        Assert.Equal(document, BillDocument.FromJson(document.ToJson()) with
        {
            Lines = document.Lines, Taxes = document.Taxes, TaxReasons = document.TaxReasons,
        });
        Assert.Equal(document.ToJson(), BillDocument.FromJson(document.ToJson()).ToJson());
    }

    [Fact]
    public void What_an_account_is_from_a_day_on_holds_from_that_day()
    {
        var bill = Bill(", tax: { 2021-01-11: { exempt: EX-77 }, 2021-01-21: as-charged }");
        Assert.Equal(["standing.1 S 10.00", "standing.2 E 10.00", "standing.3 S 11.00"],
            bill.Lines.Where(line => line.Charge == "standing")
                .Select(line => $"{line.Id} {line.TaxCategory.Code()} {line.Amount}"));
        var reason = Assert.IsType<TaxReason.Account>(Assert.Single(bill.TaxReasons));
        Assert.Equal("2021-01-11 to 2021-01-20", reason.Days.ToString());
    }

    [Fact]
    public void A_price_with_tax_in_it_is_paid_as_it_is_where_none_is_due()
    {
        var bill = Bill(Exempt, "prices: gross\n" + Charges);
        Assert.Equal(("93.00", "0.00"), (bill.Net.ToString(), bill.Tax.ToString()));
        Assert.All(bill.Lines, line => Assert.Null(line.Gross));
    }

    [Theory]
    [InlineData("NZD", "Pacific/Auckland", "15 %", "106.95")]
    [InlineData("AUD", "Australia/Sydney", "10 %", "102.30")]
    public void WE1_11_GST_is_a_class_with_one_rate(string currency, string zone, string rate, string total)
    {
        var bill = Bench.Of($"""
            charges:
              - name: Energy
                quantity: import
                price: 0.12 {currency}/kWh
              - name: Daily
                quantity: days
                price: 0.60 {currency}/day
            """, $"taxes: {{ gst: {rate} }}", zone, currency: currency).Uses(620).Bill("2021-01");
        Assert.Equal(("93.00", total), (bill.Net.ToString(), bill.Total.ToString()));
    }

    [Theory]
    [InlineData("supply", "standing.1 20 %; standing.2 5 %", "2021-02-10")]
    [InlineData("issue", "standing 5 %", "2021-02-10")]
    [InlineData("issue", "standing 5 %", null)]
    [InlineData("issue", "standing 20 %", "2021-01-15")]
    public void A_rate_that_changes_inside_a_period_is_that_of_the_supply_or_of_the_issue(
        string point, string lines, string? issued)
    {
        var bench = Bench.Of("charges: [{ name: Standing, quantity: days, price: 1 GBP/day }]",
            $"tax-point: {point}\ntaxes: {{ vat: {{ 2000-01-01: 20 %, 2021-01-21: 5 % }} }}");
        var plan = bench.Plan("2021-01")!;
        LocalDate? day = issued is null ? null : NodaTime.Text.LocalDatePattern.Iso.Parse(issued).Value;
        var bill = Assert.IsType<BillOutcome.Made>(
            BillMaker.Make(plan, bench.Book, new(), bench.Inputs(plan), issuedOn: day)).Bill;
        Assert.Equal(lines, string.Join("; ", bill.Lines.Select(line => $"{line.Id} {line.TaxRate * 100} %")));
        Assert.Equal(point == "supply" ? null : day ?? new LocalDate(2021, 1, 31), bill.TaxPoint);
        Assert.Equal(bill.TaxPoint, BillDocument.Of(bill, null, null).TaxDay());
    }

    [Theory]
    [InlineData("rate", "0.09")]
    [InlineData("line", "0.12")]
    public void Tax_is_rounded_for_all_lines_of_a_rate_or_for_each(string per, string tax)
    {
        const string Three = """
            charges:
              - { name: One, quantity: days, price: 0.005 GBP/day }
              - { name: Two, quantity: days, price: 0.005 GBP/day }
              - { name: Three, quantity: days, price: 0.005 GBP/day }

            """;
        // Each is 0.16, a fifth of that 0.032; a fifth of 0.48 is 0.096.
        var bill = Bill("", Three, $"rounding: {{ tax: {(per == "rate" ? "down" : "up")}, tax-per: {per} }}\n" + Vat);
        Assert.Equal(("0.48", tax), (bill.Net.ToString(), bill.Tax.ToString()));
        Assert.Equal(per == "line" ? true : null, BillDocument.Of(bill, null, null).Taxes[0].PerLine);
    }

    [Fact]
    public void Of_prices_with_tax_in_them_each_line_has_its_own()
    {
        const string Two = """
            prices: gross
            charges:
              - { name: One, quantity: days, price: 0.001 GBP/day }
              - { name: Two, quantity: days, price: 0.001 GBP/day }

            """;
        // Each is 0.03 with 0.005 of tax in it, which is rounded to 0.01; together 0.01.
        Assert.Equal(("0.04", "0.02"), Sums("rounding: { tax-per: line }\n"));
        Assert.Equal(("0.05", "0.01"), Sums(""));

        (string, string) Sums(string rounding)
        {
            var bill = Bill("", Two, rounding + Vat);
            return (bill.Net.ToString(), bill.Tax.ToString());
        }
    }
}
