using Busbar.Quantities;

namespace Busbar.Contracts.Language;

/// <summary>A stretch of a formula's text: where it starts, counted from 0, and how long it is.</summary>
public readonly record struct TextSpan(int Start, int Length)
{
    /// <summary>Where the next thing may start.</summary>
    public int End => Start + Length;
}

/// <summary>A formula as written: a closed list of cases, each with the stretch of text that it came from.</summary>
/// <remarks>Two are equal when they say the same, wherever they stand; the text of one parses back to it.</remarks>
public abstract record Syntax(TextSpan At)
{
    /// <summary>Whether both are the same case; the cases compare what they hold.</summary>
    public virtual bool Equals(Syntax? other) => other is not null && EqualityContract == other.EqualityContract;

    /// <inheritdoc/>
    public override int GetHashCode() => EqualityContract.GetHashCode();

    /// <summary>The canonical text: one blank around an operator, no parentheses that change nothing.</summary>
    public sealed override string ToString() => SyntaxPrinter.Print(this);
}

/// <summary>A number with the unit it was written with: <c>5.10 p/kVA/day</c>, <c>20 %</c>, <c>0</c>.</summary>
/// <remarks>Never negative: a minus before it is a <see cref="NegateSyntax"/>.</remarks>
public sealed record NumberSyntax(Exact Value, string? Unit, TextSpan At) : Syntax(At);

/// <summary>A day or a month: <c>2026-04-01</c>, <c>2025-01</c>.</summary>
public sealed record DateSyntax(string Text, TextSpan At) : Syntax(At);

/// <summary>A name, or a word that an argument takes: <c>ev-grid</c>, <c>month</c>, <c>in-order</c>.</summary>
public sealed record NameSyntax(string Name, TextSpan At) : Syntax(At);

/// <summary>Something of something: <c>pool.consumption</c>, <c>ppa.wind</c>, <c>calendar.band</c>.</summary>
public sealed record MemberSyntax(string Owner, string Name, TextSpan At) : Syntax(At);

/// <summary>The negative of a value: <c>-x</c>.</summary>
public sealed record NegateSyntax(Syntax Operand, TextSpan At) : Syntax(At);

/// <summary>The opposite of a condition: <c>not x</c>.</summary>
public sealed record NotSyntax(Syntax Operand, TextSpan At) : Syntax(At);

/// <summary>Two operands and what is done with them.</summary>
public sealed record BinarySyntax(Operator Operator, Syntax Left, Syntax Right, TextSpan At) : Syntax(At);

/// <summary>
/// What counts where a quotient's divisor is zero, <c>x / y else z</c>, or where an argument's value has nothing to go
/// by, <c>by = x else z</c>.
/// </summary>
public sealed record ElseSyntax(Syntax Value, Syntax Otherwise, TextSpan At) : Syntax(At);

/// <summary>Several values that belong together: <c>(12 p/kWh, 3 GBP)</c>.</summary>
public sealed record TupleSyntax(IReadOnlyList<Syntax> Items, TextSpan At) : Syntax(At)
{
    /// <inheritdoc/>
    public bool Equals(TupleSyntax? other) => other is not null && Items.SequenceEqual(other.Items);

    /// <inheritdoc/>
    public override int GetHashCode() => Items.Aggregate(Items.Count, HashCode.Combine);
}

/// <summary>A function, perhaps of somebody else, and what it is given: <c>parent.cost(energy)</c>.</summary>
public sealed record CallSyntax(string? Owner, string Function, IReadOnlyList<Argument> Arguments, TextSpan At)
    : Syntax(At)
{
    /// <inheritdoc/>
    public bool Equals(CallSyntax? other) => other is not null && Owner == other.Owner && Function == other.Function
        && Arguments.SequenceEqual(other.Arguments);

    /// <inheritdoc/>
    public override int GetHashCode() => Arguments.Aggregate(HashCode.Combine(Owner, Function), HashCode.Combine);
}

/// <summary>What a function is given: by place, by name (<c>per = month</c>), or by key (<c>300 kWh = a</c>).</summary>
/// <remarks>A bare name before <c>=</c> is always the argument's name; in parentheses it is a key.</remarks>
public sealed record Argument(Syntax? Key, string? Name, Syntax Value, TextSpan At)
{
    /// <summary>Whether both give the same, wherever they stand.</summary>
    public bool Equals(Argument? other) => other is not null && Name == other.Name && Value == other.Value
        && (Key is null ? other.Key is null : Key.Equals(other.Key));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Key, Name, Value);

    /// <summary>The canonical text.</summary>
    public override string ToString() => SyntaxPrinter.Print(this);
}
