using System.Diagnostics;
using Busbar.Contracts.Language;
using Busbar.Quantities;
using CsCheck;

namespace Busbar.Tests.Contracts;

/// <summary>Laws: what is printed parses back, and whatever is written gives a tree or a fault.</summary>
public class Formulas_survive_anything
{
    private static readonly TextSpan Somewhere = new(0, 0);

    private static readonly string[] Pieces =
    [
        " ", "\n", "-", " - ", "--", "(", ")", ",", "=", "==", " is ", " else ", " not ", " and ", "or", "5", "1,5",
        "1e9", "2026-04", "2026-04-", " kWh", "/", "/kWh", "%", "³", ".", "..", "é", "\0", "\uD83D", "😀", "\u2009",
        "１", "A", "pool.", "min(", "<", "<=", "<>", "_", "99999999999999999999", "a- b", "\"", "'", "#", "\uFEFF",
    ];

    private static readonly Gen<string> AnyName = Any(
        "a", "b2", "ev-grid", "in-order", "day", "kwh", "min", "not-a-word", "e", "is-it", "tier-2", "x-1");

    private static readonly Gen<Syntax> AnyNumber = Gen.Select(
        Gen.Long[0, 1_000_000_000], Gen.Int[0, 9],
        Any<string?>(null, "kWh", "p/kVA/day", "%", "m³", "p/charge-point"),
        (count, scale, unit) => (Syntax)new NumberSyntax(Exact.FromScaled(count, scale), unit, Somewhere));

    private static readonly Gen<Syntax> AnyLeaf = Gen.Frequency(
        (3, AnyName.Select(name => (Syntax)new NameSyntax(name, Somewhere))),
        (1, Gen.Select(AnyName, AnyName, (owner, name) => (Syntax)new MemberSyntax(owner, name, Somewhere))),
        (1, Any("2026-04-01", "2025-01", "2024-02-29")
            .Select(text => (Syntax)new DateSyntax(text, Somewhere))),
        (2, AnyNumber));

    private static readonly Gen<Syntax> AnySyntax = Gen.Recursive<Syntax>((depth, any) => depth > 5 ? AnyLeaf
        : Gen.Frequency(
            (2, AnyLeaf),
            (1, any.Select(operand => (Syntax)new NegateSyntax(operand, Somewhere))),
            (1, any.Select(operand => (Syntax)new NotSyntax(operand, Somewhere))),
            (4, Gen.Select(Gen.Enum<Operator>(), any, any, Binary)),
            (1, Gen.Select(any, any, any, (x, y, z) =>
                (Syntax)new ElseSyntax(Binary(Operator.Over, x, y), z, Somewhere))),
            (1, any.Array[2, 3].Select(items => (Syntax)new TupleSyntax(items, Somewhere))),
            (2, Gen.Select(AnyName.Null(), AnyName, AnyArgument(any).Array[0, 3], (owner, function, arguments) =>
                (Syntax)new CallSyntax(owner, function, arguments, Somewhere)))));

    private static Gen<T> Any<T>(params T[] these) => Gen.Int[0, these.Length - 1].Select(index => these[index]);

    [Fact]
    public void What_is_printed_parses_back_to_itself() => AnySyntax.Sample(syntax =>
    {
        var parsed = Formulas.Parsed(syntax.ToString());
        Assert.Equal(syntax, parsed);
        Assert.Equal(syntax.GetHashCode(), parsed.GetHashCode());
    });

    [Fact]
    public void Any_characters_give_a_tree_or_a_fault() => Gen.OneOf(
        Gen.String[0, 60],
        Any(Pieces).Array[0, 30].Select(string.Concat),
        Gen.Char["ab1. -+*/()=,<%kWh\n"].Array[0, 40].Select(characters => new string(characters))).Sample(IsJudged);

    [Fact]
    public void A_real_formula_altered_at_random_gives_a_tree_or_a_fault() => Gen.Select(
        Any(Formulas.Real), Gen.Select(Gen.Int[0, 200], Gen.Int[0, 5], Any(Pieces)).Array[1, 4])
        .Select(Altered).Sample(IsJudged);

    [Fact]
    public void The_longest_formulas_are_judged_in_a_moment() => Assert.All(Pieces.Concat(Formulas.Real), piece =>
    {
        var clock = Stopwatch.StartNew();
        IsJudged(string.Concat(Enumerable.Repeat(piece, FormulaParser.MostCharacters / piece.Length)));
        // Far more than it takes, also on a machine that does something else: what grows out of hand takes hours.
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{piece} took {clock.Elapsed}");
    });

    private static void IsJudged(string text)
    {
        List<Fault> faults = [];
        var formula = new FormulaText(text, new("p.yaml", 1, 1));
        var syntax = FormulaParser.Parse(formula, Formulas.Units, faults);
        if (syntax is not null)
        {
            Assert.Empty(faults);
            Assert.Equal(syntax, Formulas.Parsed(syntax.ToString()));
            return;
        }
        Assert.NotEmpty(faults);
        Assert.All(faults, fault =>
        {
            Assert.InRange(fault.Place.Line, 1, text.Count(c => c == '\n') + 1);
            Assert.InRange(fault.Place.Column, 1, text.Length + 1);
            Assert.EndsWith(".", fault.Message, StringComparison.Ordinal);
            Assert.True(fault.ToString().Length < 300, fault.ToString());
            Assert.DoesNotContain(fault.Message, char.IsControl);
        });
    }

    private static string Altered((string Text, (int At, int Length, string Piece)[] Changes) formula) =>
        formula.Changes.Aggregate(formula.Text, (text, change) =>
        {
            var at = change.At % (text.Length + 1);
            return text[..at] + change.Piece + text[Math.Min(text.Length, at + change.Length)..];
        });

    private static Syntax Binary(Operator operation, Syntax left, Syntax right) =>
        new BinarySyntax(operation, left, right, Somewhere);

    private static Gen<Argument> AnyArgument(Gen<Syntax> any) => Gen.OneOf(
        any.Select(value => new Argument(null, null, value, Somewhere)),
        Gen.Select(AnyName, any, (name, value) => new Argument(null, name, value, Somewhere)),
        Gen.Select(AnyName, any, any, (name, value, otherwise) =>
            new Argument(null, name, new ElseSyntax(value, otherwise, Somewhere), Somewhere)),
        Gen.Select(any, any, (key, value) => new Argument(key, null, value, Somewhere)));
}
