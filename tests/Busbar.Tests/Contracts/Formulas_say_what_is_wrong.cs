using Busbar.Contracts.Language;

namespace Busbar.Tests.Contracts;

public class Formulas_say_what_is_wrong
{
    [Theory]
    [InlineData("", 0, "empty-formula", "Expected a formula, found nothing.")]
    [InlineData(" \n ", 0, "empty-formula", "Expected a formula, found nothing.")]
    [InlineData("f(a * )", 6, "expected-value", "Expected a value after *, found ).")]
    [InlineData("a *", 3, "expected-value", "Expected a value after *, found the end of the formula.")]
    [InlineData("* a", 0, "expected-value", "Expected a value, found *.")]
    [InlineData("f(a,, b)", 4, "expected-value", "Expected a value after a comma, found a comma.")]
    [InlineData("f(a, )", 5, "expected-value", "Expected a value after a comma, found ).")]
    [InlineData("()", 1, "expected-value", "Expected a value after (, found ).")]
    [InlineData("a and else", 6, "expected-value", "Expected a value after and, found else.")]
    [InlineData("a is not b", 5, "expected-value", "Expected a value after is, found not.", "Write not a is b.")]
    [InlineData("a + not b", 4, "expected-value", "Expected a value after +, found not.", "Put not in parentheses.")]
    [InlineData("a b", 2, "expected-operator", "Expected an operator or the end after a, found b.",
        "To multiply, write *.")]
    [InlineData("a adn b", 2, "expected-operator", "Expected an operator or the end after a, found adn.",
        "Did you mean and?")]
    [InlineData("f(a b)", 4, "expected-operator", "Expected an operator, a comma or ) after a, found b.",
        "To multiply, write *.")]
    [InlineData("3 (a)", 2, "expected-operator", "Expected an operator or the end after 3, found (.",
        "To multiply, write *.")]
    [InlineData("a, b", 1, "expected-operator", "Expected an operator or the end after a, found a comma.")]
    [InlineData("a)", 1, "not-opened", "Expected an operator or the end after a, found ) without (.")]
    [InlineData("1 + min(a, b", 4, "not-closed", "Expected ) for min(, found the end of the formula.")]
    [InlineData("(a + (b)", 0, "not-closed", "Expected ) for (, found the end of the formula.")]
    [InlineData("a < b < c", 6, "bad-comparison", "Expected and, or, or the end after a < b, found <.",
        "Write a < b and b < c.")]
    [InlineData("a + x / y else 0", 10, "bad-else",
        "Expected a quotient before else (x / y else z), found a + x / y.",
        "Put the quotient and its else in parentheses.")]
    [InlineData("a == b", 2, "bad-equality", "Found ==; equality is written is.")]
    [InlineData("a = b", 2, "bad-equality", "Found = where no argument is named; equality is written is.")]
    [InlineData("when(a = b = c)", 11, "bad-equality",
        "Found = where no argument is named; equality is written is.")]
    [InlineData("a -b", 2, "minus-without-blanks", "The minus after a has no blank after it.",
        "A minus between two values has a blank on both sides: a - b.")]
    [InlineData("a- b", 1, "minus-without-blanks", "The minus after a has no blank before it.",
        "A minus between two values has a blank on both sides: a - b.")]
    [InlineData("5 kWh-b", 5, "minus-without-blanks", "The minus after 5 kWh has no blank around it.",
        "A minus between two values has a blank on both sides: a - b.")]
    [InlineData("a * - b", 4, "minus-without-blanks",
        "A sign stands directly before its value; found a blank after -.")]
    [InlineData("Import - b", 0, "bad-name", "A name is words in lower case, joined by hyphens; found Import.",
        "Did you mean import?")]
    [InlineData("a + ev_grid", 4, "bad-name", "A name is words in lower case, joined by hyphens; found ev_grid.",
        "Did you mean ev-grid?")]
    [InlineData("pool.Wind", 0, "bad-name", "A name is words in lower case, joined by hyphens; found pool.Wind.",
        "Did you mean pool.wind?")]
    [InlineData("a AND b", 2, "bad-name", "A name is words in lower case, joined by hyphens; found AND.",
        "Did you mean and?")]
    [InlineData("größe", 0, "bad-name", "A name is words in lower case, joined by hyphens; found größe.")]
    [InlineData("a.b.c", 0, "bad-name", "Expected at most one point in a name, found another after a.b.")]
    [InlineData("a . b", 2, "bad-character",
        "A point stands between two digits (0.5) or two names (pool.wind), without blanks; found it elsewhere.")]
    [InlineData("1,5 * a", 0, "bad-number",
        "1,5 has a comma; write decimals with a point and no thousands separator.")]
    [InlineData("min(1,5)", 4, "bad-number",
        "1,5 has a comma; write decimals with a point and no thousands separator.")]
    [InlineData("1 000 kWh", 0, "bad-number", "1 has digits after it; a number has no blanks in it.")]
    [InlineData("1_000", 0, "bad-number", "1_000 is not a number.")]
    [InlineData("1.2.3", 0, "bad-number", "1.2.3 is not a number.")]
    [InlineData("1e3", 0, "bad-number", "1e3 has an exponent; write the number out.")]
    [InlineData("1.5E-3 kWh", 0, "bad-number", "1.5E-3 has an exponent; write the number out.")]
    [InlineData("0.1234567891", 0, "bad-number", "0.1234567891 has more than 9 decimals.")]
    [InlineData("99999999999999999999", 0, "bad-number", "99999999999999999999 is too large.")]
    [InlineData("１２", 0, "bad-number", "１２ has digits of another script; write 0 to 9.")]
    [InlineData("f(2026-13)", 2, "bad-date", "2026-13 is no day such as 2026-04-01 and no month such as 2025-01.",
        "A minus between two values has a blank on both sides.")]
    [InlineData("2026-02-30", 0, "bad-date", "2026-02-30 is no day such as 2026-04-01 and no month such as 2025-01.",
        "A minus between two values has a blank on both sides.")]
    [InlineData("a * 5 kwh", 6, "unknown-unit", "Expected a unit after 5, found kwh.", "Did you mean kWh?")]
    [InlineData("5 KWH/day", 2, "unknown-unit", "Expected a unit after 5, found KWH.", "Did you mean kWh?")]
    [InlineData("5 p/kVa/day", 4, "unknown-unit", "Expected a unit after /, found kVa.", "Did you mean kVA?")]
    [InlineData("5 hourz", 2, "unknown-unit", "Expected a unit after 5, found hourz.", "Did you mean hour?")]
    [InlineData("5 import", 2, "unknown-unit", "Expected a unit after 5, found import.", "To multiply, write *.")]
    [InlineData("5 kWh/import", 6, "unknown-unit", "Expected a unit after /, found import.",
        "To divide, put a blank before /.")]
    [InlineData("5 x", 2, "unknown-unit", "Expected a unit after 5, found x.", "To multiply, write *.")]
    [InlineData("import kWh", 7, "unit-without-number", "kWh is a unit; expected a number before it.")]
    [InlineData("a %", 2, "unit-without-number", "% stands after a number; found it alone.")]
    [InlineData("a != b", 2, "bad-character", "!= has no meaning in a formula.", "Write not a is b.")]
    [InlineData("a && b", 2, "bad-character", "&& has no meaning in a formula.", "Write and.")]
    [InlineData("a ≤ b", 2, "bad-character", "≤ has no meaning in a formula.", "Write <=.")]
    [InlineData("a − b", 2, "bad-character", "− has no meaning in a formula.", "Write -.")]
    [InlineData("a\u00A0+ b", 1, "bad-character", "U+00A0 has no meaning in a formula.", "Write a blank.")]
    [InlineData("a + 😀", 4, "bad-character", "😀 has no meaning in a formula.")]
    [InlineData("a\0", 1, "bad-character", "U+0000 has no meaning in a formula.")]
    [InlineData("\"a\"", 0, "bad-character", "\" has no meaning in a formula.")]
    public void A_fault_says_what_was_found_and_expected(
        string text, int offset, string code, string message, string? hint = null)
    {
        var formula = new FormulaText(text, new("p.yaml", 3, 8), Indent: 2);
        Assert.Equal(new(code, message, formula.At(offset), Hint: hint), Assert.Single(Faults(formula)));
    }

    // A half of a pair can't stand in an attribute.
    [Fact]
    public void Half_a_character_is_named_by_its_number() => Assert.Equal(
        "U+D83D has no meaning in a formula.", Assert.Single(Faults(new("a + \uD83D", default))).Message);

    [Fact]
    public void A_fault_on_a_later_line_is_placed_there() => Assert.Equal(
        new("p.yaml", 5, 9),
        Assert.Single(Faults(new("import\n  - b\n  * (c", new("p.yaml", 3, 12), Indent: 4))).Place);

    [Fact]
    public void Every_unknown_unit_up_to_the_first_other_fault_is_named() => Assert.Equal(
        ["p.yaml:1:3: unknown-unit", "p.yaml:1:11: unknown-unit", "p.yaml:1:17: expected-value"],
        Faults(new("5 foo + 6 bar * ) + 7 baz", new("p.yaml", 1, 1)))
            .Select(fault => $"{fault.Place}: {fault.Code}"));

    [Theory]
    [InlineData("(", ")")]
    [InlineData("f(", ")")]
    [InlineData("f(a = ", ")")]
    [InlineData("f(1 = ", ")")]
    [InlineData("-", "")]
    [InlineData("not ", "")]
    [InlineData("a / b else ", "")]
    public void What_is_nested_too_deep_is_refused(string open, string close)
    {
        var most = Repeated(FormulaParser.MostNested);
        Assert.Equal(Formulas.Parsed(most), Formulas.Parsed(Formulas.Parsed(most).ToString()));
        var fault = Assert.Single(Faults(new(Repeated(FormulaParser.MostNested + 1), default)));
        Assert.Equal("formula-too-deep", fault.Code);
        var widest = Math.Min(FormulaParser.MostCharacters / (open.Length + close.Length) - 1, 9_999);
        Assert.Equal(fault.Code, Assert.Single(Faults(new(Repeated(widest), default))).Code);

        string Repeated(int times) => string.Concat(Enumerable.Repeat(open, times)) + "a"
            + string.Concat(Enumerable.Repeat(close, times));
    }

    [Fact]
    public void Too_many_operators_are_refused()
    {
        var most = "a" + string.Concat(Enumerable.Repeat(" + a", FormulaParser.MostOperators));
        Assert.Equal(most, Formulas.Parsed(most).ToString());
        Assert.Equal("formula-too-deep", Assert.Single(Faults(new(most + " + a", default))).Code);
    }

    [Fact]
    public void The_deepest_tree_fits_a_small_stack()
    {
        var chain = string.Concat(Enumerable.Repeat(" + a", FormulaParser.MostOperators / FormulaParser.MostNested));
        var text = Enumerable.Range(0, FormulaParser.MostNested).Aggregate("a", (inner, _) => $"({inner}){chain}");
        var isSame = false;
        var thread = new Thread(
            () => isSame = Formulas.Parsed(text) is var syntax && syntax.Equals(Formulas.Parsed(syntax.ToString())),
            maxStackSize: 1 << 20);
        thread.Start();
        thread.Join();
        Assert.True(isSame);
    }

    [Fact]
    public void What_is_too_long_is_refused()
    {
        var most = new string('a', FormulaParser.MostCharacters);
        Assert.Equal(most, Formulas.Parsed(most).ToString());
        Assert.Equal("formula-too-long", Assert.Single(Faults(new(most + "a", default))).Code);
    }

    private static List<Fault> Faults(FormulaText formula)
    {
        List<Fault> faults = [];
        Assert.Null(FormulaParser.Parse(formula, Formulas.Units, faults));
        return faults;
    }
}
