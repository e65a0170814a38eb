namespace Busbar.Metering.Estimation;

/// <summary>What a register advanced a day between its last two measured reads, carried on. Reads between which
/// something was suspicious are passed over.</summary>
/// <remarks>With a profile, as much of it as the profile has after the last read for what it has between the two.
/// </remarks>
/// <param name="Profile">The series of the book whose seasons it follows; null: every day is like another.</param>
public sealed record DailyAverageMethod(string? Profile) : EstimationMethod
{
    /// <inheritdoc/>
    public override string? Profile { get; } = Profile;

    /// <inheritdoc/>
    public override string Phrase => Profile is null ? "daily-average" : $"daily-average {Profile}";

    /// <inheritdoc/>
    public override byte Number => 65;

    /// <inheritdoc/>
    public override Advanced Carry(RegisterHole hole)
    {
        if (!hole.HasTwo) return Advanced.No("only one read of the meter is measured");
        if (hole.Basis is not var (before, last))
            return Advanced.No("there is something suspicious between any two of its measured reads, which is no "
                + "basis");
        if (hole.StepsBetween(before, last) is not { } steps)
            return Advanced.No("its last two measured reads contradict each other");
        var between = $"{hole.On(before.At)} to {hole.On(last.At)}";
        if (Profile is null)
        {
            var days = hole.Days(before.At, last.At);
            return new(steps / days * hole.DaysSinceLast,
                $"{(steps / days * hole.Register.Step).ToString(6)} {hole.Unit}/day, the average of {between}, "
                + $"over {hole.DaysSinceLast.ToString(3)} days");
        }
        if (hole.ProfileOver(Profile, before.At, last.At, out var missing) is not { } then
            || hole.ProfileOver(Profile, hole.LastAt, hole.At, out missing) is not { } now) return Advanced.No(missing);
        return then.Sign <= 0 ? Advanced.No($"the profile {Profile} has nothing from {between}")
            : new(steps * now / then, $"the advance of {between} by the profile {Profile}, which has {now.ToString(6)} "
                + $"after it for {then.ToString(6)}");
    }
}
