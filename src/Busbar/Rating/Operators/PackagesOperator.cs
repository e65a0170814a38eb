using Busbar.Contracts.Language;
using Busbar.Quantities;

namespace Busbar.Rating.Operators;

/// <summary><c>packages</c>: nothing by the unit, and an amount where a package is begun.</summary>
internal static class PackagesOperator
{
    public static Column Apply(PackagesFormula formula, Evaluation evaluation) => new(formula.Shape.Step,
        new Exact[evaluation.Frame.CountOf(formula.Shape.Step)], evaluation.Of(formula.Counted).Estimated);

    /// <summary>The amounts at a step, no coarser than that of what is counted.</summary>
    public static Exact[] Flats(PackagesFormula formula, Step step, Evaluation evaluation)
    {
        var frame = evaluation.Frame;
        var counted = evaluation.Of(formula.Counted);
        var windows = frame.PlacesIn(counted.Step, formula.Window);
        var firsts = TiersOperator.FirstPlaces(frame, step, counted.Step);
        var (size, price) = (evaluation.Of(formula.Size).Values[0], evaluation.Of(formula.Price).Values[0]);
        var flats = new Exact[frame.CountOf(step)];
        if (size.Sign <= 0)
        {
            evaluation.Findings.Hold(new("no-package-size",
                $"{evaluation.Subject} has packages of {size} {formula.Counted.Shape.Dimension}.",
                Hint: "Give the term of their size a number above zero."));
            return flats;
        }
        var (count, begun) = (Exact.Zero, Exact.Zero);
        for (var i = 0; i < counted.Values.Length; i++)
        {
            if (i == 0 || windows[i] != windows[i - 1]) (count, begun) = (Exact.Zero, Exact.Zero);
            count += counted.Values[i];
            var needed = (count / size).Round(0, Rounding.Up);
            if (needed <= begun) continue;
            flats[firsts[i]] += (needed - begun) * price;
            begun = needed;
        }
        return flats;
    }
}
