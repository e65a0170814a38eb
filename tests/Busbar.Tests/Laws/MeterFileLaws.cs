using Busbar.Formats;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Tests.Formats;
using CsCheck;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Tests.Laws;

/// <summary>Meter data says the same however it is written down.</summary>
public class MeterFileLaws
{
    private sealed record Written(string Connection, LocalDateTime Start, int? OffsetMinutes, Reading Reading);

    private static readonly Gen<Quality> AnyQuality = Gen.Select(Gen.Int[1, 4], Gen.Byte[0, 99])
        .Select((kind, method) => new Quality((QualityKind)kind, method));

    private static readonly Gen<Reading> AnyReading = Gen.OneOf(
        Gen.Const(default(Reading)),
        Gen.Select(Gen.Long[-10_000_000_000_000, 10_000_000_000_000], AnyQuality)
            .Select((micros, quality) => new Reading(micros, quality)));

    private static readonly Gen<Written> AnyRow = Gen.Select(
            Gen.String[Gen.Char["abc,\"-é 0"], 1, 12], Gen.Int[0, 20_000_000],
            Gen.Int[-1080, 1080].Nullable(), AnyReading)
        .Where((name, _, _, _) => name.Trim() == name)
        .Select((name, minutes, offset, reading) => new Written(
            name, new LocalDateTime(2000, 1, 1, 0, 0).PlusMinutes(minutes), offset, reading));

    private static readonly Gen<string> AnyLineEnd = Gen.Int[0, 2].Select(i => ((string[])["\n", "\r\n", "\r"])[i]);

    private static readonly Gen<string[]> AnyOrder =
        Gen.Shuffle((string[])["connection", "channel", "start", "value", "unit", "quality"]);

    [Fact]
    public void What_is_written_is_read_in_any_order_of_columns() =>
        Gen.Select(AnyRow.Array[1, 20], AnyOrder).Sample((rows, columns) =>
            Files.Rows(Text(rows, columns)).Select(row => new Written(row.Connection, row.Start,
                row.Offset is { } offset ? offset.Seconds / 60 : null, row.Readings.Single())).SequenceEqual(rows));

    [Fact]
    public void However_a_stream_hands_out_its_bytes_the_rows_and_the_hash_are_the_same() =>
        Gen.Select(AnyRow.Array[1, 20], AnyOrder, Gen.Int[1, 100], AnyLineEnd).Sample(
            (rows, columns, atOnce, lineEnd) =>
            {
                var text = Text(rows, columns);
                var (whole, _, hash) = Files.Read(Files.Utf8(text));
                using var stream = new GeneratedStream(
                    [Files.Gzip(Files.Utf8(text.Replace("\n", lineEnd, StringComparison.Ordinal)))], atOnce);
                var file = Assert.Single(
                    MeterFile.Read(stream, "a").Select(file => (Rows: file.Rows().ToList(), file.ContentHash)));
                return file.ContentHash == hash
                    && file.Rows.Select(row => row.Line).SequenceEqual(whole.Select(row => row.Line));
            });

    [Fact]
    public void A_unit_changes_the_figures_and_not_the_energy() => Gen.Long[-1_000_000_000, 1_000_000_000].Sample(wh =>
    {
        long Micros(string value, string unit) => Files.Rows("connection,channel,start,value,unit,quality\n"
            + $"c,net,2026-01-01T00:00Z,{value},{unit},A\n")[0].Readings[0].Micros;

        return Micros(Digits.Format(wh, 0), "Wh") == wh * 1_000
            && Micros(Digits.Format(wh, 3), "kWh") == wh * 1_000
            && Micros(Digits.Format(wh, 6), "MWh") == wh * 1_000;
    });

    private static string Text(Written[] rows, string[] columns) => string.Join(',', columns) + "\n"
        + string.Concat(rows.Select(row => string.Join(',', columns.Select(column => Cell(row, column))) + "\n"));

    private static string Cell(Written row, string column) => column switch
    {
        "connection" => "\"" + row.Connection.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"",
        "channel" => "net",
        "start" => LocalDateTimePattern.ExtendedIso.Format(row.Start) + (row.OffsetMinutes is { } minutes
            ? OffsetPattern.GeneralInvariantWithZ.Format(Offset.FromSeconds(minutes * 60)) : ""),
        "value" => row.Reading == default ? "" : Digits.Format(row.Reading.Micros, 6),
        "unit" => "kWh",
        _ => row.Reading.Quality.ToString(),
    };
}
