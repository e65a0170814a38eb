using Busbar.Contracts;
using Busbar.Documents;
using Busbar.Quantities;
using Busbar.Store;
using Busbar.Time;

namespace Busbar.Runs.Accounting;

/// <summary>By what a margin is divided.</summary>
public enum MarginBy
{
    /// <summary>The product.</summary>
    Product,

    /// <summary>The billed account.</summary>
    Account,

    /// <summary>The group of charges.</summary>
    Group,

    /// <summary>The month.</summary>
    Period,
}

/// <summary>Revenue less the cost of sales. What is passed on as it is, levies and tax are in neither.</summary>
public static class Margins
{
    /// <summary>Its word: <c>product</c>.</summary>
    public static string WordOf(MarginBy by) => by.ToString().ToLowerInvariant();

    /// <summary>The margin of some days.</summary>
    /// <param name="isBySupply">Whether an entry counts where the days begin that it is about, without accruals; else
    /// on the day it is posted.</param>
    /// <exception cref="RefusedException">There is no book.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static Listing Of(Database database, Days days, MarginBy by, bool isBySupply)
    {
        using var snapshot = database.Snapshot();
        var book = StoredBook.Load(snapshot);
        var sums = LedgerSums.Earned(snapshot, days, isBySupply);
        var word = WordOf(by);
        return new($"Gross margin by {word}, {days}, "
            + (isBySupply ? "by the days of supply" : "by the day of posting") + $", in {book.Currency}", word + "s",
            [new(word), new("revenue", true), new("cost-of-sales", true), new("margin", true),
                new("percent", true) { Heading = "%" }],
            [.. sums.GroupBy(sum => KeyOf(sum, by)).OrderBy(same => same.Key, StringComparer.Ordinal)
                .Select(same => Row(same.Key.Length > 0 ? same.Key : "(none)", [.. same], book.Currency))])
        {
            Facts = [("days", isBySupply ? "supply" : "posted"), ("currency", book.Currency.Code)],
            Sum = Row("Sum", sums, book.Currency),
        };
    }

    private static string KeyOf(EarnedSum sum, MarginBy by) => by switch
    {
        MarginBy.Product => sum.Product, MarginBy.Account => sum.Account, MarginBy.Group => sum.Group,
        _ => sum.Month,
    };

    private static string[] Row(string name, IReadOnlyList<EarnedSum> sums, Currency currency)
    {
        var revenue = -sums.Where(sum => sum.Role == LedgerRole.Revenue).Sum(sum => sum.Amount);
        var cost = sums.Where(sum => sum.Role == LedgerRole.CostOfSales).Sum(sum => sum.Amount);
        return
        [
            name, currency.Text(revenue), currency.Text(cost), currency.Text(revenue - cost),
            revenue == 0 ? "" : ((Exact)(revenue - cost) * 100 / revenue).Round(1, Rounding.HalfAway).ToString(1),
        ];
    }
}
