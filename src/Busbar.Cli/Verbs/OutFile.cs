using System.Text;

namespace Busbar.Cli.Verbs;

/// <summary>A file that a verb writes: it appears whole under its name, or not at all.</summary>
internal sealed class OutFile : IDisposable
{
    private readonly string _path;
    private readonly FileStream _stream;

    private OutFile(string path, FileStream stream) => (_path, _stream) = (path, stream);

    /// <summary>Where it is written until it is whole.</summary>
    private string Unfinished => _path + ".new";

    /// <summary>Its bytes.</summary>
    public Stream Bytes => _stream;

    /// <summary>Its text, in UTF-8 without a byte order mark.</summary>
    public StreamWriter Text() =>
        new(_stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true);

    /// <summary>Begins a file. A folder on the way that isn't there is made, and said.</summary>
    /// <param name="replaces">Whether one that is there already is replaced.</param>
    /// <param name="door">Where it is said; null where the folder was made before.</param>
    /// <exception cref="RefusedException">It is there already, or can't be written.</exception>
    public static OutFile Create(string path, bool replaces, Door? door)
    {
        if (!replaces && File.Exists(path))
            throw new RefusedException(new Fault("file-exists", "The file is there already.", new(path),
                Hint: "Name another, or replace it with --force."));
        return Guard(path, () =>
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder) MakeFolder(folder, door);
            return new OutFile(path, new(path + ".new", FileMode.Create, FileAccess.Write, FileShare.None));
        });
    }

    /// <summary>The format that the end of a file's name says; null where it says none of some.</summary>
    public static string? FormatOf(string? path, params ReadOnlySpan<(string Ending, string Format)> formats)
    {
        foreach (var (ending, format) in formats)
            if (path?.EndsWith(ending, StringComparison.OrdinalIgnoreCase) == true) return format;
        return null;
    }

    /// <summary>Writes a result to the output, or as a file; then it is said.</summary>
    /// <param name="path">Null: to the output.</param>
    /// <param name="replaces">Whether a file that is there already is replaced.</param>
    /// <exception cref="RefusedException">It is there already, or can't be written.</exception>
    public static void Write(
        Door door, string? path, string said, Action<TextWriter> write, bool replaces = true)
    {
        if (path is null)
        {
            write(door.Results);
            return;
        }
        using var file = Create(path, replaces, door);
        using (var text = file.Text()) write(text);
        file.Keep();
        door.Say(said);
    }

    /// <summary>Makes a folder that isn't there, and says so.</summary>
    /// <param name="door">Where it is said; null: nowhere.</param>
    public static void MakeFolder(string folder, Door? door)
    {
        if (Directory.Exists(folder)) return;
        Directory.CreateDirectory(folder);
        if (door is { Json: false }) door.Say($"{folder}: the folder wasn't there, and was made.");
    }

    /// <summary>Gives the file its name: it is whole.</summary>
    public void Keep() => Guard(_path, () =>
    {
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
        File.Move(Unfinished, _path, overwrite: true);
        return true;
    });

    /// <summary>Ends the writing; what wasn't kept is gone.</summary>
    public void Dispose()
    {
        _stream.Dispose();
        File.Delete(Unfinished);
    }

    private static T Guard<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(
                new Fault("unwritable-file", $"The file can't be written: {problem.Message}", new(path)));
        }
    }
}
