using System.CommandLine;
using Busbar.Documents;
using Busbar.Documents.Paper;
using Busbar.Runs;
using Busbar.Time;

namespace Busbar.Cli.Verbs;

/// <summary><c>busbar simulate PRODUCT… --period P</c>: what offers would have come to on every site that fits.
/// </summary>
internal static class SimulateVerb
{
    private const int MostSaid = 20;

    private static readonly string[] Formats = ["text", "csv", "html"];

    public static Command Of(Door door)
    {
        var offers = OfferArguments.Offers();
        var against = new Option<string?>("--against")
        {
            Description = "The product that they are compared with; what is paid now where it isn't given.",
            HelpName = "PRODUCT",
        };
        var period = OfferArguments.Period();
        var where = new Option<string[]>("--where")
        {
            Description = "Only sites that are so: account=hill-*, product=home, connection=10123*, or use>3000 in kWh "
                + "a year; where it is given several times, all of it.",
            HelpName = "WHAT",
        };
        var terms = OfferArguments.Terms();
        var cost = new Option<string?>("--cost")
        {
            Description = "The series of prices at which the energy is bought.", HelpName = "SERIES",
        };
        var format = new Option<string>("--format")
        {
            Description = "text; csv for a row for each site and offer; or html for a page with charts.",
            HelpName = "FORMAT", DefaultValueFactory = _ => Formats[0],
        };
        var output = OfferArguments.Out();
        var verb = new Command("simulate", "What offers would have come to on every site that fits. Issues nothing.")
        {
            offers, against, period, where, terms, cost, format, output,
        };
        verb.SetAction(parsed =>
        {
            if (Days.Parse(parsed.GetValue(period)!) is not { } days)
                return door.Wrong(Arguments.NoPeriod(parsed.GetValue(period)!));
            var form = parsed.GetValue(format)!;
            if (OfferArguments.Trouble(form, Formats, parsed.GetValue(output), door) is { } trouble)
                return door.Wrong(trouble);
            return Run(door, new(parsed.GetValue(offers)!, parsed.GetValue(against), days,
                parsed.GetValue(terms) ?? [], parsed.GetValue(where) ?? [], parsed.GetValue(cost)), form,
                parsed.GetValue(output));
        });
        return verb;
    }

    private static int Run(Door door, SimulationOrder order, string format, string? path)
    {
        using var database = door.Open(mustExist: true);
        var (run, results) = (SimulationRun.Of(database, order), new List<OfferResult>());
        door.Watch("Pricing", run.Due.Count, run.Run(door.Cancel), results.AddRange);
        var printed = OfferReporting.Printed(run, order, results);
        if (door.Json) door.WriteJson(json => SimulateJson.Write(json, order, run, printed, results));
        else if (printed.Offers.Count > 0 || format == "csv")
            OutFile.Write(door, path, $"Written: {path}.", text =>
            {
                if (format == "html") HtmlFile.Write(OfferReporting.Page(run, printed), text);
                else if (format == "csv") SimulateCsv.Write(text, run, results);
                else text.Write(OfferText.Write(printed));
            });
        if (!door.Json) Say(door, run, results);
        return results.Exists(one => one is OfferResult.NotPriced or OfferResult.Priced { NotCompared.Count: > 0 })
            || results.Count == 0 ? ExitCode.DoneWithHeld : ExitCode.Done;
    }

    private static void Say(Door door, SimulationRun run, List<OfferResult> results)
    {
        var refused = results
            .Where(one => one is OfferResult.NotPriced or OfferResult.Priced { NotCompared.Count: > 0 })
            .ToList();
        foreach (var one in refused.Take(MostSaid))
        {
            var (what, reasons) = one is OfferResult.NotPriced not ? ("not priced", not.Reasons)
                : ("not compared", ((OfferResult.Priced)one).NotCompared);
            door.Say($"{one.Site.Name}, {one.Site.Days}: {what} under {OfferReporting.NameOf(one.Offer, run.Offers)}.");
            OfferArguments.SayBelow(door, reasons);
        }
        if (refused.Count > MostSaid)
            door.Say($"And {refused.Count - MostSaid} more: --json and --format csv list all of them.");
        foreach (var offer in run.Offers)
        {
            var own = results.Where(one => ReferenceEquals(one.Offer, offer)).ToList();
            var priced = own.Count(one => one is OfferResult.Priced);
            door.Say($"{OfferReporting.NameOf(offer, run.Offers)}: " + (own.Count == 0
                ? "no site is as --where asks for." : priced == 0
                ? $"it fits none of {Plural.Of(own.Count, "site")}."
                : $"priced on {Plural.Of(priced, "site")}, not priced on {own.Count - priced}."));
        }
    }
}
