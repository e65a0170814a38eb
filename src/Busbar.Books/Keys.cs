namespace Busbar.Books;

/// <summary>What a key looks like: words in lower case, joined by hyphens.</summary>
internal static class Keys
{
    /// <summary>Whether a text is such words; it may begin with a digit.</summary>
    public static bool AreWords(ReadOnlySpan<char> text)
    {
        if (text is [] or ['-', ..] or [.., '-']) return false;
        foreach (var sign in text)
            if (!char.IsAsciiLetterLower(sign) && !char.IsAsciiDigit(sign) && sign != '-')
                return false;
        return !text.Contains("--", StringComparison.Ordinal);
    }

    /// <summary>
    /// A key whose colon sticks to its value, as in <c>name:value</c>: where the key begins and the value does; null
    /// where that is no slip.
    /// </summary>
    public static (int Key, int Value)? Stuck(ReadOnlySpan<char> line)
    {
        var key = Math.Max(0, line.IndexOfAnyExcept(' '));
        while (line[key..] is ['-', ' ', ..]) key += 1 + Math.Max(1, line[(key + 1)..].IndexOfAnyExcept(' '));
        var colon = line[key..].IndexOf(':');
        if (colon < 1 || !char.IsAsciiLetterLower(line[key]) || !AreWords(line.Slice(key, colon))) return null;
        var value = line[(key + colon + 1)..];
        return value is [] or [' ' or '\t' or ':' or '/', ..] ? null : (key, key + colon + 1);
    }
}
