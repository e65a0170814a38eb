using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Busbar.Store;
using Busbar.Tests.Store;

namespace Busbar.Tests.Cli;

/// <summary>The same inputs give the same bytes, whatever the engine, culture, zone of the machine, order.</summary>
public class The_same_bytes_everywhere
{
    private const string Period = "2011-09-01..2011-12-01";

    private static readonly Lazy<string> Expected = new(() =>
    {
        using var busbar = new Busbars();
        return Bills(busbar, Busbars.HouseholdSolar);
    });

    [Fact]
    public void On_postgres_as_on_sqlite()
    {
        using var busbar = new Busbars(TestStore.Postgres);
        Assert.Equal(Expected.Value, Bills(busbar, Busbars.HouseholdSolar));
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    [InlineData("sv-SE")]
    public void In_any_culture(string culture)
    {
        using var busbar = new Busbars();
#pragma warning disable RS0030 // It is the culture that is tested.
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new(culture);
            Assert.Equal(Expected.Value, Bills(busbar, Busbars.HouseholdSolar));
        }
        finally
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = before;
        }
#pragma warning restore RS0030
    }

    [Theory]
    [InlineData("Pacific/Apia")]
    [InlineData("America/St_Johns")]
    public void In_any_zone_of_the_machine(string zone)
    {
        using var busbar = new Busbars();
        var start = Processes.StartInfo(busbar.Folder, "bill", Busbars.HouseholdSolar, "--period", Period, "--issued",
            "2026-11-01", "--format", "json,text,html,pdf", "--out", "bills", "--db", "a.db");
        start.Environment["TZ"] = zone;
        Assert.Equal(0, Processes.Run(start).Code);
        Assert.Equal(Expected.Value, Digest(busbar.PathOf("bills")));
    }

    [Fact]
    public void In_whatever_order_files_and_rows_come()
    {
        using var busbar = new Busbars();
        var lines = File.ReadAllLines(Path.Combine(Busbars.HouseholdSolar, "reads/2011-07-to-2012-06.csv"));
        string[] rows = [.. lines.Skip(1)
            .OrderBy(row => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(row))), StringComparer.Ordinal)];
        foreach (var (index, chunk) in rows.Chunk(250).Index())
            busbar.Write($"{index}.csv", string.Join('\n', [lines[0], .. chunk]) + "\n");
        // Some before there is a book: they wait, and come in with it.
        Assert.Equal(3, busbar.Run("import", busbar.PathOf("2.csv")).Code);
        Assert.Equal(0, busbar.Run("apply", Busbars.HouseholdSolar).Code);
        Assert.Equal(0, busbar.Run("import", busbar.PathOf("1.csv"), busbar.PathOf("0.csv")).Code);
        Assert.Equal(Expected.Value, Bills(busbar, null));
    }

    [Fact]
    public void However_often_a_book_is_applied()
    {
        using var busbar = new Busbars();
        busbar.Run("apply", Busbars.HouseholdSolar);
        busbar.Run("apply", Busbars.HouseholdSolar);
        busbar.Run("import", Path.Combine(Busbars.HouseholdSolar, "reads"));
        Assert.Equal(Expected.Value, Bills(busbar, Busbars.HouseholdSolar));
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        Assert.Equal(2, database.Receipts().Count);
    }

    private static string Bills(Busbars busbar, string? book)
    {
        string[] books = book is null ? [] : [book];
        var billed = busbar.Run(
            [
                "bill", .. books, "--period", Period, "--issued", "2026-11-01", "--format", "json,text,html,pdf",
                "--out", busbar.PathOf("bills"),
            ]);
        Assert.True(billed.Code == 0, billed.Messages);
        return Digest(busbar.PathOf("bills"));
    }

    private static string Digest(string folder) => string.Join('\n', Directory.GetFiles(folder).Order()
        .Select(path => $"{Path.GetFileName(path)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))}"));
}
