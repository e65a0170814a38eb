namespace Busbar.Books;

/// <summary>
/// What things are called: the book's own ids, in lower case with hyphens, and the market's (MPAN, ICP, NMI), letters
/// and digits up to 40. A connection may also have the signs of such as feeds give, <c>ab_12==</c>.
/// </summary>
public static class Ids
{
    private const int Longest = 100;
    private const int LongestOfMarket = 40;
    private const string SignsOfFeeds = "_.=+";

    /// <summary>What is wrong with an id, as the end of a sentence, or null when nothing is.</summary>
    /// <param name="isOfConnection">Whether files of meter data call it so.</param>
    public static string? Problem(string id, bool isOfConnection = false)
    {
        var expected = "expected lower-case letters, digits and hyphens, or a market's identifier"
            + (isOfConnection ? " of letters, digits and - _ . = +" : "");
        var signs = isOfConnection ? SignsOfFeeds : "";
        if (id.Length == 0) return expected;
        foreach (var sign in id)
            if (!char.IsAsciiLetterOrDigit(sign) && sign != '-' && !signs.Contains(sign, StringComparison.Ordinal))
                return $"{expected}, without {(sign is ' ' ? "a blank" : sign)}";
        if (!char.IsAsciiLetterOrDigit(id[0])) return "expected a letter or a digit first";
        var most = id.AsSpan().ContainsAnyInRange('A', 'Z') || id.AsSpan().ContainsAny(SignsOfFeeds)
            ? LongestOfMarket : Longest;
        return id.Length <= most ? null : $"expected at most {most} characters";
    }

    /// <summary>A name turned into an id: lower case, hyphens for all that isn't a letter or a digit.</summary>
    public static string Suggested(string name) => string.Join('-', new string(
        [.. name.ToLowerInvariant().Select(sign => char.IsAsciiLetterOrDigit(sign) ? sign : ' ')])
        .Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
