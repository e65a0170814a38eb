namespace Busbar.Contracts.Language;

/// <summary>What is done with two operands.</summary>
public enum Operator
{
    /// <summary><c>or</c></summary>
    Or,

    /// <summary><c>and</c></summary>
    And,

    /// <summary><c>is</c></summary>
    Is,

    /// <summary><c>&lt;</c></summary>
    Less,

    /// <summary><c>&lt;=</c></summary>
    AtMost,

    /// <summary><c>&gt;</c></summary>
    More,

    /// <summary><c>&gt;=</c></summary>
    AtLeast,

    /// <summary><c>+</c></summary>
    Plus,

    /// <summary><c>-</c></summary>
    Minus,

    /// <summary><c>*</c></summary>
    Times,

    /// <summary><c>/</c></summary>
    Over,
}

/// <summary>How tightly the parts of a formula hold together, the loosest first.</summary>
internal enum Binding
{
    Else,
    Or,
    And,
    Not,
    Comparison,
    Sum,
    Product,
    Sign,
    Value,
}

/// <summary>How the operators are written and how tightly they bind.</summary>
public static class Operators
{
    private static readonly (Operator Operator, string Symbol, Binding Binding)[] Table =
    [
        (Operator.Or, "or", Binding.Or), (Operator.And, "and", Binding.And), (Operator.Is, "is", Binding.Comparison),
        (Operator.Less, "<", Binding.Comparison), (Operator.AtMost, "<=", Binding.Comparison),
        (Operator.More, ">", Binding.Comparison), (Operator.AtLeast, ">=", Binding.Comparison),
        (Operator.Plus, "+", Binding.Sum), (Operator.Minus, "-", Binding.Sum),
        (Operator.Times, "*", Binding.Product), (Operator.Over, "/", Binding.Product),
    ];

    private static readonly Dictionary<string, Operator> BySymbol =
        Table.ToDictionary(row => row.Symbol, row => row.Operator, StringComparer.Ordinal);

    /// <summary>As it is written.</summary>
    public static string Symbol(this Operator it) => Table[(int)it].Symbol;

    /// <summary>The operator that is written so, or null.</summary>
    public static Operator? Written(string symbol) => BySymbol.TryGetValue(symbol, out var it) ? it : null;

    internal static Binding Tightness(this Operator it) => Table[(int)it].Binding;
}
