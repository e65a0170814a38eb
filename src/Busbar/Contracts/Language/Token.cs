namespace Busbar.Contracts.Language;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    /// <summary>A name or a member.</summary>
    Name,

    /// <summary>A number or a date.</summary>
    Number,

    /// <summary>An operator between two values.</summary>
    Operator,

    /// <summary>A minus before one value.</summary>
    Negate,

    Not,
    Else,
    Equal,
    Open,
    Close,
    Comma,

    /// <summary>After the last character.</summary>
    End,

    /// <summary>What is no token; its fault says why.</summary>
    Wrong,
}

/// <summary>The smallest part of a formula that means something.</summary>
/// <param name="Text">As it is named in a message.</param>
/// <param name="Value">What a name or a number says.</param>
/// <param name="Fault">Why it is wrong, or its unit is.</param>
internal sealed record Token(
    TokenKind Kind, TextSpan At, string Text, Syntax? Value = null, Operator Operator = default, Fault? Fault = null)
{
    private const int MostShown = 40;

    /// <summary>Whether a value may end here, so that an operator can follow.</summary>
    public bool EndsValue => Kind is TokenKind.Name or TokenKind.Number or TokenKind.Close;

    /// <summary>How a message names it.</summary>
    public override string ToString() => Kind switch
    {
        TokenKind.End => "the end of the formula",
        TokenKind.Comma => "a comma",
        _ => Short(Text),
    };

    /// <summary>A text as a message can show it, however long it is.</summary>
    public static string Short(object text) =>
        text.ToString() is { Length: > MostShown } full ? full[..MostShown] + "…" : text.ToString()!;
}
