namespace Busbar.Books;

/// <summary>Reads the files of a book that only its documents need: pictures, and the seller's own texts.</summary>
internal sealed class StationeryFiles(BookFiles files, List<Fault> faults)
{
    private const int MostPictureBytes = 256 * 1024;
    private const int MostTextBytes = 16 * 1024;
    private const string TextEnding = ".liquid";

    private static readonly string[] PictureEndings = [".png", ".jpg", ".jpeg"];

    /// <summary>A picture; nothing after a fault.</summary>
    public IEnumerable<(string File, byte[] Bytes)> Picture(BookFile file)
    {
        if (file.IsFolder || !PictureEndings.Contains(Path.GetExtension(file.Name)))
            Fault("unknown-file", file, "is no picture that documents can show; expected a PNG or a JPEG.",
                file.Name.EndsWith(".svg", StringComparison.Ordinal)
                    ? "An SVG may load things and run scripts: export it as PNG, three times as large as it is shown."
                    : "Pictures end in .png, .jpg or .jpeg.");
        else if (files.Bytes(file, MostPictureBytes) is { } bytes)
        {
            if (bytes.Length <= MostPictureBytes) return [(file.Path, bytes)];
            Fault("too-large", file, "is larger than 256 KiB, and would be in each document.",
                "Make it smaller: 1,000 pixels of width are enough in print.");
        }
        return [];
    }

    /// <summary>A text; nothing after a fault.</summary>
    public IEnumerable<(string Name, string Template)> Text(BookFile file)
    {
        var name = Path.GetFileNameWithoutExtension(file.Name);
        if (file.IsFolder || Path.GetExtension(file.Name) != TextEnding || !StationeryReader.IsText(name))
            Fault("unknown-file", file, "is no text of documents; there are "
                + $"{string.Join(", ", StationeryReader.Texts)}, each as NAME.liquid or NAME.de.liquid.",
                Nearest.Hint(name.Split('.')[0], StationeryReader.Texts) ?? "Rename it, or take it out.");
        else if (files.Bytes(file, MostTextBytes) is { } bytes)
        {
            if (bytes.Length > MostTextBytes)
                Fault("too-large", file, "is larger than 16 KiB.", "A text of a bill is a few paragraphs.");
            else if (Decoded(bytes, file) is { } text) return [(name, text)];
        }
        return [];
    }

    private string? Decoded(byte[] bytes, BookFile file)
    {
        var own = new FileFaults(file.Path, faults);
        try
        {
            return StrictText.Decode(bytes, MostTextBytes, own);
        }
        catch (RefusedException)
        {
            own.HandOver();
            return null;
        }
    }

    private void Fault(string code, BookFile file, string message, string hint) =>
        faults.Add(new(code, $"{file.Path} {message}", new(file.Path), Hint: hint));
}
