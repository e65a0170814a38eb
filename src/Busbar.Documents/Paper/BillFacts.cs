using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Documents.Paper;

/// <summary>All that a bill's document is made from, as it was known when the bill was made.</summary>
/// <param name="Explanation">Of the bill; of a credit note, of the bill that it takes back.</param>
/// <param name="Dated">The day of issue; of a draft, the last of its period.</param>
/// <param name="Earlier">The last bill before it with an agreement of it, as it was shown; null where there is none.
/// </param>
/// <param name="IsFirst">Whether it is known to be the first for its agreements.</param>
/// <param name="Replaced">The total of the bill that was taken back for it; null where it replaces none.</param>
/// <param name="Use">What was used on each day; null where nothing is measured by the day or finer.</param>
/// <param name="UseBefore">Likewise in the earlier bill.</param>
/// <param name="Course">When it was used; null where readings have no intervals within the day.</param>
/// <param name="Reads">What registers showed.</param>
/// <param name="Channels">What came of each channel.</param>
public sealed record BillFacts(
    BillDocument Bill, Explanation Explanation, LocalDate Dated, Party Seller, Party Customer, Stationery Stationery,
    BillLanguage Language, ChargedBill? Earlier, bool IsFirst, Exact? Replaced, DailyUse? Use, DailyUse? UseBefore,
    IntervalUse? Course, IReadOnlyList<PrintedRead> Reads, IReadOnlyList<ChannelTotal> Channels)
{
    /// <summary>The charging sessions that end in its days, by connection and start.</summary>
    public IReadOnlyList<BilledSession> Sessions { get; init; } = [];

    /// <summary>How it is laid out where its connections are many.</summary>
    public BillLayout Layout { get; init; } = BillLayout.Usual;
}

/// <summary>A charging session of a bill: energy in kWh, times in hours.</summary>
/// <param name="Start">By the connection's clock, like its end.</param>
public sealed record BilledSession(
    string Connection, LocalDateTime Start, LocalDateTime End, string Charger, Exact Energy, Exact Export,
    Exact Charging, Exact Idle, Exact Reserved);

/// <summary>What was used on each day of a bill.</summary>
/// <param name="Channel">The channel's name: <c>import</c>; or <see cref="DailyUse.OfSessions"/>.</param>
/// <param name="Connections">Of how many connections it is the sum.</param>
/// <param name="Values">Null where nothing is known of a day, or not of all of it.</param>
/// <param name="Estimated">The places of days with an estimate.</param>
public sealed record DailyUse(
    string Channel, string Unit, int Connections, Days Days, IReadOnlyList<Exact?> Values,
    IReadOnlySet<int> Estimated)
{
    /// <summary>In place of a channel: what charging sessions took, each on the day on which it ended.</summary>
    public const string OfSessions = "sessions";

    /// <summary>The sum of the days that are known.</summary>
    public Exact Total => Values.Aggregate(Exact.Zero, (sum, value) => sum + (value ?? Exact.Zero));
}

/// <summary>What was used in each interval of each day of a bill.</summary>
/// <param name="StepMinutes">How long an interval is.</param>
/// <param name="Values">Day by day; null where it isn't known; an hour that the clocks show twice is a mean.</param>
/// <param name="Absent">The places, by day and part of it, that the clocks skip: there is nothing to know.</param>
/// <param name="Bands">The stretches of a usual weekday with the price that holds; empty where one does.</param>
public sealed record IntervalUse(
    string Channel, string Unit, int StepMinutes, Days Days, IReadOnlyList<IReadOnlyList<Exact?>> Values,
    IReadOnlySet<(int Day, int Part)> Absent, IReadOnlyList<DayBand> Bands);

/// <summary>A band of a usual weekday, by the minutes of the day.</summary>
public readonly record struct DayBand(string Name, int FromMinute, int ToMinute);

/// <summary>What a register showed.</summary>
public sealed record PrintedRead(
    string Connection, string Meter, string Register, LocalDate Day, Exact Shown, int Decimals, string Unit,
    bool IsEstimated);

/// <summary>What came of a channel in the bill's days.</summary>
/// <param name="Missing">How many values there aren't.</param>
public sealed record ChannelTotal(
    string Connection, string Channel, string Unit, int StepMinutes, int Values, int Estimated, int Missing,
    Exact Total);
