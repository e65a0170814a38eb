using System.Text.RegularExpressions;
using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Tests.Contracts;

/// <summary>The examples of the reference of formulas, with the names that it says they use.</summary>
public class The_formulas_of_the_docs_are_good
{
    private static readonly Currency Pounds = Currency.Of("GBP")!.Value;

    public static TheoryData<string> Examples => [.. Function.All.Keys.Select(name => $"functions/{name}.md")
        .Append("formulas.md").SelectMany(page => Regex.Matches(
            Tidy.House.Read($"docs/reference/{page}"), "^```formula\n(?<text>.*?)\n```$",
            RegexOptions.Multiline | RegexOptions.Singleline)).Select(match => match.Groups["text"].Value)];

    [Theory, MemberData(nameof(Examples))]
    public void Each_is_checked(string example)
    {
        var faults = new List<Fault>();
        var checker = new FormulaChecker(Names(), faults);
        Assert.NotNull(checker.Check(new(example, default)));
        Assert.Empty(faults);
    }

    [Fact]
    public void Every_function_has_an_example() => Assert.All(Function.All.Keys.Except(["share"]), function =>
        Assert.Contains(Examples, example => Regex.IsMatch(example.Data, $@"\b{function}\(") || function == "max"));

    private static Vocabulary Names()
    {
        var faults = new List<Fault>();
        var calendar = Calendar.Parse("day-night", null, null, new Dictionary<string, IReadOnlySet<LocalDate>>(),
            [new("day", "daily 07:00-22:00", default), new("night", "rest", default)], faults)!;
        string[] channels = ["import", "export", "consumption", "generation"];
        Unit Of(string text) => Unit.Parse(text, Pounds, [], out _)!;
        var series = new Dictionary<string, MarketSeries>
        {
            ["day-ahead"] = new("day-ahead", Of("GBP/MWh"), 30, DateTimeZone.Utc, "", default),
            ["cpi"] = new("cpi", Unit.One, 1440, DateTimeZone.Utc, "", default, Step.Month),
        };
        var book = new BookNames(Pounds, series, new Dictionary<string, Calendar> { ["day-night"] = calendar },
            new HashSet<string>(), ["energy", "fixed"], DayCount.ActualActual,
            new Dictionary<string, IReadOnlyList<string>> { ["nbp"] = ["distribution-loss"] },
            UnitWords.Of(Pounds, []))
        {
            Programmes = new Dictionary<string, Programme>
            {
                ["dfs"] = new("dfs", Of("GBP/MWh"), new HashSet<string>(), DateTimeZone.Utc, default),
            },
            Baselines = new Dictionary<string, BaselineMethod>
            {
                ["ten-of-ten"] = new("ten-of-ten", 10, 10, BaselineChoice.Latest, 45, BaselineDays.SameType, null,
                    false, false, false, null, null, false, default),
            },
        };
        var home = new ProductText("driver-home", "", new(2026, 1, 1), 30, new Dictionary<string, Channel>(),
            new Dictionary<string, Term>(), new Dictionary<string, FormulaText>(), [new("energy", "Energy", "energy",
                new("1", default), new("28 p/kWh", default), null, Direction.ToSeller, Each.Agreement, false, false,
                TaxClass.Outside, false, Missing.Hold, false, default)], [], [], false, default);
        return new(book, 30, new Dictionary<string, Channel>(channels.Select(name =>
                KeyValuePair.Create(name, new Channel(name, Unit.KilowattHour))))
            {
                ["reactive"] = new("reactive", Of("kVArh")),
            },
            new Dictionary<string, Term>
            {
                ["standing"] = new("standing", Of("p/day"), null), ["capacity"] = new("capacity", Of("kVA"), null),
            }, new Dictionary<string, FormulaText>(),
            new(new[] { home }.ToLookup(product => product.Product), []));
    }
}
