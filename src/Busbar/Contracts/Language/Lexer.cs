using System.Text;
using Busbar.Quantities;
using NodaTime.Text;
using Parlot;

namespace Busbar.Contracts.Language;

/// <summary>Cuts a formula into tokens, up to the first that is none.</summary>
/// <remarks>
/// Two things depend on what stands before: a minus is a sign unless a value ends there, and a word is a unit when it
/// follows a number.
/// </remarks>
internal sealed class Lexer
{
    private readonly FormulaText _formula;
    private readonly UnitWords _units;
    private readonly Scanner _scanner;
    private readonly List<Token> _tokens = [];

    // What other languages write, and what to write here.
    private static readonly Dictionary<string, string> Slips = new(StringComparer.Ordinal)
    {
        ["!="] = "not a is b", ["<>"] = "not a is b", ["=<"] = "<=", ["=>"] = ">=", ["≤"] = "<=", ["≥"] = ">=",
        ["&&"] = "and", ["||"] = "or", ["&"] = "and", ["|"] = "or", ["!"] = "not", ["×"] = "*", ["·"] = "*",
        ["÷"] = "/", ["−"] = "-", ["–"] = "-", ["€"] = "EUR after the number", ["£"] = "GBP after the number",
        ["["] = "(", ["]"] = ")", ["{"] = "(", ["}"] = ")", ["?"] = "when(condition, a, b)", ["\u00A0"] = "a blank",
    };

    private static readonly Dictionary<string, TokenKind> Symbols = new(StringComparer.Ordinal)
    {
        ["("] = TokenKind.Open, [")"] = TokenKind.Close, [","] = TokenKind.Comma, ["="] = TokenKind.Equal,
    };

    private Lexer(FormulaText formula, UnitWords units) =>
        (_formula, _units, _scanner) = (formula, units, new Scanner(formula.Text));

    private char Here => Ahead(0);

    private int Offset => _scanner.Cursor.Offset;

    /// <summary>The tokens; the last is an end, and one before it may be wrong.</summary>
    public static List<Token> Cut(FormulaText formula, UnitWords units)
    {
        var lexer = new Lexer(formula, units);
        do lexer._tokens.Add(lexer.Next());
        while (lexer._tokens[^1].Kind is not (TokenKind.End or TokenKind.Wrong));
        if (lexer._tokens[^1].Kind == TokenKind.Wrong)
            lexer._tokens.Add(new(TokenKind.End, new(formula.Text.Length, 0), ""));
        return lexer._tokens;
    }

    private Token Next()
    {
        _scanner.ReadWhile(IsBlank);
        var start = Offset;
        return start == _formula.Text.Length ? new(TokenKind.End, new(start, 0), "")
            : char.IsDigit(Here) ? Number(start)
            : char.IsLetter(Here) ? Word(start)
            : Here == '-' ? Minus(start)
            : Symbol(start);
    }

    private Token Number(int start)
    {
        ReadDigits();
        if (Here is 'e' or 'E' && (char.IsDigit(Ahead(1)) || (Ahead(1) is '+' or '-' && char.IsDigit(Ahead(2)))))
        {
            _scanner.Cursor.Advance(2);
            ReadDigits();
        }
        if (Offset - start == 4 && Here == '-' && char.IsDigit(Ahead(1))) return Date(start);
        var text = Since(start);
        if (!Exact.TryParse(text, out var value, out var problem))
            return Wrong("bad-number", start, $"{Token.Short(text)} {problem}.");
        var (unit, fault) = UnitAfter(text);
        var syntax = new NumberSyntax(value, unit, Span(start));
        if (unit is null) _scanner.ReadWhile(IsBlank);
        return unit is null && char.IsDigit(Here)
            ? Wrong("bad-number", start, $"{syntax} has digits after it; a number has no blanks in it.")
            : new(TokenKind.Number, syntax.At, syntax.ToString(), syntax, Fault: fault);
    }

    private Token Date(int start)
    {
        _scanner.ReadWhile(c => char.IsDigit(c) || c == '-');
        var text = Since(start);
        var isMonth = text.Length == "2025-01".Length;
        return LocalDatePattern.Iso.Parse(isMonth ? text + "-01" : text).Success
            ? new(TokenKind.Number, Span(start), text, new DateSyntax(text, Span(start)))
            : Wrong("bad-date", start,
                $"{Token.Short(text)} is no day such as 2026-04-01 and no month such as 2025-01.",
                "A minus between two values has a blank on both sides.");
    }

    /// <summary>The unit after a number, and what is wrong with it; where none stands, nothing is read.</summary>
    private (string? Unit, Fault? Fault) UnitAfter(string number)
    {
        var back = _scanner.Cursor.Position;
        _scanner.ReadWhile(IsBlank);
        var start = Offset;
        var word = UnitWord();
        if (word.Length == 0 || IsKeyword(word))
        {
            _scanner.Cursor.ResetPosition(back);
            return (null, null);
        }
        var fault = _units.Knows(word) ? null : UnknownUnit(start, number, word);
        while (Here == '/' && IsUnitStart(Ahead(1)))
        {
            _scanner.Cursor.Advance();
            var at = Offset;
            word = UnitWord();
            if (!_units.Knows(word)) fault ??= UnknownUnit(at, "/", word);
        }
        return (Since(start), fault);
    }

    /// <summary>A word of a unit. One with a hyphen is a thing that the book counts, or else a unit and a minus.
    /// </summary>
    private string UnitWord()
    {
        var (start, before) = (Offset, _scanner.Cursor.Position);
        if (Here == '%') _scanner.Cursor.Advance();
        else if (IsUnitStart(Here)) ReadWord();
        var word = Since(start);
        if (word.IndexOf('-', StringComparison.Ordinal) is var hyphen and > 0
            && !_units.Knows(word) && _units.Knows(word[..hyphen]))
        {
            _scanner.Cursor.ResetPosition(before);
            _scanner.Cursor.Advance(hyphen);
            return word[..hyphen];
        }
        return word;
    }

    private Token Word(int start)
    {
        ReadWord();
        var first = Since(start);
        if (Here != '.' || !char.IsLetter(Ahead(1)))
            return Keyword(start, first) ?? (IsName(first)
                ? new(TokenKind.Name, Span(start), first, new NameSyntax(first, Span(start)))
                : NoName(start, first));
        _scanner.Cursor.Advance();
        var second = Offset;
        ReadWord();
        var (text, name) = (Since(start), Since(second));
        return Here == '.' && char.IsLetter(Ahead(1))
            ? Wrong("bad-name", start,
                $"Expected at most one point in a name, found another after {Token.Short(text)}.")
            : IsName(first) && IsName(name)
            ? new(TokenKind.Name, Span(start), text, new MemberSyntax(first, name, Span(start)))
            : NoName(start, text);
    }

    private Token NoName(int start, string text)
    {
        if (_units.Knows(text) && !IsKeyword(text.ToLowerInvariant()))
            return Wrong("unit-without-number", start, $"{text} is a unit; expected a number before it.");
        var name = text.ToLowerInvariant().Replace('_', '-').Trim('-');
        return Wrong("bad-name", start, $"A name is words in lower case, joined by hyphens; found {Token.Short(text)}.",
            name.Split('.').All(IsName) ? $"Did you mean {Token.Short(name)}?" : null);
    }

    private Token? Keyword(int start, string word) => word switch
    {
        "not" => new(TokenKind.Not, Span(start), word),
        "else" => new(TokenKind.Else, Span(start), word),
        "and" or "or" or "is" =>
            new(TokenKind.Operator, Span(start), word, Operator: Operators.Written(word)!.Value),
        _ => null,
    };

    private Token Minus(int start)
    {
        var before = start == 0 || IsBlank(_formula.Text[start - 1]);
        _scanner.Cursor.Advance();
        var after = Offset == _formula.Text.Length || IsBlank(Here);
        if (_tokens is [.., { EndsValue: true } value])
            return before && after
                ? new(TokenKind.Operator, Span(start), "-", Operator: Operator.Minus)
                : Wrong("minus-without-blanks", start, $"The minus after {value} has no blank "
                    + (before ? "after it." : after ? "before it." : "around it."),
                    "A minus between two values has a blank on both sides: a - b.");
        return after
            ? Wrong("minus-without-blanks", start, "A sign stands directly before its value; found a blank after -.")
            : new(TokenKind.Negate, Span(start), "-");
    }

    private Token Symbol(int start)
    {
        var two = _formula.Text.Substring(start, Math.Min(2, _formula.Text.Length - start));
        var one = two[..1];
        if (two == "==") return Wrong("bad-equality", start, "Found ==; equality is written is.");
        if (Slips.TryGetValue(two, out var slip) || Slips.TryGetValue(one, out slip))
            return Wrong("bad-character", start,
                $"{(Slips.ContainsKey(two) ? two : Shown(start))} has no meaning in a formula.", $"Write {slip}.");
        var operation = Operators.Written(two) ?? Operators.Written(one);
        _scanner.Cursor.Advance(operation?.Symbol().Length ?? 1);
        return operation is { } known ? new(TokenKind.Operator, Span(start), known.Symbol(), Operator: known)
            : Symbols.TryGetValue(one, out var kind) ? new(kind, Span(start), one)
            : one == "%" ? Wrong("unit-without-number", start, "% stands after a number; found it alone.")
            : one == "." ? Wrong("bad-character", start,
                "A point stands between two digits (0.5) or two names (pool.wind), without blanks; found it elsewhere.")
            : Wrong("bad-character", start, $"{Shown(start)} has no meaning in a formula.");
    }

    /// <summary>A character as a message can show it.</summary>
    private string Shown(int at) =>
        !Rune.TryGetRuneAt(_formula.Text, at, out var rune) ? $"U+{(int)_formula.Text[at]:X4}"
        : Rune.IsLetterOrDigit(rune) || Rune.IsPunctuation(rune) || Rune.IsSymbol(rune) ? rune.ToString()
        : $"U+{rune.Value:X4}";

    private Token Wrong(string code, int start, string message, string? hint = null) =>
        new(TokenKind.Wrong, new(start, 0), "", Fault: new(code, message, _formula.At(start), Hint: hint));

    private Fault UnknownUnit(int start, string before, string word) => new("unknown-unit",
        $"Expected a unit after {Token.Short(before)}, found {Token.Short(word)}.", _formula.At(start),
        Hint: _units.Hint(word) ?? (before == "/" ? "To divide, put a blank before /." : "To multiply, write *."));

    /// <summary>Digits with whatever people put between them.</summary>
    private void ReadDigits()
    {
        while (char.IsDigit(Here) || (Here is '.' or ',' or '_' or '\'' && char.IsDigit(Ahead(1))))
            _scanner.Cursor.Advance();
    }

    /// <summary>Letters and digits, and hyphens that have some on both sides.</summary>
    private void ReadWord()
    {
        while (IsWordPart(Here) || (Here == '-' && IsWordPart(Ahead(1)))) _scanner.Cursor.Advance();
    }

    private char Ahead(int count) =>
        Offset + count < _formula.Text.Length ? _formula.Text[Offset + count] : '\0';

    private string Since(int start) => _formula.Text[start..Offset];

    private TextSpan Span(int start) => new(start, Offset - start);

    private static bool IsBlank(char c) => c is ' ' or '\t' or '\r' or '\n';

    private static bool IsWordPart(char c) => char.IsLetterOrDigit(c) || c is '_' or '²' or '³';

    private static bool IsUnitStart(char c) => char.IsLetter(c) || c == '%';

    private static bool IsName(string word) =>
        word is [>= 'a' and <= 'z', ..] && word.All(c => c is >= 'a' and <= 'z' or >= '0' and <= '9' or '-');

    /// <summary>Whether a word is one of the language's own.</summary>
    public static bool IsKeyword(string word) => word is "and" or "or" or "not" or "is" or "else";
}
