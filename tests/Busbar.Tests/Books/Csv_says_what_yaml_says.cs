using System.Diagnostics;
using System.Globalization;
using System.Text;
using Busbar.Books;

namespace Busbar.Tests.Books;

/// <summary>A long list as a table is the same list.</summary>
public class Csv_says_what_yaml_says
{
    [Fact]
    public void A_row_is_the_map_that_it_would_be_in_yaml()
    {
        var rows = TestBook.Rows(
            "agreement,terms.standing,name,terms.eac\n"
            + "a1,60.97 p/day,\"Smith, \"\"John\"\"\",3.1 MWh\n"
            + "a2,,  Jones ,\n"
            + "\n"
            + "a3,\"\",\"two\nlines\",4 MWh\n");
        var list = Assert.IsType<ListNode>(Assert.Single(TestBook.Documents(
            """
            - agreement: a1
              terms: { standing: 60.97 p/day, eac: 3.1 MWh }
              name: Smith, "John"
            - { agreement: a2, name: Jones }
            - agreement: a3
              terms: { eac: 4 MWh }
              name: "two\nlines"
            """)));
        Assert.Equal(list.Items.Select(NodeText.Write), rows.Select(NodeText.Write));
        Assert.All(list.Items.Zip(rows), pair => Assert.True(pair.First.SaysTheSameAs(pair.Second)));
    }

    [Fact]
    public void A_cell_has_its_line_and_column_and_a_key_that_of_its_column()
    {
        var rows = TestBook.Rows("id, name,terms.x\r\na,\"b\r\nc\",1\r\nd,  e,\"f\"\"g\"\r\n");
        Assert.Equal(new("f.csv", 2, 1), rows[0].Place);
        Assert.Equal(new("f.csv", 2, 3), rows[0]["name"]!.Place);
        Assert.Equal(new("f.csv", 3, 1), ((TextNode)rows[0]["name"]!).At(3));
        Assert.Equal(new("f.csv", 3, 4), rows[0]["terms"]!.Place);
        Assert.Equal(new("f.csv", 4, 1), rows[1].Place);
        Assert.Equal(new("f.csv", 4, 5), rows[1]["name"]!.Place);
        Assert.Equal(new("f.csv", 4, 11), ((TextNode)((MapNode)rows[1]["terms"]!)["x"]!).At(2));
        Assert.Equal(["f.csv:1:1", "f.csv:1:5", "f.csv:1:10"],
            rows[1].Entries.Select(entry => entry.KeyPlace.ToString()));
    }

    [Theory]
    [InlineData("", "f.csv", "no-header", "The file has no header; expected the names of its columns.")]
    [InlineData("a,a\n", "f.csv:1:3", "bad-column", "The column a is there already, at column 1; expected it once.")]
    [InlineData("a.b,a.c,a\n", "f.csv:1:9", "bad-column",
        "a is a column and, with a, also a map of columns; expected one of both.")]
    [InlineData("a,,b\n", "f.csv:1:3", "bad-column", "Column 2 has no name; expected one in every column.")]
    [InlineData("a,Name\n", "f.csv:1:3", "bad-column", "Name is no name of a column; expected words in lower case, "
        + "joined by hyphens, with points between a map and its keys.")]
    [InlineData("a;b\n1;2\n", "f.csv:1:1", "bad-column", "a;b is no name of a column; expected words in lower case, "
        + "joined by hyphens, with points between a map and its keys.")]
    [InlineData("a,b\n1\n", "f.csv:2:1", "wrong-width", "The row has 1 cell; the header has 2.")]
    [InlineData("a,b\n\"x\ny\",1,2\n", "f.csv:2:1", "wrong-width", "The row has 3 cells; the header has 2.")]
    [InlineData("a,b\n1,x\"y\"\n", "f.csv:2:4", "bad-quote", "A quote stands inside a cell without quotes.")]
    [InlineData("a,b\n1,\"x\"y\n", "f.csv:2:6", "bad-quote",
        "After the closing quote the cell goes on; expected a comma.")]
    [InlineData("a,b\n1,\"x\n2,y\n", "f.csv:2:3", "open-quote", "The quote that opens here is never closed.")]
    [InlineData("a,b\n1,\0\n", "f.csv:2:3", "not-text", "The character U+0000 stands here; this is not plain text.")]
    public void What_is_no_table_is_refused(string csv, string place, string code, string message)
    {
        var faults = new List<Fault>();
        CsvTable.Read(Encoding.UTF8.GetBytes(csv), "f.csv", faults);
        var fault = Assert.Single(faults);
        Assert.Equal((code, place, message), (fault.Code, fault.Place.ToString(), fault.Message));
    }

    /// <summary>F49: an account's number is never read as other signs than those it was written with.</summary>
    [Fact]
    public void What_is_in_another_encoding_is_refused()
    {
        const string Csv = "account,party\nmüller-1,ada\n";
        byte[][] others =
        [
            Encoding.Latin1.GetBytes(Csv), [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Csv)],
            [.. Encoding.UTF8.GetBytes(Csv), .. Encoding.Latin1.GetBytes(Csv)],
        ];
        foreach (var other in others)
        {
            var faults = new List<Fault>();
            Assert.Empty(CsvTable.Read(other, "f.csv", faults));
            Assert.Equal("not-utf8", Assert.Single(faults).Code);
        }
    }

    [Fact]
    public void Rows_after_a_bad_one_are_read()
    {
        var faults = new List<Fault>();
        var rows = CsvTable.Read("a,b\n1\n2,3\n4,5,6\n7,8\n"u8, "f.csv", faults);
        Assert.Equal([2, 4], faults.Select(fault => fault.Place.Line));
        Assert.Equal([3, 5], rows.Select(row => row.Place.Line));
    }

    [Fact]
    public void A_hundred_thousand_rows_are_read_in_a_moment()
    {
        var csv = new StringBuilder("agreement,account,product,connections,from,terms.standing,terms.eac\n");
        for (var i = 0; i < 100_000; i++)
            csv.Append(CultureInfo.InvariantCulture,
                $"a{i},account-{i},ev-home,\"10{i:D11}\",2026-01-01,60.97 p/day,{i}.5 kWh\n");
        var file = Encoding.UTF8.GetBytes(csv.ToString());
        var watch = Stopwatch.StartNew();
        var faults = new List<Fault>();
        Assert.Equal(100_000, CsvTable.Read(file, "f.csv", faults).Count);
        Assert.Empty(faults);
        // It takes about a fifth of a second; machines that test are busy.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }
}
