using Busbar.Contracts;
using Busbar.Ledger;
using NodaTime;

namespace Busbar.Tests.Ledger;

/// <summary>How payments are set against bills: the worked examples of payments by number.</summary>
public class Credit_is_set_against_bills
{
    private static readonly OpenItem[] Open =
    [
        Bill("A", 120_00, new(2026, 3, 1)), Bill("B", 80_00, new(2026, 4, 1)), Bill("C", 200_00, new(2026, 4, 1)),
    ];

    [Fact]
    public void WE6_1_the_oldest_first_or_in_ratio()
    {
        Assert.Equal([("A", 120_00), ("B", 80_00), ("C", 50_00)], Set(AllocationOrder.OldestFirst, 250_00));
        Assert.Equal([("A", 75_00), ("B", 50_00), ("C", 125_00)], Set(AllocationOrder.ProRata, 250_00));
    }

    [Fact]
    public void WE6_2_in_ratio_to_the_penny() =>
        Assert.Equal([("A", 30_00), ("B", 20_00), ("C", 50_01)], Set(AllocationOrder.ProRata, 100_01));

    [Fact]
    public void What_is_beyond_the_bills_is_left_and_what_is_taken_back_is_released()
    {
        Assert.Equal(400_00, Set(AllocationOrder.OldestFirst, 420_00).Sum(one => one.Item2));
        // B is paid, and then a credit note takes it back.
        var released = Allocating.Released([Bill("A", 5_00, new(2026, 3, 1)), Bill("B", -80_00, new(2026, 4, 1))]);
        Assert.Equal(("B", -80_00), (Assert.Single(released).Document, released[0].Amount));
    }

    [Fact]
    public void Groups_come_in_their_order_and_the_rest_last()
    {
        OpenItem[] items =
        [
            Bill("A", 10_00, new(2026, 3, 1), "service"), Bill("A", 50_00, new(2026, 3, 1), "energy"),
            Bill("B", 40_00, new(2026, 4, 1), "energy"), Bill("B", 7_00, new(2026, 4, 1), "fixed"), Credit(95_00),
        ];
        Assert.Equal([("A", "energy", 50_00), ("B", "energy", 40_00), ("B", "fixed", 5_00)],
            Allocating.Of(items, new(AllocationOrder.ByGroup, ["energy", "fixed"]), NoNames)
                .Select(one => (one.Debt.Document, one.Debt.Detail!, one.Amount)));
    }

    [Fact]
    public void What_a_payment_names_comes_first_and_explicit_takes_nothing_else()
    {
        var named = new Dictionary<string, IReadOnlyList<string>> { ["R-1"] = ["C"] };
        Assert.Equal([("C", 200_00), ("A", 50_00)],
            Allocating.Of([.. Open, Credit(250_00)], AllocationPolicy.Usual, named)
                .Select(one => (one.Debt.Document, one.Amount)));
        Assert.Equal([("C", 200_00)],
            Allocating.Of([.. Open, Credit(250_00)], new(AllocationOrder.Explicit, []), named)
                .Select(one => (one.Debt.Document, one.Amount)));
    }

    [Fact]
    public void What_is_owed_to_a_generator_is_paid_by_what_goes_out()
    {
        OpenItem[] items =
        [
            new(LedgerRole.Payables, "a", "SB-1", "purchase", new(2026, 4, 1), new(2026, 3, 1), new(2026, 3, 1),
                -90_00),
            new(LedgerRole.CustomerCredit, "a", "R-1", null, null, new(2026, 4, 2), new(2026, 4, 2), 90_00),
        ];
        var only = Assert.Single(Allocating.Of(items, AllocationPolicy.Usual, NoNames));
        Assert.Equal(("SB-1", "R-1", 90_00), (only.Credit.Document, only.Debt.Document, only.Amount));
    }

    private static Dictionary<string, IReadOnlyList<string>> NoNames { get; } = [];

    private static IEnumerable<(string, int)> Set(AllocationOrder order, long paid) =>
        Allocating.Of([.. Open, Credit(paid)], new(order, []), NoNames)
            .Select(one => (one.Debt.Document, (int)one.Amount));

    private static OpenItem Bill(string number, long amount, LocalDate due, string group = "energy") =>
        new(LedgerRole.Receivables, "a", number, group, due, due.PlusDays(-14), due.PlusDays(-14), amount);

    private static OpenItem Credit(long amount) =>
        new(LedgerRole.CustomerCredit, "a", "R-1", null, null, new(2026, 4, 2), new(2026, 4, 2), -amount);
}
