using Busbar.Metering;
using NodaTime;

namespace Busbar.Runs;

/// <summary>A row that waits for a decision of its values, and where they belong.</summary>
internal sealed record UndecidedRow(long Id, string Reason, PlacedRow Placed)
{
    /// <summary>Why nothing is made in its place.</summary>
    public string Sentence => $"row-{Id} waits for a decision ({Reason})";

    /// <summary>How it is decided.</summary>
    public string Hint => $"Decide with busbar quarantine {Decisions} row-{Id}.";

    /// <summary>What may be decided of it.</summary>
    public string Decisions => IsAcceptable ? "accept, correct, estimate or reject" : "correct, estimate or reject";

    /// <summary>Whether it says something of an interval: that there is no value is nothing to wait for.</summary>
    public bool Has(long slot) => slot >= Placed.First && slot - Placed.First < Placed.Row.Readings.Count
        && Placed.Row.Readings[(int)(slot - Placed.First)].Quality.Kind != QualityKind.Missing;

    private bool IsAcceptable
    {
        get
        {
            var judge = new Judge("", Instant.MaxValue, Reason);
            return (Placed.Row.Register is null ? judge.Of(Placed.Row, Placed.Connection).Rejection
                : judge.OfRegister(Placed.Row, Placed.Connection).Rejection) is null;
        }
    }
}
