using Busbar.Quantities;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Documents.Paper;

/// <summary>The charging sessions that a bill is for, in the order in which they began.</summary>
internal static class BillSessions
{
    private const int Decimals = 4;

    private static readonly LocalTimePattern Clock = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    // Who gives nothing back, or reserves nothing, has no column for it.
    private static readonly (string Word, string Unit, Func<BilledSession, Exact> Figure, bool IsRare)[] Figures =
    [
        ("taken", "kWh", one => one.Energy, false), ("given-back", "kWh", one => one.Export, true),
        ("charging-time", "h", one => one.Charging, false), ("idle-time", "h", one => one.Idle, true),
        ("reserved-time", "h", one => one.Reserved, true),
    ];

    /// <summary>A table of each connection's; none where there are no sessions.</summary>
    public static IEnumerable<Part> Parts(BillFacts facts)
    {
        if (facts.Sessions.Count == 0) yield break;
        yield return new Part.Heading(2, facts.Language.Say("sessions-title"));
        foreach (var own in facts.Sessions.GroupBy(one => one.Connection)) yield return Table([.. own], facts.Language);
    }

    private static Part.Table Table(IReadOnlyList<BilledSession> sessions, BillLanguage words)
    {
        var shown = Figures.Where(one => !one.IsRare || sessions.Any(session => !one.Figure(session).IsZero)).ToList();
        var cells = shown.ConvertAll(one => FigureCells.Of([.. sessions.Select(one.Figure)
            .Append(Sum(sessions, one.Figure))
            .Select(value => (FigureCell?)new FigureCell(value, _ => "", 0, Decimals))],
            words));
        return new(words.Say("sessions-caption", ("connection", sessions[0].Connection)), ShowsCaption: true,
        [
            new(words.Say("session-start"), Share: 2), new(words.Say("session-end")),
            new(words.Say("charger"), Share: 2),
            .. shown.Select(one => new TableColumn($"{words.Say(one.Word)}, {one.Unit}", Alignment.Decimal)),
        ],
        [
            .. sessions.Select((one, i) => new TableRow(RowKind.Usual,
                [Moment(one.Start, words), EndOf(one, words), one.Charger, .. cells.Select(column => column[i])])),
            new TableRow(RowKind.Sum, [words.Say("in-all"), "", "", .. cells.Select(column => column[sessions.Count])]),
        ]);
    }

    private static Exact Sum(IEnumerable<BilledSession> sessions, Func<BilledSession, Exact> figure) =>
        sessions.Aggregate(Exact.Zero, (sum, one) => sum + figure(one));

    private static string Moment(LocalDateTime at, BillLanguage words) =>
        $"{words.Day(at.Date)}, {Clock.Format(at.TimeOfDay)}";

    /// <summary>The time alone, where it ends on the day on which it began.</summary>
    private static string EndOf(BilledSession one, BillLanguage words) =>
        one.End.Date == one.Start.Date ? Clock.Format(one.End.TimeOfDay) : Moment(one.End, words);
}
