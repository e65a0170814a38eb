using Busbar.Quantities;

namespace Busbar.Documents;

/// <summary>A number with its unit, as a column of a bill has it.</summary>
/// <param name="AtLeast">How many decimals are shown in any case.</param>
internal sealed record Figure(Exact Value, Func<bool, string> Unit, int AtLeast, int AtMost);

/// <summary>
/// Figures below each other: numbers end at one edge, their units begin at one, and those of one unit have as many
/// decimals as the one that needs most.
/// </summary>
internal static class Figures
{
    /// <summary>The cells of some figures, each as wide as the widest; where there is none, the text given for it.
    /// </summary>
    public static IReadOnlyList<string> Align(
        IReadOnlyList<Figure?> figures, Func<int, string> otherwise, char point = '.')
    {
        var decimals = figures.OfType<Figure>().GroupBy(figure => figure.Unit(false)).ToDictionary(same => same.Key,
            same => same.Max(one => Math.Max(one.AtLeast, PlainNumber.DecimalsOf(one.Value, one.AtMost))));
        var written = figures.Select(figure => figure is null ? ((string Number, string Unit)?)null
            : figure.Value.ToString(decimals[figure.Unit(false)]).Replace('.', point) is var number
                ? (number, figure.Unit(number == "1")) : null).ToList();
        var numbers = written.Max(one => TextTable.WidthOf(one?.Number ?? ""));
        var units = written.Max(one => TextTable.WidthOf(one?.Unit ?? ""));
        return [.. written.Select((one, i) => one is null ? otherwise(i)
            : units == 0 ? TextTable.Right(one.Value.Number, numbers)
            : $"{TextTable.Right(one.Value.Number, numbers)} {TextTable.Left(one.Value.Unit, units)}")];
    }

    /// <summary>Numbers below each other, their points too, with all their digits.</summary>
    public static IReadOnlyList<string> Align(IReadOnlyList<Exact?> values)
    {
        var texts = values.Select(value => value?.ToString() ?? "").ToList();
        if (texts.Exists(text => text.Contains('/', StringComparison.Ordinal))) return texts;
        var most = values.Select(value => value is { } one ? PlainNumber.DecimalsOf(one, int.MaxValue) : 0)
            .DefaultIfEmpty().Max();
        return [.. values.Select(value => value?.ToString(most) ?? "")];
    }
}
