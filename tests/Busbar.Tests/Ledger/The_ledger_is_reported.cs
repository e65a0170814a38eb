using System.Text.Json;
using Busbar.Contracts;
using Busbar.Quantities;
using Busbar.Store;
using Busbar.Tests.Cli;
using Busbar.Tests.Laws;
using Busbar.Tests.Store;

namespace Busbar.Tests.Ledger;

/// <summary>What the reports say is what was posted, to the last penny.</summary>
public class The_ledger_is_reported
{
    [Theory, MemberData(nameof(OfferLaws.Books), MemberType = typeof(OfferLaws))]
    public void Details_add_up_to_their_control_accounts(string book, string period)
    {
        using var busbar = new Busbars();
        busbar.Run("bill", Path.Combine(Tidy.House.Root, "books", book), "--period", period);
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        using var snapshot = database.Snapshot();
        var balances = LedgerStore.Balances(snapshot);
        var minorDigits = Currency.Of(BillStore.List(database)[0].Currency)!.Value.MinorDigits;
        Exact Of(params LedgerRole[] roles) => Exact.FromScaled(
            balances.Where(one => roles.Contains(one.Role)).Sum(one => one.Amount), minorDigits);

        var balance = Json(busbar.Run("ledger", "balance", "--json"));
        Assert.Equal((Exact.Zero, Sum(balance, "debits")), (Sum(balance, "balance"), Sum(balance, "credits")));
        Assert.Equal(balances.Count, balance.GetProperty("accounts").GetArrayLength());
        Assert.Equal(Of(LedgerRole.Receivables), Sum(Json(busbar.Run("ledger", "aged", "--json")), "open"));
        foreach (var by in new[] { "product", "account", "group", "period" })
            Assert.Equal((-Of(LedgerRole.Revenue), Of(LedgerRole.CostOfSales)),
                Json(busbar.Run("ledger", "margin", "--period", "2026", "--by", by, "--json")) is var margin
                    ? (Sum(margin, "revenue"), Sum(margin, "cost_of_sales")) : default);
        Assert.Equal(-Of(LedgerRole.Revenue), Sum(Json(
            busbar.Run("ledger", "margin", "--period", period, "--by-supply", "--format", "json")), "revenue"));
        Assert.Equal(-Of(LedgerRole.PassThrough),
            Sum(Json(busbar.Run("ledger", "clearing", "--period", period, "--json")), "passed_through"));
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void A_margin_by_period_has_a_row_for_each_month(string engine)
    {
        using var busbar = new Busbars(engine);
        busbar.Run("bill", Busbars.HouseholdSolar, "--period", "2011-07", "--issued", "2011-09-01");
        busbar.Run("bill", "--period", "2011-08", "--issued", "2011-09-02");
        var months = new[] { "2011-07", "2011-08", "2011-09" }.Select(month => busbar.Run("ledger", "margin",
            "--period", month, "--by-supply", "--by", "product", "--format", "csv").Lines[1..]).ToList();
        var byPeriod = busbar.Run("ledger", "margin", "--period", "2011", "--by-supply", "--by", "period", "--format",
            "csv").Lines;
        // There is one product: its margin of each month is that month's row.
        Assert.Equal(["period,revenue,cost-of-sales,margin,percent",
            .. new[] { "2011-07", "2011-08" }.Zip(months, (month, own) =>
                month + Assert.Single(own)[Assert.Single(own).IndexOf(',', StringComparison.Ordinal)..])], byPeriod);
        Assert.Empty(months[2]);
        Assert.StartsWith("2011-09,", Assert.Single(busbar.Run("ledger", "margin", "--period", "2011", "--by",
            "period", "--format", "csv").Lines[1..]), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void The_journal_has_a_row_for_each_posting(string engine)
    {
        using var busbar = new Busbars(engine);
        busbar.Run("bill", Busbars.HouseholdSolar, "--period", "2011-07", "--issued", "2011-08-01");
        var csv = busbar.Run("ledger", "journal", "--period", "2011-08", "--format", "csv");
        Assert.Equal("entry,posted,kind,reference,code,name,debit,credit,currency,account,document,due,product,detail,"
            + "from,to,reverses,text", csv.Lines[0]);
        Assert.Equal((true, "1,2011-08-01,bill,"), (csv.Lines.Length > 3, csv.Lines[1][..18]));
        Assert.Equal(csv.Results,
            busbar.Run("ledger", "journal", "--period", "2011-08", "--account", "wattle", "--format", "csv").Results);
        Assert.Single(busbar.Run("ledger", "journal", "--period", "2011-07", "--format", "csv").Lines);
        var refused = busbar.Run("ledger", "journal", "--period", "2011-07", "--account", "wattel");
        Assert.Equal((1, "There is no account wattel.\n  Did you mean wattle?\n"), (refused.Code, refused.Messages));
    }

    [Fact]
    public void What_is_due_is_told_by_its_age()
    {
        using var busbar = new Busbars();
        busbar.Run("bill", Busbars.HouseholdSolar, "--period", "2011-07", "--issued", "2011-08-01");
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        using var snapshot = database.Snapshot();
        var due = LedgerStore.OpenItems(snapshot)[0].Due!.Value;
        foreach (var (days, key) in new[]
            {
                (0, "not_due"), (1, "due_0_30"), (30, "due_0_30"), (31, "due_31_60"), (60, "due_31_60"),
                (61, "due_61_90"), (90, "due_61_90"), (91, "due_over_90"), (400, "due_over_90"),
            })
        {
            var aged = Json(busbar.Run("ledger", "aged", "--json", "--on",
                NodaTime.Text.LocalDatePattern.Iso.Format(due.PlusDays(days))));
            Assert.Equal((days, Sum(aged, "open")), (days, Sum(aged, key)));
            Assert.False(Sum(aged, key).IsZero);
        }
        Assert.Contains("Nothing is open.", busbar.Run("ledger", "aged", "--on", "2011-07-31").Results,
            StringComparison.Ordinal);
    }

    private static JsonElement Json(Printed run)
    {
        Assert.True(run.Code == 0, run.Messages);
        return JsonDocument.Parse(run.Results).RootElement;
    }

    private static Exact Sum(JsonElement report, string key) =>
        Exact.TryParse(report.GetProperty("sum").GetProperty(key).GetString()!, out var sum, out _) ? sum
            : throw new FormatException(key);
}
