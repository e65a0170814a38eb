using System.Globalization;
using Busbar.Contracts.Language;
using Busbar.Quantities;
using NodaTime.Text;

namespace Busbar.Rating.Operators;

/// <summary><c>tariff</c>: on each day the price of the version that holds then.</summary>
internal static class TariffOperator
{
    public static Column Apply(TariffFormula formula, Evaluation evaluation)
    {
        var (frame, step) = (evaluation.Frame, formula.Shape.Step);
        if (formula.Prices.Values is [var only] && only.From <= frame.Span.From) return evaluation.Of(only.Value, step);
        var values = new Exact[frame.CountOf(step)];
        for (var i = 0; i < values.Length; i++)
            if (formula.Prices.TryAt(frame.FirstDayOf(i, step), out var price))
                values[i] = evaluation.Of(price, step).Values[i];
            else
                evaluation.Findings.Miss(new("no-version", string.Create(CultureInfo.InvariantCulture,
                    $"{evaluation.Subject} needs the price of {formula.Charge} on "
                    + $"{LocalDatePattern.Iso.Format(frame.FirstDayOf(i, step))}, before its first version."),
                    Hint: "Give that product a version from then on."));
        return new(step, values);
    }
}
