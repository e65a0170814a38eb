using Busbar.Contracts.Language;
using Busbar.Quantities;

namespace Busbar.Rating;

/// <summary>What a formula gives over a frame: a value for each place of its step, and which of them are estimated.
/// Immutable.</summary>
/// <param name="Values">In the canonical unit of the formula's dimension; of a condition, 1 where it is true, else 0.
/// </param>
/// <param name="Estimated">For each value whether it rests on an estimate; null where none does.</param>
public sealed record Column(Step Step, Exact[] Values, bool[]? Estimated = null)
{
    /// <summary>One value for ever.</summary>
    public static Column Constant(Exact value) => new(Step.Forever, [value]);

    /// <summary>
    /// This at another step: spread where the step is finer (each place has the value that holds there), summed where
    /// it is coarser.
    /// </summary>
    public Column At(Step step, Frame frame) =>
        step == Step ? this : step < Step ? Spread(step, frame) : Summed(step, frame);

    /// <summary>Each value changed by itself.</summary>
    public Column Each(Func<Exact, Exact> change) =>
        this with { Values = Array.ConvertAll(Values, value => change(value)) };

    /// <summary>Two columns of one step, value by value.</summary>
    public static Column Zip(Column a, Column b, Func<Exact, Exact, Exact> combine)
    {
        var values = new Exact[a.Values.Length];
        for (var i = 0; i < values.Length; i++) values[i] = combine(a.Values[i], b.Values[i]);
        return new(a.Step, values, Either(a.Estimated, b.Estimated));
    }

    /// <summary>Whether one of some places is estimated in any of some columns.</summary>
    public static bool[]? Either(bool[]? a, bool[]? b)
    {
        if (a is null || b is null) return a ?? b;
        var either = new bool[a.Length];
        for (var i = 0; i < either.Length; i++) either[i] = a[i] || b[i];
        return either;
    }

    private Column Spread(Step step, Frame frame)
    {
        var places = frame.PlacesIn(step, Step);
        var values = new Exact[places.Length];
        for (var i = 0; i < values.Length; i++) values[i] = Values[places[i]];
        return new(step, values, Estimated is null ? null : Array.ConvertAll(places, place => Estimated[place]));
    }

    /// <summary>This summed over the places of a step that isn't finer.</summary>
    public Column Summed(Step step, Frame frame)
    {
        if (step == Step) return this;
        var places = frame.PlacesIn(Step, step);
        var values = new Exact[frame.CountOf(step)];
        for (var i = 0; i < places.Length; i++) values[places[i]] += Values[i];
        if (Estimated is null) return new(step, values);
        var estimated = new bool[values.Length];
        for (var i = 0; i < places.Length; i++) estimated[places[i]] |= Estimated[i];
        return new(step, values, estimated);
    }
}
