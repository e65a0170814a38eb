using Busbar.Documents;

namespace Busbar.Tests.Cli;

/// <summary>The sample book of a half-hourly business: 5-domain 1.3, WE1.7, every line of it, and the same bundled.
/// </summary>
public sealed class The_half_hourly_business_is_billed
{
    private static readonly string Book = Path.Combine(Tidy.House.Root, "books/half-hourly-business");

    [Fact]
    public void WE1_7_every_line_and_the_same_total_bundled()
    {
        using var busbar = new Busbars();
        var billed = busbar.Run("bill", Book, "--period", "2026-01", "--out", busbar.PathOf("bills"));
        Assert.Equal(0, billed.Code);
        var (unbundled, bundled) = (Bill(busbar, "NW-2026-00001"), Bill(busbar, "NW-2026-00002"));
        Assert.Equal(
            [
                "energy 6600.00", "standing-charge 38.75", "distribution-units.red 731.07",
                "distribution-units.amber 282.72", "distribution-units.green 58.00", "distribution-fixed-charge 127.72",
                "distribution-capacity.1012345678901 316.20", "excess-capacity.1012345678901 84.56",
                "reactive-power.1012345678901 7.80", "transmission-residual 305.97", "balancing-services 1150.14",
                "renewables-obligation 2542.40", "contracts-for-difference 360.22", "climate-change-levy 640.80",
            ], unbundled.Lines.Select(line => $"{line.Id} {line.Amount}"));
        Assert.Equal(("13246.35", "2649.27", "15895.62"), (unbundled.Net, unbundled.Tax, unbundled.Total));
        Assert.Equal("85767.120000", unbundled.Lines.Single(line => line.Id == "balancing-services").Quantity);
        Assert.Equal((unbundled.Net, unbundled.Tax, unbundled.Total), (bundled.Net, bundled.Tax, bundled.Total));
        Assert.Equal(["Electricity 6638.75", "Networks 1914.04", "Levies 4693.56"],
            bundled.Bundles!.Select(one => $"{one.Name} {one.Amount}"));
    }

    [Fact]
    public void Before_a_levy_is_published_its_line_is_open_and_a_later_run_bills_it()
    {
        using var busbar = new Busbars();
        foreach (var file in Directory.EnumerateFiles(Book, "*", SearchOption.AllDirectories))
            busbar.Write(Path.Combine("book", Path.GetRelativePath(Book, file)), File.ReadAllText(file));
        var levy = busbar.PathOf("book/prices/cfd-levy.csv");
        var published = File.ReadAllText(levy);
        File.WriteAllText(levy, "start,value\n2026-04,4.35\n");
        var first = busbar.Run("bill", busbar.PathOf("book"), "--period", "2026-01", "--account", "tyne-castings");
        Assert.Equal(0, first.Code);
        Assert.Contains("Contracts for difference stays open: The series cfd-levy has no value in 1 quarter: ",
            first.Messages, StringComparison.Ordinal);
        var bill = busbar.Run("show", "NW-2026-00001").Results;
        Assert.Contains("Not yet billed, because something is missing; a later bill will have it:", bill,
            StringComparison.Ordinal);
        Assert.Contains("12886.13", bill, StringComparison.Ordinal);
        var still = busbar.Run("bill", busbar.PathOf("book"), "--period", "2026-01", "--account", "tyne-castings");
        Assert.Equal(3, still.Code);
        File.WriteAllText(levy, published);
        Assert.Equal(0, busbar.Run(
            "bill", busbar.PathOf("book"), "--period", "2026-01", "--account", "tyne-castings").Code);
        Assert.Contains("360.22", busbar.Run("show", "NW-2026-00002").Results, StringComparison.Ordinal);
        Assert.Equal(0, busbar.Run("explain", "NW-2026-00001", "balancing-services", "--intervals").Code);
    }

    private static BillDocument Bill(Busbars busbar, string number) =>
        BillDocument.FromJson(File.ReadAllText(busbar.PathOf($"bills/{number}.json")));
}
