using Busbar.Contracts;
using Busbar.Formats.Invoices;

namespace Busbar.Runs;

/// <summary>An electronic invoice of another system that adds up, and whose lines are of connections of the book.
/// </summary>
internal static class SupplierEInvoice
{
    /// <summary>Reads one.</summary>
    /// <exception cref="RefusedException">It can't be read, doesn't add up, or is of something that the book hasn't.
    /// </exception>
    public static ReadInvoice Read(ReadOnlyMemory<byte> bytes, string path, Book book)
    {
        var read = WorkedOut(bytes, path);
        RefuseUnknown(read, book, "A line, or its invoice, names one.");
        return read;
    }

    /// <summary>Refuses lines of metering points that the book hasn't.</summary>
    /// <param name="wayOut">What to do about a line without one, which is refused, too; null: it is taken.</param>
    public static void RefuseUnknown(ReadInvoice read, Book book, string? wayOut)
    {
        var faults = new List<Fault>();
        foreach (var line in read.Invoice.Lines)
            if (Unknown(PointOf(read.Invoice, line), book, wayOut) is { } said)
                faults.Add(new("unknown-connection", $"Line {line.Id} of invoice {read.Invoice.Number} is {said.What}",
                    read.Place($"line {line.Id}"), line.Object, said.Hint));
        if (faults.Count > 0) throw new RefusedException(faults);
    }

    /// <summary>Reads one, whatever its lines are of.</summary>
    /// <exception cref="RefusedException">It can't be read, or doesn't add up.</exception>
    public static ReadInvoice WorkedOut(ReadOnlyMemory<byte> bytes, string path)
    {
        var read = UblReader.Read(new MemoryStream(bytes.ToArray()), path);
        var faults = InvoiceArithmetic.Check(read.Invoice, read.Place);
        return faults.Count > 0 ? throw new RefusedException(faults)
            : read with { Differences = InvoiceArithmetic.Differences(read.Invoice, read.Place) };
    }

    /// <summary>Whether a file is XML, and so an electronic invoice.</summary>
    public static bool IsXml(ReadOnlySpan<byte> bytes) =>
        bytes.TrimStart((ReadOnlySpan<byte>)[0xef, 0xbb, 0xbf, (byte)' ', (byte)'\t', (byte)'\r', (byte)'\n'])
            is [(byte)'<', ..];

    /// <summary>The bytes of a file.</summary>
    /// <exception cref="RefusedException">It isn't there, or can't be read.</exception>
    public static byte[] BytesOf(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllBytes(path)
                : throw new RefusedException(new Fault("no-file", $"There is no file {path}.", new(path)));
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(new Fault("unreadable-file", $"The file can't be read: {trouble.Message}",
                new(path)));
        }
    }

    /// <summary>The metering point of a line, or of its invoice.</summary>
    public static string? PointOf(EInvoice invoice, ELine line) => line.Object ?? invoice.Object;

    private static (string What, string? Hint)? Unknown(string? point, Book book, string? wayOut) => point is null
        ? wayOut is null ? null : ("of no metering point.", wayOut)
        : book.Connections.ContainsKey(point) ? null
        : ($"of metering point {point}, which the book hasn't.", Nearest.Hint(point, book.Connections.Keys));
}
