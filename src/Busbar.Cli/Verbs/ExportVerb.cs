using System.CommandLine;
using Busbar.Formats.Export;
using Busbar.Runs;
using Busbar.Store;
using Busbar.Time;

namespace Busbar.Cli.Verbs;

/// <summary><c>busbar export [CONNECTION…] --period P --out FILE</c>: readings as a file for others.</summary>
internal static class ExportVerb
{
    private static readonly string[] Formats = ["csv", "parquet", "green-button"];

    private sealed record Order(ExportOrder What, string Format, string Path, bool IsOfRegisters, bool Replaces);

    public static Command Of(Door door)
    {
        var connections = new Argument<string[]>("CONNECTION")
        {
            Description = "The ids of connections; all of the book where none is named.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var period = new Option<string>("--period")
        {
            Description = "The local days: a month 2026-01, a year 2026, or 2026-01-01..2026-04-01.",
            HelpName = "2026-01", Required = true,
        };
        var channel = new Option<string?>("--channel") { Description = "Only this channel.", HelpName = "import" };
        var output = new Option<string>("--out")
        {
            Description = "The file; it appears when it is whole.", HelpName = "FILE", Required = true,
        };
        var format = new Option<string?>("--format")
        {
            Description = "csv, which import reads back whole; parquet, which it doesn't read; or green-button, an "
                + "Atom feed, which it reads back without methods and versions. Where it isn't given, FILE.parquet and "
                + "FILE.xml say so, and all else is csv.",
            HelpName = "csv",
        };
        var register = new Option<bool>("--register")
        {
            Description = "What registers showed, as CSV, in place of readings of intervals.",
        };
        var force = new Option<bool>("--force") { Description = "Replaces a file that is there already." };
        var viewer = Arguments.As();
        var verb = new Command("export",
            "Writes readings into a file: every value, and as far as its format goes every quality and version.")
        {
            connections, period, channel, output, format, register, force, viewer,
        };
        verb.SetAction(parsed =>
        {
            if (Days.Parse(parsed.GetValue(period)!) is not { } days)
                return door.Wrong(Arguments.NoPeriod(parsed.GetValue(period)!));
            var order = new Order(new(parsed.GetValue(connections) ?? [], days, parsed.GetValue(channel)),
                parsed.GetValue(format) ?? OutFile.FormatOf(
                    parsed.GetValue(output), (".parquet", "parquet"), (".xml", "green-button")) ?? "csv",
                parsed.GetValue(output)!, parsed.GetValue(register), parsed.GetValue(force));
            if (!Formats.Contains(order.Format))
                return door.Wrong($"--format {order.Format} is none of {string.Join(", ", Formats)}.");
            if (order is { IsOfRegisters: true, Format: not "csv" })
                return door.Wrong($"What registers showed is written as csv, not as {order.Format}.");
            if (order is { IsOfRegisters: true, What.Channel: not null })
                return door.Wrong(
                    "--register writes what all registers showed, whatever they count: leave --channel out.");
            if (parsed.GetValue(viewer) is not null && order.What.Connections.Count == 0)
                return door.Wrong("Whoever looks with --as names the connections.");
            return Run(door, order, parsed.GetValue(viewer));
        });
        return verb;
    }

    private static int Run(Door door, Order order, string? viewer)
    {
        using var database = door.Open(mustExist: true);
        if (viewer is not null) order = order with { What = Seen(Viewing.As(database, viewer), order.What) };
        using var file = OutFile.Create(order.Path, order.Replaces, door);
        var report = Write(door, database, order, file);
        file.Keep();
        if (door.Json)
            door.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteString("file", order.Path);
                json.WriteString("format", order.Format);
                json.WriteNumber("connections", report.Connections);
                json.WriteNumber(order.IsOfRegisters ? "reads" : "readings", report.Readings);
                json.WriteNumber("left_out", report.LeftOut);
                json.WriteBoolean("is_whole", report.IsWhole);
                if (report.Accepted > 0) json.WriteNumber("accepted_against_rules", report.Accepted);
                json.WriteEndObject();
            });
        else Say(door, order, report);
        return ExitCode.Done;
    }

    /// <summary>What of an order somebody sees: the same days of each connection.</summary>
    private static ExportOrder Seen(Viewing viewing, ExportOrder what)
    {
        var days = what.Connections.Select(one => viewing.Readings(one, what.Period)).Distinct().ToList();
        return days is [var same] ? what with { Period = same } : throw new RefusedException(new Fault("different-days",
            "The connections are seen on different days.", Hint: "Export each by itself."));
    }

    private static ExportReport Write(Door door, Database database, Order order, OutFile file)
    {
        if (order.IsOfRegisters)
        {
            using var text = file.Text();
            return Exporting.Registers(database, order.What, new(text), Progress(door), door.Cancel);
        }
        using var writer = order.Format == "csv" ? file.Text() : null;
        return Exporting.Intervals(database, order.What, updated => order.Format switch
        {
            "csv" => new LongCsvFile(writer!),
            "parquet" => new ParquetFile(file.Bytes),
            _ => new GreenButtonFile(file.Bytes, updated),
        }, Progress(door), door.Cancel);
    }

    private static Action<int, int> Progress(Door door) => (done, all) =>
    {
        if (!door.Json && done > 0 && done % 1000 == 0) door.Say($"Exporting: {done} of {all} connections");
    };

    private static void Say(Door door, Order order, ExportReport report)
    {
        door.Results.WriteLine($"{order.Path}: {Plural.Of(report.Connections, "connection")}, "
            + $"{Plural.Of(report.Readings, order.IsOfRegisters ? "read" : "reading")}.");
        if (!report.IsWhole)
            door.Say("Green Button says neither how a value was estimated, nor that a substitute is final, nor the "
                + "version of each value: csv and parquet do.");
        if (report.Accepted > 0)
            door.Say($"{Plural.Of(report.Accepted, "reading")} accepted against a rule of the book among them: what "
                + "this file brings into another database is judged anew, and they wait there until busbar "
                + "quarantine accepts them.");
        if (report.LeftOut == 0) return;
        door.Say(order.IsOfRegisters ? $"{Plural.Of(report.LeftOut, "connection")} without registers left out."
            : $"{Plural.Of(report.LeftOut, "channel")} left out that registers count: "
                + "--register exports what these showed.");
    }
}
