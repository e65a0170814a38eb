using System.Security.Cryptography;
using System.Text;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Metering;

/// <summary>A concluded charging session of an electric vehicle, or a reservation of a charger that none followed.
/// </summary>
/// <param name="Id">Its operator and number, unique: <c>BE*BEC 12345</c>.</param>
/// <param name="Charger">Where it took place, for messages and to find sessions that overlap: the charger's connector.
/// </param>
/// <param name="Card">What it was started with, such as a charge card's contract.</param>
/// <param name="Periods">In order, without a gap from start to end; at least one.</param>
/// <param name="Cost">What the charger's operator asks for it, net of tax, in <see cref="CostCurrency"/>; null where it
/// doesn't say.</param>
/// <param name="CostCurrency">The code of the currency; null where there is no cost.</param>
public sealed record Session(
    string Id, string Charger, string Card, IReadOnlyList<SessionPeriod> Periods, Exact? Cost, string? CostCurrency)
{
    /// <summary>The days that a session may take at most: one that lasts longer was never ended.</summary>
    public const int MostDays = 31;

    /// <summary>When it started.</summary>
    public Instant Start => Periods[0].Start;

    /// <summary>What the vehicle took in all of it, in kWh.</summary>
    public Exact Energy => Periods.Aggregate(Exact.Zero, (sum, period) => sum + period.Energy);

    /// <summary>When it was over: no longer in it.</summary>
    public Instant End => Periods[^1].End;

    /// <summary>SHA-256 of what is known of some sessions, in the order in which they start.</summary>
    public static byte[] Hash(IEnumerable<Session> sessions)
    {
        var text = new StringBuilder();
        foreach (var session in sessions.OrderBy(one => one.Start).ThenBy(one => one.Id, StringComparer.Ordinal))
        {
            text.AppendJoin('|', session.Id, session.Charger, session.Card, session.Cost, session.CostCurrency)
                .Append('\n');
            foreach (var period in session.Periods)
                text.AppendJoin('|', period.Start.ToUnixTimeTicks(),
                    period.End.ToUnixTimeTicks(), period.Energy, period.Export, period.Charging,
                    period.Idle, period.Reserved, period.Power, period.Current).Append('\n');
        }
        return SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>The ids of others that took place on the charger meanwhile, whosever they are.</summary>
    public IReadOnlyList<string> Overlapping { get; init; } = [];

    /// <summary>Whether it is a reservation that no charging followed.</summary>
    public bool IsExpiredReservation => Periods.Any(period => period.Reserved.Sign > 0) && Periods.All(period =>
        period.Energy.IsZero && period.Export.IsZero && period.Charging.IsZero && period.Idle.IsZero);

    /// <summary>Whether something of both happens at the same time.</summary>
    public bool Overlaps(Session other) => Start < other.End && other.Start < End;
}

/// <summary>A part of a session in which its operator saw nothing change that matters.</summary>
/// <param name="Start">When it starts.</param>
/// <param name="End">When it ends, excluded; after the start.</param>
/// <param name="Energy">What the vehicle took, in kWh; not below zero.</param>
/// <param name="Export">What the vehicle gave back, in kWh; not below zero.</param>
/// <param name="Charging">The time in which it charged, in hours.</param>
/// <param name="Idle">The time in which it stood without charging, in hours.</param>
/// <param name="Reserved">The time for which the charger was reserved before, in hours.</param>
/// <param name="Power">The power that is reported, in kW; null where none is.</param>
/// <param name="Current">The current that is reported, in A over all phases; null where none is.</param>
public sealed record SessionPeriod(
    Instant Start, Instant End, Exact Energy, Exact Export, Exact Charging, Exact Idle, Exact Reserved, Exact? Power,
    Exact? Current);

/// <summary>Which sessions are a connection's: those of a charger, of a card, or of both together.</summary>
/// <param name="Charger">The charger's id, or with its connector <c>BE*BEC*E041503003/1</c>; null: of any.</param>
/// <param name="Card">The card's number or its contract; null: of any. One of the two is given.</param>
public sealed record SessionSource(string? Charger, string? Card)
{
    /// <summary>What a charger's or a card's name is compared by: letters in capitals, without the stars and hyphens
    /// that may or may not part an id of eMI3.</summary>
    public static string Key(string name) => new([.. name.ToUpperInvariant().Where(sign => sign is not ('*' or '-'))]);
}
