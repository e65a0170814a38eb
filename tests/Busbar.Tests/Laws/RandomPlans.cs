using System.Globalization;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Tests.Rating;
using Busbar.Time;
using CsCheck;
using NodaTime;

namespace Busbar.Tests.Laws;

/// <summary>
/// A random time-of-use product with its customer and readings: what a law is tried on, in any zone, over the days on
/// which its clocks change as over others.
/// </summary>
/// <param name="Edges">The minutes of the day at which its bands begin; the first band begins at midnight.</param>
/// <param name="Weekends">Whether the last band has the weekends.</param>
/// <param name="Prices">A price of each band in nano-pounds per kWh, before a change and after it.</param>
/// <param name="Standing">Nano-pounds per day.</param>
/// <param name="Change">The first day of the second prices; perhaps outside of the span.</param>
/// <param name="Micros">What is read in a half-hour, by its number modulo the count: some are zero.</param>
/// <param name="Estimated">Each half-hour whose number this divides is estimated; 0: none.</param>
public sealed record RandomPlan(
    string Zone, Days Span, int[] Edges, bool Weekends, long[] Prices, long[] NewPrices, long Standing,
    LocalDate Change, long[] Micros, int Estimated, int Seed)
{
    private static readonly string[] Zones =
    [
        "Europe/London", "America/New_York", "Australia/Lord_Howe", "Australia/Sydney", "Asia/Kolkata",
        "Asia/Kathmandu", "America/St_Johns", "Pacific/Apia", "Africa/Cairo", "America/Havana", "UTC",
        "Pacific/Chatham",
    ];

    private static readonly Gen<long> Price = Gen.Frequency(
        (4, Gen.Long[0, 500_000_000]), (1, Gen.Long[-300_000_000, 0]), (1, Gen.Long[0, 40].Select(p => p * 5_000_000)),
        (1, Gen.Const(0L)));

    /// <summary>Any plan; the spans begin within two weeks of a change of the clocks, in most zones.</summary>
    public static readonly Gen<RandomPlan> Any =
        from zone in Gen.Int[0, Zones.Length - 1]
        from month in Gen.OneOf(Gen.Const(3), Gen.Const(4), Gen.Const(9), Gen.Const(10), Gen.Const(11),
            Gen.Int[1, 12])
        from day in Gen.Int[1, 28]
        from length in Gen.Int[1, 20]
        from change in Gen.Int[-3, 25]
        from edges in Gen.Int[1, 47].Select(half => half * 30).Array[1, 4]
        from weekends in Gen.Bool
        from prices in Price.Array[6]
        from newPrices in Price.Array[6]
        from standing in Price
        from micros in Gen.Frequency(
            (1, Gen.Const(0L)), (4, Gen.Long[0, 3_000_000]), (1, Gen.Long[0, 9_000_000_000_000])).Array[7, 97]
        from estimated in Gen.OneOf(Gen.Const(0), Gen.Int[1, 500])
        from seed in Gen.Int[0, 1000]
        let first = new LocalDate(2025, month, day)
        select new RandomPlan(Zones[zone], new(first, first.PlusDays(length)), [.. edges.Distinct().Order()], weekends,
            prices, newPrices, standing, first.PlusDays(change), micros, estimated, seed);

    /// <summary>How many bands there are: one for each stretch of a day, and the weekends'.</summary>
    public int Bands => Edges.Length + 1 + (Weekends ? 1 : 0);

    public DateTimeZone Time => DateTimeZoneProviders.Tzdb[Zone];

    /// <summary>The span as the bench takes it.</summary>
    public string Period => Text(Span);

    public static string Text(Days days) =>
        string.Create(CultureInfo.InvariantCulture, $"{days.From:uuuu-MM-dd}..{days.To:uuuu-MM-dd}");

    /// <summary>What is read in the half-hour that starts at an instant.</summary>
    public long MicrosAt(Instant start)
    {
        var half = start.ToUnixTimeSeconds() / 1800;
        return Micros[(int)((half + half / 48 * Seed) % Micros.Length)];
    }

    public bool IsEstimatedAt(Instant start) => Estimated > 0 && start.ToUnixTimeSeconds() / 1800 % Estimated == 0;

    /// <summary>The product of these prices, on a bench with so many connections, each reading the same.</summary>
    /// <param name="more">More charges, each on a line.</param>
    /// <param name="style">Of the bill.</param>
    public Bench Bench(string more = "", string style = "unbundled", int connections = 1, string agreement = "")
    {
        string ByBand(long[] prices) =>
            string.Join(", ", Enumerable.Range(0, Bands).Select(band => $"b{band} = {Pounds(prices[band])} GBP/kWh"));
        string Product(LocalDate from, long[] prices) => $$"""
            product: p
            from: {{from.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture)}}
            interval: 30min
            channels: { import: kWh, export: kWh }
            quantities: { net: import - export }
            charges:
              - name: Energy
                quantity: import
                price: by(tou, {{ByBand(prices)}})
                lines: band
              - { name: Standing, group: fixed, quantity: days, price: {{Pounds(Standing)}} GBP/day }
              - { name: Net, quantity: net, price: {{Pounds(prices[5])}} GBP/kWh, to: customer }
              - { name: Base, quantity: 0.5 kW * hours, price: {{Pounds(prices[4])}} GBP/kWh }
            {{more}}
            bundles: { All: [Energy, Standing] }
            """;
        var days = Enumerable.Range(0, Edges.Length + 1).Select(band => $"    b{band}: {(Weekends ? "mon-fri " : "")}"
            + $"{Clock(band == 0 ? 0 : Edges[band - 1])}-{Clock(band == Edges.Length ? 1440 : Edges[band])}");
        var ids = Enumerable.Range(1, connections).Select(one => $"c{one}").ToList();
        var bench = Rating.Bench.Of(
            Product(new(2020, 1, 1), Prices) + "\n---\n" + Product(Change, NewPrices),
            "taxes: { vat: 17.5 % }\ncalendars:\n  tou:\n   bands:\n" + string.Join('\n', days)
                + (Weekends ? $"\n    b{Edges.Length + 1}: rest" : ""),
            Zone, $"- {{ account: acc, party: p, style: {style} }}",
            string.Join('\n', ids.Select(id => $"- {{ connection: {id}, channels: {{ import: kWh, export: kWh }} }}")),
            agreement.Length > 0 ? agreement : "- { agreement: a, account: acc, product: p, from: 2020-01-01, "
                + $"connections: {string.Join(' ', ids)} }}");
        foreach (var id in ids)
            bench.Reads(id, "import", at => (MicrosAt(at.ToInstant()) / 1_000_000m,
                    IsEstimatedAt(at.ToInstant()) ? QualityKind.Estimated : QualityKind.Actual))
                .Reads("export", at => MicrosAt(at.ToInstant() + Duration.FromHours(5)) / 1_000_000m, id);
        return bench;
    }

    /// <summary>Nano-pounds as a book writes them.</summary>
    public static string Pounds(long nanos) => Digits.Format(nanos, 9);

    private static string Clock(int minute) =>
        string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");
}
