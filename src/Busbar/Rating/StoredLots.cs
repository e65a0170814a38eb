using Busbar.Contracts.Language;
using Busbar.Quantities;

namespace Busbar.Rating;

/// <summary>What is in a store, lot by lot, and how much of each lot is that which is asked for: energy, or what was
/// paid for it. What is drawn of it is rounded, and the last of a lot takes what is left.</summary>
/// <param name="isMoney">Whether it is asked what was paid, and not for energy.</param>
public sealed class StoredLots(DrawnOrder order, bool isMoney)
{
    private readonly int _decimals = isMoney ? DealtShare.WeightDecimals : DealtShare.EnergyDecimals;

    // Mixed, there is one lot; in an order of what is asked for, too: its energy is known.
    private readonly Queue<(Exact Energy, Exact Own)> _later = new();
    private (Exact Energy, Exact Own) _next;

    /// <summary>Whether nothing is in it.</summary>
    public bool IsEmpty => _next.Energy.IsZero && _later.Count == 0;

    /// <summary>Puts energy in.</summary>
    /// <param name="own">What of it is asked for, or what was paid.</param>
    public void Charge(Exact energy, Exact own)
    {
        if (energy.IsZero && own.IsZero) return;
        if (IsEmpty || order != DrawnOrder.FirstIn) _next = (_next.Energy + energy, _next.Own + own);
        else _later.Enqueue((energy, own));
    }

    /// <summary>Takes energy out, and gives what of it was asked for. Of what is more than the store has, nothing was.
    /// </summary>
    public Exact Draw(Exact energy)
    {
        var own = Exact.Zero;
        while (!energy.IsZero && !IsEmpty)
        {
            var taken = Exact.Min(energy, _next.Energy);
            var part = taken == _next.Energy ? _next.Own : PartOf(taken);
            own += part;
            energy -= taken;
            _next = (_next.Energy - taken, _next.Own - part);
            if (_next.Energy.IsZero) _next = _later.TryDequeue(out var later) ? later : default;
        }
        return own;
    }

    private Exact PartOf(Exact taken)
    {
        // Of energy no more is asked for than there is, neither in what is taken nor in what is left.
        var (least, most) = (_next.Own - (_next.Energy - taken), Exact.Min(taken, _next.Own));
        return order == DrawnOrder.FromFirst ? most : order == DrawnOrder.FromLast ? Exact.Max(Exact.Zero, least)
            : (_next.Own * taken / _next.Energy).Round(_decimals, Rounding.HalfAway) is var part && isMoney ? part
            : Exact.Max(least, Exact.Min(most, part));
    }
}
