using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Busbar.Contracts;
using Fluid;
using Fluid.Values;

namespace Busbar.Documents.Paper;

/// <summary>
/// The seller's own texts on a bill, as templates of Liquid that fill in and choose, and do nothing else: they know no
/// loop, file, clock or chance, and what they make is text and never markup.
/// </summary>
public sealed partial class SellerWords(BillFacts facts)
{
    private const int MostSteps = 1_000;
    private const int MostCharacters = 4_000;

    /// <summary>What a text may use, with what stands for it when a text is checked.</summary>
    private static readonly string[] Names =
    [
        "number", "date", "due", "total", "currency", "net", "tax", "from", "to", "customer", "account", "seller",
        "phone", "email", "web", "kind",
    ];

    private static readonly string[] Filters =
        ["append", "capitalize", "default", "downcase", "prepend", "strip", "truncate", "upcase"];

    private static readonly string[] Tags = ["if", "unless", "case", "assign", "comment", "raw"];

    private static readonly FluidParser Parser = MakeParser();

    private readonly List<Fault> _leftOut = [];

    /// <summary>Why texts are left out of the document; empty where each could be filled.</summary>
    internal IReadOnlyList<Fault> LeftOut => _leftOut;

    /// <summary>What is wrong with a text, on whatever way through it; null where it can be filled.</summary>
    public static Fault? Check(SellerText text)
    {
        try
        {
            var said = SellerTextNames.Of(Parsed(text));
            foreach (var name in said.Used.Except(Names).Except(said.Assigned))
                throw Unfilled(text, name, $"Undefined variable '{name}'");
            foreach (var filter in said.Filters.Except(Filters))
                throw Unfilled(text, filter, $"Undefined filter '{filter}'");
            foreach (var kind in (string[])["bill", "draft", "credit-note", "self-billed"])
                Fill(text, Names.ToDictionary(name => name, name => name == "kind" ? kind : name));
            return null;
        }
        catch (RefusedException refused)
        {
            return refused.Faults[0];
        }
    }

    /// <summary>What of a text no font has, where it stands in its file; a comment stands on no bill.</summary>
    public static IEnumerable<(Place Place, Rune Rune)> GapsOf(SellerText text)
    {
        var comments = Comment().Matches(text.Template);
        return FontGaps.In(text.Template)
            .Where(gap => !comments.Any(one => gap.Offset >= one.Index && gap.Offset < one.Index + one.Length))
            .Select(gap => (PlaceAt(text.Template, gap.Offset) is var (line, column)
                ? new Place(text.File, line, column) : default, gap.Rune));
    }

    /// <summary>A text in paragraphs; none where the seller has no such text.</summary>
    internal IEnumerable<Part> Parts(string name) => Filled(name) is not { } text ? []
        : Blanks().Split(text.Trim()).Where(one => one.Length > 0)
            .Select(one => new Part.Paragraph([new(Joined(one))]));

    /// <summary>A text in lines; null where the seller has no such text.</summary>
    internal IReadOnlyList<string>? Lines(string name) => Filled(name) is not { } text ? null
        : [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];

    /// <summary>A text with this bill's values; null where there is none, or where it can't be filled with them: a
    /// bill isn't left without its document for a text.</summary>
    private string? Filled(string name)
    {
        if (Find(name) is not { } text) return null;
        try
        {
            return Fill(text, Values());
        }
        catch (RefusedException refused)
        {
            _leftOut.AddRange(refused.Faults);
            return null;
        }
    }

    private SellerText? Find(string name) => facts.Stationery.Texts.GetValueOrDefault($"{name}.{facts.Language.Name}")
        ?? facts.Stationery.Texts.GetValueOrDefault(name);

    private Dictionary<string, string> Values()
    {
        var (bill, words) = (facts.Bill, facts.Language);
        var days = PaperDays.Of(bill.Period);
        string Money(string amount) => words.Money(PlainNumber.Parse(amount), bill.Currency);
        return new()
        {
            ["number"] = bill.Number ?? "", ["date"] = words.Day(facts.Dated),
            ["due"] = words.Day(facts.Dated.PlusDays(facts.Stationery.DueDays)), ["total"] = Money(bill.Total),
            ["currency"] = bill.Currency, ["net"] = Money(bill.Net), ["tax"] = Money(bill.Tax),
            ["from"] = words.Day(days.From), ["to"] = words.Day(days.To.PlusDays(-1)),
            ["customer"] = facts.Customer.Name, ["account"] = bill.Account, ["seller"] = facts.Seller.Name,
            ["phone"] = facts.Stationery.Phone ?? "", ["email"] = facts.Stationery.Email ?? "",
            ["web"] = facts.Stationery.Web ?? "",
            ["kind"] = bill.Number is null ? "draft" : bill.Credits is not null ? "credit-note"
                : bill.SelfBilled is null ? "bill" : "self-billed",
        };
    }

    private static IFluidTemplate Parsed(SellerText text) =>
        Parser.TryParse(text.Template, out var template, out var error) ? template
            : throw Refused(text, ErrorPlace(error), $"is no template: {FirstLine(error)}.",
                $"A text may use {string.Join(", ", Tags)}, and {{{{ name }}}} for {string.Join(", ", Names)}.");

    private static string Fill(SellerText text, Dictionary<string, string> values)
    {
        var template = Parsed(text);
        var context = new TemplateContext(MakeOptions());
        // What is assigned on one way through the text is empty on the others.
        foreach (var name in SellerTextNames.Of(template).Assigned) context.SetValue(name, StringValue.Empty);
        foreach (var (name, value) in values) context.SetValue(name, new StringValue(value));
        try
        {
            var filled = template.Render(context);
            return filled.Length <= MostCharacters ? filled : throw TooLong(text);
        }
        catch (FluidException problem)
        {
            throw Unfilled(text, Quoted().Match(problem.Message).Groups["name"].Value, problem.Message);
        }
        catch (Exception problem) when (problem is InvalidOperationException or TooLongException)
        {
            throw TooLong(text);
        }
    }

    private static FluidParser MakeParser()
    {
        var parser = new FluidParser(new()
        {
            AllowFunctions = false, AllowParentheses = false, AllowLiquidTag = false,
        });
        foreach (var tag in parser.RegisteredTags.Keys.Except(Tags).ToList()) parser.RegisteredTags.Remove(tag);
        return parser;
    }

    private static TemplateOptions MakeOptions()
    {
        var options = new TemplateOptions
        {
            StrictVariables = true, StrictFilters = true, MaxSteps = MostSteps, MaxRecursion = 10,
            CultureInfo = CultureInfo.InvariantCulture, TimeZone = TimeZoneInfo.Utc,
            Now = () => DateTimeOffset.UnixEpoch,
            // A text that doubles itself again and again would fill the memory within few steps.
            Assigned = (_, value, _) => value.ToStringValue().Length <= MostCharacters
                ? ValueTask.FromResult(value) : throw new TooLongException(),
        };
        var usual = options.Filters;
        var known = Filters.ToDictionary(name => name, name => usual.TryGetValue(name, out var filter) ? filter
            : throw new InvalidOperationException($"There is no filter {name}."));
        options.Filters.Clear();
        foreach (var (name, filter) in known) options.Filters.AddFilter(name, filter);
        return options;
    }

    private static RefusedException Unfilled(SellerText text, string name, string problem) =>
        Refused(text, PlaceOf(text.Template, name), $"can't be filled: {problem}.",
            Nearest.Hint(name, Names.Concat(Filters)) ?? $"There are {string.Join(", ", Names)}, and the filters "
            + $"{string.Join(", ", Filters)}.");

    private static RefusedException TooLong(SellerText text) => Refused(text, (0, 0),
        $"makes more than {MostCharacters} characters, or takes more than {MostSteps} steps.",
        "A text of a bill is a few paragraphs.");

    private static RefusedException Refused(SellerText text, (int Line, int Column) at, string problem, string hint) =>
        new(new Fault("bad-template", $"This text {problem.TrimEnd('.')}.", new(text.File, at.Line, at.Column),
            Hint: hint));

    private static string FirstLine(string error) => At().Replace(error.Split('\n')[0], "").Trim().TrimEnd('.');

    private static (int, int) ErrorPlace(string error) => At().Match(error) is { Success: true } match
        ? (int.Parse(match.Groups["line"].Value, CultureInfo.InvariantCulture),
            int.Parse(match.Groups["column"].Value, CultureInfo.InvariantCulture)) : (0, 0);

    private static (int, int) PlaceOf(string template, string name)
    {
        var at = name.Length == 0 ? -1 : template.IndexOf(name, StringComparison.Ordinal);
        return at < 0 ? (0, 0) : PlaceAt(template, at);
    }

    private static (int Line, int Column) PlaceAt(string template, int at)
    {
        var before = template.AsSpan(0, at);
        return (before.Count('\n') + 1, at - before.LastIndexOf('\n'));
    }

    /// <summary>Lines of one paragraph follow each other.</summary>
    private static string Joined(string paragraph) =>
        string.Join(' ', paragraph.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    [GeneratedRegex(@"\n\s*\n", RegexOptions.None, 1000)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}", RegexOptions.Singleline, 1000)]
    private static partial Regex Comment();

    [GeneratedRegex(@" at \((?<line>\d+):(?<column>\d+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex At();

    [GeneratedRegex("'(?<name>[^']*)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quoted();

    private sealed class TooLongException : Exception;
}
