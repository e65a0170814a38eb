using System.CommandLine;
using Busbar.Billing;
using Busbar.Documents;
using Busbar.Runs;
using Busbar.Time;

namespace Busbar.Cli.Verbs;

/// <summary><c>busbar diff PRODUCT [V1] [V2]</c>: what a version of a product changes, in words and in money.</summary>
internal static class DiffVerb
{
    public static Command Of(Door door)
    {
        var product = new Argument<string>("PRODUCT") { Description = "The id of a product." };
        var before = new Argument<string?>("V1")
        {
            Description = "The day of the earlier version; where it isn't given the newest but one, with --file the "
                + "newest.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var after = new Argument<string?>("V2")
        {
            Description = "The day of the later version; the newest where it isn't given.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var file = new Option<string?>("--file")
        {
            Description = "Compares with the version in this file, which isn't applied yet.", HelpName = "PRODUCT.yaml",
        };
        var agreement = new Option<string?>("--agreement") { Description = "Only this agreement.", HelpName = "A" };
        var connection = new Option<string?>("--connection") { Description = "Only this connection.", HelpName = "C" };
        var period = new Option<string?>("--period")
        {
            Description = "The days that are rated: a month 2026-01, a year 2026, or 2025-04-01..2026-04-01; where "
                + "they aren't given, the last year of each agreement of which all is known.",
            HelpName = "2025",
        };
        var verb = new Command("diff", "Says what a version of a product changes, and what it would have cost.")
        {
            product, before, after, file, agreement, connection, period,
        };
        verb.SetAction(parsed =>
        {
            var days = parsed.GetValue(period) is { } text ? Days.Parse(text) : null;
            if (days is null && parsed.GetValue(period) is { } wrong) return door.Wrong(Arguments.NoPeriod(wrong));
            if (parsed.GetValue(file) is not null && parsed.GetValue(after) is not null)
                return door.Wrong("V2 is a stored version, and --file names another: leave one of the two out.");
            return Run(door, new(parsed.GetValue(product)!, parsed.GetValue(before), parsed.GetValue(after),
                parsed.GetValue(file), parsed.GetValue(agreement), parsed.GetValue(connection), days));
        });
        return verb;
    }

    private static int Run(Door door, DiffOrder order)
    {
        using var database = door.Open(mustExist: true);
        var run = DiffRun.Of(database, order, door.Today);
        var text = new DiffText(run.Diff, order.File);
        if (!door.Json) door.Results.Write(text.Changes());
        var (rated, refused) = (new List<ComparedAgreement>(), new List<DiffResult.NotRated>());
        door.Watch("Rating", run.Due.Count, run.Run(door.Cancel), result =>
        {
            if (result is DiffResult.Rated one) rated.Add(one.Compared);
            else refused.Add((DiffResult.NotRated)result);
        });
        if (door.Json) door.WriteJson(json => DiffJson.Write(json, order, run, rated, refused));
        else
        {
            if (rated is [var only]) door.Results.Write(text.Money(only, order.Connection));
            else if (rated.Count > 0) door.Results.Write(text.Money(new ComparedAll(rated)));
            Say(door, order, run, rated.Count, refused);
        }
        return refused.Count > 0 ? ExitCode.DoneWithHeld : ExitCode.Done;
    }

    private static void Say(
        Door door, DiffOrder order, DiffRun run, int rated, List<DiffResult.NotRated> refused)
    {
        foreach (var one in refused)
        {
            var under = one.Side switch
            {
                DiffSide.Before => $" under {run.Diff.Before.Id}",
                DiffSide.After => $" under {(order.File is { } file ? $"the version in {file}" : run.Diff.After.Id)}",
                _ => "",
            };
            var connections = string.Join(" and ", order.ConnectionsOf(one.Agreement));
            door.Say($"{one.Agreement.Id}, {connections}: not rated{under}.");
            door.SayBelow(one.Reasons);
        }
        door.Say(run.Due.Count == 0 ? $"No agreement has the product {run.Diff.After.Product}."
            : $"{Plural.Of(rated, "agreement")} rated, {refused.Count} not rated.");
    }
}
