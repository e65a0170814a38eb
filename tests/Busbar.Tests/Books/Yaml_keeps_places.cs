using Busbar.Books;

namespace Busbar.Tests.Books;

/// <summary>A value knows where it was written, and so does every character in it.</summary>
public class Yaml_keeps_places
{
    private const string Product =
        "# a home\n"
        + "product: ev-home\n"
        + "channels: { import: kWh, ev: \"kWh\" }\n"
        + "charges:\n"
        + "  - name: Standing charge\n"
        + "    price: standing\n"
        + "  - name: 'It''s EV'\n"
        + "    price:\n"
        + "fixed: yes\n"
        + "---\n"
        + "product: é-home\n"
        + "from: 2026-01-01\n";

    [Fact]
    public void Every_node_and_key_has_its_line_and_column()
    {
        var documents = TestBook.Documents(Product);
        Assert.Equal(
            [
                "2:1 map", "2:1 product", "2:10 ev-home",
                "3:1 channels", "3:11 map", "3:13 import", "3:21 kWh", "3:26 ev", "3:30 kWh",
                "4:1 charges", "5:3 list",
                "5:5 map", "5:5 name", "5:11 Standing charge", "6:5 price", "6:12 standing",
                "7:5 map", "7:5 name", "7:11 It's EV", "8:5 price", "8:11 nothing",
                "9:1 fixed", "9:8 yes",
            ],
            Places(documents[0]));
        Assert.Equal(
            ["11:1 map", "11:1 product", "11:10 é-home", "12:1 from", "12:7 2026-01-01"], Places(documents[1]));
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Line_ends_of_other_systems_count_the_same(string lineEnd) => Assert.Equal(
        TestBook.Documents(Product).SelectMany(Places),
        TestBook.Documents(Product.Replace("\n", lineEnd, StringComparison.Ordinal)).SelectMany(Places));

    [Fact]
    public void Nothing_stands_behind_its_key_or_its_hyphen()
    {
        Assert.Equal(
            ["1:1 map", "1:1 a", "1:3 nothing", "3:1 b", "4:3 list", "4:4 nothing", "5:5 x"],
            Places(TestBook.Map("a:\n\nb:\n  -\n  - x\n")));
        Assert.Equal(["1:1 nothing", "2:1 nothing"], TestBook.Documents("---\n---\n").SelectMany(Places));
    }

    /// <summary>The sign | stands before the character whose place is asked for.</summary>
    [Theory]
    [InlineData("a: x + |y", "1:8")]
    [InlineData("a: \"x + |y\"", "1:9")]
    [InlineData("a: 'it''s |y'", "1:11")]
    [InlineData("a: \"\\\"\\u00e9\\U0001F600\\x41 |y\"", "1:28")]
    [InlineData("a: \"x \\n \\\n   |y\"", "2:4")]
    [InlineData("a: first\n  second\n   + |third", "3:6")]
    [InlineData("a: 'first\n\n  |second'", "3:3")]
    [InlineData("a: >-\n  first\n  second |third\n", "3:10")]
    [InlineData("a: |-\n\n  first\n    second |third\n", "4:12")]
    [InlineData("a: |2-\n    first |second\n", "2:11")]
    [InlineData("a: { b: x |y }", "1:11")]
    public void A_character_is_found_in_a_value_however_it_is_written(string yaml, string place)
    {
        var mark = yaml.LastIndexOf('|');
        var faults = new List<Fault>();
        var file = System.Text.Encoding.UTF8.GetBytes(yaml.Remove(mark, 1));
        var value = Assert.IsType<MapNode>(YamlReader.Read(file, "f.yaml", faults)[0])["a"]!;
        var text = Assert.IsType<TextNode>(value is MapNode map ? map["b"] : value);
        var sign = yaml[mark + 1];
        var word = yaml[(mark + 1)..].Split(' ', '"', '\'', '\n')[0];
        var offset = text.Value.LastIndexOf(word, StringComparison.Ordinal);
        Assert.Equal(sign, text.Value[offset]);
        Assert.Equal($"f.yaml:{place}", text.At(offset).ToString());
    }

    [Fact]
    public void The_end_of_a_value_has_a_place_too()
    {
        Assert.Equal(new("f.yaml", 1, 8), Text("a: x + \n").At(4));
        Assert.Equal(new("f.yaml", 1, 8), Text("a: \"x +\"\n").At(3));
        Assert.Equal(new("f.yaml", 2, 6), Text("a: >\n  x +\n").At(3));
    }

    private static TextNode Text(string yaml) => Assert.IsType<TextNode>(TestBook.Map(yaml)["a"]);

    /// <summary>All nodes and keys in order of reading.</summary>
    private static IEnumerable<string> Places(Node node)
    {
        var place = node.Place.ToString().Replace("f.yaml:", "", StringComparison.Ordinal);
        return node switch
        {
            MapNode map => map.Entries.SelectMany(entry => Places(entry.Value)
                .Prepend($"{entry.KeyPlace.Line}:{entry.KeyPlace.Column} {entry.Key}")).Prepend($"{place} map"),
            ListNode list => list.Items.SelectMany(Places).Prepend($"{place} list"),
            TextNode text => [$"{place} {text.Value}"],
            _ => [$"{place} nothing"],
        };
    }
}
