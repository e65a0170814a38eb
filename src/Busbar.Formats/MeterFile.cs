using Busbar.Formats.Containers;
using Busbar.Formats.Ocpi;
using Busbar.Formats.Text;
using Busbar.Metering;

namespace Busbar.Formats;

/// <summary>
/// One meter data file, recognised by its content: one of the markets' formats or CSV, by itself or inside gzip or zip;
/// or one of charge detail records. Its rows are streamed; whatever the size of the file, memory stays bounded by
/// <see cref="Limits"/>.
/// </summary>
/// <remarks>
/// A file that isn't well-formed ends the enumeration of its rows with a <see cref="RefusedException"/>. Rows may have
/// been given out before: whoever takes them keeps them only when the enumeration has come to its end.
/// </remarks>
public sealed class MeterFile : IDisposable
{
    private readonly ContentHash _hash = new();
    private readonly MeterFormat? _format;
    private readonly RefusedException? _refusal;
    private readonly Limits _limits;
    private readonly Problems _problems;
    private bool _taken;

    private MeterFile(string name, Stream content, Limits limits, Lazy<GreenButtonTypes>? others)
    {
        (Name, _limits, _problems) = (name, limits, new Problems(name, limits.Faults));
        try
        {
            _format = MeterFormat.Recognise(content, _hash, _problems, limits, others);
        }
        catch (RefusedException refusal)
        {
            _refusal = refusal;
        }
    }

    /// <summary>
    /// How the file is called in messages: its own name, or <c>reads.zip!/a.csv</c> inside an archive.
    /// </summary>
    public string Name { get; }

    /// <summary>
    /// <c>NEM12</c>, <c>Green Button</c>, <c>long CSV</c> and such; null when the file is of no format that is read,
    /// which its rows tell.
    /// </summary>
    public string? Format => _format?.Name;

    /// <summary>
    /// The market participant for whom the file is meant, once its beginning is read; null where it doesn't say.
    /// </summary>
    public string? Recipient => _format?.Recipient;

    /// <summary>The number of rows given out so far.</summary>
    public long RowCount { get; private set; }

    /// <summary>
    /// The SHA-256 of the content, in lower-case hexadecimal, once all rows are read; null before. It is taken over the
    /// unpacked text as UTF-8 without byte order mark, every line ended by a line feed, without blank lines at the end:
    /// packing, encoding and line ends don't change it.
    /// </summary>
    public string? ContentHash { get; private set; }

    /// <summary>
    /// Opens a file. Those inside an archive come one after another, and each must be read before the next is asked
    /// for.
    /// </summary>
    /// <param name="name">What it is called in messages; null: its path.</param>
    /// <param name="others">What the files beside it say of the readings of Green Button; asked for only where the file
    /// itself doesn't.</param>
    /// <exception cref="RefusedException">The file isn't there, or isn't what it claims to be.</exception>
    public static IEnumerable<MeterFile> Read(
        string path, Limits? limits = null, string? name = null, Lazy<GreenButtonTypes>? others = null)
    {
        name ??= path;
        using var stream = GivenFile.Open(path, name);
        foreach (var file in Read(stream, name, limits, others)) yield return file;
    }

    /// <summary>
    /// Reads a stream that is called <paramref name="name"/> in messages; the caller keeps and closes it.
    /// </summary>
    /// <exception cref="RefusedException">The content isn't what it claims to be.</exception>
    public static IEnumerable<MeterFile> Read(
        Stream stream, string name, Limits? limits = null, Lazy<GreenButtonTypes>? others = null)
    {
        limits ??= Limits.Default;
        foreach (var (inner, content) in Container.Open(stream, name, limits))
        {
            using var open = content;
            using var file = new MeterFile(inner, content, limits, others);
            yield return file;
        }
    }

    /// <summary>The rows, once, in the order of the file.</summary>
    /// <exception cref="RefusedException">The file is malformed; every fault found is in it.</exception>
    public IEnumerable<MeterRow> Rows()
    {
        if (_refusal is not null) throw new RefusedException(_refusal.Faults);
        if (_taken) throw new InvalidOperationException($"The rows of {Name} can be read only once.");
        _taken = true;
        foreach (var row in _format!.Rows())
        {
            if (++RowCount > _limits.Rows)
                throw _problems.Fatal("too-many-rows", row.Line,
                    $"The file has more than {_limits.Rows} rows; split it.");
            yield return row;
        }
        ContentHash = _hash.Hex();
    }

    /// <summary>Whether it has charge detail records, and so no rows.</summary>
    public bool HasRecords => _format is OcpiRecords;

    /// <summary>The charge detail records, once, in the order of the file.</summary>
    /// <exception cref="RefusedException">The file is malformed; every fault found is in it.</exception>
    public IEnumerable<ChargeRecord> Records()
    {
        if (_refusal is not null) throw new RefusedException(_refusal.Faults);
        if (_taken || _format is not OcpiRecords format)
            throw new InvalidOperationException($"{Name} has no records, or they were read.");
        _taken = true;
        foreach (var record in format.Records())
        {
            if (++RowCount > _limits.Rows)
                throw _problems.Fatal("too-many-rows", record.Line,
                    $"The file has more than {_limits.Rows} CDRs; split it.");
            yield return record;
        }
        ContentHash = _hash.Hex();
    }

    /// <summary>Adds what the file says of the readings of Green Button, its own and others'; nothing where it is
    /// another format.</summary>
    /// <exception cref="RefusedException">The file is malformed.</exception>
    internal void GiveTypesTo(GreenButtonTypes types)
    {
        if (_format is not GreenButton feed) return;
        _taken = true;
        feed.GiveTypesTo(types);
    }

    /// <summary>Called by the enumeration that the file came from, when the next one is asked for.</summary>
    void IDisposable.Dispose() => _hash.Dispose();
}
