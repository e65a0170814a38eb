using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Busbar.Books;

/// <summary>
/// Says in plain words why a text isn't YAML. The parser's own words name its states; what a person needs is the slip
/// that led there, and most are one of a dozen.
/// </summary>
internal static class YamlTrouble
{
    private const string Code = "broken-yaml";

    /// <summary>Refuses lines that the parser would take without a word: it skips those with a <c>%</c>.</summary>
    public static void RefuseLines(string source, FileFaults faults)
    {
        var line = 0;
        foreach (var text in source.AsSpan().EnumerateLines())
        {
            line++;
            if (text is ['%', ..])
                throw faults.Fatal(Code, new(faults.File, line, 1),
                    "A line begins with %, as a directive of YAML does; a book has none.",
                    "If it is a value, indent it and put it in quotes: \"…\".");
            if (text is ['\t', ..] && !text.IsWhiteSpace()) throw Tab(new(faults.File, line, 1), faults);
        }
    }

    /// <summary>The fault that the parser's message stands for.</summary>
    public static RefusedException Of(string message, Mark? mark, string source, ParsingEvent? last,
        IEnumerable<(char Sign, Place Place)> open, FileFaults faults)
    {
        var found = new Spot(faults.File, source, mark ?? last?.End ?? Mark.Empty);
        bool Says(string words) => message.Contains(words, StringComparison.OrdinalIgnoreCase);
        RefusedException Say(Place place, string sentence, string? hint = null) =>
            faults.Fatal(Code, place, sentence, hint);

        if (Says("tab") && TabIn(source, (int)(last?.Start.Line ?? 1)) is { } line)
            return Tab(new(faults.File, line.Line, line.Column), faults);
        if (Says("quoted scalar") && (Says("end of stream") || Says("wrong indentation") || Says("document indicator")))
            return Say(found.Place, $"The quote {found.Sign} that opens here is never closed.",
                "Close it at the end of the value; lines that go on must be indented.");
        if (Says("escape") || Says("surrogates") || Says("hexadecimal"))
            return Say(found.Place, "This quoted text has a backslash that doesn't begin a known escape.",
                "Write \\\\ for a backslash, or put the text in single quotes.");
        var mayLackBlank = Says("expected key") || Says("expected ':'") || Says("expected '-'")
            || Says("invalid mapping");
        if (mayLackBlank && StuckColon(found) is { } stuck)
            return Say(stuck.Place, $"After the colon of {stuck.Key} a blank is missing.",
                $"Write {stuck.Key}: {stuck.Value}");
        if ((open.FirstOrDefault() is { Sign: not '\0' } known ? known : mark is null ? Ahead(source, found) : null)
            is { } opened)
            return InBrackets(found, opened.Sign, opened.Place, mark is null ? null : last, faults);
        if (found.Sign is ']' or '}')
            return Say(found.Place, $"This {found.Sign} closes nothing: no {(found.Sign == ']' ? '[' : '{')} is open.",
                "If it belongs to a text, put the text in quotes: \"…\".");
        return Misplaced(message, found, last, faults);
    }

    /// <summary>What remains: a sign or a line that stands where it can't.</summary>
    private static RefusedException Misplaced(string message, Spot found, ParsingEvent? last, FileFaults faults)
    {
        bool Says(string words) => message.Contains(words, StringComparison.OrdinalIgnoreCase);
        RefusedException Say(string sentence, string? hint = null) =>
            faults.Fatal(Code, found.Place, sentence, hint);

        if (Says("invalid mapping") || Says("mapping values"))
            return found.Before.Contains(": ", StringComparison.Ordinal)
                ? Say("A second colon with a blank stands in this line; one line holds one key and value.",
                    "If the colon belongs to the value, put the value in quotes: \"…\".")
                : Say("This line is indented deeper than the key above it, which already has a value.",
                    "Line its key up with the other keys of the same map.");
        if (Says("sequence entries"))
            return Say("A list can't begin on the line of its key.",
                "Put each \"- \" on a line of its own, below the key, or write the list in [ ].");
        if (Says("cannot start any token"))
            return Say($"A value can't begin with {found.Sign}.", "Put the value in quotes: \"…\".");
        if (Says("anchor") || Says("alias") || Says("tag"))
            return Say($"A value can't begin with {found.Sign}: YAML takes it for more than a text.",
                "Put the value in quotes: \"…\".");
        if (Says("block scalar"))
            return Say($"After {found.Sign} the text must begin on the next line, indented.",
                "If the sign belongs to the value, put the value in quotes: \"…\".");
        if (Says("expected '-'"))
            return Say("This line stands where the next \"- \" of the list above is expected.",
                "Indent it below its \"- \", or let the list end by indenting less than it.");
        if (Says("expected key") || Says("expected ':'")) return NoKey(found, last, faults);
        if (Says("mapping keys"))
            return Say("A value can't begin with ? and a blank.", "Put the value in quotes: \"…\".");
        if (Says("node content"))
            return Say($"Found {(found.Sign == '\0' ? "the end of the file" : found.Sign)}; expected a value.");
        if (Says("document start") || Says("document end"))
            return Say("What comes before this is complete; expected nothing more, or --- on a line of its "
                + "own and another document.", "Is something closed too early, or indented less than it should be?");
        return Say("From here on this can't be read as YAML.", $"The parser says: {message}");
    }

    private static RefusedException Tab(Place place, FileFaults faults) =>
        faults.Fatal(Code, place, "The line is indented with a tab; YAML is indented with blanks.",
            "Replace the tab with blanks.");

    private static RefusedException InBrackets(
        Spot found, char sign, Place opened, ParsingEvent? last, FileFaults faults)
    {
        var (closing, other) = sign == '[' ? (']', '}') : ('}', ']');
        if (last is null) return Unclosed(sign, closing, opened, faults);
        if (found.Sign == other)
            return faults.Fatal(Code, found.Place, $"Found {other}; expected {closing}, which closes the {sign} of "
                + $"line {opened.Line}, column {opened.Column}.");
        if (found.Sign == ',')
            return faults.Fatal(Code, found.Place, "Between two commas, or before the first, stands nothing.",
                "Delete the comma that is too many.");
        if (found.Place.Line == last.End.Line && found.Sign != '\0')
            return faults.Fatal(Code, found.Place, $"Found {found.Sign}; expected a comma, or {closing}, which closes "
                + $"the {sign} of line {opened.Line}, column {opened.Column}.",
                "A value with such a sign in it stands in quotes.");
        return Unclosed(sign, closing, opened, faults);
    }

    private static RefusedException Unclosed(char sign, char closing, Place opened, FileFaults faults) =>
        faults.Fatal(Code, opened, $"The {sign} that opens here is never closed.",
            $"Write the {closing}; lines between the two must be indented.");

    private static RefusedException NoKey(Spot found, ParsingEvent? last, FileFaults faults)
    {
        if (last is Scalar { Style: ScalarStyle.DoubleQuoted or ScalarStyle.SingleQuoted } quoted
            && found.Place.Line == quoted.End.Line)
            return faults.Fatal(Code, found.Place,
                "After the closing quote the value goes on; expected the line to end.",
                "Put the whole value in quotes, and inside them write each \" as \\\", or each ' as ''.");
        if (found.Rest is ['-', ' ', ..])
            return faults.Fatal(Code, found.Place, "This \"- \" isn't lined up with the list that it belongs to.",
                "All \"- \" of one list have the same indentation.");
        if (found.Rest.Contains(':', StringComparison.Ordinal))
            return faults.Fatal(Code, found.Place, "This line isn't lined up with the map that it belongs to.",
                "All keys of one map have the same indentation.");
        return faults.Fatal(Code, found.Place, $"Found {TextNode.Shortened(found.Rest)}; expected a key and a colon.",
            "Write key: value. A value that goes on from the line above is indented deeper than its key.");
    }

    /// <summary><c>name:value</c> at the beginning of the line of the trouble or of the one above it.</summary>
    private static (string Key, string Value, Place Place)? StuckColon(Spot found)
    {
        foreach (var line in new[] { found.Place.Line - 1, found.Place.Line })
            if (found.Line(line) is var text && Keys.Stuck(text) is { } stuck)
                return (text[stuck.Key..(stuck.Value - 1)], text[stuck.Value..].TrimEnd(),
                    new(found.Place.File, line, stuck.Value + 1));
        return null;
    }

    /// <summary>The bracket that the parser had seen but not told of when it tripped.</summary>
    private static (char Sign, Place Place)? Ahead(string source, Spot found) =>
        source.AsSpan(found.Index).IndexOfAny('[', '{') is >= 0 and var ahead
            ? (source[found.Index + ahead], Lines.PlaceAt(found.Place.File!, source, found.Index + ahead)) : null;

    private static (int Line, int Column)? TabIn(string source, int fromLine)
    {
        var line = 0;
        foreach (var text in source.AsSpan().EnumerateLines())
            if (++line >= fromLine && text.IndexOfAnyExcept(' ') is >= 0 and var at
                && text[at] == '\t')
                return (line, at + 1);
        return null;
    }

    /// <summary>Where the parser stopped, with what stands around.</summary>
    private sealed class Spot(string file, string source, Mark mark)
    {
        public Place Place { get; } = new(file, Math.Max(1, (int)mark.Line), Math.Max(1, (int)mark.Column));

        /// <summary>The character found, or NUL at the end of the file.</summary>
        public char Sign => Index < source.Length ? source[Index] : '\0';

        public int Index => (int)Math.Min(mark.Index, source.Length);

        /// <summary>What comes before it in its line.</summary>
        public string Before => Line(Place.Line) is var line ? line[..Math.Min(line.Length, Place.Column - 1)] : "";

        /// <summary>From it to the end of its line.</summary>
        public string Rest => Line(Place.Line) is var line ? line[Math.Min(line.Length, Place.Column - 1)..] : "";

        public string Line(int number)
        {
            foreach (var line in source.AsSpan().EnumerateLines())
                if (--number == 0)
                    return line.ToString();
            return "";
        }
    }
}
