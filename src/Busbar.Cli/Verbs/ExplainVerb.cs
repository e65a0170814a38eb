using System.CommandLine;
using Busbar.Documents;
using Busbar.Documents.Paper;
using Busbar.Runs;
using Busbar.Store;
using NodaTime.Text;

namespace Busbar.Cli.Verbs;

/// <summary><c>busbar explain BILL [LINE] [--intervals]</c>: why it is this amount.</summary>
internal static class ExplainVerb
{
    public static Command Of(Door door)
    {
        var bill = new Argument<string>("BILL") { Description = "The number of a bill." };
        var line = new Argument<string?>("LINE")
        {
            Description = "The id of one of its lines; all of them where it isn't given.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var intervals = new Option<bool>("--intervals") { Description = "Down to the interval: needs a line." };
        var format = new Option<string?>("--format")
        {
            Description = "html: a page on which each line opens into its formulas, quantities, prices and days.",
            HelpName = "html",
        };
        var output = new Option<string?>("--out")
        {
            Description = "Writes the page into this file.", HelpName = "FILE",
        };
        var viewer = Arguments.As();
        var verb = new Command("explain", "Says why a bill or a line is its amount.")
        {
            bill, line, intervals, format, output, viewer,
        };
        verb.SetAction(parsed =>
        {
            var (number, id) = (parsed.GetValue(bill)!, parsed.GetValue(line));
            if (parsed.GetValue(format) is not (null or "html"))
                return door.Wrong($"--format {parsed.GetValue(format)} is not html.");
            if (parsed.GetValue(output) is not null && parsed.GetValue(format) is null)
                return door.Wrong("--out writes a page: add --format html.");
            using var database = door.Open(mustExist: true);
            var issued = parsed.GetValue(viewer) is { } name ? Viewing.As(database, name).Explained(number)
                : Explaining.FindBill(database, number);
            if (id is not null) Known(issued, id);
            else if (parsed.GetValue(intervals))
            {
                door.Say("--intervals needs a line: " + string.Join(", ", ExplanationText.LineIds(issued.Explanation)));
                return ExitCode.WrongCommand;
            }
            if (parsed.GetValue(format) is not null)
                Page(door, new Documenting(database).Explained(issued, id, parsed.GetValue(intervals)),
                    parsed.GetValue(output));
            else if (parsed.GetValue(intervals)) Intervals(door, database, Explaining.Find(database, number), id!);
            else
                door.Results.Write(door.Json ? ExplanationDocument.ToJson(issued.Explanation) + "\n"
                    : ExplanationText.Write(issued.Explanation, issued.Document, id));
            return ExitCode.Done;
        });
        return verb;
    }

    private static void Page(Door door, Sheet page, string? path) =>
        OutFile.Write(door, path, $"{page.Title}: {path}.", text => HtmlFile.Write(page, text));

    private static void Known(IssuedBill issued, string id)
    {
        var ids = ExplanationText.LineIds(issued.Explanation);
        if (!ids.Contains(id))
            throw new RefusedException(new Fault("unknown-line", $"Bill {issued.Head.Number} has no line {id}.",
                Name: id, Hint: Nearest.Hint(id, ids) ?? $"It has {string.Join(", ", ids)}."));
    }

    private static void Intervals(Door door, Database database, IssuedBill issued, string id)
    {
        var line = Explaining.Rebuild(database, issued, id);
        if (door.Json) WriteJson(door, issued, id, line);
        else
        {
            door.Results.Write(ExplanationText.Write(issued.Explanation, issued.Document, id));
            door.Results.WriteLine();
            door.Results.Write(IntervalTable.Write(line.Leg, line.Part.Band, line.Estimates));
        }
    }

    private static void WriteJson(Door door, IssuedBill issued, string id, RatedLine line) => door.WriteJson(json =>
    {
        json.WriteStartObject();
        json.WriteString("bill", issued.Head.Number);
        json.WriteString("line", id);
        if (line.Part.Quantity is { } quantity) json.WriteString("quantity", quantity.ToString());
        json.WriteString("exact", line.Part.Exact.ToString());
        json.WriteString("amount", line.Part.Amount.ToString());
        json.WriteStartArray("intervals");
        foreach (var place in line.Leg.Places().Where(place => line.Part.Band is null || place.Band == line.Part.Band))
        {
            json.WriteStartObject();
            json.WriteString("start", InstantPattern.General.Format(place.Start));
            if (place.Session is { } session) json.WriteString("session", session);
            if (place.Band is { } band) json.WriteString("band", band);
            if (place.Quantity is { } counted) json.WriteString("quantity", counted.ToString());
            if (place.Price is { } price) json.WriteString("price", price.ToString());
            json.WriteString("exact", place.Amount.ToString());
            json.WriteBoolean("estimated", place.IsEstimated);
            if (place.IsEstimated && line.Estimates[place.Start].Any())
                json.WriteTexts("methods",
                    line.Estimates[place.Start].Select(IntervalTable.Method).Order(StringComparer.Ordinal));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });
}
