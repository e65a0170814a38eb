using Busbar.Metering;

namespace Busbar.Contracts.Language;

/// <summary>What formulas may use of pools: in a pool's own what its members bring, in a product's what pools have
/// settled.</summary>
public abstract record PoolNames
{
    private PoolNames()
    {
    }

    /// <summary>The names that stand by themselves.</summary>
    public abstract IEnumerable<string> Bare { get; }

    /// <summary>In the formulas of a pool.</summary>
    /// <param name="Brought">What members bring, by name.</param>
    /// <param name="Shares">The names of its shares, which are checked as its quantities.</param>
    /// <param name="Parent">The parent's channels; null where it has none.</param>
    /// <param name="Boundary">Where members meet; null: behind one meter.</param>
    public sealed record Within(
        IReadOnlyDictionary<string, Shape> Brought, IReadOnlySet<string> Shares,
        IReadOnlyDictionary<string, Channel>? Parent, string? Boundary) : PoolNames
    {
        /// <inheritdoc/>
        public override IEnumerable<string> Bare => Brought.Keys;
    }

    /// <summary>In the formulas of a product.</summary>
    /// <param name="Pools">By the name under which an agreement binds a pool, empty for the one that it is in: what is
    /// used of it, by name.</param>
    public sealed record Outside(IReadOnlyDictionary<string, IReadOnlyDictionary<string, SettledName>> Pools)
        : PoolNames
    {
        /// <inheritdoc/>
        public override IEnumerable<string> Bare => Pools.GetValueOrDefault("")?.Keys ?? [];
    }
}

/// <summary>What a product says of something that a pool settles.</summary>
/// <param name="Per">The window of an amount that stands on its last day; null where there is one per interval.</param>
public sealed record SettledName(Step? Per, Shape Shape);
