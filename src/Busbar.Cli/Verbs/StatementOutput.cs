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
    /// <summary>What a statement may be written as; <c>csv</c> are the lines of its bills.</summary>
    public static readonly string[] Formats = ["text", "json", "html", "pdf", "csv"];

    private readonly Annexing _annexing = new(database);

    /// <summary>Writes a statement in each format. A file appears whole or not at all.</summary>
    public void Write(Statement statement)
    {
        foreach (var format in formats)
            if (folder is null) Write(statement, format, door.Results);
            else WriteFile(statement, format);
    }

    private void WriteFile(Statement statement, string format)
    {
        var name = BillOutput.FileName($"statement-{statement.Account.Id}-{Door.Text(statement.Days.From)}-"
            + Door.Text(statement.Days.To.PlusDays(-1))) + (format == "text" ? ".txt" : "." + format);
        using var file = OutFile.Create(Path.Combine(folder!, name), replaces: true, door: null);
        if (format == "pdf")
            foreach (var coded in PdfFile.Write(SheetOf(statement), file.Bytes)) door.Say(coded.ToString());
        else
            using (var text = file.Text()) Write(statement, format, text);
        file.Keep();
    }

    private void Write(Statement statement, string format, TextWriter text)
    {
        if (format == "text") text.Write(StatementText.Write(statement, book.Seller.Name, LanguageOf(statement)));
        else if (format == "json") text.Write(Door.JsonText(json => StatementJson.Write(json, statement)) + "\n");
        else if (format == "html") HtmlFile.Write(SheetOf(statement), text);
        else LineAnnex.Write(_annexing.Of(statement, sight), text);
    }

    private Sheet SheetOf(Statement statement) =>
        StatementSheet.Of(statement, book.Seller, book.Stationery, LanguageOf(statement));

    private BillLanguage LanguageOf(Statement statement) =>
        BillLanguage.Of(statement.Account.Language ?? book.Language);
}
