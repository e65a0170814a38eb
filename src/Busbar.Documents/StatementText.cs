using System.Text;
using Busbar.Documents.Paper;
using Busbar.Quantities;
using Busbar.Statements;

namespace Busbar.Documents;

/// <summary>A statement as text for a terminal or a plain file: its accounts beside each other, then each with what
/// happened.</summary>
public sealed class StatementText
{
    private const int Width = 80;

    private readonly Statement _statement;
    private readonly BillLanguage _words;
    private readonly StatementWords _said;
    private readonly StatementLayout _layout;

    private StatementText(Statement statement, BillLanguage words, StatementLayout layout) =>
        (_statement, _words, _said, _layout) = (statement, words, new(statement, words), layout);

    /// <summary>The statement in a language.</summary>
    public static string Write(Statement statement, string seller, BillLanguage words, StatementLayout layout) =>
        new StatementText(statement, words, layout).Write(seller);

    private string Write(string seller)
    {
        var text = new StringBuilder();
        foreach (var line in TextTable.Wrap(TextTable.Clean(seller), Width)) text.Append(line).Append('\n');
        foreach (var line in TextTable.Wrap(Plain(_said.Title), Width)) text.Append(line).Append('\n');
        if (_layout.Sums(_statement)) return text.Append(Summed()).ToString();
        text.Append('\n').Append(Accounts());
        foreach (var section in _said.Told)
        {
            text.Append('\n').Append(TextTable.Clean(StatementWords.NameOf(section)));
            if (section.Account.CostCentre is { } centre)
                text.Append(", ").Append(TextTable.Clean(_words.Say("statement-cost-centre-named", ("id", centre))));
            text.Append('\n').Append(Lines(section));
            if (section.Open.Count > 0) text.Append('\n').Append(Open(section));
            if (section.PaidByOthers.Count > 0) text.Append('\n').Append(Others(section));
        }
        return text.ToString();
    }

    private StringBuilder Summed()
    {
        var (text, sums) = (new StringBuilder("\n"),
            new TextTable(Width, 0, false, new("", Wraps: true), new("", true)));
        foreach (var (part, i) in _said.Parts.Select((part, i) => (part, i)))
        {
            if (i == _said.Parts.Count - 1) sums.Rule();
            sums.Row(part.Name, Number(part.Of(_statement.Sums)));
        }
        text.Append(sums);
        if (_said.Overdue.MinorUnits != 0)
            text.Append('\n').Append(Plain(_words.Say("statement-overdue", ("amount", _said.Money(_said.Overdue)))))
                .Append('\n');
        if (_layout.CentresShown is { Count: > 0 } centres)
        {
            var table = new TextTable(Width, 0, true, new(_words.Say("statement-cost-centre"), Wraps: true),
                new(_words.Say("statement-accounts"), true), new("", true));
            foreach (var one in centres)
                table.Row(one.Name ?? _words.Say("summed-no-centre"), _words.Whole(one.Accounts), Number(one.Amount));
            table.Rule();
            table.Row(_words.Say("statement-total"), "", Number(_statement.Sums.Bills + _statement.Sums.Credits));
            text.Append('\n').Append(_words.Say("statement-by-centre")).Append("\n\n").Append(table);
        }
        if (_layout.MovementsOf(_statement) is { Count: > 0 } movements)
        {
            var table = new TextTable(Width, 0, true, new(""), new("", Wraps: true), new("", Wraps: true),
                new("", true));
            foreach (var (account, line) in movements)
                table.Row(Plain(_words.Day(line.PostedOn)), account, Plain(_said.Of(line, account)),
                    Number(line.Amount));
            text.Append('\n').Append(_words.Say("statement-movements")).Append("\n\n").Append(table);
        }
        return text.Append('\n').AppendJoin('\n', TextTable.Wrap(Plain(_said.Annexes(_layout)), Width)).Append('\n');
    }

    private string Accounts()
    {
        var table = new TextTable(Width, 0, false,
            [new(_words.Say("account"), Wraps: true), new(_words.Say("statement-cost-centre")),
                .. _said.Parts.Select(part => new TextColumn(part.Name, true))]);
        var areShown = _said.AreShown;
        string[] Cells(StatementSums sums) =>
            [.. _said.Parts.Select((part, i) => areShown[i] ? Number(part.Of(sums)) : "")];
        foreach (var section in _statement.Sections)
            table.Row([section.Account.Id, section.Account.CostCentre ?? "", .. Cells(section.Sums)]);
        if (_statement.Sections.Count > 1)
        {
            table.Rule();
            table.Row([_words.Say("statement-total"), "", .. Cells(_statement.Sums)]);
        }
        return table.ToString();
    }

    private string Lines(StatementSection section)
    {
        var table = new TextTable(Width, 2, true, new(""), new("", Wraps: true), new("", true));
        table.Row("", _words.Say("statement-opening"), Number(section.Opening));
        foreach (var line in section.Lines)
            table.Row(Plain(_words.Day(line.PostedOn)), Plain(_said.Of(line, section.Account.Id)),
                Number(line.Amount));
        table.Rule();
        table.Row("", _words.Say("statement-closing"), $"{_statement.Currency} {Number(section.Closing)}");
        return table.ToString();
    }

    private string Open(StatementSection section)
    {
        var table = new TextTable(Width, 2, true, new(_words.Say("statement-open"), Wraps: true),
            new(_words.Say("statement-due")), new("", true));
        foreach (var item in section.Open)
            table.Row(item.Document, Plain(_said.DueOf(item)), Number(item.Amount));
        return table.ToString();
    }

    private string Others(StatementSection section)
    {
        var table = new TextTable(Width, 2, true, new(_words.Say("statement-others"), Wraps: true),
            new(_words.Say("statement-paid-by")), new(_words.Say("statement-of-which"), true),
            new(_words.Say("statement-part-paid"), true));
        foreach (var part in section.PaidByOthers)
            table.Row(Plain(_said.OfKind(part.Kind, part.Reference)), part.By, Number(part.Whole),
                Number(part.Amount));
        return table.ToString();
    }

    private string Number(Money money) => Plain(_words.Amount(money.Amount, money.Currency.Code));

    private static string Plain(string text) => text.Replace('\u00a0', ' ').Replace('\u2212', '-');
}
