using Busbar.Formats.Ocpi;
using Busbar.Formats.Text;
using Busbar.Metering;

namespace Busbar.Formats;

/// <summary>
/// A format of meter data: turns the lines of a file into rows, and collects what is wrong with them.
/// </summary>
internal abstract class MeterFormat
{
    private const string Understood =
        "Understood are Green Button (an Atom feed), MSCONS (it begins with UNA or UNB), CDRs of OCPI (JSON), "
        + "NEM12 and NEM13 (the first line begins with 100,NEM12 or 100,NEM13), D0010 and D0036 (ZHV|), "
        + "EIEP3 (HDR,ICPHH), long CSV (columns connection,channel,start,value,unit,quality), wide CSV (columns "
        + "connection,channel,date,unit,quality, then one for each interval) and register CSV (columns connection,"
        + "meter,register,time,reading).";

    /// <summary>What the format is called.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// The market participant for whom the file is meant, once its beginning is read; null where it doesn't say.
    /// </summary>
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
            : beginning.IsJson ? new OcpiRecords(content, hash, problems, limits)
            : beginning.IsEdifact ? new Mscons(content, beginning.Charset, hash, problems, limits)
            : Recognise(new LineReader(content, problems, hash, limits.LineBytes), problems, limits);
    }

    /// <summary>Finds the format by the first line that holds anything, which stays to be read.</summary>
    private static MeterFormat Recognise(LineReader lines, Problems problems, Limits limits)
    {
        if (!lines.NextSignificant()) throw problems.Fatal("empty-file", 0, "The file is empty.");
        if (Flow.Of(lines, problems, limits) is { } flow) return flow;
        var fields = new Fields();
        var quotes = fields.Split(lines.Line);
        var (first, second) = (fields.Of(lines.Line, 0).ToString(), fields.Of(lines.Line, 1).ToString());
        if (first is "250" or "550" || (first is "100" && second is "NEM13"))
        {
            lines.Again();
            return new Nem13(lines, problems);
        }
        if (first is "100" or "200" or "300" or "400" or "500" or "900")
        {
            if (first is "100" && second is not "NEM12")
                throw problems.Fatal("unknown-format", lines.Number,
                    $"The 100 record names version {Names.Show(second)}; NEM12 and NEM13 are read.");
            lines.Again();
            return new Nem12(lines, problems, limits);
        }
        if (first is "HDR" or "DET")
        {
            if (first is "HDR" && second is not Eiep3.FileType)
                throw problems.Fatal("unknown-format", lines.Number,
                    $"The HDR record is of a file {Names.Show(second)}; {Eiep3.FileType}, EIEP3, is read.");
            lines.Again();
            return new Eiep3(lines, problems, limits);
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
