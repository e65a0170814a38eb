using Busbar.Ledger;
using Busbar.Quantities;
using Busbar.Statements;

namespace Busbar.Documents;

/// <summary>How a statement of very many accounts or entries is laid out: its page has sums, and annexes what they are
/// of.</summary>
/// <param name="SummaryOver">Of how many accounts or entries a statement may be whose page has them all.</param>
public sealed record StatementLayout(int SummaryOver)
{
    /// <summary>The names of the files beside the page that have the balances of its accounts and the lines of its
    /// bills; null where none are written.</summary>
    public (string Balances, string Lines)? Annexes { get; init; }

    /// <summary>What bills and credit notes come to by where they are booked, with tax; of a statement with sums.
    /// </summary>
    public IReadOnlyList<BookedCentre> Centres { get; init; } = [];

    /// <summary>Whether the page of a statement has sums.</summary>
    public bool Sums(Statement statement) => statement.Sections.Count > SummaryOver
        || statement.Sections.Sum(section => section.Lines.Count) > SummaryOver;

    /// <summary>The cost centres of a statement with sums; none where there aren't several, or more than anybody reads
    /// one by one.</summary>
    public IReadOnlyList<BookedCentre> CentresShown =>
        Centres.Count > 1 && Centres.Count <= SummaryOver ? Centres : [];

    /// <summary>What else happened than bills and credit notes; none where it is more than anybody reads one by one.
    /// </summary>
    public IReadOnlyList<(string Account, StatementLine Line)> MovementsOf(Statement statement)
    {
        List<(string, StatementLine)> all = [.. from section in statement.Sections
            from line in section.Lines
            where line.Kind is not (EntryKind.Bill or EntryKind.CreditNote)
            orderby line.PostedOn
            select (section.Account.Id, line)];
        return all.Count <= SummaryOver ? all : [];
    }
}

/// <summary>What the lines of bills come to that are booked in one place.</summary>
/// <param name="Name">The cost centre; null for those of which none is said.</param>
/// <param name="Accounts">How many billed accounts they are of.</param>
/// <param name="Amount">With tax.</param>
public sealed record BookedCentre(string? Name, int Accounts, Money Amount)
{
    /// <summary>The sums of the lines of an annex, which is read once and as it comes.</summary>
    /// <param name="lines">With what is paid of each.</param>
    /// <param name="each">What else is done with each line.</param>
    public static IReadOnlyList<BookedCentre> Of(IEnumerable<AnnexLine> lines, Action<AnnexLine> each)
    {
        var sums = new Dictionary<string, (HashSet<string> Accounts, Money Amount)>();
        foreach (var line in lines)
        {
            each(line);
            var name = line.CostCentre ?? "";
            if (!sums.TryGetValue(name, out var sum)) sum = ([], Money.Zero(line.Paid!.Value.Currency));
            sum.Accounts.Add(line.Billed);
            sums[name] = sum with { Amount = sum.Amount + line.Paid!.Value };
        }
        return [.. sums.OrderBy(one => one.Key.Length == 0).ThenBy(one => one.Key, StringComparer.Ordinal)
            .Select(one => new BookedCentre(one.Key.Length == 0 ? null : one.Key, one.Value.Accounts.Count,
                one.Value.Amount))];
    }
}

/// <summary>The balances of the accounts of a statement as CSV of RFC 4180: a row for each.</summary>
public static class BalancesAnnex
{
    /// <summary>Writes the head and a row for each account, its own first.</summary>
    public static void Write(Statement statement, TextWriter text)
    {
        text.Write("account,name,cost_centre,opening,bills,credits,payments,adjustments,closing,overdue\n");
        foreach (var one in statement.Sections)
            text.Write(string.Join(',', LineAnnex.Cell(one.Account.Id), LineAnnex.Cell(one.Account.Party.Name),
                LineAnnex.Cell(one.Account.CostCentre), one.Sums.Opening, one.Sums.Bills, one.Sums.Credits,
                one.Sums.Payments, one.Sums.Adjustments, one.Sums.Closing, one.OverdueOn(statement.Days.To)) + "\n");
    }
}
