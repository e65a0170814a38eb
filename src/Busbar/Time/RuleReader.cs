using System.Collections.Frozen;
using System.Globalization;
using Kind = Busbar.Time.BandTokenKind;

namespace Busbar.Time;

/// <summary>
/// Reads one rule of a band: months, days and times, in that order, each of which may be left out.
/// </summary>
/// <remarks>The first fault is the one that is told; what is read after it has no meaning.</remarks>
internal sealed class RuleReader(
    string calendar, BandText band, List<BandToken> tokens, IReadOnlyList<string> special, bool hasHolidays)
{
    private const string DateOrTime = "Write a date as 1 apr and a time as 07:30.";

    private int _at;
    private Fault? _fault;

    /// <summary>The rule, or null with the fault.</summary>
    public BandRule? Read(int bandNumber, int order, out Fault? fault)
    {
        var season = Season();
        var days = Days();
        var (start, end) = Times();
        if (Next is { } left) Unexpected(left);
        fault = _fault;
        return fault is null
            ? new(bandNumber, order, season, days, start, end, band.Place.Right(tokens[0].At)) : null;
    }

    private BandToken? Next => _at < tokens.Count ? tokens[_at] : null;

    private bool[]? Season()
    {
        if (Next is { Kind: Kind.Number })
        {
            var from = Date();
            return Span(from, TakeDash() ? Date() : from);
        }
        if (Next is not { Kind: Kind.Word } first || !BandWords.Months.TryGetValue(first.Text, out var month))
            return null;
        _at++;
        var last = TakeDash() ? Word(BandWords.Months, "a month", first) : month;
        return Span(BandRule.DayOfYear(month, 1)!.Value, BandRule.DayOfYear(last % 12 + 1, 1)!.Value - 1);
    }

    /// <summary>A day of the year, as in <c>1 apr</c>.</summary>
    private int Date()
    {
        if (Next is not { Kind: Kind.Number } number || _at + 1 == tokens.Count
            || !BandWords.Months.TryGetValue(tokens[_at + 1].Text, out var month))
        {
            if (Next is { Kind: Kind.Number } && tokens.ElementAtOrDefault(_at + 1) is { Kind: Kind.Word } word
                && !BandWords.Has(word.Text ?? BandWords.Rest)) Unexpected(word);
            Fail("bad-date", Next ?? tokens[^1], $"has {Shown(Next)} where a day of a month is expected", DateOrTime);
            return 0;
        }
        _at += 2;
        var isNumber = int.TryParse(number.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var day);
        if (isNumber && BandRule.DayOfYear(month, day) is { } found) return found;
        Fail("bad-date", number, $"says {number.Text} {BandWords.MonthName(month)}, a day that no year has");
        return 0;
    }

    private DayChoice Days()
    {
        if (Next is { Kind: Kind.Special } set)
        {
            _at++;
            return new(0, Special: special.ToList().IndexOf(set.Text) + 1);
        }
        if (Next is not { Kind: Kind.Word } first) return DayChoice.Daily;
        if (BandWords.Choices.TryGetValue(first.Text, out var choice))
        {
            _at++;
            if (first.Text == "holidays" && !hasHolidays)
                Fail("no-holidays", first, "says holidays, but the calendar names none",
                    "Name them beside the bands, as in holidays: england.");
            return choice;
        }
        if (!BandWords.Weekdays.TryGetValue(first.Text, out var day)) return DayChoice.Daily;
        _at++;
        return new(DayChoice.Range(day, TakeDash() ? Word(BandWords.Weekdays, "a day of the week", first) : day));
    }

    private (int Start, int End) Times()
    {
        if (Next is not { Kind: Kind.Time } first) return (0, BandRule.MinutesPerDay);
        var start = Minute();
        if (!TakeDash() || Next is not { Kind: Kind.Time } last)
        {
            Fail("bad-time", first, $"says {first.Text} without the time at which it ends",
                "Write both, as in 07:30-16:00.");
            return (0, 0);
        }
        var end = Minute();
        if (start == BandRule.MinutesPerDay)
            Fail("bad-time", first, "begins at 24:00, where the day has ended", "Write 00:00.");
        if (start == end)
            Fail("bad-time", last, $"begins and ends at {last.Text}", "A rule without times has the whole day.");
        return (start, end > start ? end : end + BandRule.MinutesPerDay);
    }

    private int Minute()
    {
        var token = tokens[_at++];
        if (token.Text is [>= '0' and <= '9', >= '0' and <= '9', ':', >= '0' and <= '5', >= '0' and <= '9'])
        {
            var text = token.Text;
            var minute = ((text[0] - '0') * 10 + text[1] - '0') * 60 + (text[3] - '0') * 10 + text[4] - '0';
            if (minute <= BandRule.MinutesPerDay) return minute;
        }
        Fail("bad-time", token, $"says {token.Text}, which is no time of a day in whole minutes",
            "Write hours and minutes with two digits each, from 00:00 to 24:00.");
        return 0;
    }

    private int Word(FrozenDictionary<string, int> words, string what, BandToken first)
    {
        if (Next is { } token && words.TryGetValue(token.Text, out var value))
        {
            _at++;
            return value;
        }
        if (Next is { Kind: Kind.Word } other && !BandWords.Has(other.Text)) Unexpected(other);
        Fail("bad-rule", Next ?? tokens[^1], $"has {Shown(Next)} after {first.Text}- where {what} is expected");
        return 1;
    }

    private bool TakeDash()
    {
        if (Next is not { Kind: Kind.Dash }) return false;
        _at++;
        return true;
    }

    private void Unexpected(BandToken token)
    {
        if (token.Kind == Kind.Word && !BandWords.Has(token.Text))
        {
            // Of a name with hyphens the whole is looked for, unless a part of it is a word by itself.
            var parts = token.Chunk.Split('-');
            var isRange = Array.Exists(parts, part => part.Length == 0 || BandWords.Has(part));
            var (text, at) = isRange ? (token.Text, token.At) : (token.Chunk, token.ChunkAt);
            Fail("unknown-word", token with { At = at }, $"says {text}, which is no month, day or time",
                char.IsAsciiDigit(text[0]) ? DateOrTime : Nearest.Hint(text, [.. special, .. BandWords.All]));
        }
        else if (token.Text == BandWords.Rest)
            Fail("bad-rule", token, "says rest beside something else",
                "A band whose text is rest has all that no other band has, and needs no more words.");
        else
            Fail("bad-rule", token, $"has {token.Text} where a rule ends",
                "A rule is months, days and times in that order; a comma begins the next rule.");
    }

    private void Fail(string code, BandToken at, string problem, string? hint = null) =>
        _fault ??= new(code, $"The band {band.Band} {problem}.", band.Place.Right(at.At), calendar, hint);

    private static string Shown(BandToken? token) => token is { } found ? found.Text : "nothing";

    /// <summary>The days of a year from one to another, over its end where the other comes before.</summary>
    private static bool[] Span(int from, int to)
    {
        var season = new bool[BandRule.DaysPerYear];
        to = (to + BandRule.DaysPerYear) % BandRule.DaysPerYear;
        for (var day = from; day != to; day = (day + 1) % BandRule.DaysPerYear) season[day] = true;
        season[to] = true;
        return season;
    }
}
