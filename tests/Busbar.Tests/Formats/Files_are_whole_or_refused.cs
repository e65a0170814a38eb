using System.Text;
using Busbar.Formats;

namespace Busbar.Tests.Formats;

/// <summary>
/// Of a file that has an end, a part is never taken for the whole (F29), and a number that isn't plainly one is never
/// taken for one (F40).
/// </summary>
public class Files_are_whole_or_refused
{
    // CSV has no end: what a row more would have said, nobody knows.
    public static TheoryData<string> WithAnEnd() =>
    [
        "NEM12_actual_interval", "NEM12_multiple_quality", "NEM13_consumption_data", "D0010", "D0036", "EIEP3",
        "Green Button", "MSCONS", "gzip", "zip",
    ];

    // F29
    [Theory, MemberData(nameof(WithAnEnd))]
    public void Cut_off_anywhere_it_is_refused_or_says_the_same(string sample)
    {
        var whole = Samples.Content(sample);
        var said = Said(whole);
        for (var length = 0; length < whole.Length; length++)
            try
            {
                Assert.Equal(said, Said(whole[..length]));
            }
            catch (RefusedException refused)
            {
                Assert.All(refused.Faults, fault => Assert.Equal("reads", fault.Place.File![..5]));
                Assert.All(refused.Faults, fault => Assert.EndsWith(".", fault.Message, StringComparison.Ordinal));
            }
    }

    private static readonly string[] NoNumbers =
    [
        "1,5", "1.234,5", "1e400", "1E3", "NaN", "Infinity", "1 000", "1\u2009000", "１２", "0x1F", "+1", "1.", "--1",
        "١",
    ];

    /// <summary>Where the first value of a sample stands, and how a text is written there.</summary>
    private static readonly (string Sample, string Value, bool IsQuoted)[] Values =
    [
        ("long", ",1.5,", true), ("wide", ",1.25,", true), ("registers", ",00123.4,", true), ("D0010", "|12.5|", false),
        ("D0036", "|0|", false), ("EIEP3", ",1.25,", true), ("MSCONS", ":1.5:", false),
        ("Green Button", "<value>1</value>", false), ("NEM12_actual_interval", ",1.111,", true),
        ("prices by start", ",50.5,", true), ("prices by day", ",1.25,", true), ("prices by hour", ",0.25\n", true),
    ];

    public static TheoryData<string, string> WrongNumbers()
    {
        var all = new TheoryData<string, string>();
        foreach (var (sample, _, _) in Values)
            // XML's own numbers may have a plus.
            foreach (var wrong in NoNumbers.Where(wrong => (sample, wrong) is not ("Green Button", "+1")))
                all.Add(sample, wrong);
        return all;
    }

    // F40
    [Theory, MemberData(nameof(WrongNumbers))]
    public void What_is_no_plain_number_is_refused_with_its_line(string sample, string wrong)
    {
        var (_, value, isQuoted) = Values.Single(one => one.Sample == sample);
        var text = Encoding.UTF8.GetString(Samples.Content(sample));
        var at = text.IndexOf(value, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{sample} has no {value}.");
        var (start, end) = value[0] == '<' ? ("<value>", "</value>") : (value[..1], value[^1..]);
        var needsQuotes = isQuoted && wrong.Contains(',', StringComparison.Ordinal);
        var written = start + (needsQuotes ? $"\"{wrong}\"" : wrong) + end;
        var damaged = Files.Utf8(text[..at] + written + text[(at + value.Length)..]);
        var refused = Assert.Throws<RefusedException>(() =>
        {
            if (Samples.OfPrices.Contains(sample)) Outcome.ReadPrices(damaged);
            else Files.ReadToEnd(new MemoryStream(damaged));
        });
        Assert.Equal(("bad-number", text[..at].Count(c => c == '\n') + 1),
            (refused.Faults[0].Code, refused.Faults[0].Place.Line));
        // MSCONS has other characters, and a plus of its own.
        if (sample != "MSCONS" || (wrong != "+1" && wrong.All(char.IsAscii)))
            Assert.Contains($" {wrong} ", refused.Faults[0].Message, StringComparison.Ordinal);
    }

    private static string Said(byte[] content)
    {
        var text = new StringBuilder();
        foreach (var file in MeterFile.Read(new MemoryStream(content), "reads"))
            foreach (var row in file.Rows())
                text.Append(row with { Readings = [] }).AppendJoin(' ', row.Readings).Append('\n');
        return text.ToString();
    }
}
