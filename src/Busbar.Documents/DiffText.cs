using System.Text;
using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Quantities;
using NodaTime.Text;

namespace Busbar.Documents;

/// <summary>Writes what a version of a product changes, in words and in money, as text for a terminal.</summary>
/// <param name="file">The file that the later version is in; null where it is stored.</param>
public sealed class DiffText(VersionDiff diff, string? file)
{
    private const int Width = 100;

    /// <summary>The two versions, and each change in a sentence.</summary>
    public string Changes()
    {
        var text = new StringBuilder(TextTable.Clean(
            $"{diff.After.Name}: {diff.Before.Id} and {diff.After.Id}{(file is null ? "" : $" in {file}")}"));
        text.Append("\n\n").Append(diff.Changes.Count == 0 ? "Nothing changes.\n" : "What changes\n");
        foreach (var change in diff.Changes)
            foreach (var (i, line) in TextTable.Wrap(TextTable.Clean(change.Text), Width - 4).Index())
                text.Append(i == 0 ? "  " : "    ").Append(line).Append('\n');
        return text.ToString();
    }

    /// <summary>One agreement's money: by charge, with its sums, and by month.</summary>
    /// <param name="connection">The one to which it is narrowed; null: all of it.</param>
    public string Money(ComparedAgreement one, string? connection)
    {
        var text = new StringBuilder("\n");
        text.Add($"Agreement {one.Agreement.Id}{(connection is null ? "" : $", connection {connection}")}, "
            + $"{Wording.Span(one.Period)} ({Wording.Count(one.Sums.Months.Count, "month")}), in {one.Sums.Currency}");
        return text.Append('\n').Append(Tables(one.Sums)).ToString();
    }

    /// <summary>The money of several agreements: their sums, how many pay more and less, and whose changes most.
    /// </summary>
    public string Money(ComparedAll all)
    {
        var (text, sums) = (new StringBuilder("\n"), all.Sums(diff));
        text.Add($"{Wording.Count(all.Agreements.Count, "agreement")}, {Wording.Span(all.Period)}, in {sums.Currency}");
        text.Append('\n').Append(Tables(sums)).Append('\n');
        text.Add($"{Pay(all.More)} more, {Pay(all.Less)} less, {Pay(all.Same)} the same. The least change is "
            + $"{Said(all.Least)}, the greatest {Said(all.Greatest)}.");
        var table = Table(2);
        foreach (var one in all.MostChanged)
            Row(table, $"{one.Agreement.Id}, {Wording.Count(one.Sums.Months.Count, "month")}", one.Sums.Total);
        text.Section(all.MostChanged.Count < all.Agreements.Count
            ? $"The {Wording.Whole(all.MostChanged.Count)} that change most" : "Each of them", table);
        return text.ToString();
    }

    private static string Pay(int count) => $"{Wording.Whole(count)} {(count == 1 ? "pays" : "pay")}";

    private static string Said(ComparedAgreement one) => $"{Signed(one.Sums.Total.Difference)} for {one.Agreement.Id}";

    private string Tables(ComparedSums sums)
    {
        var hasTax = sums.Tax != Compared.Nothing(sums.Currency);
        var table = Table(0);
        foreach (var charge in sums.Charges) Row(table, charge.Pair.Latest.Name, charge.Amount, charge.Pair);
        table.Rule();
        if (hasTax)
        {
            Row(table, "Without tax", sums.Net);
            Row(table, "Tax", sums.Tax);
        }
        Row(table, hasTax ? "With tax" : "Total", sums.Total);
        table.Row("");
        foreach (var month in sums.Months)
            Row(table, Wording.Month(month.Month) + (hasTax ? ", with tax" : ""), month.Total);
        return table.ToString();
    }

    private TextTable Table(int indent) => new(Width, indent, false, new("", Wraps: true),
        new(LocalDatePattern.Iso.Format(diff.Before.From), true),
        new(file is null ? LocalDatePattern.Iso.Format(diff.After.From) : "the file", true),
        new("Difference", true), new("", true));

    private static void Row(TextTable table, string name, Compared money) => table.Row(name, money.Before.ToString(),
        money.After.ToString(), Signed(money.Difference), money.Growth is { } growth ? Growth.Percent(growth) : "");

    /// <summary>A charge that a version doesn't have isn't one that costs nothing there.</summary>
    private static void Row(TextTable table, string name, Compared money, ChargePair pair) => table.Row(name,
        pair.Before is null ? "-" : money.Before.ToString(), pair.After is null ? "-" : money.After.ToString(),
        Signed(money.Difference),
        pair.Before is null ? "new" : pair.After is null ? "gone"
            : money.Growth is { } growth ? Growth.Percent(growth) : "");

    private static string Signed(Money money) => (money.MinorUnits > 0 ? "+" : "") + money;
}
