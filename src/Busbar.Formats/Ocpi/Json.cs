using System.Text.Json;

namespace Busbar.Formats.Ocpi;

/// <summary>A value of a JSON text, with the line at which it begins.</summary>
/// <param name="Kind">What it is; a member's absence is <see cref="JsonTokenType.None"/>.</param>
/// <param name="Text">The text of a string, or the digits of a number as they were written.</param>
internal sealed record Json(JsonTokenType Kind, int Line, string Text)
{
    /// <summary>The members of an object, in order; no name comes twice.</summary>
    public IReadOnlyList<(string Name, Json Value)> Members { get; init; } = [];

    /// <summary>The items of an array.</summary>
    public IReadOnlyList<Json> Items { get; init; } = [];

    public bool IsObject => Kind == JsonTokenType.StartObject;

    public bool IsArray => Kind == JsonTokenType.StartArray;

    /// <summary>Whether it says nothing: absent or null, which OCPI takes for the same.</summary>
    public bool IsNothing => Kind is JsonTokenType.None or JsonTokenType.Null;

    /// <summary>The member of a name, which says nothing where there is none.</summary>
    public Json this[string name]
    {
        get
        {
            foreach (var member in Members)
                if (member.Name == name) return member.Value;
            return new(JsonTokenType.None, Line, "");
        }
    }

    /// <summary>Whether it has a member that says something.</summary>
    public bool Has(string name) => !this[name].IsNothing;

    /// <summary>What it is, as a message calls it.</summary>
    public string What => Kind switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.None or JsonTokenType.Null => "nothing",
        _ => Formats.Text.Names.Show(Text),
    };
}
