namespace Busbar.Metering.Estimation;

/// <summary>The part of a connection's yearly consumption that a profile has since the last measured read.</summary>
/// <param name="Name">The series of the book: for each day or interval its part of a year.</param>
public sealed record ProfileMethod(string Name) : EstimationMethod
{
    /// <inheritdoc/>
    public override string Phrase => $"profile {Name}";

    /// <inheritdoc/>
    public override string Profile => Name;

    /// <inheritdoc/>
    public override byte Number => 63;

    /// <inheritdoc/>
    public override Advanced Carry(RegisterHole hole)
    {
        if (hole.HasOthers)
            return Advanced.No("several registers count the channel, and a yearly consumption is for all of them");
        if (hole.YearlyConsumption is not { } yearly)
            return Advanced.No("the connection has no yearly consumption: give it eac:");
        if (hole.ProfileOver(Name, hole.LastAt, hole.At, out var missing) is not { } part) return Advanced.No(missing);
        return hole.StepsOf(yearly * part, $"{yearly} {hole.Unit} a year times {part.ToString(6)}, which the profile "
            + $"{Name} has since {hole.Last}");
    }
}
