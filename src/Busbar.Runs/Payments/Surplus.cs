using Busbar.Contracts;
using Busbar.Quantities;
using Busbar.Store;

namespace Busbar.Runs.Payments;

/// <summary>What a payment brought beyond what was open of the bills that it is for: paid twice, or too much.</summary>
/// <param name="Amount">What went to none of these bills.</param>
/// <param name="Credit">What of that is credit; the rest went to other bills.</param>
public sealed record Surplus(
    PaidLine Line, string Account, IReadOnlyList<string> Documents, Money Amount, Money Credit)
{
    /// <summary>That of lines that were just taken in and set against bills.</summary>
    internal static IReadOnlyList<Surplus> Of(LedgerView ledger, IReadOnlyList<PaidLine> lines, Currency currency)
    {
        var named = lines.Where(line => line.Match.Parts.Any(part => part.Documents.Count > 0)).ToList();
        if (named.Count == 0) return [];
        var (set, open) = (ledger.Allocated().ToLookup(one => one.Receipt), ledger.OpenItems()
            .Where(item => item.Role == LedgerRole.CustomerCredit).ToLookup(item => (item.Document, item.Account)));
        return [.. from line in named
            from part in line.Match.Parts
            where part.Documents.Count > 0
            let beyond = part.Amount - set[line.Id].Where(one => part.Documents.Contains(one.Document))
                .Sum(one => one.Amount)
            let credit = -open[(line.Id, part.Account)].Sum(item => item.Amount)
            // What the same file takes back is neither credit nor set against anything.
            let isThere = credit > 0 || line.Match.Parts.Count == 1 && set[line.Id].Any()
            where beyond > 0 && isThere
            select new Surplus(line, part.Account, part.Documents, new(beyond, currency), new(credit, currency))];
    }
}
