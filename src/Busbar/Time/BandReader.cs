namespace Busbar.Time;

/// <summary>Reads the bands of a calendar, with all their faults.</summary>
internal sealed class BandReader(
    string calendar, IReadOnlyList<string> special, bool hasHolidays, List<Fault> faults)
{
    private readonly List<string> _names = [];

    /// <summary>The rules of all bands, in the order in which they are written.</summary>
    public List<BandRule> Rules { get; } = [];

    /// <summary>The number of the band that has the rest, or null.</summary>
    public int? Rest { get; private set; }

    /// <summary>Whether a text is a name of a band or of special days: lower case, digits and hyphens.</summary>
    public static bool IsName(string text) =>
        text.Length > 0 && text[0] != '-' && text.All(c => c is >= 'a' and <= 'z' or >= '0' and <= '9' or '-');

    /// <summary>Reads the next band.</summary>
    public void Read(BandText band)
    {
        var number = _names.Count;
        if (!IsName(band.Band))
            Fail("bad-name", band, $"The name of a band can't be \"{band.Band}\".",
                "Write it in lower case, with digits and hyphens, as in off-peak.");
        else if (_names.Contains(band.Band))
            Fail("duplicate-band", band, $"The band {band.Band} is there twice.",
                "Write all its rules in one text, with commas between them.");
        _names.Add(band.Band);
        if (string.IsNullOrWhiteSpace(band.Text))
            Fail("bad-rule", band, $"The band {band.Band} has no text.",
                "Say when it holds, as in weekdays 16:00-19:00, or rest.");
        else if (band.Text.AsSpan().Trim().Equals(BandWords.Rest, StringComparison.OrdinalIgnoreCase))
            TakeRest(number, band);
        else
            ReadRules(number, band);
    }

    private void TakeRest(int number, BandText band)
    {
        if (Rest is { } first)
            Fail("two-rests", band, $"The bands {_names[first]} and {band.Band} can't both have the rest.");
        Rest ??= number;
    }

    private void ReadRules(int number, BandText band)
    {
        for (var (from, to) = (0, 0); from <= band.Text.Length; from = to + 1)
        {
            to = band.Text.IndexOf(',', from);
            if (to < 0) to = band.Text.Length;
            var tokens = BandToken.In(band.Text, from, to, special);
            if (tokens.Count == 0)
            {
                Fail("bad-rule", band with { Place = band.Place.Right(Math.Min(from, band.Text.Length - 1)) },
                    $"The band {band.Band} has a comma with no rule beside it.");
                continue;
            }
            var rule = new RuleReader(calendar, band, tokens, special, hasHolidays)
                .Read(number, Rules.Count, out var fault);
            if (rule is not null) Rules.Add(rule);
            if (fault is not null) faults.Add(fault);
        }
    }

    private void Fail(string code, BandText band, string message, string? hint = null) =>
        faults.Add(new(code, message, band.Place, calendar, hint));
}
