namespace Busbar.Contracts;

/// <summary>The number of a bank account by ISO 13616: country, check digits, and the country's own number.</summary>
/// <remarks>The default value is no account and is never a stored fact.</remarks>
public readonly record struct Iban
{
    // The registry of ISO 13616, as country and length.
    private static readonly Dictionary<string, int> Lengths =
        ("AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 "
            + "FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 "
            + "LC32 LI21 LT20 LU20 LV21 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 "
            + "RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20").Split(' ')
        .ToDictionary(
            row => row[..2], row => (row[2] - '0') * 10 + row[3] - '0', StringComparer.Ordinal);

    private Iban(string text) => Text = text;

    /// <summary>The number in capitals, without blanks.</summary>
    public string Text { get; }

    /// <summary>The two letters of the country.</summary>
    public string Country => Text[..2];

    /// <summary>The account of a text, with or without blanks; null with a plain sentence when it is none.</summary>
    /// <remarks>A country that isn't in the registry may have any length up to 34.</remarks>
    public static Iban? Parse(string text, out string problem)
    {
        var plain = Mod97.Compact(text);
        problem = Problem(plain);
        return problem.Length == 0 ? new Iban(plain) : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static string Problem(string plain)
    {
        if (!Mod97.HasHead(plain) || !Mod97.IsPlain(plain))
            return "An IBAN is two letters of a country, two check digits, and letters and digits.";
        if (Lengths.TryGetValue(plain[..2], out var length) && plain.Length != length)
            return $"An IBAN of {plain[..2]} has {length} characters, and this one has {plain.Length}.";
        if (plain.Length is < 6 or > 34)
            return $"An IBAN has at most 34 characters and at least 6, and this one has {plain.Length}.";
        return Mod97.Remainder(plain[4..] + plain[..4]) == 1
            ? ""
            : "The check digits of the IBAN don't fit: a character is wrong or two have changed places.";
    }
}
