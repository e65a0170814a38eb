using System.Globalization;
using System.Text;
using Busbar.Books;
using Busbar.Contracts;
using Busbar.Documents;
using Busbar.Formats.Invoices;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime.Text;

namespace Busbar.Runs;

/// <summary>Suppliers' electronic invoices as rows of a book's <c>costs.csv</c>.</summary>
/// <param name="Path">Of the file.</param>
/// <param name="Text">The whole of it, with the rows.</param>
/// <param name="Documents">Each invoice, with how many rows it has and what these come to, net.</param>
/// <param name="Differences">What doesn't add up in them though the official rules let it pass.</param>
public sealed record EnteredCosts(
    string Path, string Text, IReadOnlyList<(string Number, int Rows, Exact Net)> Documents,
    IReadOnlyList<Fault> Differences)
{
    private const string Costs = "costs.csv";

    private static readonly string[] Columns =
        ["connection", "group", "from", "to", "amount", "currency", "document", "date", "total"];

    /// <summary>The file as it would be; nothing is written.</summary>
    /// <param name="groups">The group of each line's name, where the name itself is none.</param>
    /// <exception cref="RefusedException">The book, an invoice, or the two together are wrong.</exception>
    public static EnteredCosts Of(
        string folder, IReadOnlyList<string> files, IReadOnlyDictionary<string, string> groups)
    {
        var (book, faults) = (CheckedBook.Read(folder), new List<Fault>());
        var path = book.Source.PathOf(Costs);
        if (!File.Exists(path) && book.Source.Costs.Count > 0)
            throw new RefusedException(new Fault("costs-in-yaml", "The book's costs stand in costs.yaml, and rows are "
                + "only added to costs.csv.", new(book.Source.PathOf("costs.yaml")),
                Hint: "Write them as costs.csv, with the same keys as columns."));
        var text = File.Exists(path) ? File.ReadAllText(path) : string.Join(',', Columns) + "\n";
        var end = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var header = text.Split('\n')[0].TrimEnd('\r').Split(',').Select(cell => cell.Trim(' ', '"')).ToList();
        var known = book.Items.Where(item => item.Kind == BookItem.OfInvoice).Select(item => item.Id)
            .ToHashSet(StringComparer.Ordinal);
        var (own, documents, used) = (new StringBuilder(text), new List<(string, int, Exact)>(),
            new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        if (!text.EndsWith('\n')) own.Append(end);
        var off = new List<Fault>();
        foreach (var file in files)
        {
            try
            {
                var read = SupplierEInvoice.Read(SupplierEInvoice.BytesOf(file), file, book.Book);
                var rows = RowsOf(read, book.Book, groups, known, used);
                off.AddRange(read.Differences);
                foreach (var row in rows.Rows)
                    own.AppendJoin(',', header.Select(column => row.GetValueOrDefault(column, ""))).Append(end);
                documents.Add((rows.Number, rows.Rows.Count, rows.Net));
            }
            catch (RefusedException refused)
            {
                faults.AddRange(refused.Faults);
            }
        }
        if (faults.Count == 0) faults.AddRange(Unused(groups, used, files[0]));
        if (faults.Count > 0) throw new RefusedException(faults);
        Check(book.Source, own.ToString());
        return new(path, own.ToString(), documents, off);
    }

    /// <summary>The book with the rows is as sound as any.</summary>
    private static void Check(BookSource source, string text)
    {
        var faults = new List<Fault>();
        var rows = CsvTable.Read(Encoding.UTF8.GetBytes(text), Costs, faults);
        BookReader.Read(BookItem.Of(source with { Costs = rows }, faults), faults);
        if (faults.Count > 0) throw new RefusedException(faults);
    }

    private static (string Number, List<Dictionary<string, string>> Rows, Exact Net) RowsOf(
        ReadInvoice read, Book book, IReadOnlyDictionary<string, string> groups, HashSet<string> known,
        HashSet<string> used)
    {
        var (invoice, faults, sign) = (read.Invoice, new List<Fault>(), read.Invoice.IsCreditNote ? -1 : 1);
        if (!known.Add(invoice.Number))
            faults.Add(new("entered-before", $"Invoice {invoice.Number} is in costs.csv already.",
                read.Place("number"), invoice.Number, "Leave the file out; a correction has a number of its own."));
        if (invoice.Currency != book.Currency.Code)
            faults.Add(new("wrong-currency", $"Invoice {invoice.Number} is in {invoice.Currency}; expected the book's, "
                + $"{book.Currency}.", read.Place("number"), invoice.Number,
                "Enter its rows by hand, in the currency in which it was paid for."));
        var net = sign * invoice.Totals.Net;
        var rows = new List<Dictionary<string, string>>();
        void Add(string what, string place, string name, string? connection, Days? days, Exact amount)
        {
            var group = GroupOf(name, book, groups, used);
            if (group is null)
                faults.Add(new("unknown-group", $"{what} of invoice {invoice.Number}, {name}, has no group.",
                    read.Place(place), name, $"Say one of {string.Join(", ", book.Groups)}: --group \"{name}="
                    + $"{book.Groups[0]}\"."));
            if (days is null)
                faults.Add(new("missing-period", $"{what} of invoice {invoice.Number} doesn't say for which days it "
                    + "is, and the invoice neither.", read.Place(place), name, "Ask for an invoice with its period."));
            if (connection is null)
                faults.Add(new("unknown-connection", $"{what} of invoice {invoice.Number} is of no metering point.",
                    read.Place(place), name,
                    "Only an invoice that names one has allowances and charges on the whole."));
            if (group is null || days is not { } own || connection is null) return;
            rows.Add(new(StringComparer.Ordinal)
            {
                ["connection"] = $"\"{connection}\"", ["group"] = group,
                ["from"] = LocalDatePattern.Iso.Format(own.From), ["to"] = LocalDatePattern.Iso.Format(own.To),
                ["amount"] = Written(sign * amount, book.Currency),
                ["currency"] = invoice.Currency, ["document"] = LineAnnex.Cell(invoice.Number),
                ["date"] = LocalDatePattern.Iso.Format(invoice.IssuedOn),
                ["total"] = rows.Count == 0 ? Written(net, book.Currency) : "",
            });
        }
        foreach (var line in invoice.Lines)
            Add($"Line {line.Id}", $"line {line.Id}", line.Name, SupplierEInvoice.PointOf(invoice, line),
                line.Period ?? invoice.Period, line.Amount);
        foreach (var (index, one) in invoice.Allowances.Index())
            Add(string.Create(CultureInfo.InvariantCulture, $"{(one.IsCharge ? "Charge" : "Allowance")} {index + 1}"),
                "number", one.Reason, invoice.Object, invoice.Period, one.IsCharge ? one.Amount : -one.Amount);
        return faults.Count > 0 ? throw new RefusedException(faults) : (invoice.Number, rows, net);
    }

    /// <summary>Groups that are said for names which no line has.</summary>
    internal static IEnumerable<Fault> Unused(
        IReadOnlyDictionary<string, string> groups, HashSet<string> used, string file) =>
        groups.Keys.Where(name => !used.Contains(name)).Select(name => new Fault("unused-group",
            $"No line that needs a group is called {name}.", new(file), name));

    /// <summary>The group of a line: the one that is said for its name, or that of its name; null where there is
    /// none.</summary>
    /// <param name="used">The names for which one was said.</param>
    internal static string? GroupOf(
        string name, Book book, IReadOnlyDictionary<string, string> groups, HashSet<string> used)
    {
        if (groups.TryGetValue(name, out var said))
        {
            used.Add(name);
            return said;
        }
        var id = ProductChecker.IdOf(name);
        return book.Groups.Contains(id) ? id : null;
    }

    private static string Written(Exact amount, Currency currency) =>
        amount.Round(currency.MinorDigits, Rounding.HalfAway) == amount ? amount.ToString(currency.MinorDigits)
            : amount.ToString();
}
