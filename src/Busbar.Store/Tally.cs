using Busbar.Metering;
using Busbar.Quantities;

namespace Busbar.Store;

/// <summary>Counts what becomes of rows, and keeps the first examples of each kind.</summary>
internal sealed class Tally
{
    private const int Examples = 5;

    private readonly Dictionary<string, (long Count, List<Fault> Examples)> _rejected = [];
    private readonly Dictionary<(string Connection, string Channel), (long Count, int FirstLine)> _suspended = [];
    private readonly Dictionary<(string Connection, string Channel, Dimension Dimension), Int128> _amounts = [];
    private readonly List<ChangedSpan> _changed = [];

    public RowCounts Rows { get; private set; }

    public ReadingCounts Readings { get; private set; }

    public void Accept() => Rows = Rows with { Accepted = Rows.Accepted + 1 };

    public void LeaveUnchanged() => Rows = Rows with { Unchanged = Rows.Unchanged + 1 };

    public void Suspend(MeterRow row)
    {
        Rows = Rows with { Suspended = Rows.Suspended + 1 };
        var (count, line) = _suspended.GetValueOrDefault((row.Connection, row.Channel), (0, row.Line));
        _suspended[(row.Connection, row.Channel)] = (count + 1, line);
        if (row.Register is not null || row.Unit is not { } unit) return;
        var key = (row.Connection, row.Channel, unit.Dimension);
        var sum = _amounts.GetValueOrDefault(key);
        foreach (var reading in row.Readings)
            if (reading.Quality.Kind != QualityKind.Missing) sum += reading.Micros;
        _amounts[key] = sum;
    }

    public void Reject(Fault reason)
    {
        Rows = Rows with { Rejected = Rows.Rejected + 1 };
        var (count, examples) = _rejected.GetValueOrDefault(reason.Code, (0, []));
        if (examples.Count < Examples) examples.Add(reason);
        _rejected[reason.Code] = (count + 1, examples);
    }

    public void Count(ReadingCounts readings) => Readings += readings;

    public void Change(ChangedSpan span) => _changed.Add(span);

    public IReadOnlyList<RejectedRows> Rejected() =>
        [.. _rejected.Select(pair => new RejectedRows(pair.Key, pair.Value.Count, pair.Value.Examples))
            .OrderByDescending(rows => rows.Count).ThenBy(rows => rows.Reason, StringComparer.Ordinal)];

    public IReadOnlyList<SuspendedRows> Suspended() =>
        [.. _suspended.Select(pair => new SuspendedRows(
                pair.Key.Connection, pair.Key.Channel, pair.Value.Count, pair.Value.FirstLine)
            {
                Amount = AmountOf(pair.Key),
            })
            .OrderBy(rows => rows.Connection, StringComparer.Ordinal)
            .ThenBy(rows => rows.Channel, StringComparer.Ordinal)];

    private string? AmountOf((string Connection, string Channel) rows)
    {
        var amounts = _amounts.Where(one => (one.Key.Connection, one.Key.Channel) == rows).ToList();
        return amounts is [var (key, micros)]
            ? $"{Exact.Ratio((System.Numerics.BigInteger)micros, 1) / 1_000_000} {key.Dimension}" : null;
    }

    /// <summary>The spans in which values changed, those that touch joined into one.</summary>
    public IReadOnlyList<ChangedSpan> Changed()
    {
        var joined = new List<ChangedSpan>();
        foreach (var span in _changed.OrderBy(span => span.Connection, StringComparer.Ordinal)
            .ThenBy(span => span.Channel, StringComparer.Ordinal).ThenBy(span => span.From))
            if (joined.Count > 0 && joined[^1] is var last
                && (last.Connection, last.Channel) == (span.Connection, span.Channel)
                && span.From <= last.To)
                joined[^1] = last with { To = NodaTime.Instant.Max(last.To, span.To) };
            else joined.Add(span);
        return joined;
    }
}
