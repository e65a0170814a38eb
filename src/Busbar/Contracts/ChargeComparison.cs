using Busbar.Contracts.Language;

namespace Busbar.Contracts;

/// <summary>Compares the charges of two versions of a product.</summary>
/// <param name="changes">Where is added what differs.</param>
internal sealed class ChargeComparison(FormulaComparison formulas, ChangeList changes)
{
    private const string Seller = "the seller";

    /// <summary>Which charges are the same, and adds how they differ.</summary>
    public IReadOnlyList<ChargePair> Compare(ProductVersion before, ProductVersion after)
    {
        var pairs = Matched(before.Charges, after.Charges);
        foreach (var pair in pairs)
            if (pair.Before is not { } old) Add(pair.After!, "new", null, Says(pair.After!), "is new: ");
            else if (pair.After is not { } now) Add(old, "gone", Says(old), null, "is gone, it was ");
            else Compare(old, now);
        CompareOrder(pairs, before, after);
        return pairs;
    }

    private void Add(Charge charge, string aspect, string? before, string? after, string what) => changes.Add(
        charge.Id, aspect, before, after, $"{charge.Name} {what}{before ?? after}"
            + (Paid(charge) is var paid && paid != Seller ? $", to {paid}" : ""));

    private static string Paid(Charge charge) => charge.Payee is { } word ? $"the {word}"
        : charge.Direction == Direction.ToCustomer ? "the customer" : Seller;

    /// <summary>Those of one id, or else of one name, or else that say the same in the same group.</summary>
    private List<ChargePair> Matched(IReadOnlyList<Charge> before, IReadOnlyList<Charge> after)
    {
        var (earlier, open) = (new Dictionary<Charge, Charge>(ReferenceEqualityComparer.Instance), before.ToList());
        foreach (var isSame in new Func<Charge, Charge, bool>[]
            {
                (old, now) => old.Id == now.Id, (old, now) => old.Name == now.Name, IsRenamed,
            })
            foreach (var now in after.Where(now => !earlier.ContainsKey(now)))
                if (open.Find(old => isSame(old, now)) is { } found && open.Remove(found)) earlier[now] = found;
        return [.. after.Select(now => new ChargePair(earlier.GetValueOrDefault(now), now)),
            .. open.Select(old => new ChargePair(old, null))];
    }

    private bool IsRenamed(Charge old, Charge now) => old.Group == now.Group && old.Direction == now.Direction
        && old.Payee == now.Payee
        && old.Each == now.Each && old.Rate.GetType() == now.Rate.GetType()
        && old.Rate.Formulas.Zip(now.Rate.Formulas).All(pair => formulas.SayTheSame(pair.First, pair.Second));

    private void Compare(Charge old, Charge now)
    {
        if (old.Name != now.Name)
            changes.Add(now.Id, "name", old.Name, now.Name, $"{old.Name} is now called {now.Name}");
        void Say(string aspect, Func<Charge, string> of, string subject) =>
            changes.Compare(now.Id, aspect, of(old), of(now), $"{now.Name}: {subject}");
        Say("id", charge => charge.Id, "the id");
        Say("group", charge => charge.Group, "the group");
        Say("to", Paid, "who is paid");
        Say("each", VersionComparison.RatedFor, "what it is rated for");
        CompareRates(old, now);
        Say("lines", Lines, "how it is shown");
        Say("tax", charge => charge.Tax.Name, "the tax");
        if (old.IsGross != now.IsGross)
            changes.Add(now.Id, "prices", old.IsGross ? "gross" : "net", now.IsGross ? "gross" : "net", now.IsGross
                ? $"{now.Name}: the price now includes the tax (it didn't)"
                : $"{now.Name}: the price doesn't include the tax any more (it did)");
        if (old.Missing != now.Missing)
            changes.Add(now.Id, "missing", Word(old.Missing), Word(now.Missing), now.Missing == Missing.LeaveOpen
                ? $"{now.Name} stays open now where something is missing, and doesn't hold the bill"
                : $"{now.Name} holds the bill now where something is missing, and doesn't stay open");
        if (old.IsPassThrough != now.IsPassThrough)
            changes.Add(now.Id, "pass-through", old.IsPassThrough ? "true" : "false",
                now.IsPassThrough ? "true" : "false", $"{now.Name} "
                + (now.IsPassThrough ? "is now passed through as it is" : "isn't passed through as it is any more"));
    }

    private static string Lines(Charge charge) => charge.LinesBy is { } calendar ? $"a line per band of {calendar.Name}"
        : charge.HasLineByTier ? "a line per tier" : charge.HasLineByClip ? "a line per clip" : "one line";

    private static string Word(Missing missing) => missing == Missing.LeaveOpen ? "leave-open" : "hold";

    private void CompareRates(Charge old, Charge now)
    {
        void Formula(string aspect, WrittenFormula was, WrittenFormula becomes) => changes.Formula(now.Id, aspect, was,
            becomes, formulas, $"{now.Name}: the {aspect}", $"{now.Name}: in the {aspect}");
        if (old.Rate is Rate.Priced a && now.Rate is Rate.Priced b)
        {
            Formula("quantity", a.Quantity, b.Quantity);
            Formula("price", a.Price, b.Price);
        }
        else if (old.Rate is Rate.Amount c && now.Rate is Rate.Amount d) Formula("amount", c.Formula, d.Formula);
        else changes.Compare(now.Id, "rate", Says(old), Says(now), now.Name);
    }

    /// <summary>What a charge costs: <c>9.1 p/kWh on import</c>.</summary>
    private static string Says(Charge charge) => charge.Rate is Rate.Priced priced
        ? $"{priced.Price.Text} on {priced.Quantity.Text}" : charge.Rate.Formulas[0].Text;

    private void CompareOrder(IReadOnlyList<ChargePair> pairs, ProductVersion before, ProductVersion after)
    {
        var both = pairs.Where(pair => pair is { Before: not null, After: not null }).ToList();
        var places = both.ConvertAll(pair => before.Charges.ToList().IndexOf(pair.Before!));
        if (!places.SequenceEqual(places.Order()))
            changes.Add(after.Product, "order", Names(before.Charges), Names(after.Charges),
                $"the charges are now in the order {Names(after.Charges)}");
    }

    private static string Names(IEnumerable<Charge> charges) =>
        string.Join(", ", charges.Select(charge => charge.Name));
}
