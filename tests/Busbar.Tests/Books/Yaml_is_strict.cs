using System.Text;
using Busbar.Books;

namespace Busbar.Tests.Books;

/// <summary>What isn't taken, where it stands, and what a person is told.</summary>
public class Yaml_is_strict
{
    [Fact]
    public void A_text_stays_as_it_was_written()
    {
        var map = TestBook.Map(
            "a: 2026-01-01\nb: yes\nc: 1.0\nd: \"null\"\ne: null\nf: ~\ng: 0x1F\nh: 20 %\ni: \"\"\n");
        Assert.Equal(
            ["2026-01-01", "yes", "1.0", "null", "", "", "0x1F", "20 %", ""],
            map.Entries.Select(entry => entry.Value is TextNode text ? text.Value : ""));
        Assert.Equal(["e", "f"], map.Entries.Where(entry => entry.Value is EmptyNode).Select(entry => entry.Key));
    }

    [Theory]
    [InlineData("a: &x 1\n", "1:4", "yaml-anchor", "&x is an anchor; a book has none.")]
    [InlineData("a: *x\n", "1:4", "yaml-alias", "*x refers to an anchor; a book has none.")]
    [InlineData("a: !x 1\n", "1:4", "yaml-tag", "!x is a tag; a book has none.")]
    [InlineData("a: !!str 1\n", "1:4", "yaml-tag", "tag:yaml.org,2002:str is a tag; a book has none.")]
    [InlineData("<<: { b: 1 }\n", "1:1", "yaml-merge", "<< merges another map; a book has no such thing.")]
    [InlineData("a: 1\nb: 2\na: 3\n", "3:1", "duplicate-key",
        "The key a is there already, in line 1; expected every key once.")]
    [InlineData("[a]: 1\n", "1:1", "odd-key", "Found a list as a key; expected a text.")]
    [InlineData(": 1\n", "1:1", "odd-key", "Found nothing as a key; expected a text.")]
    [InlineData("a: { b:1, c: 2 }\n", "1:8", "missing-blank", "After the colon of b a blank is missing.")]
    [InlineData("a: \"\\0\"\n", "1:4", "not-text",
        "The character U+0000 stands here; a text has only what can be seen.")]
    public void What_a_book_has_not_is_refused(string yaml, string place, string code, string message)
    {
        var fault = Assert.Single(TestBook.FaultsOf(yaml));
        Assert.Equal((code, $"f.yaml:{place}", message), (fault.Code, fault.Place.ToString(), fault.Message));
    }

    [Theory]
    [InlineData("a:\n\tb: 1\n", "2:1", "The line is indented with a tab; YAML is indented with blanks.")]
    [InlineData("a:\n  - b\n \t- c\n", "3:2", "The line is indented with a tab; YAML is indented with blanks.")]
    [InlineData("a:1\nb: 2\n", "1:3", "After the colon of a a blank is missing.")]
    [InlineData("a:\n  - b:1\n    c: 2\n", "2:7", "After the colon of b a blank is missing.")]
    [InlineData("a: \"x\nb: 2\n", "1:4", "The quote \" that opens here is never closed.")]
    [InlineData("a: 'x\nb: 2\n", "1:4", "The quote ' that opens here is never closed.")]
    [InlineData("a: [1, 2\nb: 3\n", "1:4", "The [ that opens here is never closed.")]
    [InlineData("a: { x: 1\nb: 3\n", "1:4", "The { that opens here is never closed.")]
    [InlineData("a: [\n1\n]\n", "1:4", "The [ that opens here is never closed.")]
    [InlineData("a: [1, 2}\n", "1:9", "Found }; expected ], which closes the [ of line 1, column 4.")]
    [InlineData("a: { b: \"x\"y }\n", "1:12",
        "Found y; expected a comma, or }, which closes the { of line 1, column 4.")]
    [InlineData("a: ]\n", "1:4", "This ] closes nothing: no [ is open.")]
    [InlineData("a: [1,,2]\n", "1:7", "Between two commas, or before the first, stands nothing.")]
    [InlineData("a: b: c\n", "1:5",
        "A second colon with a blank stands in this line; one line holds one key and value.")]
    [InlineData("a: 1\n b: 2\n", "2:3",
        "This line is indented deeper than the key above it, which already has a value.")]
    [InlineData("a:\n  b: 1\n c: 2\n", "3:2", "This line isn't lined up with the map that it belongs to.")]
    [InlineData("a:\n  - b\n - c\n", "3:2", "This \"- \" isn't lined up with the list that it belongs to.")]
    [InlineData("a: 1\nb\nc: 2\n", "2:1", "Found b; expected a key and a colon.")]
    [InlineData("- a\nb: 1\n", "2:1", "This line stands where the next \"- \" of the list above is expected.")]
    [InlineData("a: - b\n", "1:4", "A list can't begin on the line of its key.")]
    [InlineData("a: @b\n", "1:4", "A value can't begin with @.")]
    [InlineData("a: *\n", "1:4", "A value can't begin with *: YAML takes it for more than a text.")]
    [InlineData("a: |b\n", "1:4", "After | the text must begin on the next line, indented.")]
    [InlineData("a: 'it's'\n", "1:8", "After the closing quote the value goes on; expected the line to end.")]
    [InlineData("a: \"\\q\"\n", "1:4",
        "This quoted text has a backslash that doesn't begin a known escape.")]
    [InlineData("a: 1\n%b\n", "2:1", "A line begins with %, as a directive of YAML does; a book has none.")]
    public void Broken_yaml_is_one_fault_in_plain_words(string yaml, string place, string message)
    {
        var fault = Assert.Single(TestBook.FaultsOf(yaml));
        Assert.Equal(("broken-yaml", $"f.yaml:{place}", message), (fault.Code, fault.Place.ToString(), fault.Message));
    }

    [Fact]
    public void Documents_before_the_broken_one_are_kept()
    {
        var faults = new List<Fault>();
        var documents = YamlReader.Read("a: 1\n---\nb: [\n"u8, "f.yaml", faults);
        Assert.Equal("{\"a\":\"1\"}", NodeText.Write(Assert.Single(documents)));
        Assert.Equal("f.yaml:3:4", Assert.Single(faults).Place.ToString());
    }

    [Fact]
    public void What_is_no_utf8_text_is_refused_with_its_place()
    {
        Assert.Equal("1", Assert.IsType<TextNode>(TestBook.Map("\uFEFFa: 1\n")["a"]).Value);
        Assert.Equal(new("f.yaml", 1, 4), TestBook.Map("\uFEFFa: 1\n")["a"]!.Place);
        AssertRefused("not-utf8", "f.yaml:1", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("a: 1")]);
        AssertRefused("not-utf8", "f.yaml:2:5", [.. "a: 1\nb: é"u8, 0xFF, .. "\n"u8]);
        AssertRefused("not-utf8", "f.yaml:1:4", [.. "a: "u8, 0xC0, 0x80]);
        AssertRefused("not-text", "f.yaml:2:4", [.. "a: 1\nb: "u8, 0, .. "\n"u8]);
        AssertRefused("not-text", "f.yaml:1:4", [.. "a: \u2028\n"u8]);
    }

    [Fact]
    public void Size_depth_and_the_number_of_faults_are_limited()
    {
        AssertRefused("file-too-large", "f.yaml", new byte[YamlReader.MostBytes + 1]);
        AssertRefused("too-deep", "f.yaml:1:36", Encoding.UTF8.GetBytes("a: " + new string('[', 100_000)));
        Assert.Empty(TestBook.FaultsOf($"a: {new string('[', 30)}b{new string(']', 30)}\n"));
        var faults = TestBook.FaultsOf(string.Concat(Enumerable.Repeat("a: 1\n", 1_000)));
        Assert.Equal(101, faults.Count);
        Assert.Equal("too-many-faults", faults[^1].Code);
    }

    private static void AssertRefused(string code, string place, byte[] file)
    {
        var fault = Assert.Single(TestBook.FaultsOf(file));
        Assert.Equal((code, place), (fault.Code, fault.Place.ToString()));
    }
}
