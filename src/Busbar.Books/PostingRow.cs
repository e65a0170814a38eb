using Busbar.Contracts;
using Busbar.Ledger;
using NodaTime;

namespace Busbar.Books;

/// <summary>What the rows of files that are posted say alike.</summary>
internal static class PostingRow
{
    private const int LongestReference = 100;
    private const int MostNames = 20;

    /// <summary>The rows of a file; none at all is a fault.</summary>
    public static IReadOnlyList<MapReader> Of(
        ReadOnlySpan<byte> bytes, string file, string kind, List<Fault> faults)
    {
        var before = faults.Count;
        var rows = CsvTable.Read(bytes, file, faults);
        if (rows.Count == 0 && faults.Count == before)
            faults.Add(new("no-rows", "The file has no rows below its header.", new(file)));
        return [.. rows.Select(row => new MapReader(row, faults, kind))];
    }

    /// <summary>The number of a document; null after a fault.</summary>
    public static string? Reference(MapReader row, string key)
    {
        if (row.Written(key, required: true) is not { } text) return null;
        if (text.Value.Length <= LongestReference && !text.Value.Any(char.IsControl)) return text.Value;
        row.Fault("bad-document", text.Place, $"{key} is {text.What}; expected the number of a document, of at most "
            + $"{LongestReference} characters.");
        return null;
    }

    /// <summary>The day on which something is posted, none to come; null after a fault.</summary>
    public static LocalDate? Day(MapReader row, string key, LocalDate today)
    {
        if (row.Date(key) is not { } day) return null;
        if (PostingDay.Untimely(day, today) is not { } why) return day;
        row.Fault("untimely-date", row.Map[key]!.Place, $"{key} of {row.Thing} is {why}.",
            day > today ? "Correct it, or post the file when the day has come." : "Correct it.");
        return null;
    }

    /// <summary>A name that must be one of some; null where it is absent, or after a fault.</summary>
    public static string? Known(
        MapReader row, string key, string code, IReadOnlyCollection<string> names, bool required = false)
    {
        if (row.Written(key, required) is not { } text) return null;
        if (names.Contains(text.Value)) return text.Value;
        row.Fault(code, text.Place, $"The book has no {key} {text.Value}, which {row.Thing} names.",
            Nearest.Hint(text.Value, names) ?? (names.Count == 0 ? "It has none."
                : names.Count > MostNames ? $"It has {names.Count}, and none of such a name."
                : $"It has {string.Join(", ", names.Order(StringComparer.Ordinal))}."));
        return null;
    }

    /// <summary>The accounts of a chart by their codes.</summary>
    public static IReadOnlyDictionary<string, LedgerAccount> ByCode(ChartOfAccounts chart) =>
        chart.ByRole.Values.Concat(chart.ByGroup.Values).DistinctBy(account => account.Code)
            .ToDictionary(account => account.Code, StringComparer.Ordinal);
}
