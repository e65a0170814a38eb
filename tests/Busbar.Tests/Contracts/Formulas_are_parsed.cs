using Busbar.Contracts.Language;

namespace Busbar.Tests.Contracts;

public class Formulas_are_parsed
{
    private static readonly TextSpan Somewhere = new(0, 0);

    public static TheoryData<string> Real() => [.. Formulas.Real];

    [Theory]
    [MemberData(nameof(Real))]
    public void What_contracts_say_is_read_and_printed_back(string text)
    {
        var syntax = Formulas.Parsed(text);
        var printed = syntax.ToString();
        Assert.Equal(syntax, Formulas.Parsed(printed));
        Assert.Equal(printed, Formulas.Parsed(printed).ToString());
    }

    [Theory]
    [InlineData("a - b - c", "((a - b) - c)")]
    [InlineData("a - (b - c)", "(a - (b - c))")]
    [InlineData("a + b * c", "(a + (b * c))")]
    [InlineData("(a + b) * c", "((a + b) * c)")]
    [InlineData("a / b / c * d", "(((a / b) / c) * d)")]
    [InlineData("-a * b", "((-a) * b)")]
    [InlineData("-(a * b)", "(-(a * b))")]
    [InlineData("a - -b", "(a - (-b))")]
    [InlineData("--a", "(-(-a))")]
    [InlineData("a or b and c", "(a or (b and c))")]
    [InlineData("(a or b) and c", "((a or b) and c)")]
    [InlineData("not a is b and c", "((not (a is b)) and c)")]
    [InlineData("not a + b < c", "(not ((a + b) < c))")]
    [InlineData("not (a or b)", "(not (a or b))")]
    [InlineData("a and not not b", "(a and (not (not b)))")]
    [InlineData("a + b <= c * d", "((a + b) <= (c * d))")]
    [InlineData("(a < b) is c", "((a < b) is c)")]
    [InlineData("x * a / b else c + d", "(((x * a) / b) else (c + d))")]
    [InlineData("x * (a / b else c)", "(x * ((a / b) else c))")]
    [InlineData("a / b else c / d else 0", "((a / b) else ((c / d) else 0))")]
    [InlineData("a+b*c/d", "(a + ((b * c) / d))")]
    [InlineData("2 * 3 kWh/day / 4", "((2 * 3 kWh/day) / 4)")]
    [InlineData("6 kWh / days", "(6 kWh / days)")]
    [InlineData("6 kWh/2", "(6 kWh / 2)")]
    [InlineData("6/days", "(6 / days)")]
    [InlineData("6 p/charge-point", "6 p/charge-point")]
    [InlineData("min-take - 3", "(min-take - 3)")]
    [InlineData("tier-2 * acme-2026", "(tier-2 * acme-2026)")]
    public void Operators_bind_as_on_paper(string text, string parenthesised)
    {
        var syntax = Formulas.Parsed(text);
        Assert.Equal(parenthesised, Parenthesised(syntax));
        Assert.Equal(syntax, Formulas.Parsed(syntax.ToString()));
    }

    [Theory]
    [InlineData("((a)+(b))*( c )", "(a + b) * c")]
    [InlineData("a - (b + c)", "a - (b + c)")]
    [InlineData("(a * b) / c", "a * b / c")]
    [InlineData("over( 30min,5.10p/kVA/day )", "over(30 min, 5.1 p/kVA/day)")]
    [InlineData("(a / b) else c", "a / b else c")]
    [InlineData("not (not (a))", "not not a")]
    [InlineData("-(-(a))", "--a")]
    [InlineData("-(a + b)", "-(a + b)")]
    [InlineData("f((threshold) = b, limit=c)", "f((threshold) = b, limit = c)")]
    [InlineData("a\r\n\t+ b", "a + b")]
    public void A_formula_has_one_canonical_text(string text, string printed) =>
        Assert.Equal(printed, Formulas.Parsed(text).ToString());

    [Fact]
    public void Arguments_go_by_place_by_name_or_by_key() => Assert.Equal(
        new CallSyntax(null, "tiers",
        [
            new(null, null, new NameSyntax("x", Somewhere), Somewhere),
            new(null, "per", new NameSyntax("month", Somewhere), Somewhere),
            new(new NumberSyntax(300, "kWh", Somewhere), null,
                new TupleSyntax(
                    [new NumberSyntax(12, "p/kWh", Somewhere), new NumberSyntax(3, "GBP", Somewhere)], Somewhere),
                Somewhere),
            new(null, "from", new DateSyntax("2026-04", Somewhere), Somewhere),
        ], Somewhere),
        Formulas.Parsed("tiers(x, per = month, 300 kWh = (12 p/kWh, 3 GBP), from = 2026-04)"));

    [Fact]
    public void What_differs_is_not_equal()
    {
        Assert.NotEqual(Formulas.Parsed("f(a = b)"), Formulas.Parsed("f((a) = b)"));
        Assert.NotEqual(Formulas.Parsed("f(a, b)"), Formulas.Parsed("f(a, c)"));
        Assert.NotEqual(Formulas.Parsed("f(a)"), Formulas.Parsed("f(a, b)"));
        Assert.NotEqual(Formulas.Parsed("p.f(a)"), Formulas.Parsed("f(a)"));
        Assert.NotEqual(Formulas.Parsed("(a, b)"), Formulas.Parsed("(b, a)"));
        Assert.NotEqual(Formulas.Parsed("5 p"), Formulas.Parsed("5 c"));
        Assert.Equal(Formulas.Parsed("f( a)").GetHashCode(), Formulas.Parsed("f(a )").GetHashCode());
    }

    [Fact]
    public void A_function_may_be_somebody_elses()
    {
        var call = Assert.IsType<CallSyntax>(Formulas.Parsed("parent.cost(energy)"));
        Assert.Equal(("parent", "cost"), (call.Owner, call.Function));
        Assert.Empty(Assert.IsType<CallSyntax>(Formulas.Parsed("cost()")).Arguments);
    }

    [Fact]
    public void Every_part_knows_its_stretch_of_the_text()
    {
        const string Text = " (a + bc) * min(d, over = 30min )";
        var product = Assert.IsType<BinarySyntax>(Formulas.Parsed(Text));
        Assert.Equal("(a + bc) * min(d, over = 30min )", Stretch(product.At));
        Assert.Equal("a + bc", Stretch(product.Left.At));
        var call = Assert.IsType<CallSyntax>(product.Right);
        Assert.Equal("min(d, over = 30min )", Stretch(call.At));
        Assert.Equal(["d", "over = 30min"], call.Arguments.Select(argument => Stretch(argument.At)));
        Assert.Equal("30min", Stretch(call.Arguments[1].Value.At));

        static string Stretch(TextSpan span) => Text.Substring(span.Start, span.Length);
    }

    [Fact]
    public void A_part_knows_its_place_in_the_file()
    {
        var formula = new FormulaText("a\n  + b\r\n\n- c", new("p.yaml", 7, 9), Indent: 4);
        Assert.Equal(new("p.yaml", 7, 9), formula.At(0));
        Assert.Equal(new("p.yaml", 8, 7), formula.At(4));
        Assert.Equal(new("p.yaml", 10, 5), formula.At(new TextSpan(10, 1)));
        Assert.Equal(new("p.yaml", 10), (formula with { Place = new("p.yaml", 7) }).At(10));
        Assert.Equal(new("p.yaml"), (formula with { Place = new("p.yaml") }).At(10));
    }

    private static string Parenthesised(Syntax syntax) => syntax switch
    {
        BinarySyntax b => $"({Parenthesised(b.Left)} {b.Operator.Symbol()} {Parenthesised(b.Right)})",
        ElseSyntax e => $"({Parenthesised(e.Value)} else {Parenthesised(e.Otherwise)})",
        NotSyntax n => $"(not {Parenthesised(n.Operand)})",
        NegateSyntax n => $"(-{Parenthesised(n.Operand)})",
        _ => syntax.ToString(),
    };
}
