using System.Numerics;
using NodaTime;

namespace Busbar.Tests.Laws;

/// <summary>
/// Rates a random plan half-hour by half-hour in whole numbers, from the readings, the clock and the prices: written
/// without a look at the engine, to say when that is wrong.
/// </summary>
public static class NaiveRater
{
    /// <summary>Amounts are counts of this part of a pound: a millionth of a kWh at a billionth of a pound.</summary>
    public static readonly BigInteger Scale = BigInteger.Pow(10, 15);

    /// <summary>The exact amount of each charge, and the energy of each band before and after the new prices.</summary>
    public static (Dictionary<string, BigInteger> Totals, SortedDictionary<(int Leg, int Band), BigInteger> Bands) Rate(
        RandomPlan plan)
    {
        var totals = new Dictionary<string, BigInteger>
        {
            ["energy"] = 0, ["net"] = 0, ["base"] = 0,
            ["standing"] = new BigInteger(plan.Standing) * plan.Span.Count * 1_000_000,
        };
        var bands = new SortedDictionary<(int, int), BigInteger>();
        var isCut = plan.Change > plan.Span.From && plan.Change < plan.Span.To && Differs(plan);
        var at = plan.Time.AtStartOfDay(plan.Span.From).ToInstant();
        var end = plan.Time.AtStartOfDay(plan.Span.To).ToInstant();
        for (; at < end; at += Duration.FromMinutes(30))
        {
            var local = at.InZone(plan.Time);
            var prices = local.Date >= plan.Change ? plan.NewPrices : plan.Prices;
            var band = BandOf(plan, local);
            var (import, export) = (plan.MicrosAt(at), plan.MicrosAt(at + Duration.FromHours(5)));
            totals["energy"] += new BigInteger(import) * prices[band];
            totals["net"] -= (new BigInteger(import) - export) * prices[5];
            // Half a kilowatt for half an hour.
            totals["base"] += new BigInteger(250_000) * prices[4];
            var key = (isCut && local.Date >= plan.Change ? 1 : 0, band);
            bands[key] = bands.GetValueOrDefault(key) + import;
        }
        return (totals, bands);
    }

    /// <summary>To pennies, half away from nought.</summary>
    public static BigInteger Cents(BigInteger amount)
    {
        var cent = Scale / 100;
        var whole = BigInteger.DivRem(BigInteger.Abs(amount) + cent / 2, cent, out _);
        return amount.Sign < 0 ? -whole : whole;
    }

    private static bool Differs(RandomPlan plan) =>
        !plan.Prices.Take(plan.Bands).SequenceEqual(plan.NewPrices.Take(plan.Bands));

    private static int BandOf(RandomPlan plan, ZonedDateTime local)
    {
        if (plan.Weekends && local.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday)
            return plan.Edges.Length + 1;
        return plan.Edges.Count(edge => edge <= local.Hour * 60 + local.Minute);
    }
}
