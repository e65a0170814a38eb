using Busbar.Contracts.Language;
using Busbar.Quantities;

namespace Busbar.Contracts;

/// <summary>One comparison of two versions, part by part.</summary>
internal sealed class VersionComparison(ProductVersion before, ProductVersion after, UnitWords units)
{
    private readonly List<VersionChange> _changes = [];

    /// <summary>The quantities' later names, by their earlier ones.</summary>
    private readonly Dictionary<string, string> _renamed = new(StringComparer.Ordinal);

    /// <summary>All that differs.</summary>
    public VersionDiff Whole()
    {
        CompareProduct();
        CompareChannels();
        CompareTerms();
        CompareQuantities();
        var formulas = new FormulaComparison(units, _renamed);
        var charges = new ChargeComparison(formulas, new(ChangedPart.Charge, _changes)).Compare(before, after);
        CompareMusts(formulas);
        CompareBundles(charges);
        return new(before, after, _changes, charges);
    }

    private void CompareProduct()
    {
        var (own, id) = (ListOf(ChangedPart.Product), after.Product);
        own.Compare(id, "name", before.Name, after.Name, "the product's name");
        own.Compare(id, "interval", FormulaChecker.Minutes(before.IntervalMinutes),
            FormulaChecker.Minutes(after.IntervalMinutes), "the interval");
        if (before.IsFixed != after.IsFixed)
            own.Add(id, "fixed", Flag(before.IsFixed), Flag(after.IsFixed), after.IsFixed
                ? "agreements now keep the version that held when they were signed"
                : "agreements don't keep the version that held when they were signed any more");
    }

    private void CompareChannels()
    {
        var own = ListOf(ChangedPart.Channel);
        foreach (var (name, old, now) in Pairs(before.Channels, after.Channels))
            if (old is null) own.Add(name, "new", null, now!.Unit.Symbol, $"channel {name} is new, in {now.Unit}");
            else if (now is null) own.Add(name, "gone", old.Unit.Symbol, null, $"channel {name} is gone");
            else own.Compare(name, "unit", old.Unit.Symbol, now.Unit.Symbol, $"the unit of channel {name}");
    }

    private void CompareTerms()
    {
        var own = ListOf(ChangedPart.Term);
        foreach (var (name, old, now) in Pairs(before.Terms, after.Terms))
            if (old is null)
                own.Add(name, "new", null, now!.Unit.Symbol, $"term {name} is new, in {now.Unit}: "
                    + (Default(now) is { } usual ? $"{usual} where an agreement gives none"
                        : "each agreement gives it"));
            else if (now is null) own.Add(name, "gone", old.Unit.Symbol, null, $"term {name} is gone");
            else
            {
                own.Compare(name, "unit", old.Unit.Symbol, now.Unit.Symbol, $"the unit of term {name}");
                CompareDefaults(own, old, now);
            }
    }

    private static void CompareDefaults(ChangeList own, Term old, Term now)
    {
        var (was, becomes) = (Default(old), Default(now));
        if (old.Unit.Dimension == now.Unit.Dimension && old.Default == now.Default) return;
        if (was is null && becomes is null) return;
        if (was is null)
            own.Add(now.Name, "default", null, becomes, $"term {now.Name} has the default {becomes} now (had none)");
        else if (becomes is null)
            own.Add(now.Name, "default", was, null,
                $"term {now.Name} has no default any more (was {was}): each agreement gives it");
        else
            own.Number(now.Name, "default", was, becomes, old.Unit.Dimension != now.Unit.Dimension ? null
                : Growth.Of(old.Default!.Value, now.Default!.Value), $"the default of term {now.Name} goes");
    }

    /// <summary>A term's default in the unit in which it is written.</summary>
    private static string? Default(Term term) => term.Default is not { } value ? null
        : term.Unit == Unit.One ? value.ToString() : $"{value / term.Unit.Factor} {term.Unit}";

    private void CompareQuantities()
    {
        FindRenamed();
        var (own, formulas) = (ListOf(ChangedPart.Quantity), new FormulaComparison(units, _renamed));
        foreach (var (name, now) in after.Quantities)
        {
            var earlier = _renamed.FirstOrDefault(pair => pair.Value == name).Key ?? name;
            if (earlier != name)
                own.Add(name, "name", earlier, name, $"quantity {earlier} is now called {name}{UsedBy(name, after)}");
            if (before.Quantities.TryGetValue(earlier, out var old))
                own.Formula(name, "formula", old, now, formulas, $"quantity {name}", $"in quantity {name}",
                    UsedBy(name, after));
            else own.Add(name, "new", null, now.Text, $"quantity {name} is new: {now.Text}{UsedBy(name, after)}");
        }
        foreach (var (name, old) in before.Quantities)
            if (!after.Quantities.ContainsKey(name) && !_renamed.ContainsKey(name))
                own.Add(name, "gone", old.Text, null, $"quantity {name} is gone (was {old.Text})");
    }

    /// <summary>
    /// Finds the quantities that say under another name what one that is gone has said. One may be named in another, so
    /// it is looked again until none is found.
    /// </summary>
    private void FindRenamed()
    {
        for (var found = true; found;)
        {
            found = false;
            var formulas = new FormulaComparison(units, _renamed);
            foreach (var (name, old) in before.Quantities)
            {
                if (after.Quantities.ContainsKey(name) || _renamed.ContainsKey(name)) continue;
                var same = after.Quantities.FirstOrDefault(now => !before.Quantities.ContainsKey(now.Key)
                    && !_renamed.ContainsValue(now.Key) && formulas.SayTheSame(old, now.Value)).Key;
                if (same is not null) found = _renamed.TryAdd(name, same);
            }
        }
    }

    /// <summary>The charges whose formulas name a quantity, by themselves or within another.</summary>
    private static string UsedBy(string quantity, ProductVersion version)
    {
        var names = version.Rated.Where(charge => charge.Rate.Formulas.Any(written => written.Formula.All()
                .OfType<QuantityFormula>().Any(one => one.Name == quantity)))
            .Select(charge => charge.Rate is Rate.Must ? $"the {charge.Subject}" : charge.Name).ToList();
        return names.Count == 0 ? "; no charge uses it" : $"; it is in {string.Join(", ", names)}";
    }

    /// <summary>Conditions are known by what they say where they aren't true, or else by what they say.</summary>
    private void CompareMusts(FormulaComparison formulas)
    {
        var (own, open) = (ListOf(ChangedPart.Must), before.Musts.ToList());
        foreach (var now in after.Musts)
        {
            var becomes = now.Rate.Formulas[0];
            if ((open.Find(old => old.Name == now.Name)
                ?? open.Find(old => formulas.SayTheSame(old.Rate.Formulas[0], becomes))) is not { } old)
            {
                own.Add(now.Name, "new", null, becomes.Text, $"{becomes.Text} must be true now");
                continue;
            }
            open.Remove(old);
            own.Compare(now.Name, "else", old.Name, now.Name, $"what is said unless {becomes.Text}");
            own.Formula(now.Name, "be", old.Rate.Formulas[0], becomes, formulas, "what must be", "in what must be");
            own.Compare(now.Name, "each", RatedFor(old), RatedFor(now), $"what {becomes.Text} must be for");
        }
        foreach (var old in open)
            own.Add(old.Name, "gone", old.Rate.Formulas[0].Text, null,
                $"{old.Rate.Formulas[0].Text} needn't be true any more");
    }

    /// <summary>Once for what a charge or a condition is rated.</summary>
    internal static string RatedFor(Charge charge) =>
        charge.Each == Each.Agreement ? "the agreement" : "each connection";

    private void CompareBundles(IReadOnlyList<ChargePair> charges)
    {
        var own = ListOf(ChangedPart.Bundle);
        var later = charges.Where(pair => pair is { Before: not null, After: not null })
            .ToDictionary(pair => pair.Before!.Id, pair => pair.After!.Id);
        var (old, now) = (before.Bundles.ToDictionary(one => one.Name), after.Bundles.ToDictionary(one => one.Name));
        foreach (var (name, was, becomes) in Pairs(old, now))
        {
            var (members, newMembers) = (Members(was, before), Members(becomes, after));
            if (was is null) own.Add(name, "new", null, newMembers, $"bundle {name} is new: {newMembers}");
            else if (becomes is null) own.Add(name, "gone", members, null, $"bundle {name} is gone (was {members})");
            else if (!becomes.Charges.ToHashSet().SetEquals(was.Charges.Select(id => later.GetValueOrDefault(id, id))))
                own.Compare(name, "charges", members!, newMembers!, $"bundle {name}");
        }
    }

    private static string? Members(Bundle? bundle, ProductVersion version) => bundle is null ? null
        : string.Join(", ", bundle.Charges.Select(id => version.Charges.First(charge => charge.Id == id).Name));

    private ChangeList ListOf(ChangedPart part) => new(part, _changes);

    /// <summary>What is in both or one of two, by name: the later's order first.</summary>
    private static IEnumerable<(string Name, T? Old, T? Now)> Pairs<T>(
        IReadOnlyDictionary<string, T> old, IReadOnlyDictionary<string, T> now) where T : class =>
        now.Keys.Concat(old.Keys.Where(name => !now.ContainsKey(name)))
            .Select(name => (name, old.GetValueOrDefault(name), now.GetValueOrDefault(name)));

    private static string Flag(bool isSet) => isSet ? "true" : "false";
}
