namespace Busbar.Documents.Paper;

/// <summary>What a bill's meters showed, with estimates marked.</summary>
internal static class BillReads
{
    private const int MinutesPerDay = 1440;

    /// <summary>The reads of registers, and what came of each channel.</summary>
    public static IEnumerable<Part> Parts(BillFacts facts)
    {
        if (facts.Reads.Count + facts.Channels.Count == 0) yield break;
        yield return new Part.Heading(2, facts.Language.Say("reads-title"));
        if (facts.Reads.Count > 0) yield return Registers(facts);
        if (facts.Channels.Count > 0) yield return Channels(facts);
    }

    private static Part.Table Registers(BillFacts facts)
    {
        var words = facts.Language;
        return new(words.Say("reads-caption"), ShowsCaption: true,
        [
            new(words.Say("connection"), Share: 2), new(words.Say("meter"), Share: 2), new(words.Say("register")),
            new(words.Say("day"), Share: 2), new(words.Say("shows"), Alignment.Decimal), new(words.Say("kind")),
        ], [.. facts.Reads.Select(read => new TableRow(RowKind.Usual,
        [
            read.Connection, read.Meter, read.Register, words.Day(read.Day),
            $"{words.Number(read.Shown, read.Decimals)}\u00a0{words.Unit(read.Unit, isOne: false)}",
            words.Say(read.IsEstimated ? "estimated" : "read"),
        ]))]);
    }

    private static Part.Table Channels(BillFacts facts)
    {
        var words = facts.Language;
        var totals = FigureCells.Of([.. facts.Channels.Select(channel => (FigureCell?)new FigureCell(channel.Total,
            _ => words.Unit(channel.Unit, isOne: false), 0, 3))], words);
        return new(words.Say("channels-caption"), ShowsCaption: true,
        [
            new(words.Say("connection"), Share: 2), new(words.Say("channel"), Share: 2), new(words.Say("every")),
            new(words.Say("values"), Alignment.End), new(words.Say("of-them-estimated"), Alignment.End),
            new(words.Say("of-them-missing"), Alignment.End), new(words.Say("in-all"), Alignment.Decimal),
        ], [.. facts.Channels.Select((channel, i) => new TableRow(RowKind.Usual,
        [
            channel.Connection, channel.Channel, channel.StepMinutes == MinutesPerDay ? words.Say("a-day")
                : words.Say("minutes", ("count", words.Whole(channel.StepMinutes))),
            words.Whole(channel.Values), words.Whole(channel.Estimated), words.Whole(channel.Missing), totals[i],
        ]))]);
    }
}
