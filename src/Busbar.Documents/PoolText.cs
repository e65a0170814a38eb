using System.Text;
using Busbar.Quantities;

namespace Busbar.Documents;

/// <summary>What a pool has under one name, as it is printed.</summary>
/// <param name="All">How many intervals or windows were shared.</param>
/// <param name="Open">In how many of them members and residual aren't the whole.</param>
public sealed record PrintedPoolName(
    string Name, string Unit, IReadOnlyList<(string Connection, Exact Amount)> Members, Exact Sum, Exact? Residual,
    Exact? Whole, bool IsEstimated, bool IsByInterval, int All, int Open);

/// <summary>What the operator of a pool has of it, as it is printed.</summary>
/// <param name="Unbilled">Members on days on which no agreement has them.</param>
public sealed record PrintedMargin(
    string Currency, string Billed, string Costs, string Margin,
    IReadOnlyList<(string Connection, Time.Days Days)> Unbilled)
{
    /// <summary>Whether somebody buys what members deliver: billed is what they buy, and the costs are what members are
    /// paid.</summary>
    public bool IsSold { get; init; }
}

/// <summary>The balance of a pool as text: what each member brings and gets, and the proof that it closes.</summary>
public static class PoolText
{
    private const int MostDecimals = 6;

    /// <summary>The balance of some days.</summary>
    /// <param name="isSettled">Whether all of it is settled, and nothing as it would be settled now.</param>
    public static string Write(
        string pool, Time.Days days, IReadOnlyList<PrintedPoolName> names, bool isSettled, PrintedMargin? margin = null)
    {
        var text = new StringBuilder($"Pool {pool}, {Wording.Span(days)}")
            .Append(isSettled ? "\n" : ", as it would be settled now\n");
        foreach (var same in names.GroupBy(name => name.Unit))
        {
            var shown = same.ToList();
            var members = shown.SelectMany(name => name.Members.Select(member => member.Connection)).Distinct()
                .Order(StringComparer.Ordinal).ToList();
            var table = new TextTable(0, 2, false,
                [new(same.Key), .. shown.Select(name => new TextColumn(name.Name, true))]);
            foreach (var member in members)
                table.Row([member, .. shown.Select(name => Cell(name, AmountOf(name, member)))]);
            table.Rule();
            table.Row(["all members", .. shown.Select(name => Cell(name, name.Sum))]);
            if (shown.Exists(name => name.Whole is not null))
            {
                table.Row(["nobody's", .. shown.Select(name => Cell(name, name.Residual))]);
                table.Row(["whole", .. shown.Select(name => Cell(name, name.Whole))]);
            }
            text.Append('\n').Append(table);
        }
        var shares = names.Where(name => name.Whole is not null).ToList();
        if (shares.Count > 0) text.Append('\n');
        foreach (var share in shares)
            text.Append(Proof(share)).Append('\n');
        foreach (var name in names.Where(name => name.IsEstimated))
            text.Append(name.Name).Append(" rests on estimated readings.\n");
        if (margin is not null) Write(text, margin);
        return text.ToString();
    }

    private static void Write(StringBuilder text, PrintedMargin margin)
    {
        var table = new TextTable(0, 2, false, [new("net of tax"), new(margin.Currency, true)]);
        table.Row([margin.IsSold ? "billed to who buys" : "billed to members", margin.Billed]);
        table.Row([margin.IsSold ? "paid to members" : "cost of the parent", margin.Costs]);
        table.Rule();
        table.Row(["margin", margin.Margin]);
        text.Append('\n').Append(table);
        foreach (var (connection, days) in margin.Unbilled)
            text.Append(connection).Append(" has no agreement from ").Append(Wording.Span(days))
                .Append(": what it gets is on no bill.\n");
    }

    private static string Proof(PrintedPoolName share) => share.Open > 0
        ? $"{share.Name} doesn't close in {Wording.Count(share.Open, share.IsByInterval ? "interval" : "window")}."
        : $"{share.Name} closes: members and what is nobody's are the whole "
            + (share.IsByInterval ? $"in each of {Wording.Count(share.All, "interval")}." : "of each window.");

    private static Exact? AmountOf(PrintedPoolName name, string member) =>
        name.Members.FirstOrDefault(one => one.Connection == member) is { Connection: not null } own
            ? own.Amount : null;

    /// <summary>The figures of a column have as many decimals as the one that needs most.</summary>
    private static string Cell(PrintedPoolName name, Exact? amount)
    {
        if (amount is not { } value) return "";
        var decimals = name.Members.Select(member => member.Amount).Append(name.Sum).Append(name.Residual ?? Exact.Zero)
            .Max(figure => PlainNumber.DecimalsOf(figure, MostDecimals));
        return value.ToString(decimals);
    }
}
