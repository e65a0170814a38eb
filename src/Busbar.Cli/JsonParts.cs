using System.Text.Json;

namespace Busbar.Cli;

/// <summary>What the verbs write alike in JSON.</summary>
internal static class JsonParts
{
    public static void WriteFaults(this Utf8JsonWriter json, string name, IReadOnlyList<Fault> faults)
    {
        json.WriteStartArray(name);
        foreach (var fault in faults)
        {
            json.WriteStartObject();
            json.WriteString("code", fault.Code);
            json.WriteString("message", fault.Message);
            if (fault.Place.File is { } file) json.WriteString("file", file);
            if (fault.Place.Line > 0) json.WriteNumber("line", fault.Place.Line);
            if (fault.Place.Column > 0) json.WriteNumber("column", fault.Place.Column);
            if (fault.Name is { } concerned) json.WriteString("name", concerned);
            if (fault.Hint is { } hint) json.WriteString("hint", hint);
            json.WriteEndObject();
        }
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
