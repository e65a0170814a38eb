using Busbar.Contracts;
using Busbar.Quantities;

namespace Busbar.Ledger;

/// <summary>A part of one open item set against another of the same account.</summary>
/// <param name="Credit">What is below zero: a receipt, or a document in the customer's favour.</param>
/// <param name="Debt">What is above zero.</param>
/// <param name="Amount">Above zero, in minor units.</param>
public sealed record Allocation(OpenItem Credit, OpenItem Debt, long Amount);

/// <summary>Sets the credit of an account against its open bills. Nothing is ever set against more than is open.
/// </summary>
public static class Allocating
{
    /// <summary>
    /// What of a document has to become credit first: all that is open of one that has come to nothing or less, a bill
    /// that was paid and then taken back.
    /// </summary>
    public static IReadOnlyList<OpenItem> Released(IEnumerable<OpenItem> items) =>
        [.. items.Where(item => item.Role == LedgerRole.Receivables)
            .GroupBy(item => (item.Account, item.Document))
            .Where(same => same.Sum(item => item.Amount) <= 0).SelectMany(same => same)];

    /// <summary>What is set against what, of one account.</summary>
    /// <param name="items">What is open of it.</param>
    /// <param name="named">The documents that a receipt names, by the id of the receipt: it is set against these before
    /// any other.</param>
    public static IReadOnlyList<Allocation> Of(IReadOnlyList<OpenItem> items, AllocationPolicy policy,
        IReadOnlyDictionary<string, IReadOnlyList<string>> named)
    {
        var state = new State(items);
        foreach (var credit in state.Credits)
            state.InTurn(credit, ByAge(state.Debts).Where(debt => Names(credit.Document, debt.Document)
                || Names(debt.Document, credit.Document)));
        foreach (var credit in state.Credits)
            switch (policy.Order)
            {
                case AllocationOrder.OldestFirst:
                    foreach (var bill in Bills(state.Debts)) state.InRatio(credit, bill);
                    break;
                case AllocationOrder.ProRata:
                    state.OverAll(credit, Bills(state.Debts));
                    break;
                case AllocationOrder.ByGroup:
                    state.InTurn(credit, ByAge(state.Debts).OrderBy(debt => PlaceOf(debt.Detail, policy.Groups)));
                    break;
            }
        return state.Done;

        bool Names(string receipt, string document) =>
            named.TryGetValue(receipt, out var documents) && documents.Contains(document);
    }

    private static List<List<OpenItem>> Bills(IEnumerable<OpenItem> debts) =>
        [.. ByAge(debts).GroupBy(debt => debt.Document).Select(bill => bill.ToList())];

    private static int PlaceOf(string? group, IReadOnlyList<string> groups) =>
        group is not null && groups.ToList().IndexOf(group) is >= 0 and var place ? place : groups.Count;

    private static IOrderedEnumerable<OpenItem> ByAge(IEnumerable<OpenItem> debts) => debts
        .OrderBy(debt => debt.Due ?? debt.PostedOn).ThenBy(debt => debt.Document, StringComparer.Ordinal)
            .ThenBy(debt => debt.Detail, StringComparer.Ordinal);

    /// <summary>What is still open while allocations are made.</summary>
    private sealed class State
    {
        private readonly Dictionary<OpenItem, long> _open;

        public State(IReadOnlyList<OpenItem> items)
        {
            _open = items.ToDictionary(item => item, item => Math.Abs(item.Amount));
            Debts = [.. items.Where(item => item.Amount > 0)];
            Credits = [.. items.Where(item => item.Amount < 0).OrderBy(item => item.PostedOn)
                .ThenBy(item => item.Document, StringComparer.Ordinal)];
        }

        public IReadOnlyList<OpenItem> Debts { get; }

        public IReadOnlyList<OpenItem> Credits { get; }

        public List<Allocation> Done { get; } = [];

        /// <summary>One after another, each whole as long as there is credit.</summary>
        public void InTurn(OpenItem credit, IEnumerable<OpenItem> debts)
        {
            foreach (var debt in debts) Set(credit, debt, Math.Min(_open[credit], _open[debt]));
        }

        /// <summary>In the ratio of what is open, to the minor unit by largest remainder, ties to the oldest.</summary>
        /// <param name="most">No more than this.</param>
        public void InRatio(OpenItem credit, IReadOnlyList<OpenItem> debts, long most = long.MaxValue)
        {
            var open = debts.Sum(debt => _open[debt]);
            var parts = Apportion.ByWeight(
                Math.Min(most, Math.Min(_open[credit], open)), [.. debts.Select(debt => (Exact)_open[debt])]);
            foreach (var (debt, part) in debts.Zip(parts)) Set(credit, debt, part);
        }

        /// <summary>Bills in the ratio of what is open of each, and each over its groups.</summary>
        public void OverAll(OpenItem credit, IReadOnlyList<IReadOnlyList<OpenItem>> bills)
        {
            var open = bills.Select(bill => bill.Sum(debt => _open[debt])).ToList();
            var parts = Apportion.ByWeight(
                Math.Min(_open[credit], open.Sum()), [.. open.Select(amount => (Exact)amount)]);
            foreach (var (bill, part) in bills.Zip(parts)) InRatio(credit, bill, part);
        }

        private void Set(OpenItem credit, OpenItem debt, long amount)
        {
            if (amount == 0) return;
            _open[credit] -= amount;
            _open[debt] -= amount;
            Done.Add(new(credit, debt, amount));
        }
    }
}
