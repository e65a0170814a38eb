using Busbar.Billing;
using Busbar.Quantities;
using Busbar.Tests.Billing;
using Busbar.Tests.Rating;
using CsCheck;

namespace Busbar.Tests.Laws;

/// <summary>What holds of tax whatever is used, at whatever price, by whoever.</summary>
public class TaxLaws
{
    private static readonly Gen<(int Use, int Share, int Pence, string Rule, string Per)> AnyCase = Gen.Select(
        Gen.Int[0, 4000], Gen.Int[0, 1000], Gen.Int[-40, 90],
        Gen.Int[0, 3].Select(i => Rounding.All[i].Name), Gen.Bool.Select(isLine => isLine ? "line" : "rate"));

    private static Bill BillOf((int Use, int Share, int Pence, string Rule, string Per) one, int? share = null,
        bool isTurned = false)
    {
        var charges = Fuel.Charges(Invariant($"{one.Pence}.37 p/kWh"));
        if (isTurned) charges = Turned(charges);
        var book = Fuel.Book(more: $"bills: {{ every: month }}").Replace(
            "{ line: down, tax: down }", $"{{ line: {one.Rule}, tax: {one.Rule}, tax-per: {one.Per} }}",
            StringComparison.Ordinal);
        return Bench.Of(charges, book, accounts: Fuel.Account(
            Invariant($", use: {{ qualifying: {(share ?? one.Share) / 10m} % }}"))).Uses(one.Use).Bill("2021-01");
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    /// <summary>The same charges in the opposite order.</summary>
    private static string Turned(string charges)
    {
        var parts = charges.Split("  - {");
        return parts[0] + string.Concat(parts.Skip(1).Reverse().Select(part => "  - {" + part.TrimEnd() + "\n"));
    }

    [Fact]
    public void The_parts_of_a_line_sum_to_what_it_is_without_tax_that_depends_on_use() =>
        AnyCase.Sample(one =>
        {
            // At 0 % nothing is split.
            var (bill, whole) = (BillOf(one), BillOf(one with { Use = 4000 }, share: 0));
            return bill.Lines.Where(line => line.Charge == "standing").Sum(line => line.Amount.MinorUnits)
                == whole.Lines.Single(line => line.Charge == "standing").Amount.MinorUnits
                && bill.Lines.Where(line => line.Charge == "energy").Aggregate(Exact.Zero, (sum, line) =>
                    sum + line.Quantity!.Value) == one.Use
                && bill.Charges.Sum(charge => charge.Amount.MinorUnits) == bill.Net.MinorUnits;
        }, iter: 60);

    [Fact]
    public void Net_and_tax_are_the_total_and_each_line_is_in_one_tax() =>
        AnyCase.Sample(one =>
        {
            var bill = BillOf(one);
            return (bill.Net + bill.Tax).MinorUnits == bill.Total.MinorUnits
                && bill.Taxes.Sum(tax => tax.Net.MinorUnits) == bill.Net.MinorUnits
                && bill.Taxes.Sum(tax => tax.Amount.MinorUnits) == bill.Tax.MinorUnits
                && bill.Lines.Select(line => line.Id).Distinct().Count() == bill.Lines.Count;
        }, iter: 60);

    [Fact]
    public void The_order_of_charges_changes_nothing() =>
        AnyCase.Sample(one =>
        {
            var (bill, turned) = (BillOf(one), BillOf(one, isTurned: true));
            return bill.Taxes.SequenceEqual(turned.Taxes) && bill.Lines.Select(line => (line.Id, line.Amount)).Order()
                .SequenceEqual(turned.Lines.Select(line => (line.Id, line.Amount)).Order());
        }, iter: 40);

    [Fact]
    public void The_more_qualifies_the_less_tax_there_is() =>
        Gen.Select(AnyCase, Gen.Int[0, 1000]).Sample((one, other) =>
        {
            var dear = one with { Pence = Math.Abs(one.Pence) };
            var (less, more) = (Math.Min(one.Share, other), Math.Max(one.Share, other));
            // Each of up to four lines and two rates is rounded by less than a penny.
            return BillOf(dear, more).Tax.MinorUnits <= BillOf(dear, less).Tax.MinorUnits + 6;
        }, iter: 40);

    [Fact]
    public void Who_uses_little_or_qualifies_mostly_pays_what_a_home_pays() =>
        AnyCase.Sample(one =>
        {
            var bill = BillOf(one);
            var isDomestic = one.Use <= 33 * 31 || one.Share >= 600;
            return !isDomestic
                || (bill.Total.MinorUnits == BillOf(one, share: 1000).Total.MinorUnits
                    && bill.Taxes.All(tax => tax.Rate == (Exact)5 / 100));
        }, iter: 60);
}
