using Busbar.Tests.Cli;
using Busbar.Tests.Tidy;

namespace Busbar.Tests.Commissions;

/// <summary>What customers are charged for their brokers is what is agreed with them, by meter point and date; where it
/// isn't, that is a discrepancy.</summary>
public sealed class Uplifts_are_as_agreed : IDisposable
{
    private const string Check = "commission check --on 2026-02-10 --format csv";

    private readonly Busbars _busbar = new();
    private readonly string _book;

    public Uplifts_are_as_agreed() => _book = _busbar.CopyOfBook(from: Path.Combine(House.Root, "books/brokers"));

    public void Dispose() => _busbar.Dispose();

    [Fact]
    public void What_is_billed_as_agreed_is_no_discrepancy()
    {
        Bill();
        Assert.DoesNotContain("uplift", Run(Check), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rate_that_is_agreed_after_the_bill_differs_from_it()
    {
        Bill();
        Edit("agreements.yaml", "uplift: 1.0 }", "uplift: 1.2 }");
        Run($"apply {_book}");
        // 12,113.8 kWh at 0.2 p.
        Assert.Contains("uplift-differs,acme,mill,1012345678961,1.2 p/kWh,1 p/kWh,24.23,open,2026-01-01 to 2026-01-31; "
            + "NB-2026-00006; uplift as billed and as agreed now\n", Run(Check), StringComparison.Ordinal);
        // Billed again it is charged, and all is as it should be.
        Run("rebill NB-2026-00006 --issued 2026-02-09");
        Assert.DoesNotContain("uplift", Run(Check), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_days_of_another_rate_are_meant()
    {
        Bill();
        Edit("agreements.yaml", "uplift: 1.0 }", "uplift: { 2026-01-01: 1.0, 2026-01-21: 0.5 } }");
        Run($"apply {_book}");
        var row = Run(Check).Split('\n').Single(line => line.StartsWith("uplift-differs", StringComparison.Ordinal));
        Assert.Contains(",0.5 p/kWh,1 p/kWh,-", row, StringComparison.Ordinal);
        Assert.Contains("2026-01-21 to 2026-01-31; NB-2026-00006;", row, StringComparison.Ordinal);
    }

    [Fact]
    public void An_uplift_that_no_price_has_is_charged_to_nobody()
    {
        Edit("products/business.yaml", "price: price + uplift", "price: price");
        Bill();
        var rows = Run(Check);
        Assert.Contains("uplift-differs,acme,mill,1012345678961,1 p/kWh,0 p/kWh,121.14,open,2026-01-01 to 2026-01-31; "
            + "NB-2026-00006; no price of product business has uplift\n", rows, StringComparison.Ordinal);
        Assert.Contains("uplift-differs,acme,foundry,1012345678962,0.6 p/kWh,0 p/kWh,111.36,", rows,
            StringComparison.Ordinal);
        // A broker who is paid a part of the bill, or by the day, has no rate per kWh.
        Assert.DoesNotContain("uplift-differs,borealis", rows, StringComparison.Ordinal);
    }

    [Fact]
    public void A_price_that_takes_more_than_the_broker_gets_is_said()
    {
        Edit("products/business.yaml", "price: price + uplift", "price: price + 1.5 * uplift");
        Bill();
        Assert.Contains("uplift-differs,acme,mill,1012345678961,1 p/kWh,1.5 p/kWh,-60.57,open,", Run(Check),
            StringComparison.Ordinal);
    }

    private void Bill() => Run($"bill {_book} --period 2026-01 --issued 2026-02-03");

    private void Edit(string file, string from, string to)
    {
        var path = Path.Combine(_book, file);
        var text = File.ReadAllText(path);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
    }

    private string Run(string line)
    {
        var run = _busbar.RunLine(line);
        Assert.True(run.Code == 0, $"{line}: {run.Messages}{run.Results}");
        return run.Results;
    }
}
