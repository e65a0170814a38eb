using System.Globalization;
using System.Text;
using System.Text.Json;
using Busbar.Store;
using Busbar.Tests.Formats;
using CsCheck;

namespace Busbar.Tests.Cli;

/// <summary>
/// The same readings again change nothing, however they are packed and written (F23 to F25); others are a new version,
/// and the bills that rest on what they replace are listed (F26, F44).
/// </summary>
public class Files_come_in_once
{
    private const string Header = "connection,channel,start,value,unit,quality";

    // F23 to F25
    [Fact]
    public void However_they_are_packed_and_written()
    {
        using var busbar = new Busbars();
        Assert.Equal(0, busbar.Run("apply", Spot.Write(busbar, Spot.Day())).Code);
        var text = Text("c1,import,2026-01-31T{0:00}:00Z,{0}.5,kWh,A");
        Assert.Equal((24, 0), Imported(busbar, "first.csv", Files.Utf8(text)));
        byte[][] packed =
        [
            Files.Utf8(text), Files.Utf8("\uFEFF" + text.Replace("\n", "\r\n", StringComparison.Ordinal)),
            [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)], Files.Gzip(Files.Utf8(text)),
            Files.Zip(("inside.csv", Files.Utf8(text))),
        ];
        foreach (var (index, content) in packed.Index())
        {
            var run = busbar.Run("import", Written(busbar, $"again-{index}", content));
            Assert.EndsWith(": already imported, nothing has changed.\n", run.Results, StringComparison.Ordinal);
        }
        string[] otherwise =
        [
            Text("c1,import,2026-01-31T{0:00}:00+00:00,{0}.50,kWh,A"),
            Text("\"c1\",import,2026-01-31 {0:00}:00,{0}500,Wh,"),
            Wide(hour => $"{hour}.5"),
            // A part of it, the other way round.
            string.Join('\n', text.Split('\n').Take(9).Skip(1).Reverse().Prepend(Header)) + "\n",
        ];
        foreach (var (index, other) in otherwise.Index())
        {
            var (accepted, unchanged) = Imported(busbar, $"otherwise-{index}", Files.Utf8(other));
            Assert.True(accepted == 0 && unchanged > 0, other);
        }
    }

    [Fact]
    public void Of_what_is_refused_nothing_stays()
    {
        using var busbar = new Busbars();
        Assert.Equal(0, busbar.Run("apply", Spot.Write(busbar, Spot.Day())).Code);
        var text = Text("c1,import,2026-01-31T{0:00}:00Z,{0}.5,kWh,A");
        var run = busbar.Run("import", busbar.Write("wrong.csv", text + "c1,import,2026-01-31T23:00Z,x,kWh,A\n"));
        Assert.Equal((1, "wrong.csv:26:29: The value x is not a number."), (run.Code,
            run.Messages.Split('\n')[0][(busbar.Folder.Length + 1)..]));
        // Every row is new: none of them came in before.
        Assert.Equal((24, 0), Imported(busbar, "right.csv", Files.Utf8(text)));
    }

    /// <summary>What was billed and what is billed now differ by exactly what the prices do.</summary>
    // F44
    [Fact]
    public void A_price_that_is_restated_is_billed_by_the_difference() =>
        Gen.Int[0, 23].Select(Gen.Int[-90, 900]).Sample((hour, price) =>
        {
            if (price == 50) return;
            using var busbar = new Busbars();
            var book = Spot.Write(busbar, Spot.Day());
            Assert.Equal(0, busbar.Run("bill", book, "--period", "2026-01").Code);
            Spot.Write(busbar, Spot.Day(hour, price));
            Assert.Contains("1 issued bill rested on other prices", busbar.Run("apply", book).Results,
                StringComparison.Ordinal);
            Assert.Equal(0, busbar.Run("rebill", "1").Code);
            using var fresh = new Busbars();
            Assert.Equal(0, fresh.Run("bill", Spot.Write(fresh, Spot.Day(hour, price)), "--period", "2026-01").Code);
            // The old bill, what takes it back, and the new one, which is as if there had never been another price.
            var (totals, alone) = (Totals(busbar), Totals(fresh));
            Assert.Equal([-120, .. new[] { 120, alone.Single() }.Order()], totals);
        }, iter: 4, threads: 1);

    /// <summary>The totals of all bills, in pence, the least first.</summary>
    private static long[] Totals(Busbars busbar)
    {
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        return [.. BillStore.List(database).Select(bill => bill.Total).Order()];
    }

    private static string Text(string row) => Header + "\n" + string.Concat(Enumerable.Range(0, 24).Select(hour =>
        string.Format(CultureInfo.InvariantCulture, row, hour) + "\n"));

    private static string Wide(Func<int, string> value) => "connection,channel,date,unit,quality,"
        + string.Join(',', Enumerable.Range(1, 24)) + "\nc1,import,2026-01-31,kWh,A,"
        + string.Join(',', Enumerable.Range(0, 24).Select(value)) + "\n";

    private static string Written(Busbars busbar, string name, byte[] content)
    {
        File.WriteAllBytes(busbar.PathOf(name), content);
        return busbar.PathOf(name);
    }

    private static (long Accepted, long Unchanged) Imported(Busbars busbar, string name, byte[] content)
    {
        var run = busbar.Run("import", Written(busbar, name, content), "--json");
        Assert.True(run.Code == 0, run.Messages + run.Results);
        using var document = JsonDocument.Parse(run.Results);
        var rows = document.RootElement.ValueKind == JsonValueKind.Array
            ? document.RootElement[0].GetProperty("rows") : document.RootElement.GetProperty("rows");
        return (rows.GetProperty("accepted").GetInt64(), rows.GetProperty("unchanged").GetInt64());
    }
}
