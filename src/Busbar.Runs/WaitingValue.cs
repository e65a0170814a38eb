using Busbar.Metering;
using NodaTime;

namespace Busbar.Runs;

/// <summary>Where something waits for a decision: values of a row that was rejected, readings that a rule finds
/// suspicious, or a read of a register that can't be right beside another.</summary>
internal sealed class WaitingValue(Connection connection, string channel, Interval span)
{
    public Connection Connection => connection;

    public string Channel => channel;

    /// <summary>When it was measured; of a read of a register in a row the day before.</summary>
    public Interval Span => span;

    /// <summary>All that rests on it: of a read from the one before it to the one after.</summary>
    public Interval Reach { get => field == default ? span : field; init; }

    /// <summary>The readings that are in; null of a row or a read.</summary>
    public Suspect? Suspect { get; init; }

    /// <summary>The read that is in; null of a row or of readings.</summary>
    public SuspectRead? Read { get; init; }

    /// <summary>Whether it is in, and only not used.</summary>
    public bool IsIn => Suspect is not null || Read is not null;

    /// <summary>Whether a bill can be made as if it were right.</summary>
    public bool MayBeRight { get; init; }
}
