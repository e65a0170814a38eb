using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Quantities;

namespace Busbar.Books;

/// <summary>Reads the classes of tax: those with rates, and those with a rule that chooses among them.</summary>
internal sealed class TaxReader(MapReader book, UnitWords units, IEnumerable<string> taken)
{
    private readonly HashSet<string> _taken = [.. taken];

    private readonly Dictionary<string, TaxClass> _taxes = new(StringComparer.Ordinal)
    {
        [TaxClass.Exempt.Name] = TaxClass.Exempt, [TaxClass.Outside.Name] = TaxClass.Outside,
    };

    /// <summary>Which day's rates hold.</summary>
    public static TaxPoint PointOf(MapReader book) =>
        book.OptionalChoice("tax-point", "supply", "issue") == "issue" ? TaxPoint.Issue : TaxPoint.Supply;

    /// <summary>The classes by name; <c>exempt</c> and <c>outside</c> are always there.</summary>
    public Dictionary<string, TaxClass> Read(TaxPoint point)
    {
        var entries = book.Entries("taxes");
        foreach (var entry in entries.Where(entry => !IsRuled(entry.Value))) ReadPlain(entry, point);
        // A rule may stand above the classes that it chooses from.
        var plain = new Dictionary<string, TaxClass>(_taxes, StringComparer.Ordinal);
        foreach (var entry in entries.Where(entry => IsRuled(entry.Value))) ReadRuled(entry, plain, point);
        return _taxes;
    }

    private static bool IsRuled(Node value) =>
        value is MapNode { Entries: [var first, ..] } && !char.IsAsciiDigit(first.Key[0]);

    private void ReadPlain(MapEntry entry, TaxPoint point)
    {
        var rates = Values.Numbers(book, entry.Value, $"The tax {entry.Key}", BookRules.Percent, UnitWords.None);
        if (rates?.Values.Any(rate => rate.Value.Sign < 0 || rate.Value > Exact.One) ?? false)
            book.Fault("bad-rate", entry.Value.Place, $"The tax {entry.Key} must be from 0 % to 100 %.");
        // After a fault a rate stands in, so that who names the tax isn't told that there is none.
        Add(entry, new(entry.Key, rates ?? TaxClass.Exempt.Rates) { IsByIssue = point == TaxPoint.Issue });
    }

    private void ReadRuled(MapEntry entry, Dictionary<string, TaxClass> plain, TaxPoint point)
    {
        if (!Vocabulary.IsName(entry.Key))
            book.Fault("bad-name", entry.KeyPlace, $"A tax that depends on use can't be called {entry.Key}.",
                "Write words in lower case joined by hyphens: fuel.");
        if (_taken.Contains(entry.Key))
            book.Fault("name-taken", entry.KeyPlace,
                $"A tax that depends on use can't be called {entry.Key}: formulas know that name already.",
                "Give it another name.");
        var reader = book.Section(entry.Value, $"tax {entry.Key}")!;
        var (domestic, business) = (Find(reader, "domestic", plain), Find(reader, "business", plain));
        var from = reader.Written("mixed-from") is { } text
            ? Values.Number(reader, text, $"mixed-from of {reader.Thing}", BookRules.Percent, UnitWords.None) : null;
        if (from is { Sign: <= 0 } || from > Exact.One)
            reader.Fault("bad-rate", reader.Map["mixed-from"]!.Place,
                $"mixed-from of {reader.Thing} must be above 0 % and at most 100 %.");
        var small = reader.Section("small") is { } use ? SmallOf(use) : null;
        Add(entry, new(entry.Key, null)
        {
            Rule = new(domestic ?? TaxClass.Exempt, business ?? TaxClass.Exempt, small, from),
            IsByIssue = point == TaxPoint.Issue,
        });
    }

    private static TaxClass? Find(MapReader reader, string key, Dictionary<string, TaxClass> plain) =>
        reader.Written(key, required: true) is { } name ? Lookup.Find(reader, name, "tax", plain) : null;

    /// <summary><c>small: { channel: import, at-most: 33 kWh/day }</c>.</summary>
    private SmallUse? SmallOf(MapReader use)
    {
        var (channel, most) = (use.Text("channel"), use.Written("at-most", required: true));
        if (most is null || channel.Length == 0) return null;
        var unit = Values.UnitIn(most, units);
        if (unit is not null && (unit.Dimension * Dimension.Day).IsMetered)
            return Values.Number(use, most, use.Thing, unit, units) is { } number
                ? new(channel, unit.Dimension * Dimension.Day, number) : null;
        use.Fault("wrong-unit", most.Place, $"at-most of {use.Thing} is {most.What}; expected how much is used a day.",
            "Write at-most: 33 kWh/day.");
        return null;
    }

    private void Add(MapEntry entry, TaxClass tax)
    {
        if (!_taxes.TryAdd(entry.Key, tax))
            book.Fault("name-taken", entry.KeyPlace, $"A tax can't be called {entry.Key}: every book has that.");
    }
}
