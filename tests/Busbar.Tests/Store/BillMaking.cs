using Busbar.Store;
using NodaTime;

namespace Busbar.Tests.Store;

/// <summary>Bills for tests: one charge per account and month, numbered as a year's series.</summary>
internal static class BillMaking
{
    public static readonly LocalDate January = new(2026, 1, 1);

    public static readonly Numbering Numbering = new("NW-2026", count => $"NW-2026-{count:00000}");

    public static NewBill Bill(string account, LocalDate? month = null, params string[] charges)
    {
        var from = month ?? January;
        var (start, end) = (from.AtMidnight().InUtc().ToInstant(), from.PlusMonths(1).AtMidnight().InUtc().ToInstant());
        var live = charges.DefaultIfEmpty("energy");
        return new(account, from, from.PlusMonths(1), from.PlusMonths(1), "GBP", 100, 20, 120, 1, new byte[32],
            number => $$"""{"number":"{{number}}","account":"{{account}}"}""", $"why {account} pays 120",
            [.. live.Select(charge => new BilledCharge(
                $"agreement-{account}", charge, "", from, from, from.PlusMonths(1), 100))],
            [new($"house-{account}", "import", start, end, new byte[32])], "", Numbering);
    }

    public static IReadOnlyList<IssueOutcome> Issue(this Database database, params NewBill[] bills) =>
        BillStore.Issue(database, bills);

    public static string[] Numbers(this Database database) =>
        [.. BillStore.List(database).Select(bill => bill.Number).Order()];

    public static string[] FirstNumbers(int count) =>
        [.. Enumerable.Range(1, count).Select(number => $"NW-2026-{number:00000}")];
}
