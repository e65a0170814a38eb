using System.Globalization;
using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Books;

/// <summary>Reads when a scheme pays, and how much: <c>{ when: supply-start, amount: 70 % * expected }</c>.</summary>
internal static class PaysReader
{
    private const string Expected = "expected";
    private const string Earned = "earned";
    private const string Paid = "paid";
    private const string Rest = "earned - paid";
    private const int MostMonths = 600;

    /// <summary>The rules, and a product of which each is a charge of one day; null after a fault. A scheme that says
    /// nothing pays what is earned, as it is.</summary>
    /// <param name="expects">Whether the scheme says what is expected.</param>
    public static (List<PayRule> Rules, Product? Payments) Read(
        MapReader scheme, string id, Dictionary<string, Term> terms, bool expects, EarnedBy earnedBy, ReadProducts sold,
        BookRules rules, List<Fault> faults)
    {
        var money = new Unit(rules.Currency.Code, Dimension.Money(rules.Currency), 1);
        var own = new Dictionary<string, Term>(terms, StringComparer.Ordinal)
        {
            [Earned] = new(Earned, money, null), [Paid] = new(Paid, money, null),
        };
        foreach (var taken in new[] { Earned, Paid, Expected }.Where(terms.ContainsKey))
            scheme.Fault("name-taken", scheme.Place, $"{scheme.Subject} has a term {taken}, which stands for "
                + "money that it earns or pays.", "Give the term another name.");
        if (expects) own[Expected] = new(Expected, money, null);
        var (read, charges, isGood) = (new List<PayRule>(), new List<ChargeText>(), true);
        foreach (var rule in scheme.Maps("pays", "rule"))
        {
            var moments = rule.Texts("when", required: true).Select(text => Moment(rule, text)).ToList();
            var (amount, name) = (rule.Written("amount", required: true), rule.OptionalText("name"));
            if (amount is null || moments.Count == 0 || moments.Contains(null))
            {
                isGood = false;
                continue;
            }
            Add(Values.FormulaOf(amount), name, [.. moments.OfType<PayMoment>()], rule.Place);
        }
        if (!scheme.Has("pays"))
            Add(new(Rest, scheme.Place) { Places = _ => scheme.Place }, null,
                [new(earnedBy == EarnedBy.Received ? CommissionEvent.Payment : CommissionEvent.Bill, 0)], scheme.Place);
        if (!isGood || charges.Count == 0) return (read, null);
        var version = new ProductChecker(sold.Names, Enumerable.Empty<ProductText>().ToLookup(_ => ""), faults).Check(
            new(id, id, SchemeReader.Ever, NodaConstants.MinutesPerDay, new Dictionary<string, Metering.Channel>(),
                own, new Dictionary<string, FormulaText>(), charges, [], [], false, scheme.Place));
        if (version is null) return (read, null);
        read = [.. read.Zip(version.Charges, (rule, charge) => rule with { IsOfEarned = Uses(charge, Earned) })];
        CheckWhole(scheme, read, version);
        return (read, new(id, new([new DatedValue<ProductVersion>(SchemeReader.Ever, version)])));

        void Add(FormulaText text, string? name, IReadOnlyList<PayMoment> when, Place place)
        {
            var number = string.Create(CultureInfo.InvariantCulture, $"pay-{read.Count + 1}");
            var formula = text.Text.Trim();
            read.Add(new(number, formula, when, IsOfEarned: false) { Name = name ?? formula });
            // A charge is money of some days: that of the one day is the amount.
            charges.Add(new(number, number, Scheme.Group, new("days", place) { Places = _ => place },
                new($"({text.Text}) / 1 day", text.Place)
                {
                    Places = at => text.At(Math.Clamp(at - 1, 0, Math.Max(0, text.Text.Length - 1))),
                }, null, Direction.ToSeller, Each.Agreement, false, false, TaxClass.Outside, false, Missing.Hold, false,
                place));
        }
    }

    private static bool Uses(Charge charge, string term) => charge.Rate.Formulas
        .SelectMany(written => written.Formula.All()).Any(part => part is TermFormula own && own.Term.Name == term);

    /// <summary>Fixed parts of what is expected come to all of it at most: <c>70 % * expected</c>.</summary>
    private static void CheckWhole(MapReader scheme, List<PayRule> rules, ProductVersion version)
    {
        var sum = rules.Zip(version.Charges).Where(one => !one.First.When.All(moment =>
                moment.Event is CommissionEvent.Bill or CommissionEvent.Payment))
            .Select(one => PartOf(one.First.Text) * Times(one.First)).Aggregate(Exact.Zero, (all, part) => all + part);
        if (sum > Exact.One)
            scheme.Fault("over-all", scheme.Map["pays"]!.Place, $"{scheme.Subject} pays {SchemeReader.Percent(sum)} of "
                + "what is expected: more than all.", "Write the last part as what is left: amount: earned - paid.");
    }

    /// <summary>How often a rule pays at most, but for bills: once at each of its moments, of whose ends one comes.
    /// </summary>
    private static int Times(PayRule rule) => Math.Max(1,
        rule.When.Count(moment => moment.Event is CommissionEvent.Signed or CommissionEvent.Submitted
            or CommissionEvent.Registered or CommissionEvent.SupplyStart or CommissionEvent.FirstBill)
        + (rule.When.Any(moment => moment.Event is CommissionEvent.ContractEnd or CommissionEvent.EarlyEnd) ? 1 : 0));

    /// <summary>Which part of what is expected a text says by itself: 70 % of <c>70 % * expected</c>.</summary>
    private static Exact PartOf(string text)
    {
        var factors = text.Split('*', StringSplitOptions.TrimEntries).ToList();
        if (!factors.Remove(Expected)) return Exact.Zero;
        var part = Exact.One;
        foreach (var factor in factors)
        {
            var isPercent = factor.EndsWith('%');
            if (!Exact.TryParse(factor.TrimEnd('%', ' '), out var number, out _)) return Exact.Zero;
            part *= isPercent ? number / 100 : number;
        }
        return part;
    }

    /// <summary><c>supply-start</c>, or <c>18 months after supply-start</c>.</summary>
    private static PayMoment? Moment(MapReader rule, TextNode text)
    {
        var words = text.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var (months, word) = words is [var count, "month" or "months", "after", var after]
            && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number is > 0 and <= MostMonths ? (number, after) : (0, text.Value.Trim());
        if (CommissionEvents.Of(word) is { } known
            && (months == 0 || known is not (CommissionEvent.Bill or CommissionEvent.Payment)))
            return new(known, months);
        rule.Fault("unknown-state", text.Place, $"when of {rule.Thing} is {text.What}, which there isn't.",
            Nearest.Hint(word, CommissionEvents.All) ?? $"There are {string.Join(", ", CommissionEvents.All)}, and "
                + "times such as 18 months after supply-start.");
        return null;
    }
}
