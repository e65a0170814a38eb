using Busbar.Formats.Text;
using Busbar.Metering;
using NodaTime;

namespace Busbar.Formats;

/// <summary>A channel as a 200 record of NEM12 describes it, until the next one.</summary>
internal sealed record Nem12Stream(int Line, string Connection, string Channel, Measure Measure, int Minutes)
{
    /// <summary>A channel that couldn't be read; only its line is known.</summary>
    public Nem12Stream(int line) : this(line, "", "", Measure.None, 0) { }

    /// <summary>Whether a day of it was seen.</summary>
    public bool HasDays { get; set; }

    /// <summary>
    /// The channel's name in Busbar's words, by the data stream's suffix. The market exports to the customer: E1 is
    /// what he takes, B1 what he gives. Further registers of the same direction are channels of their own.
    /// </summary>
    public static string ChannelOf(string suffix) => suffix switch
    {
        "E1" => "import",
        "B1" => "export",
        "Q1" => "reactive-import",
        "K1" => "reactive-export",
        _ => suffix.ToLowerInvariant(),
    };
}

/// <summary>
/// A day of a channel while its records are read: the values of its 300 record, then qualities from 400 records.
/// </summary>
/// <param name="line">The 300 record's line.</param>
/// <param name="quality">The whole day's quality; null where it varies and 400 records must give it (V).</param>
internal sealed class Nem12Day(int line, LocalDate date, int count, Quality? quality)
{
    // No value has this count: what is read is between plus and minus the greatest long.
    private const long Blank = long.MinValue;

    private readonly long[] _micros = Filled(count);
    private readonly Quality[] _qualities = FilledWith(quality, count);
    private int _covered;

    public int Line => line;

    public LocalDate Date => date;

    /// <summary>The version of the values: the time at which they were last changed.</summary>
    public long Version { get; set; }

    public void Set(int interval, long micros) => _micros[interval] = micros;

    /// <summary>Sets the quality of intervals, counted from 1, both ends in; says what is wrong, or null.</summary>
    public string? SetQuality(int first, int last, Quality intervals)
    {
        if (last > count)
            return $"The 400 record covers intervals up to {last}, and the day of line {line} has {count}.";
        if (last < first) return $"The 400 record covers intervals from {first} to {last}: it ends before it begins.";
        if (first <= _covered)
            return $"The 400 record begins at interval {first}, which an earlier one covers already.";
        if (quality is null && first > _covered + 1)
            return $"The 400 record begins at interval {first}, and {_covered + 1} isn't covered by any.";
        Array.Fill(_qualities, intervals, first - 1, last - first + 1);
        _covered = last;
        return null;
    }

    /// <summary>The readings, when all records of the day are known; says what is wrong, or null.</summary>
    public string? Readings(out Reading[] readings)
    {
        readings = [];
        if (quality is null && _covered < count)
            return _covered == 0 ? "The quality is V, varying, and no 400 record gives it."
                : $"The quality is V, varying, and the 400 records cover only intervals 1 to {_covered} of {count}.";
        readings = new Reading[count];
        for (var i = 0; i < count; i++)
        {
            if (_qualities[i].Kind == QualityKind.Missing) continue;
            if (_micros[i] == Blank)
                return $"Interval {i + 1} has no value, and quality {_qualities[i]}, which needs one.";
            readings[i] = new(_micros[i], _qualities[i]);
        }
        return null;
    }

    private static long[] Filled(int count)
    {
        var micros = new long[count];
        Array.Fill(micros, Blank);
        return micros;
    }

    private static Quality[] FilledWith(Quality? quality, int count)
    {
        var qualities = new Quality[count];
        Array.Fill(qualities, quality ?? Quality.Missing);
        return qualities;
    }
}
