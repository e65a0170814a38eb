using System.Numerics;
using Busbar.Metering;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Formats.Ocpi;

/// <summary>
/// Reads the charging periods of a CDR. A period ends where the next starts, the last with the session. How long was
/// charged, stood and reserved is what the dimensions state; a period that states no time takes its own length.
/// </summary>
internal sealed class CdrPeriods(CdrKeys cdr, Instant start, Instant end)
{
    // Numbers of CDRs have four decimals (OCPI 2.3.0, CdrDimension): each is off by half of the last at most.
    private const int Decimals = 4;

    private static readonly string[] KnownOfPeriod =
        ["start_date_time", "dimensions", "tariff_id", "encoding_method", "encoding_method_version", "public_key"];

    private static readonly string[] KnownOfDimension = ["type", "volume"];

    /// <summary>The periods; null after a fault.</summary>
    public IReadOnlyList<SessionPeriod>? Read()
    {
        if (cdr.Sections("charging_periods", "charging period") is not { } given) return null;
        var (times, periods) = (new List<(CdrKeys Period, Instant Start)>(), new List<CdrDimensions>());
        var isGood = true;
        foreach (var period in given)
        {
            isGood &= period.Known(KnownOfPeriod);
            if (period.Time("start_date_time") is not { } at || CdrDimensions.Read(period, KnownOfDimension) is not
                { } dimensions) isGood = false;
            else
            {
                times.Add((period, at));
                periods.Add(dimensions);
            }
        }
        if (!isGood || !AreInOrder(times)) return null;
        var made = periods.Select((dimensions, i) => dimensions.Over(
            times[i].Start, i + 1 < times.Count ? times[i + 1].Start : end)).ToList();
        return Check(periods, made) ? made : null;
    }

    private bool AreInOrder(List<(CdrKeys Period, Instant Start)> times)
    {
        foreach (var (i, (period, at)) in times.Index())
        {
            var wrong = at < start ? "starts before the session does." : at >= end ? "starts when the session is over."
                : i == 0 && at > start ? "starts later than the session: what was before isn't said."
                : i > 0 && at <= times[i - 1].Start ? "doesn't start after the one before." : null;
            if (wrong is not null) return period.Fault("bad-period", period.Of("start_date_time"), wrong);
        }
        return true;
    }

    /// <summary>The totals are the sums of the periods; energy that only the total knows goes to the periods.</summary>
    private bool Check(IReadOnlyList<CdrDimensions> given, List<SessionPeriod> periods)
    {
        if (cdr.Number("total_energy") is not { } energy || cdr.Number("total_time") is not { } time) return false;
        var parking = cdr.Has("total_parking_time") ? cdr.Number("total_parking_time") : null;
        if (cdr.Has("total_parking_time") && parking is null) return false;
        var isGood = Is("total_time", time, "h", periods, period => period.Charging + period.Idle)
            & (parking is not { } idle || Is("total_parking_time", idle, "h", periods, period => period.Idle));
        if (given.Any(one => one.HasEnergy))
            return isGood & Is("total_energy", energy, "kWh", periods, period => period.Energy - period.Export);
        if (energy.Sign < 0)
            return cdr.Fault("below-zero", cdr.Of("total_energy"),
                $"has a total_energy of {energy} kWh, and no period says when it was given back.");
        if (energy.Sign > 0) Spread(energy, periods);
        return isGood;
    }

    private bool Is(
        string key, Exact total, string unit, List<SessionPeriod> periods, Func<SessionPeriod, Exact> part)
    {
        var sum = periods.Aggregate(Exact.Zero, (all, period) => all + part(period));
        var off = sum - total;
        return Exact.Max(off, -off) <= Exact.FromScaled(periods.Count, Decimals)
            || cdr.Fault("wrong-total", cdr.Of(key), $"has a {key} of {total} {unit}, and its charging periods come to "
                + $"{sum.Round(Decimals, Rounding.HalfAway)} {unit}.", "Ask its sender for a credit and a right one.");
    }

    /// <summary>By the time charged, or where there was none by the length, to four decimals; the rest to the last.
    /// </summary>
    private static void Spread(Exact energy, List<SessionPeriod> periods)
    {
        var hasCharged = periods.Exists(period => period.Charging.Sign > 0);
        Exact Weight(SessionPeriod period) => hasCharged ? period.Charging : HoursOf(period.Start, period.End);
        var (whole, left) = (periods.Aggregate(Exact.Zero, (all, period) => all + Weight(period)), energy);
        var last = periods.FindLastIndex(period => Weight(period).Sign > 0);
        for (var i = 0; i <= last; i++)
        {
            var part = i == last ? left : (energy * Weight(periods[i]) / whole).Round(Decimals, Rounding.Down);
            periods[i] = periods[i] with { Energy = part };
            left -= part;
        }
    }

    /// <summary>The real time between two instants.</summary>
    public static Exact HoursOf(Instant from, Instant to) => Exact.Ratio(
        new BigInteger((to - from).ToInt64Nanoseconds()), new BigInteger(NodaConstants.NanosecondsPerHour));
}
