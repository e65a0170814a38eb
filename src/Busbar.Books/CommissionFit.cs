using Busbar.Contracts;
using Busbar.Time;

namespace Busbar.Books;

/// <summary>Checks that no kilowatt-hour pays two brokers.</summary>
internal static class CommissionFit
{
    public static void Check(IEnumerable<Agreement> agreements, List<Fault> faults)
    {
        var before = new Dictionary<string, List<(Agreement Agreement, Days Days)>>(StringComparer.Ordinal);
        foreach (var agreement in agreements.Where(one => one.Commission is not null)
            .OrderBy(one => one.From).ThenBy(one => one.Id, StringComparer.Ordinal))
            foreach (var connection in agreement.Connections)
            {
                var rated = agreement.Commission!.Rated;
                var days = new Days(rated.From, rated.To ?? NodaTime.LocalDate.MaxIsoValue);
                if (!before.TryGetValue(connection.Id, out var others)) before[connection.Id] = others = [];
                foreach (var (other, _) in others.Where(one => !one.Days.Intersect(days).IsEmpty).Take(1))
                    faults.Add(new("two-brokers", $"Connection {connection.Id} pays a broker by agreement {other.Id}, "
                        + $"scheme {other.Commission!.Scheme.Id}, and by agreement {agreement.Id}, scheme "
                        + $"{agreement.Commission.Scheme.Id}, on {days.Intersect(others.First(one =>
                            one.Agreement == other).Days)}.", agreement.Place, agreement.Id,
                        "End one of the two with to: or agreed-to:, or take scheme: out of one."));
                others.Add((agreement, days));
            }
    }
}
