using System.Text;
using Busbar.Documents.Paper;

namespace Busbar.Tests.Documents;

/// <summary>
/// What stands on the pages of each kind of document, as text, where it stands. With BUSBAR_WRITE_CASES=1 it is written
/// as expected, to be read before it is committed.
/// </summary>
public class Golden_pages
{
    private static readonly Dictionary<string, Func<Sheet>> Sheets = new()
    {
        ["household"] = () => SampleSheets.Household(),
        ["business"] = () => SampleSheets.Business(60),
        ["credit-note"] = SampleSheets.CreditNote,
        ["german"] = SampleSheets.GermanBill,
    };

    public static TheoryData<string> Names => [.. Sheets.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Read_as_expected(string name)
    {
        var expected = Path.Combine(Tidy.House.Root, "tests/pages", name + ".txt");
        // Blanks at the ends of lines are nothing that anybody sees.
        var text = new StringBuilder();
        foreach (var line in PdfText.Of(Sheets[name]()).Split('\n'))
            text.Append(line.Replace("\f", "-- page --\n", StringComparison.Ordinal).TrimEnd(' ')).Append('\n');
        if (Environment.GetEnvironmentVariable("BUSBAR_WRITE_CASES") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(expected)!);
            File.WriteAllText(expected, text.ToString());
        }
        Assert.Equal(File.ReadAllText(expected), text.ToString());
    }
}
