using System.CommandLine;
using System.Globalization;
using Busbar.Documents;
using Busbar.Formats.Export;
using Busbar.Runs;
using Busbar.Time;

namespace Busbar.Cli.Verbs;

/// <summary><c>busbar reads CONNECTION --period P</c>: what is known of a connection, and where it comes from.
/// </summary>
internal static class ReadsVerb
{
    private const string ByDay = "by day";
    private const string ByInterval = "--intervals";
    private const string OfRegisters = "--register";
    private const string Past = "--history";
    private const string PastOfRegisters = "--register --history";

    private static readonly string[] Formats = ["table", "csv", "svg"];

    private sealed record Order(
        ReadsOrder What, string View, string Format, string? Path, bool Replaces, string? Viewer);

    public static Command Of(Door door)
    {
        var connection = new Argument<string>("CONNECTION") { Description = "The id of a connection." };
        var period = new Option<string>("--period")
        {
            Description = "Its local days: a month 2026-01, a year 2026, or 2026-01-01..2026-04-01.",
            HelpName = "2026-01", Required = true,
        };
        var channel = new Option<string?>("--channel") { Description = "Only this channel.", HelpName = "import" };
        var asOf = new Option<string?>("--as-of")
        {
            Description = "As known at a receipt; now where it isn't given.", HelpName = "RECEIPT",
        };
        var format = new Option<string?>("--format")
        {
            Description = "table; csv, which import takes back; or svg, a chart. Where it isn't given, FILE.csv and "
                + "FILE.svg say so.",
            HelpName = "table",
        };
        var output = new Option<string?>("--out")
        {
            Description = "The file; the output where it isn't given.", HelpName = "FILE",
        };
        var (intervals, register, history, force) = (
            new Option<bool>(ByInterval) { Description = "One by one, not by the day." },
            new Option<bool>(OfRegisters) { Description = "What registers showed." },
            new Option<bool>(Past) { Description = "Every value that there ever was, with those that never held." },
            new Option<bool>("--force") { Description = "Replaces a file that is there already." });
        var viewer = Arguments.As();
        var verb = new Command("reads", "Shows readings of a connection, and where they come from.")
        {
            connection, period, channel, asOf, format, output, intervals, register, history, force, viewer,
        };
        verb.SetAction(parsed =>
        {
            if (Days.Parse(parsed.GetValue(period)!) is not { } days)
                return door.Wrong(Arguments.NoPeriod(parsed.GetValue(period)!));
            long? receipt = null;
            if (parsed.GetValue(asOf) is { } text)
                if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                    receipt = number;
                else return door.Wrong($"--as-of {text} is no number of a receipt; busbar show lists them.");
            string[] views = [.. new[] { intervals, register, history }.Where(parsed.GetValue).Select(one => one.Name)];
            if (views is [OfRegisters, Past]) views = [PastOfRegisters];
            if (views.Length > 1)
                return door.Wrong($"{views[0]} and {views[1]} show different things: leave one of the two out.");
            var view = views.Length == 0 ? null : views[0];
            var order = new Order(
                new(parsed.GetValue(connection)!, days, parsed.GetValue(channel), receipt),
                view ?? (days.Count <= 2 ? ByInterval : ByDay), parsed.GetValue(format)
                    ?? OutFile.FormatOf(parsed.GetValue(output), (".csv", "csv"), (".svg", "svg")) ?? "table",
                parsed.GetValue(output), parsed.GetValue(force), parsed.GetValue(viewer));
            return WrongFormat(order, view, door.Json && parsed.GetValue(format) is not null) is { } wrong
                ? door.Wrong(wrong) : Run(door, order);
        });
        return verb;
    }

    private static string? WrongFormat(Order order, string? view, bool isTwice) =>
        !Formats.Contains(order.Format) ? $"--format {order.Format} is none of {string.Join(", ", Formats)}."
        : isTwice ? "--format says how readings are written, and --json writes them as JSON: leave one of the two out."
        : order.Format == "svg" && view is not null ? $"A chart has no {view}: leave it out."
        : order.Format == "csv" && view is ByInterval or Past or PastOfRegisters
            ? $"CSV has every interval as it is known: leave {view} out." : null;

    private static int Run(Door door, Order order)
    {
        using var database = door.Open(mustExist: true);
        if (order.Viewer is { } viewer)
            order = order with
            {
                What = order.What with
                {
                    Period = Viewing.As(database, viewer).Readings(order.What.Connection, order.What.Period),
                },
            };
        using var run = ReadsRun.Of(database, order.What);
        OutFile.Write(door, order.Path, $"{order.Path}: written.", text => Write(door, order, run, text),
            order.Replaces);
        return ExitCode.Done;
    }

    private static void Write(Door door, Order order, ReadsRun run, TextWriter to)
    {
        if (door.Json) to.WriteLine(Door.JsonText(json => ReadsJson.Write(json, order.What, run, order.View switch
        {
            ByInterval => ReadsView.Intervals, OfRegisters => ReadsView.Registers, Past => ReadsView.History,
            PastOfRegisters => ReadsView.RegistersHistory,
            _ => ReadsView.Days,
        })));
        else if (order.Format == "csv") WriteCsv(order, run, to);
        else if (order.Format == "svg") to.Write(LoadChart.Write(BarsOf(order, run)));
        else if (order.View == OfRegisters) WriteReads(run, run.Reads(), to);
        else if (order.View == Past) WriteHistory(run, to);
        else if (order.View == PastOfRegisters) to.Write(OfPast(run, run.RegistersHistory()));
        else WriteReadings(door, order, run, to);
    }

    private static void WriteCsv(Order order, ReadsRun run, TextWriter to)
    {
        if (order.View == OfRegisters)
        {
            run.Write(new RegisterCsvFile(to));
            return;
        }
        if (run.Channels.All(channel => run.Connection.IsReadByRegisters(channel.Name)))
            throw new RefusedException(new Fault("read-by-registers", $"Connection {run.Connection.Id} has no readings "
                + "of intervals here: registers count them.", Name: run.Connection.Id,
                Hint: "Write what they showed with --register."));
        using var file = new LongCsvFile(to);
        run.Write(file);
    }

    /// <summary>Bars for intervals where they are few, else for days or months.</summary>
    private static IReadOnlyList<LoadBars> BarsOf(Order order, ReadsRun run)
    {
        var (first, last) = (order.What.Period.From, order.What.Period.To);
        if ((last.Year - first.Year) * 12 + last.Month - first.Month > LoadBars.MostMonths)
            throw new RefusedException(new Fault("period-too-long",
                $"{order.What.Period} has more than {LoadBars.MostMonths} months, and a chart has room for no more.",
                Hint: "Choose a shorter period."));
        if (run.Channels.All(channel => LoadBars.IsByInterval(run.SubjectOf(channel))))
            return [.. run.Intervals().Select(one => LoadBars.OfIntervals(run.SubjectOf(one.Channel), one.Readings))];
        return [.. run.Days().Select(one => LoadBars.OfDays(run.SubjectOf(one.Channel), one.Days))];
    }

    private static void WriteReads(
        ReadsRun run, IReadOnlyList<(Metering.RegisterName Name, Metering.RegisterRead Read)> reads, TextWriter to) =>
        to.Write(RegisterReadsText.Write(run.Connection, reads, run.ArrivalsOf(reads)));

    private static void WriteHistory(ReadsRun run, TextWriter to)
    {
        var texts = run.History().Where(one => one.Values.Count > 0)
            .Select(one => ReadingsHistory.Write(run.SubjectOf(one.Channel), one.Values)).ToList();
        if (run.PastReads() is { Count: > 0 } reads)
            texts.Insert(0, OfPast(run, reads));
        to.Write(string.Join('\n', texts));
    }

    private static string OfPast(ReadsRun run, IReadOnlyList<PastRead> reads) => RegisterReadsText.WriteHistory(
        run.Connection, reads, run.ArrivalsOf(reads));

    private static void WriteReadings(Door door, Order order, ReadsRun run, TextWriter to)
    {
        var texts = new List<string>();
        if (order.View == ByInterval)
            foreach (var (channel, readings) in run.Intervals())
                texts.Add(ReadingsByInterval.Write(run.SubjectOf(channel), readings,
                    run.ArrivalsOf(channel, readings).OfType<Arrival>()));
        else
            foreach (var (channel, days) in run.Days())
                texts.Add(ReadingsByDay.Write(run.SubjectOf(channel), days, door.HasBlocks && order.Path is null));
        if (run.TryReads() is { Count: > 0 } reads)
        {
            WriteReads(run, reads, to);
            to.WriteLine();
        }
        to.Write(string.Join('\n', texts));
    }
}
