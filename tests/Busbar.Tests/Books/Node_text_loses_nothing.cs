using Busbar.Books;
using CsCheck;

namespace Busbar.Tests.Books;

/// <summary>What the store keeps of a node is all that it says.</summary>
public class Node_text_loses_nothing
{
    private static readonly Gen<string> AnyText =
        Gen.String[Gen.Char["ab-: \"\\'\n\t{}[]<&é\u2028\u00a0,#%0"], 0, 12];

    private static readonly Gen<Place> AnyPlace = Gen.Select(Gen.Int[1, 99], Gen.Int[1, 99])
        .Select((line, column) => new Place("f.yaml", line, column));

    private static readonly Gen<Node> AnyNode = Gen.Recursive<Node>((depth, inner) =>
    {
        Gen<Node> leaf = Gen.Frequency(
            (5, Gen.Select(AnyPlace, AnyText).Select((place, text) => (Node)new TextNode(place, text))),
            (1, AnyPlace.Select(place => (Node)new EmptyNode(place))));
        if (depth >= 4) return leaf;
        var list = Gen.Select(AnyPlace, inner.Array[0, 4]).Select((place, items) => (Node)new ListNode(place, items));
        var map = Gen.Select(AnyPlace, Gen.Dictionary(AnyText, inner)[0, 4]).Select((place, entries) =>
            (Node)new MapNode(place, [.. entries.Select(entry => new MapEntry(entry.Key, place, entry.Value))]));
        return Gen.Frequency((2, leaf), (1, list), (2, map));
    });

    [Fact]
    public void What_was_written_is_read() => AnyNode.Sample(node =>
    {
        var body = NodeText.Write(node);
        var read = NodeText.Read(body, new("f.yaml", 7, 3));
        return read.SaysTheSameAs(node) && NodeText.Write(read) == body
            && !body.Contains('\n', StringComparison.Ordinal)
            && All(read).All(below => below.Place == new Place("f.yaml", 7));
    });

    [Fact]
    public void Nodes_that_differ_have_other_texts() => Gen.Select(AnyNode, AnyNode).Sample((one, other) =>
        one.SaysTheSameAs(other) == (NodeText.Write(one) == NodeText.Write(other)));

    [Fact]
    public void The_way_of_writing_makes_no_difference() => Assert.Equal(
        NodeText.Write(TestBook.Map("a: { b: \"x y\", c: [1, 2] } # why\n")),
        NodeText.Write(TestBook.Map("a:\n  b: x\n    y\n\n  c:\n  - '1'\n  - 2\n")));

    [Fact]
    public void The_order_of_keys_is_kept() =>
        Assert.Equal("{\"b\":\"1\",\"a\":null}", NodeText.Write(TestBook.Map("b: 1\na:\n")));

    private static IEnumerable<Node> All(Node node) => node switch
    {
        MapNode map => map.Entries.SelectMany(entry => All(entry.Value)).Prepend(node),
        ListNode list => list.Items.SelectMany(All).Prepend(node),
        _ => [node],
    };
}
