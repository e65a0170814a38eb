using Busbar.Documents;
using Busbar.Quantities;

namespace Busbar.Tests.Documents;

/// <summary>Who pays a part of a bill is told what its parts come to, and nothing from which the whole could be taken.
/// </summary>
public class A_payers_parts_are_one_sum
{
    [Fact]
    public void To_the_minor_unit()
    {
        // Exactly, 63.018 and 71.232 have a common measure of 0.006: 60 % of a penny.
        Assert.Equal(("63.02", null), Own(Part("105.03", "0.2")));
        Assert.Equal(("71.23", null), Own(Part("118.72", "0.2")));
        Assert.Equal(("134.25", null), Own(Part("105.03", "0.2"), Part("118.72", "0.2")));
        Assert.Equal(("-63.02", null), Own(Part("-105.03", "0.2")));
    }

    [Fact]
    public void And_where_they_are_taxed_otherwise_only_with_the_tax() =>
        Assert.Equal(("", null), Own(Part("14.00", "0.2"), Part("91.03", "0.05")));

    private static (string Amount, Exact? Share) Own(params AnnexLine[] parts)
    {
        var one = Assert.Single(AnnexLine.OwnParts(parts));
        return (one.Line.Amount, one.Share);
    }

    private static AnnexLine Part(string amount, string rate) => new("head", null, "B-1", "site", new()
    {
        Id = "1", Name = "Electricity", Group = "Energy", Agreement = "site", From = "2026-01-01", To = "2026-02-01",
        Amount = amount, TaxRate = rate, Estimated = false,
    }, Exact.Ratio(60, 100));
}
