namespace Busbar.Metering;

/// <summary>What a file says that a register counts, and how much that was up to a read: it must agree with the
/// book.</summary>
/// <param name="Channel">The channel that it counts, in Busbar's words.</param>
/// <param name="Before">What it showed at the read before, a count of 10^-6 of its unit; null where no amount is
/// told.</param>
/// <param name="Micros">What went through since then, a count of 10^-6 of the canonical unit.</param>
/// <param name="Step">The last decimal with which that is told, likewise.</param>
public sealed record Counted(string Channel, long? Before = null, long Micros = 0, long Step = 1)
{
    private static readonly string[] OneWay = ["import", "export", "reactive-import", "reactive-export"];

    /// <summary>Whether the channel of the book is counted in the other direction.</summary>
    public bool Contradicts(string channel) => OneWay.Contains(channel) && OneWay.Contains(Channel)
        && channel.EndsWith("export", StringComparison.Ordinal) != Channel.EndsWith("export", StringComparison.Ordinal);
}
