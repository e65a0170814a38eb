using Busbar.Quantities;

namespace Busbar.Metering.Estimation;

/// <summary>Nothing, because the book says that nothing was used where nothing is known.</summary>
public sealed record ZeroMethod : EstimationMethod
{
    /// <inheritdoc/>
    public override string Phrase => "zero";

    /// <inheritdoc/>
    public override byte Number => 68;

    /// <inheritdoc/>
    public override Filling Fill(History history, Hole hole) =>
        new([new(this, [.. hole.Slots.Select(slot => (slot, 0L))], "nothing")], null);

    /// <inheritdoc/>
    public override Advanced Carry(RegisterHole hole) => hole.StepsOf(Exact.Zero, $"as it was on {hole.Last}");
}
