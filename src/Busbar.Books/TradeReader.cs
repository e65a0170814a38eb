using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Books;

/// <summary>Reads a trade, and checks that its agreement can use it.</summary>
internal static class TradeReader
{
    private const string Meter = "meter";

    private static readonly Unit Megawatt = UnitWords.None.Parse("MW", out _)!;

    /// <param name="shapes">Those that need no calendar of the book, by their words.</param>
    public static Trade? Read(
        MapReader reader, Known<Agreement> agreements, BookRules rules,
        IReadOnlyDictionary<string, TradeShape> shapes)
    {
        var id = reader.Id(BookItem.OfTrade);
        var agreement = agreements.Find(reader, BookItem.OfAgreement);
        var (shape, side, boundary) = (Shape(reader, rules, shapes), Side(reader), Boundary(reader, "at", rules));
        var (from, to, traded) = (reader.Date("from"), reader.Date("to"), reader.Date("traded"));
        if (to <= from)
            reader.Fault("bad-date", reader.Map["to"]!.Place, $"{reader.Thing} ends on the day it begins, or before.",
                "to: is the first day without delivery: a trade of January ends on 1 February.");
        var (power, price) = (Power(reader), Price(reader, rules));
        if (agreement is null || shape is null || side is null || power is null || price is null) return null;
        if (from is not { } first || to is not { } end || traded is not { } day || end <= first) return null;
        var trade = new Trade(id, agreement.Id, shape, new(first, end), side == "sell", power.Value, price.Value,
            boundary?.Value, day, reader.Place);
        CheckUse(reader, trade, agreement, boundary);
        return trade;
    }

    /// <summary>A boundary of the book, or the meter; null where none is named, or after a fault.</summary>
    public static TextNode? Boundary(MapReader reader, string key, BookRules rules)
    {
        if (reader.Written(key) is not { } text) return null;
        if (text.Value == Meter || rules.Boundaries.ContainsKey(text.Value)) return text;
        reader.Fault("unknown-boundary", text.Place, $"The book has no boundary {text.Value}, which {reader.Thing} "
            + "names.", Nearest.Hint(text.Value, [Meter, .. rules.Boundaries.Keys]) ?? (rules.Boundaries.Count == 0
                ? "Declare it: boundaries: { nbp: [distribution-loss, transmission-loss] }."
                : $"It has {string.Join(", ", rules.Boundaries.Keys)}, and there is the {Meter}."));
        return null;
    }

    private static string? Side(MapReader reader)
    {
        var side = reader.OptionalChoice("side", "buy", "sell");
        if (!reader.Has("side")) reader.Fault("missing-key", reader.Place, $"side is missing in {reader.Thing}.",
            "Write buy or sell.");
        return side;
    }

    private static Exact? Power(MapReader reader)
    {
        if (reader.Written("volume", required: true) is not { } text) return null;
        var power = Values.Number(reader, text, $"volume of {reader.Thing}", Megawatt, UnitWords.None);
        if (power is not { Sign: <= 0 }) return power;
        reader.Fault("bad-number", text.Place, $"volume of {reader.Thing} is {text.What}; expected a power above zero.",
            "What is sold has side: sell.");
        return null;
    }

    private static Exact? Price(MapReader reader, BookRules rules)
    {
        if (reader.Written("price") is not { } text)
        {
            reader.Fault("missing-key", reader.Place, $"{reader.Thing} has no price, so its cost isn't known.",
                $"Give it the price at which it was made: 72.50 {rules.Currency}/MWh.");
            return null;
        }
        // Made and not parsed: after a fault, what stands in for the currency is no word for a unit.
        var unit = new Unit($"{rules.Currency}/MWh", Dimension.Money(rules.Currency) / Dimension.Energy,
            Exact.Ratio(1, 1000));
        return Values.Number(reader, text, $"price of {reader.Thing}", unit, rules.Units);
    }

    /// <summary>One of the market's words, or <c>calendar.band</c> of the book.</summary>
    private static TradeShape? Shape(
        MapReader reader, BookRules rules, IReadOnlyDictionary<string, TradeShape> known)
    {
        if (reader.Written("shape", required: true) is not { } text) return null;
        if (known.TryGetValue(text.Value, out var shape)) return shape;
        if (text.Value.Split('.') is not [var name, var band])
        {
            reader.Fault("unknown-shape", text.Place, $"{reader.Thing} has the shape {text.Value}, which there isn't.",
                Nearest.Hint(text.Value, known.Keys) ?? $"There are {string.Join(", ", known.Keys)}, and each band of "
                    + "a calendar of the book: calendar.band.");
            return null;
        }
        if (rules.Calendars.Find(reader, text with { Value = name }, "calendar") is not { } calendar) return null;
        var index = calendar.Bands.ToList().IndexOf(band);
        if (index < 0)
            reader.Fault("unknown-band", text.Place,
                $"Calendar {name} has no band {band}, which {reader.Thing} names.",
                Nearest.Hint(band, calendar.Bands) ?? $"It has {string.Join(", ", calendar.Bands)}.");
        else if (calendar.Zone is not { } zone)
            reader.Fault("no-zone", text.Place, $"Calendar {name} has the clock of each connection, and "
                + $"{reader.Thing} is delivered by that of a market.", "Give the calendar a zone, such as "
                + "Europe/London.");
        else return new(text.Value, calendar, index, zone);
        return null;
    }

    /// <summary>Whether some time of a delivery is before supply begins, or after it ends.</summary>
    private static bool IsOutOfSupply(Trade trade, Agreement agreement)
    {
        var zone = agreement.Connections[0].Zone;
        bool Has(Instant from, Instant to) => trade.Shape.StretchesOf(trade.Delivery, new(from, to)).Count > 0;
        return Has(Instant.MinValue, LocalDay.StartOf(agreement.From, zone))
            || (agreement.To is { } end && Has(LocalDay.StartOf(end, zone), Instant.MaxValue));
    }

    /// <summary>What a trade brings is used on every day of its delivery, at the boundary that it names.</summary>
    private static void CheckUse(MapReader reader, Trade trade, Agreement agreement, TextNode? boundary)
    {
        var place = reader.Map[BookItem.OfAgreement]!.Place;
        if (IsOutOfSupply(trade, agreement))
            reader.Fault("out-of-supply", reader.Map["from"]!.Place, $"{reader.Thing} is delivered {trade.Delivery}, "
                + $"and agreement {agreement.Id} has no supply at some of that time: it would be on no bill.",
                "Begin and end the delivery with the supply; blocks of a day may begin on the evening before.");
        foreach (var version in AgreementReader
            .VersionsOf(agreement.Product, agreement.Pinned, trade.Delivery.From, trade.Delivery.To))
        {
            var used = version.Rated.SelectMany(charge => charge.Rate.Formulas)
                .SelectMany(written => written.Formula.All()).OfType<TradesFormula>().ToList();
            if (used.Count == 0)
                reader.Fault("unused-trade", place, $"{reader.Thing} is made for agreement {agreement.Id}, whose "
                    + $"product {version.Id} has no charge with trades in it: it would be on no bill.",
                    "Add a charge to the product: amount: trades.cost, lines: clip.");
            else if (boundary is not null && used.Find(one => !one.IsMoney) is { } energy
                && energy.Shape.Boundary != (boundary.Value == Meter ? null : boundary.Value))
                reader.Fault("two-boundaries", boundary.Place, $"{reader.Thing} is delivered at {boundary.Value}, and "
                    + $"product {version.Id} uses trades at {energy.Shape.Boundary ?? Meter}.",
                    $"Say where the product uses them: trades: {boundary.Value}.");
        }
    }
}
