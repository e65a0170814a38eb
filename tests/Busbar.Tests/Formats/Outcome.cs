using System.Diagnostics;
using Busbar.Formats;
using Busbar.Metering;
using Busbar.Quantities;

namespace Busbar.Tests.Formats;

/// <summary>
/// What may come of a file, whatever is in it: it is read, or refused with faults that name the file and a line, soon
/// and in little memory.
/// </summary>
internal static class Outcome
{
    /// <summary>How long one small file may take on a machine that has other things to do.</summary>
    public static readonly TimeSpan MostTime = TimeSpan.FromSeconds(20);

    // All that it allocates, freed or not, is more than it ever holds.
    private const long MostBytes = 64 << 20;

    /// <summary>What went wrong, or null.</summary>
    /// <param name="read">Reads the content, which is called <c>reads</c>; says what is wrong with what it gave.
    /// </param>
    /// <param name="isRefused">Whether it was refused, as it should be said.</param>
    private static string? Of(Func<string?> read, out bool isRefused)
    {
        isRefused = false;
        var (clock, before) = (Stopwatch.StartNew(), GC.GetAllocatedBytesForCurrentThread());
        try
        {
            if (read() is { } wrong) return wrong;
        }
        catch (RefusedException refusal)
        {
            isRefused = true;
            if (refusal.Faults.Count is 0 or > 20) return $"{refusal.Faults.Count} faults";
            if (refusal.Faults.FirstOrDefault(fault => !IsASentence(fault) || !SaysWhere(fault)) is { } poor)
                return $"a fault that says too little: {poor}";
        }
#pragma warning disable CA1031 // What this test is about: no other exception comes, whichever it is.
        catch (Exception other)
#pragma warning restore CA1031
        {
            return other.ToString();
        }
        if (clock.Elapsed > MostTime) return $"it took {clock.Elapsed}";
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return allocated <= MostBytes ? null : $"it took {allocated} bytes of memory";
    }

    /// <summary>Reads meter data.</summary>
    public static string? OfMeterData(byte[] content, out bool isRefused) => Of(() => MeterFile
        .Read(new MemoryStream(content), "reads").SelectMany(file => file.Rows()).Select(Wrong)
        .FirstOrDefault(wrong => wrong is not null), out isRefused);

    /// <summary>Reads what a bank sends.</summary>
    public static string? OfBank(byte[] content) => Of(() =>
    {
        ReadBank(content);
        return null;
    }, out _);

    /// <summary>The lines of what a bank sends; refused where its balances don't tie.</summary>
    public static int ReadBank(byte[] content)
    {
        var lines = 0;
        foreach (var one in Busbar.Formats.Bank.BankFile.Read(new MemoryStream(content), "reads",
            Currency.Of("GBP")!.Value))
        {
            if (one.Statement.Refusal(one.File) is { } refusal) throw new RefusedException(refusal);
            lines += one.Statement.Entries.Count;
        }
        return lines;
    }

    /// <summary>Reads a market series.</summary>
    public static string? OfPrices(byte[] content) => Of(() =>
    {
        ReadPrices(content);
        return null;
    }, out _);

    /// <summary>Reads hourly prices.</summary>
    public static IReadOnlyList<PriceRow> ReadPrices(byte[] content) =>
        PriceFile.Read(new MemoryStream(content), "reads", Hourly);

    private static readonly PriceSeries Hourly =
        new(60, NodaTime.DateTimeZoneProviders.Tzdb["Europe/Prague"]);

    private static bool IsASentence(Fault fault) =>
        fault.Message.Length > 10 && fault.Message[^1] == '.' && !fault.Message.Any(char.IsControl);

    /// <summary>What is wrong with a file as a whole has no line.</summary>
    private static bool SaysWhere(Fault fault) => fault.Place.File!.StartsWith("reads", StringComparison.Ordinal)
        && (fault.Place.Line > 0 || fault.Code is "empty-file" or "damaged-archive" or "nested-archive"
            or "too-many-entries" or "too-compressed" or "unknown-format");

    private static string? Wrong(MeterRow row) =>
        row.Line < 1 || row.Connection.Length == 0 || (row.Register is { } register
            ? register.Meter.Length == 0 || register.Register.Length == 0 : row.Channel.Length == 0)
            ? $"a row that says too little: {row}"
        : row.Readings.Any(reading => reading.Quality.Kind == QualityKind.Missing && reading != default)
            ? $"a missing reading with a value: {row}" : null;
}
