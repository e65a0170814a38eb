using Busbar.Formats.Text;
using Busbar.Metering;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Formats;

/// <summary>
/// NEM13, accumulated readings of Australia's market: a 250 record has the read of a register, the one before it, and
/// what went through in between. Both reads become rows.
/// </summary>
/// <remarks>
/// The amount goes with the later read: only with the book's register is it known how many digits it has and by what
/// its advance is multiplied. Directions are the market's: E is energy that it exports, to the customer. 550 records
/// name the transactions that caused the reads and change nothing.
/// </remarks>
internal sealed class Nem13(LineReader lines, Problems problems)
    : Mdff("NEM13", "100, 250, 550 and 900", lines, problems)
{
    private const int FieldsOf250 = 23;
    private const int Earlier = 8;
    private const int Later = 13;
    private const int Amount = 18;
    private const int Scale = Series.ReadingScale;

    private readonly record struct Read(LocalDateTime At, Reading Reading);

    /// <inheritdoc/>
    protected override string ReadingRecord => "250";

    /// <inheritdoc/>
    protected override bool TakeRecord(ReadOnlySpan<char> kind)
    {
        if (kind is "250") Reads();
        return kind is "250" or "550";
    }

    /// <inheritdoc/>
    protected override void EndStream() { }

    private void Reads()
    {
        HasReadings = true;
        if (NameIn(1, "NMI") is not { } connection || NameIn(3, "register") is not { } register
            || NameIn(6, "meter serial number") is not { } meter || MeasureIn(19) is not { } measure
            || ChannelOf(measure) is not { } channel || !TryUpdate(21, out var version)) return;
        Read? before = null;
        if (HasEarlier)
        {
            if (!TryRead(Earlier, "previous", out var found)) return;
            before = found;
        }
        if (!TryRead(Later, "current", out var read)) return;
        if (before is { } one && one.At >= read.At)
            Fault("bad-time", Later + 1, "The current read isn't after the previous one: it is of "
                + $"{ClockText.Of(read.At, null)}, and the previous one of {ClockText.Of(one.At, null)}.");
        else if (HasMoreThan(FieldsOf250))
            Fault("wrong-column-count", FieldsOf250, $"A 250 record has {FieldsOf250} fields; this has more.");
        else if (CountedOf(channel, before?.Reading, measure) is { } counted)
        {
            if (before is { } earlier) Give(Row(earlier, new(channel)));
            Give(Row(read, counted));
        }

        MeterRow Row(Read of, Counted counted) => new(Lines.Number, connection, "", measure.Unit, null, of.At, Clock,
            WholeDay: false, version, [of.Reading], new(meter, register)) { Counted = counted };
    }

    /// <summary>Whether there is a read before: a new meter has none.</summary>
    private bool HasEarlier => !Field(Earlier).IsWhiteSpace() || !Field(Earlier + 1).IsWhiteSpace()
        || !Field(Earlier + 2).IsWhiteSpace();

    /// <summary>Reads what the register showed, when, and with what quality, from three fields.</summary>
    private bool TryRead(int field, string which, out Read read)
    {
        read = default;
        if (!Stamp.TryCompactTime(Field(field + 1), out var at))
            return Faulty("bad-time", field + 1, $"The time {Names.Show(Field(field + 1))} of the {which} read isn't "
                + "one of 14 digits, such as 20260131235959.");
        if (Quality.Parse(Field(field + 2)) is not { } quality)
            return Faulty("unknown-quality", field + 2,
                $"The quality {Names.Show(Field(field + 2))} of the {which} read isn't A, E, F, S or N.");
        if (quality.Kind == QualityKind.Missing)
        {
            read = new(at, default);
            return true;
        }
        var text = WithZero(Field(field));
        if (!Measure.None.TryParse(text, out var micros, out var problem))
            return Faulty("bad-number", field, $"The {which} read {Names.Show(text)} {problem}.");
        read = new(at, new(micros, quality));
        return true;
    }

    /// <summary>What the file says that the register counted; null after a fault.</summary>
    private Counted? CountedOf(string channel, Reading? before, Measure measure)
    {
        var text = WithZero(Field(Amount));
        if (text.IsEmpty) return new(channel);
        if (!measure.TryParse(text, out var micros, out var problem))
        {
            Fault("bad-number", Amount, $"The quantity {Names.Show(text)} {problem}.");
            return null;
        }
        if (before is not { Quality.Kind: not QualityKind.Missing, Micros: var shown }) return new(channel);
        var decimals = text.IndexOf('.') is var point && point < 0 ? 0 : text.Length - point - 1;
        var step = (measure.Unit?.Factor ?? Exact.One) / Digits.PowerOfTen(Math.Min(decimals, Scale));
        return new(channel, shown, micros, Math.Max(1, step.Round(Scale, Rounding.Down).ToScaled(Scale)));
    }

    /// <summary>The channel by the direction and what is measured; null after a fault.</summary>
    private string? ChannelOf(Measure measure)
    {
        var way = Field(7) is "E" ? "import" : Field(7) is "I" ? "export" : null;
        if (way is null)
            Fault("unknown-direction", 7, $"The direction {Names.Show(Field(7))} is neither E, from the market to the "
                + "customer, nor I, into the market.");
        return way is not null && measure.Unit is { } unit && unit.Dimension == Dimension.Reactive
            ? $"reactive-{way}" : way;
    }

    private bool Faulty(string code, int field, string message)
    {
        Fault(code, field, message);
        return false;
    }
}
