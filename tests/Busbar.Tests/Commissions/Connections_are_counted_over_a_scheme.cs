using Busbar.Commissions;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Tests.Commissions;

/// <summary>A broker is paid for the meters that it brought, by how many they are.</summary>
public class Connections_are_counted_over_a_scheme
{
    private static readonly LocalDate Start = new(2026, 4, 1);
    private static readonly LocalDate End = new(2029, 4, 1);

    [Theory]
    // The third in a quarter is above two: new ones are three in the first and one in the next; supplied are three and
    // four; by the month one, three, three, four, four.
    [InlineData("new-connections", "per = quarter, ", 10_00 + 10_00 + 15_00 + 10_00)]
    [InlineData("connections", "per = quarter, ", 10_00 + 10_00 + 15_00 + 10_00 + 10_00 + 15_00 + 15_00)]
    [InlineData("connections", "", 10_00 + 35_00 + 35_00 + 50_00 + 50_00)]
    [InlineData("new-connections", "per = contract-year, ", 10_00 + 10_00 + 15_00 + 15_00)]
    [InlineData("connections", "whole = true, per = quarter, ", 3 * 15_00 + 4 * 15_00)]
    public void Connections_are_counted_over_all_agreements(string counted, string options, long pence)
    {
        var book = BrokersBook.Of($$"""
            charges:
              - { name: Meters, each: scheme, quantity: scheme.{{counted}},
                  price: "tiers({{options}}0 connections = 10 GBP/connection, 2 connections = 15 GBP/connection)" }
            """, "");
        List<BilledCommission> bills =
        [
            BrokersBook.BillOf("A1", Start, Start.PlusMonths(1), "a"),
            BrokersBook.BillOf("A2", Start.PlusMonths(1), Start.PlusMonths(2), "a", "b"),
            // One that is supplied by two agreements, one after the other, is one.
            BrokersBook.BillOf("B2", Start.PlusMonths(1), Start.PlusMonths(2), "c"),
            BrokersBook.BillOf("A3", Start.PlusMonths(2), Start.PlusMonths(3), "a", "b", "c"),
            BrokersBook.BillOf("A4", Start.PlusMonths(3), Start.PlusMonths(4), "a", "b", "c", "d"),
            BrokersBook.BillOf("A5", Start.PlusMonths(4), Start.PlusMonths(5), "a", "b", "c"),
            BrokersBook.BillOf("D5", Start.PlusMonths(4), Start.PlusMonths(5).PlusDays(-3), "d"),
        ];
        long Due(IEnumerable<BilledCommission> some) => new Reckoning(book, End).Of(book.Schemes["s"], [.. some])
            .Where(target => target.Kind == CommissionKind.Due).Sum(target => target.Amount.MinorUnits);
        Assert.Equal(pence, Due(bills));
        // A bill that is made again is in the place of the one before, and no order of bills counts.
        bills[0] = bills[0] with { Bill = "Z" };
        Assert.Equal(pence, Due(bills.AsEnumerable().Reverse()));
    }

    [Fact]
    public void What_is_taken_back_leaves_the_tier_that_it_reached()
    {
        var book = BrokersBook.Of("""
            quantities: { spend: cost(energy) }
            charges:
              - { name: Meters, each: scheme, quantity: scheme.connections,
                  price: "tiers(0 connections = 1 GBP/connection, 2 connections = 3 GBP/connection, whole = true)" }
              - { name: Turnover, each: scheme, quantity: scheme.spend,
                  price: "tiers(per = contract-year, 0 GBP = 5 %, 2000 GBP = 4 %)" }
            """, "");
        BilledCommission Spent(string number, string connection, long pounds) =>
            BrokersBook.BillOf(number, Start, Start.PlusMonths(1), connection) with
            {
                Measures = new Dictionary<string, Exact> { ["spend"] = pounds },
            };
        BilledCommission[] bills = [Spent("A", "a", 900), Spent("B", "b", 900), Spent("C", "c", 400)];
        IEnumerable<long> Earned(params BilledCommission[] some) => new Reckoning(book, End)
            .Of(book.Schemes["s"], some)
            .Where(target => target.Kind == CommissionKind.Earned).Select(target => target.Amount.MinorUnits);
        // Three at 3.00, and 5 % of 2,000.00 with 4 % of 200.00; two at 1.00, and 5 % of 1,800.00; again with 350.00.
        Assert.Equal([9_00, 108_00], Earned(bills));
        Assert.Equal([2_00, 90_00], Earned(bills[..2]));
        Assert.Equal([9_00, 106_00], Earned([.. bills[..2], Spent("D", "c", 350)]));
    }

    [Fact]
    public void What_was_billed_before_contract_years_count_is_not_new()
    {
        var book = BrokersBook.Of("""
            from: 2026-06-01
            charges: [{ name: M, each: scheme, quantity: scheme.new-connections, price: 10 GBP/connection }]
            """, "");
        BilledCommission[] bills = [BrokersBook.BillOf("A1", Start, Start.PlusMonths(1), "a"),
            BrokersBook.BillOf("A3", Start.PlusMonths(2), Start.PlusMonths(3), "a", "b")];
        Assert.Equal(10_00, new Reckoning(book, End).Of(book.Schemes["s"], bills)[0].Amount.MinorUnits);
    }

    [Fact]
    public void A_connection_counts_as_its_first_bill_is_paid()
    {
        var book = BrokersBook.Of("""
            earned: received
            charges: [{ name: M, each: scheme, quantity: scheme.new-connections, price: 10 GBP/connection }]
            """, "");
        var half = BrokersBook.BillOf("A", Start, Start.PlusMonths(1), "a") with { Received = new(50, book.Currency) };
        var later = BrokersBook.BillOf("B", Start.PlusMonths(1), Start.PlusMonths(2), "a");
        Assert.Equal(5_00, new Reckoning(book, End).Of(book.Schemes["s"], [half, later])[0].Amount.MinorUnits);
        // What is left of the first is foreseen, and the connection of the agreement, which is new.
        var foreseen = new Forecasting(book, Start.PlusMonths(2), Start.PlusMonths(5)).Of(book.Schemes["s"],
            [(book.Agreements["mill"], [half, later])]);
        Assert.Equal(15_00, foreseen.Sum(one => one.Amount.MinorUnits));
    }
}
