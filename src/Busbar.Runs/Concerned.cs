using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Store;

namespace Busbar.Runs;

/// <summary>An issued bill that would come out otherwise now.</summary>
/// <param name="Difference">What its total would be more; null where it can't be made now, or wasn't tried.</param>
public sealed record ConcernedBill(string Number, Money? Difference);

/// <summary>Finds the issued bills that a change of readings or prices concerns.</summary>
internal static class Concerned
{
    // Each is made again, to say what it would be; a change of a price may concern all that there are.
    private const int MostMade = 500;

    /// <summary>The bills that were made from what has changed, each with the money that this is about.</summary>
    public static IReadOnlyList<ConcernedBill> By(Database database, IReadOnlyList<ChangedSpan> changed, Book book)
    {
        var numbers = Numbers(database, changed, book.Connections, book.Series);
        if (numbers.Count == 0) return [];
        using var snapshot = database.Snapshot();
        return [.. numbers.Select((number, i) =>
            new ConcernedBill(number, i < MostMade ? Difference(database, snapshot, book, number) : null))];
    }

    private static Money? Difference(Database database, Snapshot snapshot, Book book, string number)
    {
        var old = BillStore.Find(database, number)!.Head;
        if (!book.Accounts.ContainsKey(old.Account) || old.Currency != book.Currency.Code) return null;
        var issued = new Money(old.Total, book.Currency);
        return Rebilling.MadeAgain(database, snapshot, book, old, null) switch
        {
            BillOutcome.Made made => made.Bill.Total - issued,
            null => -issued,
            _ => null,
        };
    }

    /// <summary>What was known of a series then hashes otherwise now.</summary>
    private static IReadOnlyList<string> Numbers(
        Database database, IReadOnlyList<ChangedSpan> changed, IReadOnlyDictionary<string, Connection> connections,
        IReadOnlyDictionary<string, MarketSeries> series)
    {
        var suspects = changed.GroupBy(span => span.Connection).SelectMany(spans => BillStore.BilledOver(
                database, [spans.Key], spans.Min(span => span.From), spans.Max(span => span.To))
            .Where(input => spans.Any(span => span.Channel == input.Input.Channel
                && span.From < input.Input.To && input.Input.From < span.To))).ToList();
        if (suspects.Count == 0) return [];
        var (measured, priced) = (suspects.Where(one => one.Input.Connection.Length > 0).ToList(),
            suspects.Where(one => one.Input.Connection.Length == 0).ToList());
        using var snapshot = database.Snapshot();
        var readings = ReadStore.Load(snapshot, [.. measured.Select(suspect => new ReadsWanted(
            connections[suspect.Input.Connection], suspect.Input.Channel, suspect.Input.From, suspect.Input.To))]);
        var prices = PriceStore.Load(snapshot, [.. from suspect in priced
            let one = series[suspect.Input.Channel]
            select new PricesWanted(
                one.Name, one.IntervalMinutes, one.Zone, suspect.Input.From, suspect.Input.To)]);
        return [.. measured.Zip(readings).Concat(priced.Zip(prices))
            .Where(pair => !pair.First.Input.Hash.SequenceEqual(pair.Second.Hash()))
            .Select(pair => pair.First.Number).Distinct().Order(StringComparer.Ordinal)];
    }
}
