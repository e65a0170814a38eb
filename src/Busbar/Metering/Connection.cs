using Busbar.Metering.Checks;
using Busbar.Metering.Estimation;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Metering;

/// <summary>A measured flow at a connection: its name and the unit in which it is held.</summary>
public sealed record Channel(string Name, Unit Unit)
{
    /// <summary>The local time at which its days start: that of gas days; midnight by default.</summary>
    public LocalTime DayStart { get; init; }

    /// <summary>Whether a value may be below zero: all channels measure one direction, so none may, save a net one and
    /// what a pool settles.</summary>
    public bool MayBeNegative { get; init; } = Name == "net";
}

/// <summary>A point where energy is metered or allocated (MPAN, ICP, NMI, meter point, virtual point).</summary>
/// <param name="Id">The market's identifier or the book's own, unique.</param>
/// <param name="Zone">The zone whose local days it has.</param>
/// <param name="IntervalMinutes">The length of its readings: 5, 10, 15, 30, 60, or 1440 for daily ones. What registers
/// count may be by the day beside them, see <see cref="IntervalOf"/>.</param>
/// <param name="Channels">What is measured there, by name.</param>
/// <param name="Limit">The greatest power that can flow, in kW (or m3 per hour): what a reading may not exceed.</param>
/// <param name="Terms">What was agreed for it alone, by the names of products' terms.</param>
/// <param name="Losses">The loss factors of the stages between its meter and the market, by name.</param>
/// <param name="Place">Where it was written.</param>
public sealed record Connection(
    string Id, DateTimeZone Zone, int IntervalMinutes, IReadOnlyDictionary<string, Channel> Channels, Exact? Limit,
    IReadOnlyDictionary<string, ConnectionTerm> Terms, IReadOnlyDictionary<string, LossFactor> Losses, Place Place)
{
    /// <summary>The meters whose registers are read, by their days; none where readings of intervals come in.</summary>
    public IReadOnlyList<Meter> Meters { get; init; } = [];

    /// <summary>The profile by which its registers are interpolated; null: by time.</summary>
    public Profile? Profile { get; init; }

    /// <summary>The premises that it serves, with others of the account; null: its own.</summary>
    public string? Premises { get; init; }

    /// <summary>The share of its use that qualifies as domestic, by day; null: that of its account.</summary>
    public Dated<Exact>? Use { get; init; }

    /// <summary>The reliefs that were granted to it.</summary>
    public IReadOnlyList<Certificate> Certificates { get; init; } = [];

    /// <summary>Which charging sessions are its own; null: none.</summary>
    public SessionSource? Sessions { get; init; }

    /// <summary>Which of two values of the same version and quality holds.</summary>
    public OfEquals OfEquals { get; init; }

    /// <summary>How values that are missing are estimated, by channel: methods in the order in which they are tried.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<EstimationMethod>> Estimates { get; init; } =
        new Dictionary<string, IReadOnlyList<EstimationMethod>>();

    /// <summary>What a channel counts in a usual year, in its canonical unit, where that is given.</summary>
    public IReadOnlyDictionary<string, Exact> YearlyConsumption { get; init; } = new Dictionary<string, Exact>();

    /// <summary>The rules by which readings are judged once they are in, by channel.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<ReadingCheck>> Checks { get; init; } =
        new Dictionary<string, IReadOnlyList<ReadingCheck>>();

    /// <summary>What the book says otherwise of the rules that each channel has without being asked, by channel.
    /// </summary>
    public IReadOnlyDictionary<string, StandingRules> Standing { get; init; } =
        new Dictionary<string, StandingRules>();

    /// <summary>The rules that a channel has without being asked.</summary>
    public StandingRules StandingOf(string channel) => Standing.GetValueOrDefault(channel) ?? StandingRules.Usual;

    /// <summary>Whether a channel is counted by registers, and so has no readings of intervals.</summary>
    public bool IsReadByRegisters(string channel) => Meters.Any(meter => meter.Counts(channel));

    /// <summary>The length of a channel's values: that of readings, or a day where registers count it and no profile
    /// says how their days are used.</summary>
    public int IntervalOf(string channel) =>
        Profile is null && IsReadByRegisters(channel) ? 1440 : IntervalMinutes;

    /// <summary>The instant at which a day of a channel starts.</summary>
    public Instant StartOf(LocalDate day, string channel) => LocalDay.StartOf(day, Zone, Channels[channel].DayStart);

    /// <summary>The lengths that readings may have, in minutes.</summary>
    public static readonly IReadOnlyList<int> Intervals = [5, 10, 15, 30, 60, 1440];
}

/// <summary>A number that was agreed for one connection.</summary>
/// <param name="Dimension">Null for a nought without a unit, which fits every term.</param>
/// <param name="Values">In the canonical unit of the dimension, by their days.</param>
public sealed record ConnectionTerm(Dimension? Dimension, Dated<Exact> Values, Place Place);
