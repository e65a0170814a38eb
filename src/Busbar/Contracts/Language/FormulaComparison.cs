using Busbar.Quantities;

namespace Busbar.Contracts.Language;

/// <summary>A number that differs between two formulas of one form.</summary>
/// <param name="Where">The bands and blocks in which it stands, <c> for day</c>; empty where there are none.</param>
/// <param name="What">What it is called there, <c>top</c>; null where it has no name.</param>
/// <param name="IsAll">Whether the formula says nothing else there.</param>
/// <param name="Before">As written, with its unit.</param>
/// <param name="After">Likewise.</param>
/// <param name="Growth">By what part it is more or less; null from nothing.</param>
internal sealed record ChangedNumber(
    string Where, string? What, bool IsAll, string Before, string After, Exact? Growth);

/// <summary>Compares formulas by what they say.</summary>
/// <param name="renamed">The names of quantities in the later formula, by those in the earlier.</param>
internal sealed class FormulaComparison(UnitWords units, IReadOnlyDictionary<string, string> renamed)
{

    /// <summary>
    /// The numbers that differ between two formulas, none where they say the same; null where they have another form.
    /// </summary>
    public IReadOnlyList<ChangedNumber>? Numbers(WrittenFormula before, WrittenFormula after)
    {
        var walk = new FormulaWalk(before.Text, after.Text, units, renamed);
        return walk.Alike(Parsed(before), Parsed(after), new("", null, IsAll: true)) ? walk.Numbers : null;
    }

    /// <summary>Whether two formulas say the same, apart from what the quantities that they name say.</summary>
    public bool SayTheSame(WrittenFormula before, WrittenFormula after) => Numbers(before, after) is { Count: 0 };

    /// <summary>The text was parsed when the product was checked; on one line it has the same tokens.</summary>
    private Syntax Parsed(WrittenFormula written) => FormulaParser.Parse(new(written.Text, default), units, [])!;
}

/// <summary>One walk through two formulas side by side.</summary>
internal sealed class FormulaWalk(
    string before, string after, UnitWords units, IReadOnlyDictionary<string, string> renamed)
{
    /// <summary>The arguments of block prices that are no block.</summary>
    private static readonly string[] OfTiers = ["per", "of", "fill", "whole"];

    private readonly List<ChangedNumber> _numbers = [];

    /// <summary>The numbers that differ, in the order of the later formula.</summary>
    public IReadOnlyList<ChangedNumber> Numbers => _numbers;

    /// <summary>Where in the formulas one is.</summary>
    public readonly record struct Spot(string Where, string? What, bool IsAll)
    {
        public Spot Within => Called(null);

        public Spot Called(string? what) => new(Where, what, IsAll: false);

        public Spot At(string where) => this with { Where = Where + where };
    }

    /// <summary>Whether two formulas have one form.</summary>
    public bool Alike(Syntax first, Syntax second, Spot spot) => (first, second) switch
    {
        (NumberSyntax a, NumberSyntax b) => Number(a, b, spot),
        (NameSyntax a, NameSyntax b) => renamed.TryGetValue(a.Name, out var name) ? name == b.Name
            : a.Name == b.Name && !renamed.Values.Contains(b.Name),
        (NegateSyntax a, NegateSyntax b) => Alike(a.Operand, b.Operand, spot.Within),
        (NotSyntax a, NotSyntax b) => Alike(a.Operand, b.Operand, spot.Within),
        (BinarySyntax a, BinarySyntax b) => a.Operator == b.Operator && Alike(a.Left, b.Left, spot.Within)
            && Alike(a.Right, b.Right, spot.Within),
        (ElseSyntax a, ElseSyntax b) => Alike(a.Value, b.Value, spot.Within)
            && Alike(a.Otherwise, b.Otherwise, spot.Within),
        (TupleSyntax a, TupleSyntax b) => a.Items.Count == b.Items.Count
            && a.Items.Zip(b.Items).All(pair => Alike(pair.First, pair.Second, spot.Within)),
        (CallSyntax a, CallSyntax b) => a.Owner == b.Owner && a.Function == b.Function
            && a.Arguments.Count == b.Arguments.Count && InOrder(a).Zip(InOrder(b))
                .All(pair => Argument(a.Function, pair.First, pair.Second, spot)),
        _ => first == second,
    };

    /// <summary>Arguments with a name may stand in any order.</summary>
    private static IEnumerable<Argument> InOrder(CallSyntax call) =>
        call.Arguments.OrderBy(argument => argument.Name ?? "", StringComparer.Ordinal);

    private bool Argument(string function, Argument first, Argument second, Spot spot)
    {
        if (first.Name != second.Name) return false;
        if ((first.Key, second.Key) is ({ } edge, { } other))
            return Alike(edge, other, spot.Called("the edge"))
                && Alike(first.Value, second.Value, spot.At($" from {other} on"));
        return first.Key is null && second.Key is null && Alike(first.Value, second.Value, second.Name switch
        {
            null => spot.Within,
            var band when function == "by" => spot.At($" for {band}"),
            var block when function == "tiers" && !OfTiers.Contains(block) => spot.At($" from {block} on"),
            var name => spot.Called(name),
        });
    }

    private bool Number(NumberSyntax first, NumberSyntax second, Spot spot)
    {
        var (a, b) = (UnitOf(first), UnitOf(second));
        var (was, becomes) = (first.Value * a.Factor, second.Value * b.Factor);
        // A plain nought has whatever unit is needed.
        if (a.Dimension != b.Dimension && !IsPlainZero(first) && !IsPlainZero(second)) return false;
        if (was != becomes)
            _numbers.Add(new(spot.Where, spot.What, spot.IsAll, before.Substring(first.At.Start, first.At.Length),
                after.Substring(second.At.Start, second.At.Length), Growth.Of(was, becomes)));
        return true;
    }

    private static bool IsPlainZero(NumberSyntax number) => number.Unit is null && number.Value.IsZero;

    private Unit UnitOf(NumberSyntax number) =>
        number.Unit is null ? Unit.One : units.Parse(number.Unit, out _)!;
}
