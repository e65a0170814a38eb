using Busbar.Formats.Text;
using Busbar.Metering;

namespace Busbar.Formats;

/// <summary>
/// A format of meter data: turns the lines of a file into rows, and collects what is wrong with them.
/// </summary>
internal abstract class MeterFormat
{
    private const string Understood =
        "Understood are Green Button (an Atom feed), MSCONS (it begins with UNA or UNB), "
        + "NEM12 (the first line begins with 100,NEM12), long CSV (columns connection,channel,start,value,"
        + "unit,quality), wide CSV (columns connection,channel,date,unit,quality, then one for each interval) and "
        + "register CSV (columns connection,meter,register,time,reading).";

    /// <summary>What the format is called.</summary>
    public abstract string Name { get; }

    /// <summary>The market participant for whom the file is meant, once its beginning is read; null where it doesn't
    /// say.</summary>
    public virtual string? Recipient => null;

    /// <summary>
    /// The rows in the order of the file. After the first fault there are none, and the rest of the file is read only
    /// to find further faults, which end the enumeration.
    /// </summary>
    public abstract IEnumerable<MeterRow> Rows();

    /// <summary>Finds the format by the beginning of the content, which stays to be read.</summary>
    /// <param name="hash">Takes in what is read.</param>
    /// <param name="others">What files beside this one say of the readings of Green Button.</param>
    public static MeterFormat Recognise(
        Stream content, ContentHash hash, Problems problems, Limits limits, Lazy<GreenButtonTypes>? others)
    {
        var beginning = Beginning.Take(ref content);
        return beginning.IsXml ? new GreenButton(content, hash, problems, limits, others)
            : beginning.IsEdifact ? new Mscons(content, beginning.Charset, hash, problems, limits)
            : Recognise(new LineReader(content, problems, hash, limits.LineBytes), problems, limits);
    }

    /// <summary>Finds the format by the first line that holds anything, which stays to be read.</summary>
    private static MeterFormat Recognise(LineReader lines, Problems problems, Limits limits)
    {
        if (!lines.NextSignificant()) throw problems.Fatal("empty-file", 0, "The file is empty.");
        var fields = new Fields();
        var quotes = fields.Split(lines.Line);
        var first = fields.Of(lines.Line, 0);
        if (first is "100" or "200" or "250" or "300" or "400" or "500" or "550" or "900")
        {
            var version = fields.Of(lines.Line, 1);
            if (first is "250" or "550" || (first is "100" && version is "NEM13"))
                throw problems.Fatal("unknown-format", lines.Number,
                    "This is NEM13, accumulated readings, which Busbar doesn't read yet.",
                    "Ask the meter data provider for NEM12, readings by interval.");
            if (first is "100" && version is not "NEM12")
                throw problems.Fatal("unknown-format", lines.Number,
                    $"The 100 record names version {Names.Show(version)}; NEM12 is read.");
            lines.Again();
            return new Nem12(lines, problems, limits);
        }
        if (quotes is not null) throw problems.Fatal("unknown-format", lines.Number, quotes, Understood);
        var header = new Header(lines.Line, fields);
        if (!header.IsOfReadings)
            throw problems.Fatal("unknown-format", lines.Number,
                $"This isn't a format of meter data that Busbar reads: the first line is {Names.Show(lines.Line)}.",
                header.HasSemicolons ? "The columns are separated by semicolons; write commas." : Understood);
        return header.IsOfRegisters ? new RegisterCsv(header, lines, problems)
            : header.IsWide ? new WideCsv(header, lines, problems, limits)
            : new LongCsv(header, lines, problems);
    }
}
