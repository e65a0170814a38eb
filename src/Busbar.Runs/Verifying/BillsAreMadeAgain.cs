using System.Security.Cryptography;
using Busbar.Documents;
using Busbar.Store;

namespace Busbar.Runs.Verifying;

/// <summary>Each bill, made again from what was known when it was issued, has the same bytes, and so has what it was
/// made from.</summary>
internal static class BillsAreMadeAgain
{
    public static readonly Invariant Invariant = new("I6, I9",
        "Each bill, made again from what was known when it was issued, comes to the same bytes.", Check)
    {
        IsSlow = true,
    };

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
            Explaining.Rebuild(database, issued);
            return null;
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
}
