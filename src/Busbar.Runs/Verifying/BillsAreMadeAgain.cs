using System.Security.Cryptography;
using Busbar.Documents;
using Busbar.Quantities;
using Busbar.Rating;
using Busbar.Store;

namespace Busbar.Runs.Verifying;

/// <summary>Each bill, made again from what was known when it was issued, has the same bytes, and so has what it was
/// made from; the quantities of its lines are those of their intervals.</summary>
internal static class BillsAreMadeAgain
{
    public static readonly Invariant Invariant = new("I3, I6, I9",
        "Each bill, made again from what was known when it was issued, comes to the same bytes, and its lines to their "
        + "intervals.", Check)
    {
        IsSlow = true,
    };

    private const int Millionth = 1_000_000;

    private static Audit Check(Verified verified, CancellationToken cancel)
    {
        var bills = verified.Bills.Where(bill => bill.Credits is null).ToList();
        var breaches = new List<Breach>();
        foreach (var bill in bills)
        {
            cancel.ThrowIfCancellationRequested();
            if (Trouble(verified.Database, bill.Number) is { } trouble)
                breaches.Add(new($"bill {bill.Number}", trouble));
        }
        return new(bills.Count, "bill", breaches);
    }

    private static string? Trouble(Database database, string number)
    {
        var stored = BillStore.Find(database, number)!;
        if (!SHA256.HashData(stored.Explanation.Span).AsSpan().SequenceEqual(stored.InputsHash))
            return "What it was made from isn't what was stored with it.";
        try
        {
            var issued = new IssuedBill(stored.Head, BillDocument.FromJson(stored.Body),
                ExplanationDocument.FromJson(stored.Explanation.Span));
            if (issued.Document.ToJson() != stored.Body) return "Its document isn't written as bills are.";
            // Invoices of brokers have their own invariant.
            return issued.IsOfCommissions ? null : LineOff(issued.Document, Explaining.Rebuild(database, issued));
        }
        catch (RefusedException refused)
        {
            return refused.Faults[0].Message;
        }
        catch (Exception problem) when (VerifyRun.IsDamage(problem))
        {
            return $"What it was made from, or its document, can't be read: {problem.Message}";
        }
    }

    /// <summary>The first leg of which the lines, as they were printed, aren't what its intervals come to.</summary>
    internal static string? LineOff(BillDocument bill, IReadOnlyDictionary<string, RatedLine> lines)
    {
        var counted = bill.Lines.Where(line => line.Quantity is not null && lines[line.Id] is
            { Leg: { Quantity: not null, Leg.Charge.Clips: null } });
        foreach (var same in counted.GroupBy(
            line => lines[line.Id].Leg, (IEqualityComparer<RatedLeg>)ReferenceEqualityComparer.Instance))
        {
            var (printed, own) = (same.ToList(), same.Key.Places().Aggregate(
                Exact.Zero, (sum, place) => sum + (place.Quantity ?? Exact.Zero)));
            var sum = printed.Aggregate(Exact.Zero, (all, line) => all + DocumentsAddUp.Number(line.Quantity!));
            // Each line is rounded once.
            if (Exact.Max(sum - own, own - sum) > (Exact)printed.Count / Millionth)
                return $"Its lines {string.Join(", ", printed.Select(line => line.Id))} come to {sum} "
                    + $"{printed[0].Unit}, and their intervals to {own.ToString(6)}.";
        }
        return null;
    }
}
