using Busbar.Quantities;

namespace Busbar.Documents.Paper;

/// <summary>A number with its unit, as a column has it.</summary>
/// <param name="Unit">Given whether the number is one.</param>
/// <param name="AtLeast">How many decimals are shown in any case.</param>
internal readonly record struct FigureCell(Exact Value, Func<bool, string> Unit, int AtLeast, int AtMost);

/// <summary>Figures of a column: those of one unit have as many decimals as the one that needs most.</summary>
internal static class FigureCells
{
    /// <summary>The cells; where there is no figure, the text given for it.</summary>
    public static IReadOnlyList<string> Of(
        IReadOnlyList<FigureCell?> figures, BillLanguage words, Func<int, string>? otherwise = null)
    {
        var decimals = figures.OfType<FigureCell>().GroupBy(figure => figure.Unit(false)).ToDictionary(
            same => same.Key,
            same => same.Max(one => Math.Max(one.AtLeast, PlainNumber.DecimalsOf(one.Value, one.AtMost))));
        return [.. figures.Select((figure, i) => figure is not { } one ? otherwise?.Invoke(i) ?? ""
            : words.Number(one.Value, decimals[one.Unit(false)]) is var number
                ? $"{number}\u00a0{one.Unit(number == "1")}".TrimEnd('\u00a0') : "")];
    }
}
