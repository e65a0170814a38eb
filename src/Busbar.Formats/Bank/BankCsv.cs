using System.Globalization;
using Busbar.Formats.Text;
using Busbar.Quantities;
using NodaTime.Text;

namespace Busbar.Formats.Bank;

/// <summary>
/// Payments as CSV: columns <c>date</c> and <c>amount</c>, and where wanted <c>currency</c>, <c>reference</c> (what the
/// payment says), <c>name</c>, <c>iban</c>, <c>id</c> (under which the bank knows it) and <c>account</c> (the bank
/// account
/// on which it is).
/// </summary>
internal sealed class BankCsv(LineReader lines, Problems problems, Currency usual)
{
    private static readonly string[] Known =
        ["date", "amount", "currency", "reference", "name", "iban", "id", "account"];

    // What the account is called where the file doesn't say.
    private const string Bank = "bank";

    private readonly Fields _fields = new();
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);

    public IReadOnlyList<BankStatement> Read()
    {
        if (!lines.NextSignificant()) throw problems.Fatal("empty-file", 0, "The file is empty.");
        ReadHeader();
        var (entries, seen) = (new List<(string Bank, BankEntry Entry)>(), new Dictionary<(string, string), int>());
        var ids = new HashSet<(string, string)>();
        while (lines.NextSignificant())
        {
            if (_fields.Split(lines.Line) is { } quotes) problems.Add("bad-quotes", lines.Number, 0, quotes);
            else if (Row() is { } entry)
            {
                var (bank, reference) = (Cell("account"), entry.Reference);
                var count = seen[(bank, reference)] = seen.GetValueOrDefault((bank, reference)) + 1;
                if (entry.Given.Length > 0 && !ids.Add((bank, reference)))
                    problems.Add("same-id", lines.Number, _fields.Column(_columns["id"]), $"Two payments have the id "
                        + $"{Names.Show(entry.Given)}.",
                        "An id is one payment's: correct it, or leave the column out.");
                entries.Add((bank, count == 1 ? entry : entry with
                {
                    Reference = reference + "#" + count.ToString(CultureInfo.InvariantCulture),
                }));
            }
        }
        // A day without payments is one, and is said.
        if (entries.Count == 0) return [new("CSV", 1, "payments", Bank, null, [], [])];
        return [.. entries.GroupBy(one => one.Bank).Select(same => new BankStatement("CSV", 1, "payments",
            same.Key.Length > 0 ? same.Key : Bank, null, [], [.. same.Select(one => one.Entry)]))];
    }

    private void ReadHeader()
    {
        if (_fields.Split(lines.Line) is { } quotes) throw problems.Fatal("bad-quotes", lines.Number, quotes);
        if (_fields.Of(lines.Line, 0).Trim() is "connection")
            throw problems.Fatal("unknown-bank-file", lines.Number, "The file has readings of connections, and no "
                + "payments.", "Meter data is taken in by busbar import FILE.");
        for (var i = 0; i < _fields.Count; i++)
        {
            var name = _fields.Of(lines.Line, i).ToString().Trim().ToLowerInvariant();
            if (!Known.Contains(name))
                problems.Add("unknown-column", lines.Number, _fields.Column(i),
                    $"There is no column {Names.Show(name)} "
                    + "in a file of payments.", Nearest.Hint(name, Known) ?? $"Known are {string.Join(", ", Known)}.");
            else _columns[name] = i;
        }
        foreach (var needed in Known[..2].Where(name => !_columns.ContainsKey(name)))
            problems.Add("missing-column", lines.Number, 0, $"The column {needed} is missing.",
                "A file of payments begins with: date,amount,currency,reference,name,iban,id.");
        problems.ThrowIfAny();
    }

    private BankEntry? Row()
    {
        var currency = Cell("currency") is { Length: > 0 } code ? Currency.Of(code) : usual;
        if (currency is null)
            return Wrong("unknown-currency", "currency", $"The currency {Names.Show(Cell("currency"))} isn't one.");
        if (LocalDatePattern.Iso.Parse(Cell("date")) is not { Success: true } day)
            return Wrong("bad-date", "date", $"The date {Names.Show(Cell("date"))} isn't a day such as 2026-04-01.");
        var text = Cell("amount");
        if (!Digits.TryParse(text, currency.Value.MinorDigits, out var minor, out _) || minor == 0)
            return Wrong("bad-amount", "amount", $"The amount {Names.Show(text)} isn't a number with at most "
                + $"{currency.Value.MinorDigits} decimals other than zero.");
        var entry = new BankEntry(lines.Number, "", day.Value, new(minor, currency.Value), Cell("name"),
            Cell("iban").Replace(" ", "", StringComparison.Ordinal), Cell("reference"), "", "", "")
        {
            Given = BankReference.IsNone(Cell("id")) ? "" : Cell("id"),
        };
        return entry with
        {
            Reference = entry.Given.Length > 0 ? BankReference.Of(entry.Given, entry.BookedOn, entry.Amount)
                : BankReference.Of(entry),
        };
    }

    private BankEntry? Wrong(string code, string column, string message)
    {
        problems.Add(code, lines.Number, _fields.Column(_columns.GetValueOrDefault(column, -1)), message);
        return null;
    }

    private string Cell(string column) =>
        _fields.Of(lines.Line, _columns.GetValueOrDefault(column, -1)).Trim().ToString();
}
