namespace Busbar.Formats.Containers;

/// <summary>
/// Finds the files inside a file: itself, the one that gzip packed, or those of a zip archive; by its first bytes.
/// </summary>
internal static class Container
{
    private const string MeterData =
        "Meter data comes in formats of markets or as CSV, plain or packed with gzip or zip.";

    /// <summary>
    /// The files inside, each with the name it has in messages. Archives inside archives are refused.
    /// </summary>
    /// <param name="expected">What is read here, said of something else.</param>
    public static IEnumerable<(string Name, Stream Content)> Open(
        Stream stream, string name, Limits limits, string expected = MeterData)
    {
        var budget = new Budget(name, limits);
        var beginning = PrefixedStream.Take(stream, Signature.Length);
        switch (Signature.Of(beginning))
        {
            case Signature.Kind.Gzip:
                var unpacked = new GzipContent(new PrefixedStream(beginning, stream), name, budget);
                yield return (name, NotPacked(unpacked, name, expected, out _));
                break;
            case Signature.Kind.Zip:
                var files = 0;
                using (var whole = Seekable(beginning, stream, name, limits))
                    foreach (var entry in ZipDirectory.Read(whole.Stream, name, limits.Entries))
                    {
                        var content = NotPacked(entry.Open(whole.Stream, budget), entry.File, expected, out var kind);
                        if (kind == Signature.Kind.AppleDouble) continue;
                        files++;
                        yield return (entry.File, content);
                    }
                if (files == 0) throw Refuse("empty-file", name, "The archive holds no file.");
                break;
            default:
                var plain = NotPacked(new PrefixedStream(beginning, stream), name, expected, out _);
                yield return (name, new CountedStream(plain, budget));
                break;
        }
    }

    /// <summary>The same content, once it is known not to be packed itself, nor something else that is known.</summary>
    private static PrefixedStream NotPacked(
        ForwardStream content, string name, string expected, out Signature.Kind kind)
    {
        var beginning = PrefixedStream.Take(content, Signature.Length);
        kind = Signature.Of(beginning);
        return kind switch
        {
            Signature.Kind.Text or Signature.Kind.AppleDouble => new(beginning, content, ownsRest: true),
            Signature.Kind.Gzip or Signature.Kind.Zip => throw Refuse("nested-archive", name,
                "This is an archive inside an archive; unpack the outer one first."),
            _ => throw Refuse("unknown-format", name,
                $"This is {Signature.Describe(beginning)}, which Busbar doesn't read.", expected),
        };
    }

    /// <summary>
    /// A zip archive is read from its end: where the stream can't seek, it is first copied to a temporary file.
    /// </summary>
    private static Borrowed Seekable(byte[] beginning, Stream stream, string name, Limits limits)
    {
        if (stream.CanSeek && stream.Position == beginning.Length) return new(stream, Owned: false);
        var copy = new FileStream(Path.Combine(Path.GetTempPath(), "busbar-" + Path.GetRandomFileName()),
            FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        new CountedStream(new PrefixedStream(beginning, stream), new Budget(name, limits)).CopyTo(copy);
        return new(copy, Owned: true);
    }

    private static RefusedException Refuse(string code, string file, string message, string? hint = null) =>
        new(new Fault(code, message, new(file), Hint: hint));

    private readonly record struct Borrowed(Stream Stream, bool Owned) : IDisposable
    {
        public void Dispose()
        {
            if (Owned) Stream.Dispose();
        }
    }
}
