using System.Text.RegularExpressions;

namespace Busbar.Tests.Tidy;

/// <summary>What a reader of the source may rely on: short files, short lines, nothing unfinished.</summary>
public class Source_is_tidy
{
    private const int MostLines = 400;
    private const int MostWidth = 120;

    // Written apart, so that this file passes its own test.
    private static readonly Regex Unfinished =
        new(@"\b(TO" + @"DO|FIX" + @"ME|HA" + @"CK|XX" + @"X|NotImplemented" + @"Exception)\b");

    private static readonly Regex FloatingPoint = new(@"\b(dou" + @"ble|flo" + @"at|Half)\b(?=\??(\[\])?[ )>&])");

    private static readonly Regex Clock = new(
        @"\b(DateTime(Offset)?\.(Utc)?Now|DateTime\.Today|SystemClock\.|TimeProvider\.System|Environment\.TickCount)");

    private static readonly Regex Comment = new(@"//.*$", RegexOptions.Multiline);

    [Fact]
    public void A_file_has_at_most_400_lines() => NothingIn(House.Sources(), TooLong);

    [Fact]
    public void A_line_is_at_most_120_wide() => NothingIn(House.Sources(), TooWide);

    [Fact]
    public void Nothing_is_unfinished() => NothingIn(House.Sources(), Matches(Unfinished));

    [Fact]
    public void Energy_and_money_are_never_floating() => NothingIn(
        House.Files(".cs", [.. House.ExactProjects.Select(project => $"src/{project}")]),
        text => Matches(FloatingPoint)(Comment.Replace(text, "")));

    [Fact]
    public void Only_the_door_asks_for_the_time() => NothingIn(
        House.Sources().Where(path => path.StartsWith("src/", StringComparison.Ordinal)
            && !path.StartsWith("src/Busbar.Cli/", StringComparison.Ordinal)),
        Matches(Clock));

    [Fact]
    public void The_rules_can_fail()
    {
        Assert.Empty(TooLong(new string('\n', MostLines)));
        Assert.Single(TooLong(new string('\n', MostLines) + "x"));
        Assert.Empty(TooWide(new string('é', MostWidth)));
        Assert.Single(TooWide("short\n" + new string('x', MostWidth + 1)));
        Assert.Single(Matches(Unfinished)("// TO" + "DO: later"));
        Assert.Single(Matches(FloatingPoint)("private dou" + "ble _rate;"));
        Assert.Single(Matches(FloatingPoint)("(flo" + "at)x"));
        Assert.Empty(Matches(FloatingPoint)("doubled + Halfway"));
        Assert.Single(Matches(Clock)("var now = DateTime" + ".UtcNow;"));
    }

    private static void NothingIn(IEnumerable<string> paths, Func<string, IEnumerable<string>> rule) =>
        House.IsTidy(from path in paths from wrong in rule(House.Read(path)) select $"{path}: {wrong}");

    private static IEnumerable<string> TooLong(string text)
    {
        var lines = text.Split('\n').Length - (text.EndsWith('\n') ? 1 : 0);
        return lines > MostLines ? [$"{lines} lines"] : [];
    }

    private static IEnumerable<string> TooWide(string text) =>
        from line in text.Split('\n').Index()
        where line.Item.Length > MostWidth
        select $"line {line.Index + 1} is {line.Item.Length} wide";

    private static Func<string, IEnumerable<string>> Matches(Regex forbidden) => text =>
        from Match match in forbidden.Matches(text)
        select $"line {text.AsSpan(0, match.Index).Count('\n') + 1} says {match.Value}";
}
