using Busbar.Billing;
using Busbar.Books;
using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Rating;
using Busbar.Tests.Books;
using NodaTime;

namespace Busbar.Tests.Documents;

/// <summary>A household with solar, small enough to be billed by hand, and variations of it.</summary>
public sealed record Household
{
    private const string Rules =
        """
        seller: { name: Southern Light Energy }
        currency: AUD
        zone: Australia/Sydney
        groups: [energy, fixed, solar]
        rounding: { line: half-away, tax: half-away }
        taxes: { gst: 10 % }
        calendars:
          day-night: { bands: { day: "daily 07:00-22:00", night: rest } }
        """;

    private const string Product =
        """
        product: solar-home
        name: Solar Home
        from: 2011-07-01
        interval: 30min
        channels: { consumption: kWh, generation: kWh }
        terms: { supply: { in: c/day, default: 78.65 } }
        quantities:
          import: positive(consumption - generation)
          export: positive(generation - consumption)
        charges:
          - { name: Daily supply, group: fixed, quantity: days, price: supply }
          - name: Electricity
            group: energy
            quantity: import
            price: by(day-night, day = 24.20 c/kWh, night = 12.10 c/kWh)
            lines: band
          - { name: Solar feed-in, group: solar, quantity: export, price: 8.00 c/kWh, to: customer, tax: outside }
        bundles: { Electricity supply: [Daily supply, Electricity] }
        """;

    private const string Others =
        """
        party: wattle
        name: A. and R. Wattle
        ---
        connection: ausgrid-12
        interval: 30min
        channels: { consumption: kWh, generation: kWh }
        ---
        account: wattle
        party: wattle
        style: unbundled
        ---
        agreement: wattle-home
        account: wattle
        product: solar-home
        connections: [ausgrid-12]
        from: 2011-07-01
        """;

    private string _yaml = string.Join("\n---\n", Rules, Product, Others);

    /// <summary>A reading in Wh, by the channel and the half-hour of the local day.</summary>
    public Func<string, int, long> Reading { get; init; } = (channel, halfHour) => channel == "consumption"
        ? (halfHour is >= 34 and < 44 ? 641 : 207) : halfHour is >= 20 and < 30 ? 583 : 0;

    /// <summary>Whether a reading is estimated, by channel and day of the period from 0.</summary>
    public Func<string, int, bool> IsEstimated { get; init; } = (_, _) => false;

    /// <summary>The value of every market series in an interval, in thousandths of its unit; null: missing.</summary>
    public Func<int, long?> Market { get; init; } = interval => 10_000 + interval % 7 * 1_111;

    /// <summary>The same with something else in the book's text.</summary>
    public Household With(string old, string text)
    {
        Assert.Contains(old, _yaml, StringComparison.Ordinal);
        return this with { _yaml = _yaml.Replace(old, text, StringComparison.Ordinal) };
    }

    /// <summary>The same with a further document at the end.</summary>
    public Household And(string document) => this with { _yaml = $"{_yaml}\n---\n{document}" };

    public Household Bundled() => With("style: unbundled", "style: bundled");

    /// <summary>The same with other prices for electricity from a day on.</summary>
    public Household NewPricesFrom(string day) => And(Product.Replace("2011-07-01", day, StringComparison.Ordinal)
        .Replace("24.20", "26.35", StringComparison.Ordinal).Replace("12.10", "13.48", StringComparison.Ordinal));

    /// <summary>The bill of July 2011.</summary>
    public Bill Bill()
    {
        var (book, plan, inputs) = Planned();
        return Assert.IsType<BillOutcome.Made>(BillMaker.Make(plan, book, new Frames(), inputs)).Bill;
    }

    /// <summary>The charges of that bill as they were rated.</summary>
    public IReadOnlyList<RatedCharge> Charges()
    {
        var (book, plan, inputs) = Planned();
        var rater = new Rater(new Frames(), inputs, book.Currency, book.LineRounding);
        return [.. plan.Tasks.Select(rater.Rate)];
    }

    /// <summary>What is to be billed for July 2011, the book, and the readings and prices for it.</summary>
    public (Book Book, BillPlan Plan, Inputs Inputs) Planned()
    {
        var book = Book();
        var account = Assert.Single(book.Accounts.Values);
        var plan = BillPlan.Of(book, account, account.Cycle.PeriodOf(new(2011, 7, 1)), _ => false)!;
        return (book, plan, plan.Given(Filled, Filled));
    }

    /// <summary>The book of the text.</summary>
    public Book Book()
    {
        var faults = new List<Fault>();
        var maps = TestBook.Documents(_yaml).Cast<MapNode>().ToLookup(map => map.Entries[0].Key);
        var items = BookItem.Of(new BookSource
        {
            Folder = "", Book = maps["seller"].Single(), Products = [.. maps["product"]], Parties = [.. maps["party"]],
            Accounts = [.. maps["account"]], Connections = [.. maps["connection"]],
            Agreements = [.. maps["agreement"]],
        }, faults);
        var book = BookReader.Read(items, faults);
        Assert.Empty(faults);
        return book!;
    }

    private Series Filled(ChannelNeed need)
    {
        var series = need.Empty();
        for (var slot = 0; slot < series.Length; slot++)
        {
            var local = series.StartOf(slot).InZone(need.Connection.Zone);
            series.Counts[slot] = 1000 * Reading(need.Channel, local.TimeOfDay.Hour * 2 + local.TimeOfDay.Minute / 30);
            series.Qualities[slot] = IsEstimated(need.Channel, Period.DaysBetween(need.Span.From, local.Date))
                ? new(QualityKind.Estimated) : Quality.Actual;
            series.Receipts[slot] = 1;
        }
        return series;
    }

    private Series Filled(MarketNeed need)
    {
        var series = need.Empty();
        for (var slot = 0; slot < series.Length; slot++)
            if (Market(slot) is { } value)
                (series.Counts[slot], series.Qualities[slot]) = (value * 1_000_000, Quality.Actual);
        return series;
    }
}
