namespace Busbar.Formats.Text;

/// <summary>An element that is kept whole, names without prefixes.</summary>
/// <param name="Currency">Its attribute <c>Ccy</c>, of an amount of ISO 20022; else empty.</param>
/// <param name="Text">Without blanks around it.</param>
internal sealed record XmlPart(int Line, string Name, string Currency, string Text, IReadOnlyList<XmlPart> Children)
{
    /// <summary>The first element on a way of names, <c>Refs/EndToEndId</c>; null where there is none.</summary>
    public XmlPart? Find(string way) => way.Split('/').Aggregate((XmlPart?)this,
        (part, name) => part?.Children.FirstOrDefault(child => child.Name == name));

    /// <summary>All right below it of a name.</summary>
    public IEnumerable<XmlPart> All(string name) => Children.Where(child => child.Name == name);

    /// <summary>The text of the first of some ways that says something; empty where none does.</summary>
    public string TextOf(params ReadOnlySpan<string> ways)
    {
        foreach (var way in ways)
            if (Find(way)?.Text is { Length: > 0 } text) return text;
        return "";
    }
}
