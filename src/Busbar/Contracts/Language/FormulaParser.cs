namespace Busbar.Contracts.Language;

/// <summary>From the text of a formula to its syntax.</summary>
/// <remarks>
/// From the loosest to the tightest: else, or, and, not, comparison, sum, product, sign. Nothing is tried twice, so the
/// first fault is the furthest; after it the formula counts as ended.
/// </remarks>
public sealed class FormulaParser
{
    /// <summary>The longest formula, in characters.</summary>
    public const int MostCharacters = 20_000;

    /// <summary>How deep calls, parentheses and signs may stand in each other.</summary>
    public const int MostNested = 100;

    /// <summary>The most operators in one formula: with <see cref="MostNested"/> it bounds the depth of the
    /// tree.</summary>
    public const int MostOperators = 1_000;

    private readonly FormulaText _formula;
    private readonly List<Token> _tokens;
    private readonly List<Fault> _faults = [];
    private int _next;
    private int _nested;
    private int _operators;
    private bool _isRefused;

    private FormulaParser(FormulaText formula, List<Token> tokens) => (_formula, _tokens) = (formula, tokens);

    private Token Here => _tokens[_next];

    private Token Before => _tokens[_next - 1];

    /// <summary>The syntax of a formula, or null and at least one fault.</summary>
    public static Syntax? Parse(FormulaText formula, UnitWords units, ICollection<Fault> faults)
    {
        if (formula.Text.Length > MostCharacters)
        {
            faults.Add(new("formula-too-long", $"The formula has {formula.Text.Length} characters; expected at most "
                + $"{MostCharacters}.", formula.At(0)));
            return null;
        }
        var parser = new FormulaParser(formula, Lexer.Cut(formula, units));
        var syntax = parser.Whole();
        foreach (var fault in parser._faults) faults.Add(fault);
        return parser._faults.Count == 0 ? syntax : null;
    }

    /// <summary>The syntax of a formula that begins at a place, its further lines indented by so many
    /// columns.</summary>
    public static Syntax? Parse(
        string text, Place place, UnitWords units, ICollection<Fault> faults, int indent = 0) =>
        Parse(new FormulaText(text, place, indent), units, faults);

    private Syntax Whole()
    {
        if (Here.Kind == TokenKind.End) return Refuse("empty-formula", default, "Expected a formula, found nothing.");
        var syntax = Expression();
        if (Here.Kind == TokenKind.Close)
            return Refuse("not-opened", Here.At, $"Expected an operator or the end after {Before}, found ) without (.");
        return Here.Kind == TokenKind.End ? syntax : Unexpected("an operator or the end");
    }

    /// <summary>A whole formula, or one in parentheses or an argument.</summary>
    /// <param name="isNamed">Whether it is the value of a named argument: there anything may have an else.</param>
    private Syntax Expression(bool isNamed = false)
    {
        var start = Here.At.Start;
        var value = Operation(Binding.Or);
        if (Here.Kind != TokenKind.Else) return value;
        if (!isNamed && value is not BinarySyntax { Operator: Operator.Over })
            return Refuse("bad-else", Here.At,
                $"Expected a quotient before else (x / y else z), found {Token.Short(value)}.",
                "Put the quotient and its else in parentheses.");
        Take();
        var otherwise = Nested(() => Expression(isNamed));
        return new ElseSyntax(value, otherwise, Since(start));
    }

    private Syntax Operation(Binding atLeast)
    {
        var start = Here.At.Start;
        var left = Here.Kind == TokenKind.Not && atLeast <= Binding.Not ? Not() : Signed();
        while (Here.Kind == TokenKind.Operator && Here.Operator.Tightness() is var binding && binding >= atLeast)
        {
            if (++_operators > MostOperators)
                return Refuse("formula-too-deep", Here.At, $"Expected at most {MostOperators} operators, found more.");
            var operation = Take().Operator;
            left = new BinarySyntax(operation, left, Operation(binding + 1), Since(start));
            if (binding == Binding.Comparison && Here is { Kind: TokenKind.Operator } next
                && next.Operator.Tightness() == Binding.Comparison)
                return Refuse("bad-comparison", next.At,
                    $"Expected and, or, or the end after {Token.Short(left)}, found {next}.", "Write a < b and b < c.");
        }
        return left;
    }

    private NotSyntax Not()
    {
        var start = Take().At.Start;
        return new(Nested(() => Operation(Binding.Not)), Since(start));
    }

    private Syntax Signed()
    {
        if (Here.Kind != TokenKind.Negate) return Value();
        var start = Take().At.Start;
        return new NegateSyntax(Nested(Signed), Since(start));
    }

    private Syntax Value()
    {
        switch (Here.Kind)
        {
            case TokenKind.Name when _tokens[_next + 1].Kind == TokenKind.Open:
                return Call();
            case TokenKind.Name:
                return Take().Value!;
            case TokenKind.Number:
                if (Here.Fault is { } unknownUnit) _faults.Add(unknownUnit);
                return Take().Value!;
            case TokenKind.Open:
                return Parenthesised();
            case TokenKind.Not:
                return Unexpected("a value", Before.Text == "is" ? "Write not a is b." : "Put not in parentheses.");
            default:
                return Unexpected("a value");
        }
    }

    private Syntax Parenthesised()
    {
        var open = Take();
        var items = Listed(() => Nested(() => Expression()));
        CloseOf(open, "(");
        return items is [var only] ? only : new TupleSyntax(items, Since(open.At.Start));
    }

    private CallSyntax Call()
    {
        var name = Take();
        Take();
        var arguments = Here.Kind == TokenKind.Close ? [] : Listed(Argument);
        CloseOf(name, $"{name}(");
        var (owner, function) = name.Value is MemberSyntax member ? (member.Owner, member.Name) : (null, name.Text);
        return new(owner, function, arguments, Since(name.At.Start));
    }

    private Argument Argument()
    {
        var start = Here.At.Start;
        if (Here.Value is NameSyntax { Name: var name } && _tokens[_next + 1].Kind == TokenKind.Equal)
        {
            _next += 2;
            return new(null, name, Nested(() => Expression(isNamed: true)), Since(start));
        }
        var value = Nested(() => Expression());
        if (Here.Kind != TokenKind.Equal) return new(null, null, value, Since(start));
        Take();
        return new(value, null, Nested(() => Expression()), Since(start));
    }

    private List<T> Listed<T>(Func<T> item)
    {
        List<T> items = [item()];
        while (Here.Kind == TokenKind.Comma)
        {
            Take();
            items.Add(item());
        }
        return items;
    }

    private void CloseOf(Token opening, string text)
    {
        if (Here.Kind == TokenKind.Close) Take();
        else if (Here.Kind == TokenKind.End)
            Refuse("not-closed", opening.At, $"Expected ) for {text}, found the end of the formula.");
        else Unexpected("an operator, a comma or )");
    }

    private Syntax Nested(Func<Syntax> part)
    {
        if (_nested == MostNested)
            return Refuse(
                "formula-too-deep", Here.At, $"Expected at most {MostNested} levels in each other, found more.");
        _nested++;
        var syntax = part();
        _nested--;
        return syntax;
    }

    private NameSyntax Unexpected(string expected, string? hint = null)
    {
        if (Here.Kind == TokenKind.Equal)
            return Refuse("bad-equality", Here.At, "Found = where no argument is named; equality is written is.");
        var after = _next == 0 ? "" : $" after {Before}";
        return Refuse(expected == "a value" ? "expected-value" : "expected-operator", Here.At,
            $"Expected {expected}{after}, found {Here}.", hint ?? BetweenTwoValues());
    }

    /// <summary>What may have been meant where a value follows a value.</summary>
    private string? BetweenTwoValues() =>
        _next == 0 || !Before.EndsValue ? null
        : Here.Kind is not (TokenKind.Name or TokenKind.Number or TokenKind.Open) ? null
        : Here.Text.Length > 2 && Nearest.Hint(Here.Text, ["and", "else"]) is { } keyword ? keyword
        : "To multiply, write *.";

    /// <summary>Notes the first fault and goes to the end; what is returned is never seen.</summary>
    private NameSyntax Refuse(string code, TextSpan at, string message, string? hint = null)
    {
        if (!_isRefused)
            _faults.Add(Here.Kind == TokenKind.Wrong ? Here.Fault! : new(code, message, _formula.At(at), Hint: hint));
        _isRefused = true;
        _next = _tokens.Count - 1;
        return new("", at);
    }

    private Token Take() => _tokens[Here.Kind == TokenKind.End ? _next : _next++];

    private TextSpan Since(int start) => new(start, Math.Max(0, (_next == 0 ? 0 : Before.At.End) - start));
}
