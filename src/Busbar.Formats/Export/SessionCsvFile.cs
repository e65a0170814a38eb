using System.Globalization;
using Busbar.Formats.Text;
using Busbar.Metering;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Formats.Export;

/// <summary>Charging sessions as CSV, one in each row: energy in kWh, times in hours, all with their decimals up to
/// nine.</summary>
public sealed class SessionCsvFile
{
    private const int MostDecimals = 9;

    private readonly TextWriter _text;

    /// <param name="text">Where it is written; its line ends don't matter.</param>
    public SessionCsvFile(TextWriter text)
    {
        _text = text;
        _text.Write("start,end,session,charger,card,energy,export,charging,idle,reserved,cost,currency,credited-by,"
            + "overlaps\n");
    }

    /// <summary>Adds a session.</summary>
    /// <param name="creditedBy">The receipt that credited it; null: none.</param>
    /// <param name="overlaps">The ids of those at the same charger and time.</param>
    public void Add(Session session, DateTimeZone zone, long? creditedBy, IEnumerable<string> overlaps)
    {
        _text.Write($"{StartText.Of(session.Start, zone)},{StartText.Of(session.End, zone)},{Cell.Of(session.Id)},"
            + $"{Cell.Of(session.Charger)},{Cell.Of(session.Card)}");
        foreach (var figure in (Func<SessionPeriod, Exact>[])
            [
                period => period.Energy, period => period.Export, period => period.Charging, period => period.Idle,
                period => period.Reserved,
            ])
            _text.Write("," + Text(session.Periods.Aggregate(Exact.Zero, (sum, period) => sum + figure(period))));
        _text.Write($",{(session.Cost is { } cost ? Text(cost) : "")},{Cell.Of(session.CostCurrency ?? "")},");
        _text.Write(creditedBy?.ToString(CultureInfo.InvariantCulture) ?? "");
        _text.Write($",{Cell.Of(string.Join("; ", overlaps))}\n");
    }

    private static string Text(Exact value) => value.Round(MostDecimals, Rounding.HalfAway).ToString();
}
