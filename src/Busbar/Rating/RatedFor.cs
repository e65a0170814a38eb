using Busbar.Metering;

namespace Busbar.Rating;

/// <summary>For whom formulas are evaluated: a charge of an agreement, or a place in a pool.</summary>
public abstract record RatedFor
{
    /// <summary>For messages: <c>Charge standing of agreement elm-house</c>.</summary>
    public abstract string Subject { get; }

    /// <summary>The connections whose channels are meant, summed.</summary>
    public abstract IReadOnlyList<Connection> Connections { get; }

    /// <summary>The same for all for whom formulas without terms have the same values.</summary>
    internal abstract string Key { get; }
}
