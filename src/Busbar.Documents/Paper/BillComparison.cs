using Busbar.Quantities;

namespace Busbar.Documents.Paper;

/// <summary>Why a bill is another amount than the last one, as a sentence and as a table that adds up.</summary>
internal sealed class BillComparison
{
    private const int MostChanged = 4;

    /// <summary>The channels of what a customer gives and doesn't take.</summary>
    private static readonly string[] Given = ["export", "generation"];

    private readonly BillFacts _facts;
    private readonly BillDocument _bill;
    private readonly ChargedBill _before;
    private readonly BillLanguage _words;
    private readonly BillDifference _difference;
    private readonly string _way;

    private BillComparison(BillFacts facts, ChargedBill earlier)
    {
        (_facts, _bill, _before, _words) = (facts, facts.Bill, earlier, facts.Language);
        _difference = BillDifference.Of(earlier, ChargedBill.Of(_bill, facts.Explanation));
        _way = _difference.Total.Sign > 0 ? "more" : "less";
    }

    private bool IsSelfBilled => _bill.SelfBilled is not null;

    /// <summary>Whether both bills are in the customer's favour: who gets more then has a bill that is less.</summary>
    private bool IsCredit => !IsSelfBilled && _bill.Total.StartsWith('-') && _before.Total.Sign < 0;

    /// <summary>What the document is called in a sentence.</summary>
    private (string, string) Bill => BillOf(_bill, _words);

    /// <summary>Why it is more or less than last time, in one sentence; null where nothing can be said.</summary>
    public static string? Sentence(BillFacts facts)
    {
        if (facts.Bill.Credits is not null) return null;
        if (facts.Earlier is { } earlier) return new BillComparison(facts, earlier).Sentence();
        return facts.IsFirst ? facts.Language.Say("first", BillOf(facts.Bill, facts.Language)) : null;
    }

    /// <summary>The difference from last time by cause, which adds up.</summary>
    public static IEnumerable<Part> Table(BillFacts facts) =>
        facts.Bill.Credits is not null || facts.Earlier is not { } earlier ? []
            : new BillComparison(facts, earlier).Table();

    internal static (string, string) BillOf(BillDocument bill, BillLanguage words) =>
        ("bill", words.Say(bill.SelfBilled is null ? "word-bill" : "word-self-billed"));

    private string Sentence()
    {
        if (_difference.Total.IsZero) return _words.Say("same-as-last", Bill, ("number", _before.Number!));
        // A credit is said as what it is: more of it is a bill that is less.
        var key = !IsCredit ? _way : _way == "more" ? "credit-less" : "credit-more";
        return _difference.Main is { } cause
            ? _words.Say(key + "-main", Bill, ("amount", Amount(_difference.Total)), ("number", _before.Number!),
                ("cause", Because(cause)))
            : _difference.Two is var (first, second)
            ? _words.Say(key + "-two", Bill, ("amount", Amount(_difference.Total)), ("number", _before.Number!),
                ("cause", Because(first)), ("other", Because(second)))
            : _words.Say(key, Bill, ("amount", Amount(_difference.Total)), ("number", _before.Number!));
    }

    private string Because(Cause cause) => cause switch
    {
        Cause.Use => _words.Say($"cause-{(IsSelfBilled ? "supply" : "use")}-{(IsUseChanged ? _way : "other")}"),
        Cause.Demand => _words.Say($"cause-demand-{(_difference.HasMoved(cause) ? _way : "other")}"),
        Cause.Credits => _words.Say($"cause-{(IsSelfBilled ? "deducted" : "credits")}-{_way}"),
        Cause.Price or Cause.Mean or Cause.Tax => _words.Say($"cause-{NameOf(cause)}-{_way}"),
        Cause.Days => _words.Say(_difference.Days > _difference.DaysBefore ? "cause-days-longer"
                : _difference.Days < _difference.DaysBefore ? "cause-days-shorter" : "cause-days-other",
            ("days", _words.Count("days", _difference.Days)),
            ("before", _words.Count("days", _difference.DaysBefore))),
        _ => BecauseOfCharges(),
    };

    /// <summary>The charge that makes most of it, by its name.</summary>
    private string BecauseOfCharges()
    {
        if (_difference.Changed.FirstOrDefault(one => one.Amount.Sign == _difference.Total.Sign) is not { } most)
            return _words.Say("cause-rounding");
        var isMost = Absolute(most.Amount) * 2 >= Absolute(_difference.Total);
        // What is credited grows where a bill falls.
        var way = most.IsCredit ? _way == "more" ? "credit-less" : "credit-more" : _way;
        return _words.Say($"cause-{(isMost ? "charge" : "charges")}-{way}",
            ("name", most.Name), ("amount", Amount(most.Amount)))
            + (_bill.Taxes.Count > 0 ? _words.Say("with-tax") : "");
    }

    /// <summary>
    /// Whether more or less was used a day: what was measured says it, since the lines of a bill may be a part of that.
    /// Where nothing is measured by the day, registers are what the lines are made of.
    /// </summary>
    private bool IsUseChanged
    {
        get
        {
            if (!_difference.HasMoved(Cause.Use)) return false;
            if (_facts.Use is not { } use) return _facts.Reads.Count > 0;
            return _facts.UseBefore is { } before && before.Unit == use.Unit
                && IsSelfBilled == Given.Contains(use.Channel, StringComparer.Ordinal)
                && (Daily(use) - Daily(before)).Sign == _difference.Of(Cause.Use).Sign;
        }
    }

    /// <summary>The use of a day, of those that are known.</summary>
    private static Exact Daily(DailyUse use) => use.Total / Math.Max(1, use.Values.Count(value => value is not null));

    private IEnumerable<Part> Table()
    {
        if (_difference.Total.IsZero) yield break;
        yield return new Part.Heading(2, _words.Say(
            IsCredit ? _way == "more" ? "why-credit-less" : "why-credit-more" : "why-" + _way));
        var digits = BillLanguage.DigitsOf(_bill.Currency);
        Exact Shown(Exact value) => value.Round(digits, Rounding.HalfAway);
        var rows = Enum.GetValues<Cause>().Where(cause => cause != Cause.Other)
            .Select(cause => (Name: LabelOf(cause), Value: Shown(_difference.Of(cause))))
            .Concat(_difference.Changed.Take(MostChanged).Select(one => (one.Name, Value: Shown(one.Amount))))
            .Where(row => !row.Value.IsZero).ToList();
        // Shown parts add up to the shown difference: the last of a rounding goes to the others.
        var rest = rows.Aggregate(_difference.Total, (left, row) => left - row.Value);
        if (!rest.IsZero)
            rows.Add((_words.Say(_difference.Changed.Count > MostChanged ? "part-other" : "part-rounding"), rest));
        yield return new Part.Table(_words.Say("why-caption", Bill, ("number", _before.Number!)), ShowsCaption: true,
            [new(_words.Say("cause"), Share: 3), new(_words.Say("amount-in", ("currency", _bill.Currency)),
                Alignment.Decimal)],
            [
                new(RowKind.Usual, [_words.Say("last-bill", Bill, ("number", _before.Number!)),
                    _words.Amount(_before.Total, _bill.Currency)]),
                .. rows.Select(row => new TableRow(RowKind.Usual,
                    [row.Name, (row.Value.Sign > 0 ? "+" : "") + _words.Amount(row.Value, _bill.Currency)])),
                new(RowKind.Total, [_words.Say("this-bill", Bill),
                    _words.Amount(PlainNumber.Parse(_bill.Total), _bill.Currency)]),
            ]);
    }

    private string LabelOf(Cause cause) => _words.Say((cause, IsSelfBilled) switch
    {
        (Cause.Use, true) => "part-supply",
        (Cause.Credits, true) => "part-deducted",
        _ => "part-" + NameOf(cause),
    });

    private static string NameOf(Cause cause) => cause switch
    {
        Cause.Use => "use", Cause.Demand => "demand", Cause.Credits => "credits", Cause.Price => "price",
        Cause.Mean => "mean", Cause.Tax => "tax", Cause.Days => "days", _ => "other",
    };

    private string Amount(Exact value) => _words.Money(Absolute(value), _bill.Currency);

    private static Exact Absolute(Exact value) => value.Sign < 0 ? -value : value;
}
