using Busbar.Books;
using Busbar.Metering.Checks;
using Busbar.Quantities;
using Busbar.Tests.Rating;
using NodaTime;

namespace Busbar.Tests.Books;

public class Checks_are_declared
{
    private const string Flat = """
        product: p
        from: 2020-01-01
        interval: 30min
        channels: { import: kWh }
        charges: [{ name: Energy, quantity: import, price: 0.20 GBP/kWh }]
        """;

    private const string Have = "checks of import of the book have the text ";

    private const string Two = "- { connection: c1, channels: { import: kWh, reactive: kVArh } }\n"
        + "- { connection: c2, channels: { import: kWh }, checks: { import: none } }";

    private static IReadOnlyDictionary<string, IReadOnlyList<ReadingCheck>> Checks(
        string book, string connections = Two) =>
        Bench.Of(Flat, book, connections: connections).Book.Connections["c1"].Checks;

    private static string Fault(string book, string connections = Two)
    {
        var fault = Assert.Single(Bench.Faults(Flat, book, connections: connections));
        return $"{fault.Place} {fault.Code}: {fault.Message} {fault.Hint}".TrimEnd();
    }

    [Fact]
    public void Each_channel_has_its_rules()
    {
        var checks = Checks("checks:\n  import: [spike 5, spike 2.5 over 7 days, zeros 7 days, zeros 36 hours, "
            + "thousandfold, thousandfold over 60 days, against c2 2.5 %]\n  default: without import");
        Assert.Equal(
            [
                new SpikeCheck(5, 28, Dimension.Energy), new SpikeCheck(2.5m, 7, Dimension.Energy),
                new ZerosCheck(Period.FromDays(7), Dimension.Energy),
                new ZerosCheck(Period.FromHours(36), Dimension.Energy),
                new ThousandfoldCheck(28, Dimension.Energy), new ThousandfoldCheck(60, Dimension.Energy),
                new AgainstCheck("c2", 2.5m, Dimension.Energy, new("book.yaml", 5, 115)),
            ],
            checks["import"]);
        Assert.Equal([new WithoutCheck("import", Dimension.Reactive)], checks["reactive"]);
    }

    [Fact]
    public void Codes_are_in_the_unit_of_the_channel() => Assert.Equal(
        [9_999_900, 1_000],
        Assert.IsType<CodeCheck>(Checks("checks: { import: code 9999.9 1 }",
            "- { connection: c1, channels: { import: MWh } }")["import"][0]).Values);

    [Fact]
    public void Without_a_word_nothing_is_checked() => Assert.Empty(Checks(""));

    [Fact]
    public void A_connection_has_its_own_before_the_books()
    {
        var checks = Checks("checks: { import: spike 5, default: zeros 7 days }", """
            - connection: c1
              channels: { import: kWh, export: kWh, net: kWh }
              checks: { import: none, net: "code 1" }
            """);
        Assert.Equal(["export", "net"], checks.Keys.Order(StringComparer.Ordinal));
        Assert.IsType<CodeCheck>(Assert.Single(checks["net"]));
    }

    [Theory]
    [InlineData("spikes 5", "4:20 unknown-check: " + Have
        + "spikes 5, which is no rule for readings. Did you mean spike?")]
    [InlineData("jump", "4:20 unknown-check: " + Have + "jump, which is no rule for readings. Known are spike, zeros, "
        + "thousandfold, without, code, against, none, error-code, above-limit, negative-import, read-below-previous, "
        + "gap, future, wrong-interval-count, no.")]
    [InlineData("spike", "4:20 bad-check: " + Have + "spike; expected spike 5 or spike 2.5 over 28 days.")]
    [InlineData("zeros 7", "4:20 bad-check: " + Have + "zeros 7; expected zeros 7 days or zeros 36 hours.")]
    [InlineData("against c2 2", "4:20 bad-check: " + Have + "against c2 2; expected against CONNECTION 2 % or "
        + "against channel NAME 2 %.")]
    [InlineData("spike 1", "4:20 bad-number: " + Have + "spike 1; expected a number above 1 and up to 1000000.")]
    [InlineData("spike five", "4:20 bad-number: " + Have + "spike five, and five is not a number.")]
    [InlineData("spike 5 over 6 days", "4:20 bad-number: " + Have
        + "spike 5 over 6 days; expected a whole number of days from 7 to 400.")]
    [InlineData("thousandfold over 401 days", "4:20 bad-number: " + Have
        + "thousandfold over 401 days; expected a whole number of days from 7 to 400.")]
    [InlineData("zeros 0 days", "4:20 bad-number: " + Have
        + "zeros 0 days; expected a whole number of days from 1 to 400.")]
    [InlineData("zeros 9601 hours", "4:20 bad-number: " + Have
        + "zeros 9601 hours; expected a whole number of hours from 1 to 9600.")]
    [InlineData("against c2 0%", "4:20 bad-number: " + Have
        + "against c2 0%; expected a percentage above 0 and below 100.")]
    [InlineData("spike 5, none", "4:29 bad-check: checks of import of the book have none and rules as well. Let none "
        + "stand by itself, or leave it out.")]
    [InlineData("against c3 2 %", "4:20 unknown-connection: There is no connection c3, against which readings of "
        + "channel import are to be checked. Did you mean c1?")]
    public void What_is_wrong_is_said_where_it_is(string phrases, string expected) =>
        Assert.Equal("book.yaml:" + expected, Fault($"checks: {{ import: [{phrases}] }}"));

    [Theory]
    [InlineData("checks: { imprt: [thousandfold] }", "4:11 unknown-channel: No connection has a channel imprt, which "
        + "checks of the book name. Did you mean import?")]
    [InlineData("checks: { import: [] }", "4:19 missing-check: checks of import of the book are an empty list; "
        + "expected rules, or none. Write [spike 5, zeros 7 days], or none.")]
    [InlineData("checks: { reactive: [without imprt] }", "4:22 unknown-channel: connection c1 has no other channel "
        + "imprt beside reactive, and its checks name it. Did you mean import?")]
    [InlineData("checks: { reactive: against c2 2% }", "4:21 unknown-channel: Readings of channel reactive of "
        + "connection c1 are to be checked against those of connection c2, which has no such channel. It has import.")]
    public void What_does_not_fit_is_said_where_it_is(string book, string expected) =>
        Assert.Equal("book.yaml:" + expected, Fault(book));

    [Theory]
    [InlineData("{ import: kWh }, checks: { import: [without import] }", "c2, channels: { import: kWh }",
        "wrong-unit: without import isn't for channel import of connection c1, which is in kWh: it is for reactive and "
        + "apparent energy.")]
    [InlineData("{ import: kWh }, checks: { import: [against c1 2 %] }", "c2, channels: { import: kWh }",
        "bad-check: Channel import of connection c1 can't be checked against itself.")]
    [InlineData("{ import: kWh }, checks: { export: [spike 5] }", "c2, channels: { import: kWh }",
        "unknown-channel: connection c1 has no channel export, which its checks name.")]
    [InlineData("{ import: kWh }, checks: { import: [against c2 2 %] }", "c2, channels: { import: m3 }",
        "wrong-unit: Readings of channel import of connection c1 are to be checked against those of connection c2, "
        + "which are in m3 and not in kWh.")]
    [InlineData("{ import: kWh }, checks: { import: [against c2 2 %] }",
        "c2, zone: Europe/Berlin, channels: { import: kWh }",
        "wrong-zone: Readings of channel import of connection c1 are to be checked against those of connection c2, "
        + "whose months are those of Europe/Berlin and not of Europe/London.")]
    [InlineData("{ import: kWh, total: kWh }, checks: { import: [against channel totl 2 %] }",
        "c2, channels: { import: kWh }",
        "unknown-channel: connection c1 has no other channel totl beside import, and its checks name it.")]
    [InlineData("{ import: kWh, total: m3 }, checks: { import: [against channel total 2%] }",
        "c2, channels: { import: kWh }",
        "wrong-unit: Readings of channel import of connection c1 are to be checked against those of channel total, "
        + "which are in m3 and not in kWh.")]
    public void A_connection_is_checked_by_what_there_is(string own, string other, string expected)
    {
        var fault = Assert.Single(Bench.Faults(Flat,
            connections: $"- {{ connection: c1, channels: {own} }}\n- {{ connection: {other} }}"));
        Assert.Equal(expected, $"{fault.Code}: {fault.Message}");
    }

    [Fact]
    public void What_the_book_says_for_all_is_wrong_once() => Assert.StartsWith("book.yaml:4:19 unknown-connection",
        Fault("checks: { import: against c9 2 % }"), StringComparison.Ordinal);

    [Fact]
    public void A_stored_book_has_the_same_rules()
    {
        using var folder = new TestBook()
            .With("book.yaml", "seller: { name: S }\ncurrency: GBP\nzone: Europe/London\n"
                + "checks: { default: [spike 2.5 over 30 days, zeros 7 days, thousandfold] }")
            .With("connections.csv", "connection,channels.import,checks.import\n"
                + "c1,kWh,\"zeros 5 hours, against c2 3 %\"\nc2,kWh,\nc3,kWh,none");
        var source = folder.Read();
        Assert.Empty(source.Faults);
        var faults = new List<Fault>();
        var items = BookItem.Of(source, faults);
        var stored = items.Select(item => new BookItem(item.Kind, item.Id,
            (MapNode)NodeText.Read(NodeText.Write(item.Kept), item.Node.Place))).ToList();
        var (book, again) = (BookReader.Read(items, faults), BookReader.Read(stored, faults));
        Assert.Empty(faults.Select(fault => fault.ToString()));
        string[] Rules(string connection, Busbar.Contracts.Book? of) => [.. of!.Connections[connection].Checks
            .SelectMany(pair => pair.Value.Select(check => $"{pair.Key}: {Unplaced(check)}"))];
        foreach (var connection in book!.Connections.Keys)
            Assert.Equal(Rules(connection, book), Rules(connection, again));
        Assert.Equal((2, 3, 0), (Rules("c1", again).Length, Rules("c2", again).Length, Rules("c3", again).Length));
    }

    /// <summary>A stored book knows lines alone.</summary>
    private static ReadingCheck Unplaced(ReadingCheck check) =>
        check is AgainstCheck against ? against with { Place = default } : check;
}
