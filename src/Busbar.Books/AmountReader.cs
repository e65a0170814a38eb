using Busbar.Quantities;

namespace Busbar.Books;

/// <summary>Reads amounts of money as they stand on paper: in whole minor units.</summary>
internal static class AmountReader
{
    /// <summary>An amount; null after a fault, or where it is absent and needn't be there.</summary>
    public static Money? Read(MapReader row, string key, Currency currency, bool required = true)
    {
        if (row.Written(key, required) is not { } text) return null;
        var hint = (string?)null;
        if (Exact.TryParse(text.Value, out var amount, out _))
        {
            if (amount.Round(currency.MinorDigits, Rounding.Down) == amount)
                return Money.Rounded(amount, currency, Rounding.HalfAway);
            hint = "Write it as it counts on the invoice, rounded.";
        }
        row.Fault("bad-number", text.Place, $"{key} of {row.Thing} is {text.What}; expected an amount such as "
            + $"{Exact.FromScaled(123450, currency.MinorDigits).ToString(currency.MinorDigits)}.", hint);
        return null;
    }
}
