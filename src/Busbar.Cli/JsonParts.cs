using System.Text.Json;

namespace Busbar.Cli;

/// <summary>What the verbs write alike in JSON.</summary>
internal static class JsonParts
{
    public static void WriteFaults(this Utf8JsonWriter json, string name, IReadOnlyList<Fault> faults) =>
        json.WriteList(name, faults, fault =>
        {
            json.WriteString("code", fault.Code);
            json.WriteString("message", fault.Message);
            if (fault.Place.File is { } file) json.WriteString("file", file);
            if (fault.Place.Line > 0) json.WriteNumber("line", fault.Place.Line);
            if (fault.Place.Column > 0) json.WriteNumber("column", fault.Place.Column);
            if (fault.Name is { } concerned) json.WriteString("name", concerned);
            if (fault.Hint is { } hint) json.WriteString("hint", hint);
        });

    /// <summary>A list of objects.</summary>
    /// <param name="write">Writes what is in an object.</param>
    public static void WriteList<T>(this Utf8JsonWriter json, string name, IEnumerable<T> all, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var one in all)
        {
            json.WriteStartObject();
            write(one);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public static void WriteTexts(this Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    public static void WritePeriod(this Utf8JsonWriter json, Time.Days days)
    {
        json.WriteStartObject("period");
        json.WriteString("from", Door.Text(days.From));
        json.WriteString("to", Door.Text(days.To));
        json.WriteEndObject();
    }
}
