using System.Text.RegularExpressions;
using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Store;
using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Runs;

/// <summary>What is in and waits for a decision: reads of registers that contradict each other, and readings that a
/// rule finds suspicious.</summary>
internal sealed partial class QuarantinedSuspects(Snapshot snapshot, Book book, QuarantineOrder order)
{
    private const int ConnectionsAtOnce = 200;

    /// <summary>Reads of registers that can't be right beside the one before them; where days are asked for, those
    /// between which such a day lies.</summary>
    public IEnumerable<QuarantineItem> Reads() => Asked().Where(one => one.Meters.Count > 0)
        .Chunk(ConnectionsAtOnce).SelectMany(chunk =>
        {
            var reads = EstimateStore.Reads(snapshot, [.. chunk.Select(one => one.Id)]);
            return from connection in chunk
                let span = order.Period?.InstantsIn(connection.Zone)
                from suspect in RegisterSeries.Suspects(connection, reads[connection.Id])
                where span is not { } days || (Instant.Max(suspect.Read.At, suspect.Other.At) > days.Start
                    && Instant.Min(suspect.Read.At, suspect.Other.At) < days.End)
                select new QuarantineItem(
                    suspect.Id, connection.Id, suspect.Channel, suspect.Code, suspect.Sentence, null, 0)
                    { Read = suspect };
        });

    /// <summary>Suspicious readings of the days that are asked for, or of the last ones and those that are named.
    /// </summary>
    public IEnumerable<QuarantineItem> Readings()
    {
        var wanted = Asked().SelectMany(one => one.Checks.Keys.Order(StringComparer.Ordinal)
                .Where(channel => order.Channel is null || channel == order.Channel)
                .SelectMany(channel => DaysOf(one).Select(days => (one, channel, span: days.InstantsIn(one.Zone)))))
            .Select(one => new ReadsWanted(one.one, one.channel, one.span.Start, one.span.End)).ToList();
        // The days that are looked at cut what is found: of one name the longest is meant.
        return new Suspecting(snapshot, book).Find(wanted).GroupBy(suspect => suspect.Id)
            .Select(same => same.MaxBy(suspect => suspect.Counts.Length)!).Select(suspect => new QuarantineItem(
                suspect.Id, suspect.Connection.Id, suspect.Channel, suspect.Found.Code, suspect.Sentence, null, 0)
            {
                Suspect = suspect,
            });
    }

    /// <summary>The days before the last ones of which something is known that rules could find suspicious; null where
    /// nothing is, or where it was told what is asked for.</summary>
    public Days? NotLookedAt()
    {
        if (order.Period is not null || order.Ids.Count > 0) return null;
        var judged = Asked().Where(one => one.Checks.Count > 0).ToList();
        var first = KnownMonths.First(snapshot);
        var counted = judged.Where(one => one.Checks.Keys.Any(one.IsReadByRegisters)).ToList();
        var reads = EstimateStore.Reads(snapshot, [.. counted.Select(one => one.Id)]);
        var known = judged.SelectMany(one => one.Checks.Keys.Where(channel => first.ContainsKey((one.Id, channel)))
                .Select(channel => first[(one.Id, channel)].OnDayOfMonth(1)))
            .Concat(counted.SelectMany(one => reads[one.Id].SelectMany(same => same)
                .Select(read => read.At.InZone(one.Zone).Date)))
            .Where(day => day < order.Recent.From).ToList();
        return known.Count == 0 ? null : new(known.Min(), order.Recent.From);
    }

    private IEnumerable<Connection> Asked() => book.Connections.Values
        .Where(one => order.Connection is null || one.Id == order.Connection)
        .OrderBy(one => one.Id, StringComparer.Ordinal);

    /// <summary>The days of a connection that are looked at. A name holds its time: bills have found it in the billing
    /// period of that, or in the one after it.</summary>
    private IEnumerable<Days> DaysOf(Connection connection)
    {
        if (order.Period is { } period) return [period];
        var named = order.Ids.Where(id => id.Contains($":{connection.Id}:", StringComparison.Ordinal))
            .SelectMany(id => TimeOfName.Matches(id)).Select(match => LocalDatePattern.Iso.Parse(match.Value[..^6]))
            .Where(parsed => parsed.Success).Select(parsed => parsed.Value).Distinct();
        return named.SelectMany(day => PeriodsOf(connection, day)).Append(order.Recent).Distinct();
    }

    private IEnumerable<Days> PeriodsOf(Connection connection, LocalDate day)
    {
        yield return new(day, day.PlusDays(1));
        foreach (var cycle in book.Agreements.Values
            .Where(agreement => agreement.Connections.Any(one => one.Id == connection.Id))
            .Select(agreement => agreement.Account.Cycle).Distinct())
        {
            var period = cycle.PeriodOf(day);
            yield return period;
            yield return cycle.PeriodOf(period.To);
        }
    }

    [GeneratedRegex(@"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}", RegexOptions.NonBacktracking)]
    private static partial Regex TimeOfName { get; }
}
