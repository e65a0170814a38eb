using Busbar.Quantities;

namespace Busbar.Documents;

/// <summary>Numbers as signs that grow with them, one for each: a profile in a line of text.</summary>
/// <param name="hasBlocks">Whether the signs are blocks, which a terminal of UTF-8 shows; else they are ASCII.</param>
internal sealed class Sparkline(Exact least, Exact most, bool hasBlocks)
{
    private const string Blocks = "▁▂▃▄▅▆▇█";
    private const string Plain = "_.:-=+*#";
    private const char Unknown = '?';

    // A line of numbers begins at nought, or below it where one of them does.
    private readonly Exact _least = Exact.Min(Exact.Zero, least);
    private readonly Exact _most = Exact.Max(Exact.Zero, most);

    private string Signs => hasBlocks ? Blocks : Plain;

    /// <summary>What the signs mean.</summary>
    /// <param name="unit">The unit of the numbers.</param>
    public string Legend(string unit) =>
        $"{Signs[0]} to {Signs[^1]}: {_least} to {_most} {unit}; {Unknown}: nothing known";

    /// <summary>The numbers as signs.</summary>
    public string Of(IEnumerable<Exact?> values) => string.Concat(values.Select(Sign));

    /// <summary>A number as a bar of at most a width.</summary>
    public string Bar(Exact? value, int width) =>
        value is { } one ? new string(Signs[^1], (int)Share(one, width)) : Unknown.ToString();

    private char Sign(Exact? value) => value is { } one
        ? Signs[Math.Min(Signs.Length - 1, (int)Share(one, Signs.Length))] : Unknown;

    /// <summary>How many whole parts of the way from the least to the most a number goes.</summary>
    private long Share(Exact value, int parts) => _most == _least ? 0
        : ((value - _least) * parts / (_most - _least)).Round(0, Rounding.Down).ToScaled(0);
}
