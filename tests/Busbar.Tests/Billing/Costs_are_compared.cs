using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Quantities;
using Busbar.Tests.Rating;
using NodaTime;

namespace Busbar.Tests.Billing;

/// <summary>What agreements cost under two versions, and how they are counted.</summary>
public class Costs_are_compared
{
    private static readonly Currency Pounds = Currency.Of("GBP")!.Value;

    private static readonly Book Book = Bench.Of("charges: [{ name: A, quantity: days, price: 1 p/day }]").Book;

    private static readonly VersionDiff Same = VersionDiff.Of(Version, Version, Book.Units);

    private static ProductVersion Version => Book.Products["p"].Versions.Values[0].Value;

    [Fact]
    public void Sums_are_with_tax_and_by_month()
    {
        var all = new ComparedAll([One("a", 100, 120), One("b", 50, 40)]);
        var sums = all.Sums(Same);
        Assert.Equal(["150.00 160.00"], sums.Charges.Select(charge => Said(charge.Amount)));
        Assert.Equal(["150.00 160.00", "30.00 32.00", "180.00 192.00"],
            new[] { sums.Net, sums.Tax, sums.Total }.Select(Said));
        var month = Assert.Single(sums.Months);
        Assert.Equal((new YearMonth(2026, 1), "180.00 192.00"), (month.Month, Said(month.Total)));
        Assert.Equal(("12.00", "0.0667"), (sums.Total.Difference.ToString(), sums.Total.Growth!.Value.ToString(4)));
    }

    [Fact]
    public void Who_pays_more_less_and_the_same_is_counted()
    {
        var all = new ComparedAll([One("a", 100, 120), One("b", 50, 40), One("c", 7, 7), One("d", 10, 20)]);
        Assert.Equal((2, 1, 1), (all.More, all.Less, all.Same));
        Assert.Equal(("b", "a"), (all.Least.Agreement.Id, all.Greatest.Agreement.Id));
    }

    [Fact]
    public void The_ten_that_change_most_are_listed_in_either_direction()
    {
        var all = new ComparedAll([.. Enumerable.Range(0, 12)
            .Select(i => One($"a{i:00}", 100, 100 + (i % 2 * 2 - 1) * (i / 2)))]);
        Assert.Equal(["a10", "a11", "a08", "a09", "a06", "a07", "a04", "a05", "a02", "a03"],
            all.MostChanged.Select(one => one.Agreement.Id));
    }

    [Fact]
    public void From_nothing_there_is_no_growth() => Assert.Null(new Compared(Money.Zero(Pounds), Of(3)).Growth);

    /// <summary>An agreement with one month of one charge, and a fifth of it as tax.</summary>
    private static ComparedAgreement One(string id, int before, int after)
    {
        var net = new Compared(Of(before), Of(after));
        var tax = new Compared(new(before * 20, Pounds), new(after * 20, Pounds));
        return new(Book.Agreements["a"] with { Id = id }, new(new(2026, 1, 1), new(2026, 2, 1)),
            new(Pounds, [new(Same.Charges[0], net)], [new(new(2026, 1), net, tax)]));
    }

    private static Money Of(int pounds) => new(pounds * 100, Pounds);

    private static string Said(Compared money) => $"{money.Before} {money.After}";
}
