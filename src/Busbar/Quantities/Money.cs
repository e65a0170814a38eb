namespace Busbar.Quantities;

/// <summary>A currency of ISO 4217 and the number of decimals of its minor unit.</summary>
/// <remarks>The default value is no currency and is never a stored fact.</remarks>
public readonly record struct Currency(string Code, int MinorDigits)
{
    // ISO 4217, the currencies whose minor unit isn't a hundredth.
    private static readonly Dictionary<string, int> Odd = new(StringComparer.Ordinal)
    {
        ["CLF"] = 4, ["UYW"] = 4,
        ["BHD"] = 3, ["IQD"] = 3, ["JOD"] = 3, ["KWD"] = 3, ["LYD"] = 3, ["OMR"] = 3, ["TND"] = 3,
        ["BIF"] = 0, ["CLP"] = 0, ["DJF"] = 0, ["GNF"] = 0, ["ISK"] = 0, ["JPY"] = 0, ["KMF"] = 0, ["KRW"] = 0,
        ["PYG"] = 0, ["RWF"] = 0, ["UGX"] = 0, ["UYI"] = 0, ["VND"] = 0, ["VUV"] = 0, ["XAF"] = 0, ["XOF"] = 0,
        ["XPF"] = 0,
    };

    // ISO 4217, list one: the currencies and funds in use, without metals and codes for tests.
    private static readonly HashSet<string> Listed =
    [
        .. ("AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN "
            + "BZD CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD "
            + "FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS "
            + "KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK "
            + "MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR "
            + "SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH "
            + "UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG").Split(' '),
    ];

    /// <summary>The currency of a code, or null when ISO 4217 has none.</summary>
    public static Currency? Of(string code) =>
        Listed.Contains(code) ? new(code, Odd.GetValueOrDefault(code, 2)) : null;

    /// <inheritdoc/>
    public override string ToString() => Code;
}

/// <summary>A sum of money in whole minor units, as it stands on a bill. Adding two currencies throws.</summary>
public readonly record struct Money(long MinorUnits, Currency Currency)
{
    /// <summary>Nothing, in a currency.</summary>
    public static Money Zero(Currency currency) => new(0, currency);

    /// <summary>Rounds an exact amount to the minor unit: the one place where money is rounded.</summary>
    public static Money Rounded(Exact amount, Currency currency, Rounding rule) =>
        new(amount.Round(currency.MinorDigits, rule).ToScaled(currency.MinorDigits), currency);

    /// <summary>What some amounts of one currency come to.</summary>
    public static Money Sum(IEnumerable<Money> amounts, Currency currency) =>
        amounts.Aggregate(Zero(currency), (sum, amount) => sum + amount);

    /// <summary>The amount in the currency's major unit.</summary>
    public Exact Amount => Exact.FromScaled(MinorUnits, Currency.MinorDigits);

    public static Money operator +(Money a, Money b) => a.Currency == b.Currency
        ? a with { MinorUnits = checked(a.MinorUnits + b.MinorUnits) }
        : throw new InvalidOperationException($"Cannot add {b.Currency} to {a.Currency}.");

    public static Money operator -(Money a) => a with { MinorUnits = checked(-a.MinorUnits) };

    public static Money operator -(Money a, Money b) => a + -b;

    /// <summary>The amount with the currency's decimals, without its code: 12.30.</summary>
    public override string ToString() => Amount.ToString(Currency.MinorDigits);
}
