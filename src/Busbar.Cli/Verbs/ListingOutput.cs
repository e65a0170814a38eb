using System.CommandLine;
using System.Text.Json;
using Busbar.Documents;
using Busbar.Formats.Export;

namespace Busbar.Cli.Verbs;

/// <summary>Writes a listing as it was asked for: <c>--format csv</c>, <c>--json</c>, or as text.</summary>
internal static class ListingOutput
{
    private static readonly string[] Formats = ["text", "csv", "json"];

    public static Option<string> Option() => new("--format")
    {
        Description = "text, csv or json.", HelpName = "FORMAT", DefaultValueFactory = _ => Formats[0],
    };

    /// <summary>What is wrong with a format; null where nothing is.</summary>
    public static string? Trouble(Door door, string format) => !Formats.Contains(format)
        ? $"There is no format {format}. There are {string.Join(", ", Formats)}."
        : door.Json && format == "csv" ? "--format writes something else than --json: leave one of them out." : null;

    /// <param name="said">What is said beside it: JSON has it, too.</param>
    /// <param name="key">The key of that in JSON: what is left out, where nothing else is given.</param>
    public static void Write(
        Door door, Listing listing, string format, IReadOnlyList<Fault>? said = null, string key = "held")
    {
        if (door.Json || format == "json") door.WriteJson(json => Write(json, listing, said ?? [], key));
        else if (format == "csv")
        {
            var file = new ListingCsvFile(door.Results, [.. listing.Columns.Select(column => column.Name)],
                [.. listing.Columns.Select(column => column.IsNumber)]);
            foreach (var row in listing.Rows) file.Add(row);
        }
        else door.Results.Write(listing.ToText());
    }

    /// <summary>Writes a line of JSON for each row: JSON Lines.</summary>
    public static void WriteLines(Door door, Listing listing)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        foreach (var row in listing.Rows)
        {
            buffer.ResetWrittenCount();
            using (var json = new Utf8JsonWriter(buffer, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder
                .UnsafeRelaxedJsonEscaping }))
            {
                json.WriteStartObject();
                Write(json, listing, row);
                json.WriteEndObject();
            }
            door.Results.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan));
        }
    }

    private static void Write(Utf8JsonWriter json, Listing listing, IReadOnlyList<Fault> said, string key)
    {
        json.WriteStartObject();
        foreach (var (name, value) in listing.Facts) json.WriteString(name, value);
        json.WriteList(listing.Name, listing.Rows, row => Write(json, listing, row));
        if (listing.Sum is { } sum)
        {
            json.WriteStartObject("sum");
            Write(json, listing, sum, onlyNumbers: true);
            json.WriteEndObject();
        }
        if (said.Count > 0) json.WriteFaults(key, said);
        json.WriteEndObject();
    }

    private static void Write(
        Utf8JsonWriter json, Listing listing, IReadOnlyList<string> row, bool onlyNumbers = false)
    {
        foreach (var (column, cell) in listing.Columns.Zip(row))
            if (cell.Length > 0 && (column.IsNumber || !onlyNumbers))
                json.WriteString(column.Name.Replace('-', '_'), cell);
    }
}
