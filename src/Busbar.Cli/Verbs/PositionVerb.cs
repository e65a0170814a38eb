using System.CommandLine;
using Busbar.Documents;
using Busbar.Quantities;
using Busbar.Runs;
using Busbar.Time;
using NodaTime.Text;

namespace Busbar.Cli.Verbs;

/// <summary><c>busbar position AGREEMENT --period 2026-01</c>: what was bought and sold, and what is left to buy and
/// sell.</summary>
internal static class PositionVerb
{
    private const int MostIntervals = 400;

    private static readonly string[] Formats = ["text", "csv", "svg"];

    public static Command Of(Door door)
    {
        var agreement = new Argument<string>("AGREEMENT") { Description = "An agreement of the book." };
        var period = new Option<string>("--period")
        {
            Description = "A month 2026-01, a year 2026, or days, 2026-01-01..2026-04-01.", HelpName = "2026-01",
            Required = true,
        };
        var demand = new Option<string>("--demand")
        {
            Description = "The quantity of the product that is set against the position.", HelpName = "NAME",
            DefaultValueFactory = _ => "demand",
        };
        var format = new Option<string>("--format")
        {
            Description = "text, csv, or svg for a chart.", HelpName = "FORMAT", DefaultValueFactory = _ => Formats[0],
        };
        var intervals = new Option<bool>("--intervals") { Description = "Every interval as CSV." };
        var verb = new Command("position", "What was bought and sold for an agreement, and what is left.")
        {
            agreement, period, demand, format, intervals,
        };
        verb.SetAction(parsed =>
        {
            var (form, isByInterval) = (parsed.GetValue(format)!, parsed.GetValue(intervals));
            if (Days.Parse(parsed.GetValue(period)!) is not { } days)
                return door.Wrong(Arguments.NoPeriod(parsed.GetValue(period)!));
            if (!Formats.Contains(form))
                return door.Wrong($"There is no format {form}. There are {string.Join(", ", Formats)}.");
            if (door.Json && (isByInterval || form != Formats[0]))
                return door.Wrong("--intervals and --format write something else than --json: leave one of them out.");
            using var database = door.Open(mustExist: true);
            var position = PositionRun.Of(
                database, parsed.GetValue(agreement)!, days, parsed.GetValue(demand)!);
            if (door.Json) WriteJson(door, position);
            else door.Results.Write(isByInterval ? Intervals(position)
                : form == "svg" ? StepChart.Write(Subject(position), "position", "demand", Bars(position))
                : form == "csv" ? PositionText.Csv(position.Currency.Code, Rows(position))
                : PositionText.Write(Subject(position), position.Currency.Code, Rows(position)));
            if (position.Faults.Count == 0) return ExitCode.Done;
            if (!door.Json) door.Refuse(position.Faults);
            return ExitCode.DoneWithHeld;
        });
        return verb;
    }

    private static string Subject(Position position) => $"Position of {position.Agreement.Id} at "
        + $"{position.Boundary ?? "the meter"}, {position.Days}";

    /// <summary>The shapes of each month, and then all of it.</summary>
    private static List<PrintedPosition> Rows(Position position)
    {
        var rows = new List<PrintedPosition>();
        foreach (var month in position.Intervals.GroupBy(interval => interval.Day.ToYearMonth()))
        {
            rows.AddRange(position.Months.GetValueOrDefault(month.Key, []).Select(shape => new PrintedPosition(
                month.Key, shape.Shape, shape.Bought, shape.Sold, shape.Cost, null, null, null)));
            var residuals = month.Select(interval => interval.Residual).ToList();
            var isKnown = residuals.TrueForAll(residual => residual is not null);
            rows.Add(new(month.Key, null, Sum(month.Select(interval => interval.Bought)),
                Sum(month.Select(interval => interval.Sold)), Sum(month.Select(interval => interval.Cost)),
                isKnown ? Sum(month.Select(interval => interval.Demand!.Value)) : null,
                isKnown ? Sum(residuals.Select(residual => Exact.Max(residual!.Value, Exact.Zero))) : null,
                isKnown ? Sum(residuals.Select(residual => Exact.Max(-residual!.Value, Exact.Zero))) : null));
        }
        return rows;
    }

    private static Exact Sum(IEnumerable<Exact> values) => values.Aggregate(Exact.Zero, (sum, value) => sum + value);

    /// <summary>Each interval, or where they are too many each day.</summary>
    private static List<StepBar> Bars(Position position) => position.Intervals.Count <= MostIntervals
        ? [.. position.Intervals.Select(interval => new StepBar(
            InstantPattern.General.Format(interval.Start), interval.Position, interval.Demand))]
        : [.. position.Intervals.GroupBy(interval => interval.Day).Select(day => new StepBar(Door.Text(day.Key),
            Sum(day.Select(interval => interval.Position)), day.Any(interval => interval.Demand is null) ? null
                : Sum(day.Select(interval => interval.Demand!.Value))))];

    private static string Intervals(Position position) => "start,bought,sold,position,cost,demand,residual\n"
        + string.Concat(position.Intervals.Select(one => string.Join(',', InstantPattern.General.Format(one.Start),
            one.Bought, one.Sold, one.Position, one.Cost, one.Demand, one.Residual) + "\n"));

    private static void WriteJson(Door door, Position position) => door.WriteJson(json =>
    {
        json.WriteStartObject();
        json.WriteString("agreement", position.Agreement.Id);
        json.WritePeriod(position.Days);
        json.WriteString("boundary", position.Boundary ?? "meter");
        json.WriteString("unit", "kWh");
        json.WriteString("currency", position.Currency.Code);
        json.WriteList("months", Rows(position), row =>
        {
            json.WriteString("month", YearMonthPattern.Iso.Format(row.Month));
            if (row.Shape is { } shape) json.WriteString("shape", shape);
            json.WriteString("bought", Text(row.Bought));
            json.WriteString("sold", Text(row.Sold));
            json.WriteString("position", Text(row.Position));
            json.WriteString("cost", Text(row.Cost));
            if (row.Average is { } average) json.WriteString("average_per_mwh", Text(average));
            if (row.Demand is not { } demand) return;
            json.WriteString("demand", Text(demand));
            json.WriteString("residual", Text(row.Residual!.Value));
            json.WriteString("to_buy", Text(row.Short!.Value));
            json.WriteString("to_sell", Text(row.Long!.Value));
        });
        json.WriteFaults("held", position.Faults);
        json.WriteEndObject();
    });

    private static string Text(Exact value) => value.ToString(6);
}
