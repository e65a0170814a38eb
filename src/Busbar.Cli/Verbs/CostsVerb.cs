using System.CommandLine;
using Busbar.Runs;

namespace Busbar.Cli.Verbs;

/// <summary><c>busbar costs</c>: suppliers' electronic invoices into a book's <c>costs.csv</c>.</summary>
internal static class CostsVerb
{
    public static Command Of(Door door)
    {
        var folder = Arguments.Book();
        var files = new Argument<string[]>("FILE")
        {
            Description = "Invoices and credit notes in UBL.", Arity = ArgumentArity.OneOrMore,
        };
        var group = LineGroups.Option();
        var draft = new Option<bool>("--draft") { Description = "Shows the rows, and writes nothing." };
        var verb = new Command("costs", "Enters suppliers' electronic invoices in a book's costs.csv.")
        {
            folder, files, group, draft,
        };
        verb.SetAction(parsed =>
        {
            if (LineGroups.Trouble(parsed.GetValue(group)!, out var groups) is { } trouble) return door.Wrong(trouble);
            var costs = EnteredCosts.Of(parsed.GetValue(folder)!, parsed.GetValue(files)!, groups);
            if (parsed.GetValue(draft)) door.Results.Write(costs.Text);
            else
            {
                using var file = OutFile.Create(costs.Path, replaces: true, door);
                using (var text = file.Text()) text.Write(costs.Text);
                file.Keep();
            }
            foreach (var (number, rows, net) in costs.Documents)
                door.Say($"{number}: {Plural.Of(rows, "row")}, {net.ToString(2)} net.");
            foreach (var one in costs.Differences) door.Say(one.ToString());
            if (!parsed.GetValue(draft)) door.Say($"They are in {costs.Path}: apply the book to use them.");
            return ExitCode.Done;
        });
        return verb;
    }
}
