namespace Busbar.Contracts;

/// <summary>Who collects by direct debit in SEPA: country, check digits, three characters of his own choice, and the
/// number his country gave him.</summary>
/// <remarks>The three characters of his own choice don't count in the check digits, so that they may change. The
/// default value is nobody and is never a stored fact.</remarks>
public readonly record struct CreditorId
{
    private CreditorId(string text) => Text = text;

    /// <summary>The identifier in capitals, without blanks.</summary>
    public string Text { get; }

    /// <summary>The identifier of a text, with or without blanks; null with a plain sentence when it is none.</summary>
    public static CreditorId? Parse(string text, out string problem)
    {
        var plain = Mod97.Compact(text);
        problem = Problem(plain);
        return problem.Length == 0 ? new CreditorId(plain) : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static string Problem(string plain)
    {
        if (!Mod97.HasHead(plain) || !Mod97.IsPlain(plain))
            return "A creditor identifier is two letters of a country, two check digits, and letters and digits.";
        if (plain.Length is < 8 or > 35)
            return $"A creditor identifier has 8 to 35 characters, and this one has {plain.Length}.";
        return Mod97.Remainder(plain[7..] + plain[..4]) == 1
            ? ""
            : "The check digits of the creditor identifier don't fit: a character is wrong or two have changed places.";
    }
}
