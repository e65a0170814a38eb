using System.Text;
using Busbar.Billing;
using Busbar.Books;
using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Rating;
using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Tests.Rating;

/// <summary>
/// A book from a few lines of YAML and series from figures, billed without a database. What a test doesn't say is the
/// smallest that works: one product, one account, one connection c1 with import and export, all from 2020 on.
/// </summary>
public sealed class Bench
{
    private const string Head = """
        product: p
        from: 2020-01-01
        interval: 30min
        channels: { import: kWh, export: kWh }

        """;

    private readonly Dictionary<(string, string), Func<ZonedDateTime, (decimal? Value, QualityKind Quality)>> _reads =
        [];

    private readonly Dictionary<string, Func<ZonedDateTime, decimal?>> _prices = [];

    private readonly List<(string Connection, RegisterName Name, RegisterRead Read)> _registers = [];

    private readonly List<(string Connection, Session Session)> _sessions = [];

    private Bench(Book book) => Book = book;

    public Book Book { get; }

    /// <summary>The days that are billed already, by the key of the charge.</summary>
    public HashSet<ChargeKey> Billed { get; } = [];

    public Account Account => Book.Accounts.Values.First();

    /// <summary>A book without a fault.</summary>
    /// <param name="product">Its products; the head of one is put before a text that has none.</param>
    /// <param name="book">More of book.yaml than seller, currency and zone.</param>
    public static Bench Of(
        string product, string book = "", string zone = "Europe/London", string? accounts = null,
        string? connections = null, string? agreements = null, string currency = "GBP", string trades = "",
        string events = "")
    {
        var faults = new List<Fault>();
        var read = Read(product, book, zone, accounts, connections, agreements, currency, faults, trades, events);
        Assert.Empty(faults.Select(fault => fault.ToString()));
        return new(read!);
    }

    /// <summary>The faults of a book: place, code and message.</summary>
    public static IReadOnlyList<Fault> Faults(
        string product, string book = "", string zone = "Europe/London", string? accounts = null,
        string? connections = null, string? agreements = null, string trades = "", string events = "")
    {
        var faults = new List<Fault>();
        Assert.Null(Read(product, book, zone, accounts, connections, agreements, "GBP", faults, trades, events));
        Assert.NotEmpty(faults);
        return faults;
    }

    private static Book? Read(
        string product, string book, string zone, string? accounts, string? connections, string? agreements,
        string currency, List<Fault> faults, string trades, string events)
    {
        var products = product.Contains("product:", StringComparison.Ordinal) ? product : Head + product;
        var source = new BookSource
        {
            Folder = "",
            Book = (MapNode)Yaml("book.yaml",
                $"seller: {{ name: Seller }}\ncurrency: {currency}\nzone: {zone}\n{book}", faults)[0],
            Products = [.. Yaml("product.yaml", products, faults).OfType<MapNode>()],
            Parties = Maps("parties.yaml", "- { party: p, name: Customer }", faults),
            Accounts = Maps("accounts.yaml", accounts ?? "- { account: acc, party: p }", faults),
            Connections = Maps("connections.yaml",
                connections ?? "- { connection: c1, channels: { import: kWh, export: kWh } }", faults),
            Agreements = Maps("agreements.yaml", agreements
                ?? "- { agreement: a, account: acc, product: p, connections: c1, from: 2020-01-01 }", faults),
            Trades = Maps("trades.yaml", trades, faults),
            Events = Maps("events.yaml", events, faults),
        };
        var read = BookReader.Read(BookItem.Of(source, faults), faults);
        return faults.Count == 0 ? read : null;
    }

    private static IReadOnlyList<Node> Yaml(string file, string text, List<Fault> faults) =>
        YamlReader.Read(Encoding.UTF8.GetBytes(text), file, faults);

    private static MapNode[] Maps(string file, string text, List<Fault> faults) =>
        text.Length == 0 ? [] : [.. ((ListNode)Yaml(file, text, faults)[0]).Items.Cast<MapNode>()];

    /// <summary>Readings by the local time at which they start; null where there is none.</summary>
    public Bench Reads(string channel, Func<ZonedDateTime, decimal?> value, string connection = "c1") =>
        Reads(connection, channel, at => (value(at), QualityKind.Actual));

    /// <summary>Readings with their quality.</summary>
    public Bench Reads(
        string connection, string channel, Func<ZonedDateTime, (decimal? Value, QualityKind Quality)> value)
    {
        _reads[(connection, channel)] = value;
        return this;
    }

    /// <summary>What a register of c1 showed: <c>2026-01-01 100</c> or <c>2026-01-01T10:30 100 E</c>, by local time.
    /// </summary>
    public Bench Register(string meter, string register, params string[] reads)
    {
        var zone = Book.Connections["c1"].Zone;
        foreach (var read in reads.Select(read => read.Split(' ')))
        {
            var at = read[0].Length == 10 ? LocalDay.StartOf(LocalDatePattern.Iso.Parse(read[0]).Value, zone)
                : zone.AtStrictly(LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm")
                    .Parse(read[0]).Value).ToInstant();
            Assert.True(Exact.TryParse(read[1], out var number, out _));
            _registers.Add(("c1", new(meter, register), new(at, number.ToScaled(Series.ReadingScale),
                new(read.Length > 2 ? Quality.Parse(read[2])!.Value : Quality.Actual, 0, 1))));
        }
        return this;
    }

    /// <summary>A charging session of c1 by its local start and its periods, one after the other: <c>90min 12kWh</c>,
    /// <c>40min idle</c>, <c>15min reserved</c>, <c>60min 7kWh 32A</c>, <c>30min -4kWh</c> for what is given back.
    /// </summary>
    public Bench Session(string id, string start, params string[] periods) => Session("c1", id, start, periods);

    /// <inheritdoc cref="Session(string, string, string[])"/>
    public Bench Session(string connection, string id, string start, string[] periods, Exact? cost = null)
    {
        var zone = Book.Connections[connection].Zone;
        var from = zone.AtStrictly(LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm")
            .Parse(start).Value).ToInstant();
        var all = new List<SessionPeriod>();
        foreach (var words in periods.Select(period => period.Split(' ')))
        {
            var hours = Number(words, "min")!.Value / 60;
            var to = from + Duration.FromTicks((long)(hours * NodaConstants.TicksPerHour).ToScaled(0));
            var energy = Number(words, "kWh") ?? 0;
            var isCharging = !words.Contains("idle") && !words.Contains("reserved");
            all.Add(new(from, to, energy.Sign > 0 ? energy : 0, energy.Sign < 0 ? -energy : 0, isCharging ? hours : 0,
                words.Contains("idle") ? hours : 0, words.Contains("reserved") ? hours : 0, Number(words, "kW"),
                Number(words, "A")));
            from = to;
        }
        _sessions.Add((connection, new(id, $"charger of {connection}", "card", all, cost,
            cost is null ? null : Book.Currency.Code)));
        return this;

        static Exact? Number(string[] words, string unit) =>
            words.FirstOrDefault(word => word.EndsWith(unit, StringComparison.Ordinal)
                && (char.IsAsciiDigit(word[^(unit.Length + 1)]))) is { } word
                && Exact.TryParse(word.AsSpan(..^unit.Length), out var number, out _) ? number : null;
    }

    /// <summary>A market series by the local time, in its zone, at which its values start.</summary>
    public Bench Prices(string series, Func<ZonedDateTime, decimal?> value)
    {
        _prices[series] = value;
        return this;
    }

    /// <summary>The plan of the first account, or of another; null where there is nothing to bill.</summary>
    public BillPlan? Plan(string period, string? account = null) => BillPlan.Of(
        Book, account is null ? Account : Book.Accounts[account], Days.Parse(period)!.Value, Billed.Contains);

    /// <summary>What a plan needs, over just the span that it asks for; channels that nobody gave are nought.</summary>
    public Inputs Inputs(BillPlan plan) => plan.Given(Channel, Market) with
    {
        Sessions = _sessions.GroupBy(one => one.Connection).ToDictionary(
            own => own.Key, own => (IReadOnlyList<Session>)[.. own.Select(one => one.Session)]),
    };

    /// <summary>The bill of a month, a year or two dates.</summary>
    public Bill Bill(string period, string? account = null, Frames? frames = null)
    {
        var plan = Plan(period, account)!;
        var outcome = BillMaker.Make(plan, Book, frames ?? new(), Inputs(plan));
        if (outcome is BillOutcome.Held held) Assert.Fail(string.Join('\n', held.Reasons));
        return ((BillOutcome.Made)outcome).Bill;
    }

    /// <summary>Why there is no bill.</summary>
    public IReadOnlyList<Fault> Held(string period, Frames? frames = null)
    {
        var plan = Plan(period)!;
        return Assert.IsType<BillOutcome.Held>(BillMaker.Make(plan, Book, frames ?? new(), Inputs(plan))).Reasons;
    }

    /// <summary>The charges of a bill as they were rated.</summary>
    public IReadOnlyList<RatedCharge> Rated(string period)
    {
        var plan = Plan(period)!;
        var rater = new Rater(new(), Inputs(plan), Book.Currency, Book.LineRounding);
        var charges = plan.Tasks.Select(rater.Rate).ToList();
        Assert.Empty(rater.Faults);
        return charges;
    }

    /// <summary>The lines of a bill as text: <c>energy: 600 × 0.25 = 150.00</c>.</summary>
    public IReadOnlyList<string> Lines(string period) => Lines(Bill(period));

    /// <inheritdoc cref="Lines(string)"/>
    public static IReadOnlyList<string> Lines(Bill bill) => [.. bill.Lines.Select(line => $"{line.Id}: "
        + (line.Quantity is null ? "" : $"{line.Quantity} × {line.Price?.ToString() ?? "…"} = ") + line.Amount
        + (line.IsEstimated ? " estimated" : ""))];

    private Series Channel(ChannelNeed need)
    {
        if (!need.Connection.IsReadByRegisters(need.Channel))
            return Filled(need.Empty(), _reads.GetValueOrDefault(
                (need.Connection.Id, need.Channel), _ => (0, QualityKind.Actual)));
        var span = need.Span.InstantsIn(need.Connection.Zone);
        var reads = _registers.Where(one => one.Connection == need.Connection.Id)
            .ToLookup(one => one.Name, one => one.Read);
        return RegisterSeries.Of(need.Connection, need.Channel, span.Start, span.End, reads,
            RegisterSeries.ProfileDays(need.Connection, need.Channel, span.Start, span.End, reads) is { } days
                ? Profile(need.Connection.Profile!, days) : null);
    }

    private ProfileValues Profile(Profile profile, Days days) =>
        new(profile, Filled(profile.Empty(days), at => (_prices[profile.Name](at), QualityKind.Actual)));

    private Series Market(MarketNeed need) =>
        Filled(need.Empty(), at => (_prices[need.Series.Name](at), QualityKind.Actual));

    private static Series Filled(Series series, Func<ZonedDateTime, (decimal? Value, QualityKind Quality)> given)
    {
        for (var slot = 0; slot < series.Length; slot++)
        {
            var (value, quality) = given(series.StartOf(slot).InZone(series.Zone));
            if (value is { } known) series.Set(slot, known, new(quality));
        }
        return series;
    }
}
