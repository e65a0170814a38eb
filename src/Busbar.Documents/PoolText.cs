using System.Text;
using Busbar.Quantities;

namespace Busbar.Documents;

/// <summary>What a pool has under one name, as it is printed.</summary>
/// <param name="All">How many intervals or windows were shared.</param>
/// <param name="Open">In how many of them members and residual aren't the whole.</param>
public sealed record PrintedPoolName(
    string Name, string Unit, IReadOnlyList<(string Connection, Exact Amount)> Members, Exact Sum, Exact? Residual,
    Exact? Whole, bool IsEstimated, bool IsByInterval, int All, int Open)
{
    /// <summary>The days, or the windows, of which it is what was settled.</summary>
    public IReadOnlyList<Time.Days> Settled { get; init; } = [];

    /// <summary>The days, or the windows, of which it is what would be settled now.</summary>
    public IReadOnlyList<Time.Days> Unsettled { get; init; } = [];

    /// <summary>Whether its sums are of both.</summary>
    public bool IsMixed => Settled.Count > 0 && Unsettled.Count > 0;
}

/// <summary>Who was a member of a pool for a settlement and isn't one now, or the other way round, as it is printed.
/// </summary>
/// <param name="WasMember">Whether it was one, and isn't now.</param>
/// <param name="Names">What was settled with it, or without it.</param>
public sealed record PrintedOtherMember(
    string Connection, bool WasMember, IReadOnlyList<Time.Days> Days, IReadOnlyList<string> Names);

/// <summary>What the operator of a pool has of it, as it is printed.</summary>
/// <param name="Unbilled">Members on days on which no agreement has them.</param>
public sealed record PrintedMargin(
    string Currency, string Billed, string Costs, string Margin,
    IReadOnlyList<(string Connection, Time.Days Days)> Unbilled)
{
    /// <summary>Whether somebody buys what members deliver: billed is what they buy, and the costs are what members are
    /// paid.</summary>
    public bool IsSold { get; init; }

    /// <summary>The agreements that have no bill yet whose period begins in these days.</summary>
    public IReadOnlyList<string> Waiting { get; init; } = [];
}

/// <summary>The balance of a pool as text: what each member brings and gets, and the proof that it closes.</summary>
public static class PoolText
{
    private const int MostDecimals = 6;
    private const int MostSpans = 6;

    /// <summary>The balance of some days.</summary>
    /// <param name="others">Those with whom, or without whom, it was settled, and who aren't or are members now.
    /// </param>
    public static string Write(
        string pool, Time.Days days, IReadOnlyList<PrintedPoolName> names,
        IReadOnlyList<PrintedOtherMember> others, PrintedMargin? margin = null)
    {
        var (isSome, isOpen) = (names.Any(name => name.Settled.Count > 0), names.Any(name => name.Unsettled.Count > 0));
        var text = new StringBuilder($"Pool {pool}, {Wording.Span(days)}")
            .Append(!isOpen ? "\n" : isSome ? ", in part as it would be settled now\n"
                : ", as it would be settled now\n");
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
            if (isSome && isOpen) table.Row(["settled", .. shown.Select(State)]);
            text.Append('\n').Append(table);
        }
        var shares = names.Where(name => name.Whole is not null).ToList();
        if (shares.Count > 0) text.Append('\n');
        foreach (var share in shares)
            text.Append(Proof(share)).Append('\n');
        foreach (var name in names.Where(name => name.IsMixed))
            text.Append(name.Name).Append(" is settled for ").Append(Spans(name.Settled))
                .Append(", and as it would be settled now for ").Append(Spans(name.Unsettled))
                .Append("; its figures are sums of both.\n");
        foreach (var name in names.Where(name => name.IsEstimated))
            text.Append(name.Name).Append(" rests on estimated readings.\n");
        foreach (var other in others)
            text.Append(string.Join(", ", other.Names)).Append(" of ").Append(Spans(other.Days))
                .Append(other.Names.Count == 1 ? " was settled with" : " were settled with")
                .Append(other.WasMember ? $" {other.Connection}, which is no member then any more.\n"
                    : $"out {other.Connection}, which is a member then now.\n");
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
        if (margin.Waiting.Count > 0)
            text.Append("Without a bill whose period begins in these days, and so not in the margin: ")
                .AppendJoin(", ", margin.Waiting).Append(".\n");
        foreach (var (connection, days) in margin.Unbilled)
            text.Append(connection).Append(" has no agreement from ").Append(Wording.Span(days))
                .Append(": what it gets is on no bill.\n");
    }

    private static string State(PrintedPoolName name) => name.IsMixed ? "in part" : name.Unsettled.Count > 0 ? "no"
        : name.Settled.Count > 0 ? "yes" : "";

    private static string Spans(IReadOnlyList<Time.Days> days) =>
        string.Join(", ", days.Take(MostSpans).Select(Wording.Span))
            + (days.Count > MostSpans ? $" and {Wording.Count(days.Count - MostSpans, "more span")}" : "");

    private static string Proof(PrintedPoolName share) => share.All == 0
        ? $"{share.Name} has no whole window in these days, so nothing is to be proven of it."
        : share.Open > 0
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
