using System.Text.Json;
using Busbar.Quantities;
using Busbar.Tests.Tidy;

namespace Busbar.Tests.Cli;

/// <summary>What a customer is told of a broker before it signs: the commission in each kWh that is quoted.</summary>
public sealed class A_quote_tells_the_commission : IDisposable
{
    private const string Load = "quote business --load import.yaml --period 2026-01-01..2028-01-01 ";

    private readonly Busbars _busbar = new();

    public A_quote_tells_the_commission()
    {
        Run($"apply {_busbar.CopyOfBook(from: Path.Combine(House.Root, "books/brokers"))}");
        _busbar.Write("import.yaml", "import: 200000 kWh\n");
    }

    public void Dispose() => _busbar.Dispose();

    [Fact]
    public void WE2_7_fixed_parts_are_told_per_unit_too()
    {
        // 500.00 once and 50 p on each of 730 days, 365.00, over 200,000 kWh; as text and as a page.
        const string scheme = "--scheme borealis-fixed --terms fee=500GBP --terms daily=50p/day ";
        Assert.Contains("Borealis Consulting Ltd is in these prices: 0.4325 p/kWh on 200000 kWh, 865.00 GBP expected "
            + "in all.", Run(Load + scheme).Replace("\n  ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("0.4325\u00a0p/kWh on 200,000\u00a0kWh, £865.00 expected in all.",
            Run(Load + scheme + "--format html"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("acme-upfront", "--terms uplift=0.75p/kWh", "0.75", 1_500_00)]
    [InlineData("acme-residual", "--terms uplift=1.2345p/kWh", "1.2345", 2_469_00)]
    // 2 % of 24.80 p.
    [InlineData("borealis-share", "", "0.496", 992_00)]
    public void The_rate_times_what_is_quoted_is_what_is_expected(string scheme, string terms, string rate, long pence)
    {
        using var json = JsonDocument.Parse(Run($"{Load}--scheme {scheme} {terms} --json"));
        var told = json.RootElement.GetProperty("offers")[0].GetProperty("commission");
        Assert.Equal(rate, told.GetProperty("rate").GetString());
        var amount = Number(told, "rate") * Number(told, "energy_kwh");
        Assert.Equal((Exact)pence, amount);
        Assert.Equal(Exact.Ratio(pence, 100), Number(told, "amount"));
    }

    [Fact]
    public void It_is_told_of_a_brokers_customer_without_asking_and_not_where_it_is_quoted_directly()
    {
        Run("import book/reads");
        const string quote = "quote business --connection 1012345678961 --period 2026-01 ";
        Assert.Contains("Acme Energy Brokers Ltd is in these prices: 1 p/kWh on 12113.8 kWh, 121.14 GBP",
            Run(quote), StringComparison.Ordinal);
        Assert.DoesNotContain("commission", Run(quote + "--direct"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--scheme acme", "There is no scheme acme in the book.\n  The book has acme-residual,")]
    [InlineData("--scheme acme-upfrond", "Did you mean acme-upfront?")]
    [InlineData("--scheme acme-upfront", "has agreed no uplift, which scheme acme-upfront needs.\n    Give it for all: "
        + "--terms uplift=…p/kWh.")]
    [InlineData("--scheme acme-upfront --terms eac=1", "No offer has a term eac.")]
    [InlineData("--scheme acme-upfront --direct", "leave one of the two out.")]
    public void What_cannot_be_told_is_said(string scheme, string message) => Assert.Contains(message,
        _busbar.RunLine(Load + scheme).Messages, StringComparison.Ordinal);

    private static Exact Number(JsonElement told, string name) =>
        Exact.TryParse(told.GetProperty(name).GetString()!, out var number, out _) ? number
            : throw new ArgumentException(name);

    private string Run(string line)
    {
        var run = _busbar.RunLine(string.Join(" ", line.Split(" ", StringSplitOptions.RemoveEmptyEntries)));
        Assert.True(run.Code == 0, $"{line}: {run.Messages}{run.Results}");
        return run.Results;
    }
}
