using System.Text;
using System.Text.RegularExpressions;
using Busbar.Books;
using Busbar.Contracts.Language;
using Busbar.Quantities;
using Busbar.Tests.Rating;
using Busbar.Tests.Tidy;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Tests.Contracts;

/// <summary>Each function has a page, and the bill of its example is what the page says.</summary>
public sealed class The_pages_of_functions_are_true
{
    private const string Folder = "docs/reference/functions";

    private const string Book = """
        groups: [energy, fixed, service]
        calendars:
          day-night: { bands: { day: daily 07:00-23:00, night: rest } }
          seasons: { bands: { summer: apr-sep, winter: rest } }
        series:
          day-ahead: { unit: GBP/MWh, interval: 30min, file: prices/day-ahead.csv }
          cpi: { unit: "1", interval: month, file: prices/cpi.csv }
        boundaries: { nbp: [distribution-loss, transmission-loss] }
        programmes: { dfs: {} }
        baselines: { ten-of-ten: { mean-of: 10, within: 45 days, skip: events } }
        """;

    private const string Home = """
        product: driver-home
        from: 2025-01-01
        interval: 30min
        channels: { import: kWh }
        charges: [{ name: Energy, quantity: import, price: 28 p/kWh }]
        ---
        product: p
        from: 2025-01-01
        interval: 30min
        channels: { import: kWh, export: kWh, reactive: kVArh }

        """;

    private static readonly LocalDateTimePattern Start =
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");

    // A pool shares, and no product: the how-to has its example.
    public static TheoryData<string> Functions => [.. Function.All.Keys.Where(name => name != "share")];

    [Theory, MemberData(nameof(Functions))]
    public void The_example_is_billed_as_it_says(string function)
    {
        var path = $"{Folder}/{function}.md";
        var page = House.Read(path);
        var blocks = Regex.Matches(page, "^```(?:yaml|text)\n(?<text>.*?)^```$",
            RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture);
        Assert.Equal(3, blocks.Count);
        string Text(int block) => blocks[block].Groups["text"].Value;
        Assert.Contains($"{function}(", Text(0), StringComparison.Ordinal);
        var bench = Bench.Of(Home + Text(0), Book, connections: """
            - connection: c1
              channels: { import: kWh, export: kWh, reactive: kVArh }
              losses: { distribution-loss: 1.062, transmission-loss: 1.0095 }
            """, agreements: "- { agreement: a, account: acc, product: p, connections: c1, from: 2026-01-01 }",
            events: "- { event: e, programme: dfs, from: 2026-06-17 17:00, to: 2026-06-17 18:00, price: 500 }")
            .Prices("day-ahead", _ => 80).Prices("cpi", at => at.Year == 2025 ? 100 : 106.7m);
        foreach (var entry in ((MapNode)YamlReader.Read(Encoding.UTF8.GetBytes(Text(1)), path, [])[0]).Entries)
            bench.Reads(entry.Key, Readings((MapNode)entry.Value));
        var lines = string.Concat(bench.Lines("2026-06").Select(line => line + "\n"));
        if (Environment.GetEnvironmentVariable("BUSBAR_WRITE_CASES") is not null)
            File.WriteAllText(Path.Combine(House.Root, path),
                page[..blocks[2].Groups["text"].Index] + lines
                    + page[(blocks[2].Groups["text"].Index + Text(2).Length)..]);
        else Assert.Equal(Text(2), lines);
    }

    private static Func<ZonedDateTime, decimal?> Readings(MapNode given)
    {
        var known = given.Entries.ToDictionary(entry => entry.Key, entry => Number((TextNode)entry.Value));
        return at => known.TryGetValue(Start.Format(at.LocalDateTime), out var one)
            ? one : known.GetValueOrDefault("every");
    }

    private static decimal Number(TextNode text)
    {
        Assert.True(Digits.TryParse(text.Value, 3, out var count, out _));
        return count / 1000m;
    }
}
