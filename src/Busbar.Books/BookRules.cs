using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Metering.Estimation;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Books;

/// <summary>What <c>book.yaml</c> says: the rules that hold for all of the book.</summary>
internal sealed record BookRules
{
    private const string UsualLanguage = "en-GB";

    private static readonly string[] UsualGroups =
        ["energy", "capacity", "fixed", "distribution", "levy", "service", "discount"];

    public required Party Seller { get; init; }

    public required Currency Currency { get; init; }

    public required DateTimeZone Zone { get; init; }

    public required string Language { get; init; }

    public required Stationery Stationery { get; init; }

    public required IReadOnlyList<string> Groups { get; init; }

    public required Rounding LineRounding { get; init; }

    public required Rounding TaxRounding { get; init; }

    public required DocumentNumbers Numbers { get; init; }

    public required BillingCycle? Cycle { get; init; }

    public required Known<Calendar> Calendars { get; init; }

    public required Known<MarketSeries> Series { get; init; }

    /// <summary>Where what happens is posted.</summary>
    public required ChartOfAccounts Chart { get; init; }

    /// <summary>How money comes in.</summary>
    public required PaymentTerms Payments { get; init; }

    /// <summary>The classes of tax by name; <c>exempt</c> and <c>outside</c> are always there.</summary>
    public required IReadOnlyDictionary<string, TaxClass> Taxes { get; init; }

    /// <summary>Which day's rate of tax holds.</summary>
    public required TaxPoint TaxPoint { get; init; }

    /// <summary>What tax is rounded for.</summary>
    public required TaxPer TaxPer { get; init; }

    /// <summary>The class of a charge that names none; null: each must.</summary>
    public required TaxClass? UsualTax { get; init; }

    /// <summary>How days make months and years.</summary>
    public required DayCount DayCount { get; init; }

    /// <summary>What the formulas of products may use.</summary>
    public BookNames Names => new(Currency, Series.Good, Calendars.Good, Declared,
        Groups, DayCount, Boundaries, Units)
    {
        RuledTaxes = Taxes.Where(tax => tax.Value.Rule is not null).ToDictionary(StringComparer.Ordinal),
        Programmes = Programmes.Good, Baselines = Baselines.Good, DeclaredBaselines = Baselines.Ids,
    };

    private HashSet<string> Declared => [.. Series.Ids, .. Calendars.Ids, .. Programmes.Ids];

    /// <summary>The programmes that call customers.</summary>
    public required Known<Programme> Programmes { get; init; }

    /// <summary>How is said what would have been without an event.</summary>
    public required Known<BaselineMethod> Baselines { get; init; }

    /// <summary>The units of its numbers.</summary>
    public required UnitWords Units { get; init; }

    /// <summary>The local times at which the days of some channels start.</summary>
    public required IReadOnlyDictionary<string, LocalTime> DayStarts { get; init; }

    /// <summary>Which of two readings of the same version and quality holds.</summary>
    public required OfEquals OfEquals { get; init; }

    /// <summary>The loss factors from the meter to each boundary.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Boundaries { get; init; }

    /// <summary>How missing readings are estimated, by channel.</summary>
    public required IReadOnlyDictionary<string, WrittenList<EstimationMethod>> Estimates { get; init; }

    /// <summary>To whose multiples what is to be paid is rounded; null: it isn't.</summary>
    public Money? RoundPayable { get; init; }

    /// <summary>Whether electronic invoices carry readings.</summary>
    public bool AttachesIntervals { get; init; }

    /// <summary>What viewers see beside what is usual.</summary>
    public required AccessTerms Access { get; init; }

    /// <summary>The rules by which readings are judged once they are in, by channel.</summary>
    public required IReadOnlyDictionary<string, WrittenList<WrittenCheck>> Checks { get; init; }

    /// <summary>The rules of a book that was read, with its own calendars and series: bands are those of one calendar
    /// only where it is one object.</summary>
    /// <param name="items">The things from which it was read, without a fault.</param>
    public static BookRules Of(IReadOnlyList<BookItem> items, Book book) =>
        Read(items.First(item => item.Kind == BookItem.OfBook).Node, []) with
        {
            Calendars = Known<Calendar>.Of(book.Calendars), Series = Known<MarketSeries>.Of(book.Series),
        };

    /// <summary>Reads the rules; where a fault was found, something stands in so that the rest can be read.</summary>
    public static BookRules Read(MapNode node, List<Fault> faults)
    {
        var book = new MapReader(node, faults, "the book");
        var seller = book.Section("seller", required: true);
        var currency = CurrencyOf(book);
        var zone = book.Written("zone", required: true) is { } text ? Values.Zone(book, text) : null;
        var units = UnitsOf(book, currency);
        var rounding = book.Section("rounding");
        var bills = book.Section("bills");
        var series = SeriesOf(book, units, zone ?? DateTimeZone.Utc);
        var holidays = CalendarReader.HolidaysOf(book);
        var calendars = CalendarReader.Read(book, zone ?? DateTimeZone.Utc, holidays, faults);
        var groups = GroupsOf(book);
        var point = TaxReader.PointOf(book);
        var programmes = ProgrammeReader.Read(
            book, zone ?? DateTimeZone.Utc, currency, units, calendars, series);
        var taxes = new TaxReader(book, units, [.. series.Ids, .. calendars.Ids, .. programmes.Ids]).Read(point);
        var rules = new BookRules
        {
            Seller = SellerOf(seller, book), Currency = currency, Zone = zone ?? DateTimeZone.Utc,
            Language = StationeryReader.LanguageOf(book) ?? UsualLanguage,
            Stationery = StationeryReader.Read(seller, bills), Groups = groups,
            LineRounding = RoundingOf(rounding, "line"), TaxRounding = RoundingOf(rounding, "tax"),
            Numbers = OwnNumbersOf(bills), Cycle = bills is null ? BillingCycle.Named("month", 1) : CycleOf(bills),
            Calendars = calendars, Baselines = new BaselineReader(book, holidays).Read(),
            Programmes = programmes, TaxPoint = point,
            TaxPer = rounding?.OptionalChoice("tax-per", "rate", "line") == "line" ? TaxPer.Line : TaxPer.Rate,
            Series = series, Taxes = taxes, Units = units,
            Chart = LedgerReader.Read(book, groups, bills?.Has(PayableReader.Key) ?? false),
            RoundPayable = PayableReader.StepOf(bills, currency),
            Access = ViewerReader.TermsOf(book),
            AttachesIntervals = bills?.Flag("attach-readings") ?? false,
            Payments = new PaymentsReader(currency, units).Read(book, groups),
            UsualTax = UsualTaxOf(book, taxes), DayCount = DayCountOf(book),
            Boundaries = BoundariesOf(book), DayStarts = DayStartsOf(book),
            OfEquals = book.Section("reads")?.OptionalChoice("of-equals", "held", "latest") == "latest"
                ? OfEquals.Latest : OfEquals.Held,
            Estimates = new EstimatesReader(book, series).Read(), Checks = new ChecksReader(book).Read(),
        };
        book.Done();
        return rules;
    }

    /// <summary>When billing periods start: <c>every: month, day: 15</c>; null after a fault.</summary>
    public static BillingCycle? CycleOf(MapReader bills)
    {
        var every = bills.OptionalChoice("every", BillingCycle.Names) ?? "month";
        return BillingCycle.Named(every, (int)(bills.OptionalWhole("day", 1, 31) ?? 1));
    }

    private static Party SellerOf(MapReader? seller, MapReader book) =>
        seller is not null
            ? PartyReader.WithDetails(new("seller", seller.Text("name"), [.. seller.Texts("address").Select(line =>
                line.Value)],
                seller.OptionalText("vat"), seller.Place)
            {
                Participants = [.. seller.Texts("participants").Select(id => id.Value)],
            }, seller)
            : new("seller", "", [], null, book.Place);

    /// <summary>The currency; after a fault something that stands in for it.</summary>
    private static Currency CurrencyOf(MapReader book)
    {
        var unknown = new Currency("money", 2);
        if (book.Written("currency", required: true) is not { } text) return unknown;
        if (Currency.Of(text.Value) is { } currency) return currency;
        book.Fault("unknown-currency", text.Place, $"currency of the book is {text.What}; expected a code of ISO 4217.",
            "Write GBP, EUR, AUD, …");
        return unknown;
    }

    private static DayCount DayCountOf(MapReader book) =>
        book.OptionalChoice("day-count", "actual/actual", "actual/365", "30/360") switch
        {
            "actual/365" => DayCount.Actual365, "30/360" => DayCount.Thirty360, _ => DayCount.ActualActual,
        };

    private static Dictionary<string, IReadOnlyList<string>> BoundariesOf(MapReader book)
    {
        var boundaries = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var entry in book.Entries("boundaries"))
        {
            boundaries[entry.Key] = [];
            if (!Vocabulary.IsName(entry.Key) || entry.Key == "meter")
                book.Fault("bad-name", entry.KeyPlace, $"A boundary can't be called {entry.Key}.",
                    "Write words in lower case joined by hyphens, and not meter: every book has that.");
            if (entry.Value is not ListNode { Items.Count: > 0 } list)
                book.Fault("wrong-kind", entry.Value.Place, $"boundary {entry.Key} is {entry.Value.What}; expected the "
                    + "list of its loss factors, from the meter upwards.", "Write [distribution-loss].");
            else
                boundaries[entry.Key] = [.. list.Items.Select(item => book.ToText(item, $"boundary {entry.Key}"))
                    .OfType<TextNode>().Select(text => text.Value)];
        }
        return boundaries;
    }

    /// <summary>The book's own units: things that it counts.</summary>
    private static UnitWords UnitsOf(MapReader book, Currency currency)
    {
        var counted = new List<string>();
        foreach (var text in book.Texts("units"))
            // Connections are counted in every book, whether it says so or not.
            if (text.Value is not ("connection" or "connections")
                && (!Vocabulary.IsName(text.Value) || UnitWords.Of(currency, []).Knows(text.Value)))
                book.Fault("bad-name", text.Place, $"A thing that is counted can't be called {text.Value}.",
                    "Write words in lower case joined by hyphens that are no unit yet: units: [device, mile].");
            else counted.Add(text.Value);
        return UnitWords.Of(currency, counted);
    }

    private static Dictionary<string, LocalTime> DayStartsOf(MapReader book)
    {
        var starts = new Dictionary<string, LocalTime>(StringComparer.Ordinal);
        foreach (var entry in book.Entries("day-starts"))
            if (book.ToText(entry.Value, $"day-starts of {entry.Key}") is { } text)
            {
                if (LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(text.Value) is { Success: true } time)
                    starts[entry.Key] = time.Value;
                else
                    book.Fault("bad-time", text.Place, $"day-starts of {entry.Key} is {text.What}; expected the local "
                        + "time at which the days of that channel start.", "Write gas: \"05:00\".");
            }
        return starts;
    }

    private static string[] GroupsOf(MapReader book)
    {
        string[] groups = [.. book.Texts("groups").Select(text => text.Value)];
        return groups.Length > 0 ? groups : UsualGroups;
    }

    private static Rounding RoundingOf(MapReader? rounding, string key) =>
        Rounding.Named(rounding?.OptionalChoice(key, [.. Rounding.All.Select(rule => rule.Name)]) ?? "half-away")!;

    /// <summary>How bills and credit notes are numbered.</summary>
    public static DocumentNumbers NumbersOf(MapReader? bills)
    {
        var numbers = new DocumentNumbers(PatternOf(bills, "numbers", "{year}-{00000}", "NW-{year}-{00000}"),
            PatternOf(bills, "credits", "CN-{year}-{00000}", "NW-CN-{year}-{00000}"));
        CheckApart(bills, "credits", "Bills and credit notes", numbers.Credits, numbers.Bills);
        return numbers;
    }

    /// <summary>Those of the seller, who makes invoices for others too.</summary>
    private static DocumentNumbers OwnNumbersOf(MapReader? bills)
    {
        var (numbers, own) = (NumbersOf(bills),
            PatternOf(bills, "self-billed", "SB-{year}-{00000}", "NW-SB-{year}-{00000}"));
        CheckApart(bills, "self-billed", "Bills and self-billed invoices", own, numbers.Bills);
        CheckApart(bills, "self-billed", "Credit notes and self-billed invoices", own, numbers.Credits);
        return numbers with { SelfBilled = own };
    }

    private static void CheckApart(
        MapReader? bills, string key, string which, NumberPattern one, NumberPattern other)
    {
        if (one.Text != other.Text) return;
        bills!.Fault("bad-pattern", bills.Written(key)?.Place ?? bills.Place,
            $"{which} have the same numbers, and each has a series of its own.",
            $"Write {key}: \"NW-{(key == "credits" ? "CN" : "SB")}-{{year}}-{{00000}}\".");
    }

    private static NumberPattern PatternOf(MapReader? bills, string key, string usual, string example)
    {
        if (bills?.Written(key) is not { } text) return NumberPattern.Parse(usual)!;
        if (NumberPattern.Parse(text.Value) is { } pattern) return pattern;
        bills.Fault("bad-pattern", text.Place,
            $"{key} of bills is {text.What}; expected text with one count {{00000}} and at most one {{year}}.",
            $"Write {example}.");
        return NumberPattern.Parse(usual)!;
    }

    internal static Unit Percent { get; } = Unit.Parse("%", null, [], out _)! with { Factor = 1 };

    private static TaxClass? UsualTaxOf(MapReader book, Dictionary<string, TaxClass> taxes)
    {
        if (book.Written("tax") is { } text) return Lookup.Find(book, text, "tax", taxes);
        var own = taxes.Values.Except([TaxClass.Exempt, TaxClass.Outside]).ToList();
        return own.Count switch { 0 => TaxClass.Outside, 1 => own[0], _ => null };
    }

    private static Known<MarketSeries> SeriesOf(MapReader book, UnitWords units, DateTimeZone zone)
    {
        var all = new Known<MarketSeries>();
        foreach (var entry in book.Entries("series"))
        {
            var read = SeriesOf(book, entry, units, zone);
            if (read is null) all.AddBroken(entry.Key);
            else all.Add(entry.Key, read);
        }
        return all;
    }

    /// <summary>What one value of a series may hold for beside the intervals of readings.</summary>
    private static readonly Dictionary<string, Step> Windows = new()
    {
        ["month"] = Step.Month, ["quarter"] = Step.Quarter, ["year"] = Step.Year,
    };

    private static MarketSeries? SeriesOf(MapReader book, MapEntry entry, UnitWords units, DateTimeZone zone)
    {
        if (book.Section(entry.Value, $"series {entry.Key}") is not { } series) return null;
        var unit = series.Written("unit", required: true) is { } text
            ? Values.UnitOf(series, text, $"unit of series {entry.Key}", units) : null;
        Step? window = series.Written("interval") is { } every && Windows.TryGetValue(every.Value, out var known)
            ? known : null;
        var minutes = window is null ? Values.Minutes(series, "interval", required: true) : 1440;
        var own = series.Written("zone") is { } named ? Values.Zone(series, named) : zone;
        var file = series.Text("file");
        var (column, decimals) = (series.OptionalText("column"), series.OptionalWhole("decimals", 0, 9));
        return unit is not null && minutes is { } length && own is not null && file.Length > 0
            ? new(entry.Key, unit, length, own, file, entry.KeyPlace, window, column, (int?)decimals) : null;
    }
}
