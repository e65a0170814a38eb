using Busbar.Documents.Paper;

namespace Busbar.Tests.Documents;

/// <summary>
/// In which order the runs of a line stand (UAX 9). As in its examples, capitals are letters that read from right to
/// left; here they are Hebrew ones.
/// </summary>
public sealed class Lines_are_ordered
{
    [Theory]
    [InlineData("car means CAR.", "car means RAC.")]
    [InlineData("CAR MEANS car.", ".car SNAEM RAC")]
    [InlineData("he said CAR 12 TO me", "he said OT 12 RAC me")]
    [InlineData("CAR 12.50 %", "% 12.50 RAC")]
    [InlineData("CAR -5", "-5 RAC")]
    public void Runs_stand_where_they_are_read(string text, string shown) => Assert.Equal(shown, Shown(text));

    // The examples of rule N0.
    [Theory]
    [InlineData("AB(CD[&ef]!)gh", "gh(![ef&]DC)BA")]
    [InlineData("ABC (smith)", "(smith) CBA")]
    [InlineData("SMITH (fabrikam ARABIC)", "(CIBARA fabrikam) HTIMS")]
    [InlineData("ARABIC book(s)", "book(s) CIBARA")]
    [InlineData("HOUSE 12 (b)", "(b) 12 ESUOH")]
    public void Brackets_read_as_the_line_does_or_as_what_they_belong_to(string text, string shown) =>
        Assert.Equal(shown, Shown(text));

    [Theory]
    [InlineData("smith (FABRIKAM) ltd", "smith (MAKIRBAF) ltd")]
    [InlineData("smith (FABRIKAM 12) ltd", "smith (12 MAKIRBAF) ltd")]
    [InlineData("a FLAT (B) c", "a (B) TALF c")]
    [InlineData("a FLAT (b) c", "a TALF (b) c")]
    [InlineData("a FLAT [B (C)] d", "a [(C) B] TALF d")]
    [InlineData("a (B] C) d", "a (C [B) d")]
    [InlineData("a ) B ( c", "a ) B ( c")]
    [InlineData("a FLAT () c", "a TALF () c")]
    public void In_a_line_from_the_left_brackets_stand_around_what_they_enclose(string text, string shown) =>
        Assert.Equal(shown, Shown(text));

    [Fact]
    public void A_bracket_opens_towards_what_it_encloses()
    {
        var font = FontFile.Of(isStrong: false).First(font => font.Has(0x5D0));
        var (there, back) = (font.Shape("(", isRightToLeft: false), font.Shape("(", isRightToLeft: true));
        Assert.Equal(font.Shape(")", isRightToLeft: false).Glyphs, back.Glyphs);
        Assert.NotEqual(there.Glyphs, back.Glyphs);
    }

    /// <summary>A line as it is seen, from left to right.</summary>
    private static string Shown(string said)
    {
        var text = string.Concat(said.Select(sign =>
            char.IsAsciiLetterUpper(sign) ? (char)(0x5D0 + sign - 'A') : sign));
        var seen = TextDirection.Runs(text, TextDirection.IsRightToLeft(text))
            .SelectMany(run => run.IsRightToLeft ? run.Text.Reverse().Select(Mirrored) : run.Text);
        return string.Concat(seen.Select(sign => sign >= 0x5D0 ? (char)('A' + sign - 0x5D0) : sign));
    }

    private static char Mirrored(char sign) => sign switch
    {
        '(' => ')', ')' => '(', '[' => ']', ']' => '[', _ => sign,
    };
}
