using System.CommandLine;
using Busbar.Runs;
using Busbar.Time;

namespace Busbar.Cli.Verbs;

/// <summary><c>busbar estimate [CONNECTION…] --period 2026-01</c>: fills what bills need and nobody measured.</summary>
internal static class EstimateVerb
{
    public static Command Of(Door door)
    {
        var connections = new Argument<string[]>("CONNECTION")
        {
            Description = "Only these connections; all of them where none is given.", Arity = ArgumentArity.ZeroOrMore,
        };
        var period = new Option<string>("--period")
        {
            Description = "What the billing periods need that start in a month 2026-01, a year 2026, or from one day "
                + "and before another, 2026-01-01..2026-04-01.",
            HelpName = "2026-01", Required = true,
        };
        var draft = new Option<bool>("--draft") { Description = "Shows what would be estimated and stores nothing." };
        var verb = new Command("estimate", "Fills missing readings by the book's methods; says what is at risk.")
        {
            connections, period, draft,
        };
        verb.SetAction(parsed =>
        {
            if (Days.Parse(parsed.GetValue(period)!) is not { } days)
                return door.Wrong(Arguments.NoPeriod(parsed.GetValue(period)!));
            var order = new EstimateOrder(days, parsed.GetValue(connections)!, parsed.GetValue(draft));
            using var database = door.Open(mustExist: true);
            var done = Estimating.Run(database, order, door.Now, door.Cancel);
            if (door.Json) door.WriteJson(json => EstimateText.Write(json, done, order));
            else
            {
                foreach (var line in EstimateText.Lines(done)) door.Results.WriteLine(line);
                door.Say(EstimateText.Sum(done, order));
            }
            return done.Channels.Any(channel => channel.Open.Count > 0) ? ExitCode.DoneWithHeld : ExitCode.Done;
        });
        return verb;
    }
}
