using Busbar.Quantities;

namespace Busbar.Books;

/// <summary>Reads to which round sums bills are rounded: <c>bills: { round-payable: 0.05 }</c>.</summary>
internal static class PayableReader
{
    public const string Key = "round-payable";

    // More is no round sum that anybody pays in, and most bills would come to nothing.
    private const int Most = 10_000;

    /// <summary>The step of which they are multiples, with or without the code of the currency behind it; null where it
    /// is absent, or after a fault.</summary>
    public static Money? StepOf(MapReader? bills, Currency currency)
    {
        if (bills?.Written(Key) is not { } text) return null;
        var own = text.Value.EndsWith(" " + currency, StringComparison.Ordinal)
            ? text.Value[..^currency.Code.Length].TrimEnd() : text.Value;
        if (Exact.TryParse(own, out var step, out _) && step.Sign > 0 && step <= Most
            && step.Round(currency.MinorDigits, Rounding.Down) == step)
            return Money.Rounded(step, currency, Rounding.Down);
        var (least, decimals) = (new Money(1, currency),
            currency.MinorDigits == 0 ? ", without decimals" : $", with at most {currency.MinorDigits} decimals");
        bills.Fault("bad-amount", text.Place, $"{Key} of {bills.Thing} is {text.What}; expected an amount from "
            + $"{least} to {Most} {currency}{decimals}: bills come to multiples of it.",
            $"Write {Key}: {(currency.MinorDigits == 0 ? "10" : "0.05")} {currency}, or leave it out, and nothing is "
                + "rounded.");
        return null;
    }
}
