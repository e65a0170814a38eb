using System.Runtime.InteropServices;
using Busbar.Metering;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Formats.Text;

/// <summary>
/// Remembers the days that a file gave, to find one that it gives again with other values: which of the two is meant,
/// nobody can tell. The same values again are harmless.
/// </summary>
internal sealed class GivenDays(Problems problems, int most)
{
    private readonly Dictionary<(string Connection, string Channel), int> _channels = [];
    private readonly Dictionary<(int Channel, LocalDate Day, Offset? Clock, long Version),
        (ulong Values, int Line)> _days = [];

    /// <summary>Adds a day; a contradiction is a fault of the file.</summary>
    public void Add(MeterRow row)
    {
        ref var channel = ref CollectionsMarshal.GetValueRefOrAddDefault(_channels, (row.Connection, row.Channel),
            out var isKnown);
        if (!isKnown) channel = _channels.Count;
        var key = (channel, row.Start.Date, row.Offset, row.Version);
        ref var given = ref CollectionsMarshal.GetValueRefOrAddDefault(_days, key, out isKnown);
        var values = Fingerprint(row.Readings);
        if (!isKnown) given = (values, row.Line);
        else if (given.Values != values)
            problems.Add("given-twice", row.Line, 0,
                $"Rows {given.Line} and {row.Line} give {row.Connection} {row.Channel} on {Iso(row.Start.Date)} "
                + "different values, and nothing says which of them holds.");
        if (_days.Count > most)
            throw problems.Fatal("too-many-rows", row.Line,
                $"The file has more than {most} days of readings; split it.");
    }

    private static string Iso(LocalDate date) => LocalDatePattern.Iso.Format(date);

    // FNV-1a over 64-bit words: far fewer than 2^32 days are compared, and only a day with itself.
    private static ulong Fingerprint(IReadOnlyList<Reading> readings)
    {
        var hash = 14695981039346656037UL;
        unchecked
        {
            for (var i = 0; i < readings.Count; i++)
            {
                var (micros, quality) = readings[i];
                hash = (hash ^ (ulong)micros) * 1099511628211UL;
                hash ^= hash >> 29;
                hash = (hash ^ (ulong)(((int)quality.Kind << 8) + quality.Method)) * 1099511628211UL;
            }
        }
        return hash;
    }
}
