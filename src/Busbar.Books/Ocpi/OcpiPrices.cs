using Busbar.Quantities;

namespace Busbar.Books.Ocpi;

/// <summary>The prices of one dimension, in the order in which they are tried: the first whose condition holds is
/// active.</summary>
/// <param name="Word">What its quantities are called by: <c>energy</c>.</param>
/// <param name="Name">What it is called on a bill.</param>
/// <param name="Figure">What is counted, piece by piece.</param>
/// <param name="Unit">What its price is per, with the bar before it: <c>/kWh</c>; empty for fees.</param>
/// <param name="StepUnit">What its steps are counted in; empty where there are none.</param>
/// <param name="All">Each with its condition; null: always, and none comes after it.</param>
internal sealed record OcpiPrices(
    string Word, string Name, string Figure, string Unit, string StepUnit,
    IReadOnlyList<(OcpiComponent Component, string? Condition)> All)
{
    /// <summary>Whether nothing has a price.</summary>
    public bool IsNone => All.Count == 0;

    /// <summary>Whether one price holds always.</summary>
    public bool IsPlain => All is [{ Condition: null }];

    /// <summary>Whether in each piece some price is active.</summary>
    public bool IsWhole => All is [.., { Condition: null }];

    /// <summary>The quantity that is the number of the active price, from 1; 0 where none is.</summary>
    public string Element => $"{Word}-element";

    /// <summary>The quantity that is counted while a price is active.</summary>
    public string Priced => IsWhole ? Figure : $"{Word}-priced";

    /// <summary>The quantity that is billed, after its steps.</summary>
    public string Billed => HasSteps ? $"{Word}-billed" : Priced;

    /// <summary>Whether it is billed in steps.</summary>
    public bool HasSteps => All.Any(one => one.Component.Step > 0);

    /// <summary>The formula of <see cref="Element"/>.</summary>
    public string ElementFormula => All.Reverse().Index().Aggregate("0", (rest, one) =>
        one.Item.Condition is { } condition ? $"when({condition}, {Number(All.Count - one.Index)}, {rest})"
            : Number(All.Count - one.Index));

    /// <summary>The step of the active price: a number of <see cref="StepUnit"/>.</summary>
    public string StepOfActive => Chosen(Enumerable.Range(0, All.Count).ToList(), one => Number(one.Step));

    /// <summary>The step, where all prices have the same; null where they don't.</summary>
    public long? OnlyStep => All.Select(one => one.Component.Step).Distinct().ToList() is [var only] ? only : null;

    /// <summary>What some of the prices, by their places, say of the active one among them.</summary>
    public string Chosen(IReadOnlyList<int> places, Func<OcpiComponent, string> said)
    {
        var text = said(All[places[^1]].Component);
        foreach (var place in places.SkipLast(1).Reverse())
            if (said(All[place].Component) != text)
                text = $"when({Element} is {Number(place + 1)}, {said(All[place].Component)}, {text})";
        return text;
    }

    /// <summary>The prices by their rate of tax: places in <see cref="All"/>.</summary>
    public IEnumerable<(Exact? Vat, IReadOnlyList<int> Places)> ByVat => All.Index()
        .GroupBy(one => one.Item.Component.Vat).Select(same => (same.Key,
            (IReadOnlyList<int>)[.. same.Select(one => one.Index)]));

    /// <summary>What some of the prices are for: all that is billed, or what is while one of them is active.</summary>
    public string QuantityOf(IReadOnlyList<int> places) => places.Count == All.Count ? Billed
        : $"when({string.Join(" or ", places.Select(place => $"{Element} is {Number(place + 1)}"))}, {Billed}, 0)";

    private static string Number(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
