namespace Busbar.Contracts;

/// <summary>A reference of a payment by ISO 11649: <c>RF</c>, two check digits, and up to 21 letters and
/// digits.</summary>
/// <remarks>The default value is no reference and is never a stored fact.</remarks>
public readonly record struct CreditorReference
{
    private const string Head = "RF";
    private const int LongestBody = 21;

    private CreditorReference(string text) => Text = text;

    /// <summary>The reference in capitals, without blanks.</summary>
    public string Text { get; }

    /// <summary>What the creditor wrote, without <c>RF</c> and check digits.</summary>
    public string Body => Text[4..];

    /// <summary>The reference of a text, with or without blanks; null with a plain sentence when it is none.</summary>
    public static CreditorReference? Parse(string text, out string problem)
    {
        var plain = Mod97.Compact(text);
        problem = Problem(plain);
        return problem.Length == 0 ? new CreditorReference(plain) : null;
    }

    /// <summary>The reference with a body of letters and digits; null when the body can't be one.</summary>
    public static CreditorReference? Make(string body)
    {
        var plain = Mod97.Compact(body);
        return plain.Length is > 0 and <= LongestBody && Mod97.IsPlain(plain)
            ? new CreditorReference(Head + Mod97.Digits(Head, plain) + plain)
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static string Problem(string plain)
    {
        if (!plain.StartsWith(Head, StringComparison.Ordinal) || !Mod97.HasHead(plain) || !Mod97.IsPlain(plain))
            return "A creditor reference is RF, two check digits, and letters and digits.";
        if (plain.Length is < 5 or > 4 + LongestBody)
            return $"A creditor reference has 5 to 25 characters, and this one has {plain.Length}.";
        return Mod97.Remainder(plain[4..] + plain[..4]) == 1
            ? ""
            : "The check digits of the creditor reference don't fit: a character is wrong or two have changed places.";
    }
}
