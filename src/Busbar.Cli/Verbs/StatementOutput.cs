using Busbar.Contracts;
using Busbar.Documents;
using Busbar.Documents.Paper;
using Busbar.Runs;
using Busbar.Statements;
using Busbar.Store;

namespace Busbar.Cli.Verbs;

/// <summary>Where statements are written, and as what.</summary>
/// <param name="folder">Null: to the output.</param>
/// <param name="sight">Of somebody who doesn't see all; null: all is seen.</param>
internal sealed class StatementOutput(
    Door door, Database database, Book book, string? folder, IReadOnlyList<string> formats, Sight? sight)
{
    /// <summary>What a statement may be written as; <c>csv</c> are the lines of its bills, <c>balances</c> its
    /// accounts.</summary>
    public static readonly string[] Formats = ["text", "json", "html", "pdf", Lines, Balances];

    private const string Lines = "csv", Balances = "balances";

    private static readonly string[] Pages = ["text", "html", "pdf"];

    private readonly Annexing _annexing = new(database);

    /// <summary>Writes a statement in each format. A file appears whole or not at all.</summary>
    public void Write(Statement statement)
    {
        var layout = new StatementLayout(book.Stationery.SummaryOver);
        var left = formats.ToList();
        if (layout.Sums(statement) && formats.Any(Pages.Contains))
        {
            layout = Summed(statement, layout);
            if (folder is not null) left.RemoveAll(format => format is Lines or Balances);
            else door.Say($"The statement of {statement.Account.Id} has its accounts in --format {Balances}, the lines "
                + $"of their bills in --format {Lines}.");
        }
        foreach (var format in left)
            if (folder is null) Write(statement, layout, format, door.Results);
            else WriteFile(statement, format, file => Write(statement, layout, format, file));
    }

    /// <summary>Writes the annexes that a page with sums names, where there is a folder for them: what it names is
    /// there before.</summary>
    private StatementLayout Summed(Statement statement, StatementLayout layout)
    {
        var lines = _annexing.Of(statement, sight);
        if (folder is null) return layout with { Centres = BookedCentre.Of(lines, _ => { }) };
        WriteFile(statement, Balances, file => Write(statement, layout, Balances, file));
        WriteFile(statement, Lines, file =>
        {
            using var text = file.Text();
            LineAnnex.WriteHead(text);
            layout = layout with { Centres = BookedCentre.Of(lines, line => LineAnnex.Write(line, text)) };
        });
        return layout with { Annexes = (NameOf(statement, Balances), NameOf(statement, Lines)) };
    }

    private static string NameOf(Statement statement, string format) => BillOutput.FileName(
        $"statement-{statement.Account.Id}-{Door.Text(statement.Days.From)}-{Door.Text(statement.Days.To.PlusDays(-1))}"
        + (format == Balances ? "-" + Balances : "")) + format switch
        {
            "text" => ".txt", Balances => "." + Lines, _ => "." + format,
        };

    private void WriteFile(Statement statement, string format, Action<OutFile> write)
    {
        using var file = OutFile.Create(Path.Combine(folder!, NameOf(statement, format)), replaces: true, door: null);
        write(file);
        file.Keep();
    }

    private void Write(Statement statement, StatementLayout layout, string format, OutFile file)
    {
        if (format == "pdf")
            foreach (var coded in PdfFile.Write(SheetOf(statement, layout), file.Bytes)) door.Say(coded.ToString());
        else
            using (var text = file.Text()) Write(statement, layout, format, text);
    }

    private void Write(Statement statement, StatementLayout layout, string format, TextWriter text)
    {
        if (format == "text")
            text.Write(StatementText.Write(statement, book.Seller.Name, LanguageOf(statement), layout));
        else if (format == "json") text.Write(Door.JsonText(json => StatementJson.Write(json, statement)) + "\n");
        else if (format == "html") HtmlFile.Write(SheetOf(statement, layout), text);
        else if (format == Balances) BalancesAnnex.Write(statement, text);
        else LineAnnex.Write(_annexing.Of(statement, sight), text);
    }

    private Sheet SheetOf(Statement statement, StatementLayout layout) =>
        StatementSheet.Of(statement, book.Seller, book.Stationery, LanguageOf(statement), layout);

    private BillLanguage LanguageOf(Statement statement) =>
        BillLanguage.Of(statement.Account.Language ?? book.Language);
}
