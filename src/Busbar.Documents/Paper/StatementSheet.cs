using Busbar.Contracts;
using Busbar.Quantities;
using Busbar.Statements;

namespace Busbar.Documents.Paper;

/// <summary>A statement as a document: a page that sums up, the accounts beside each other, then each by itself; of
/// very many accounts, where their bills are booked, and what else happened.</summary>
public sealed class StatementSheet
{
    private readonly Statement _statement;
    private readonly BillLanguage _words;
    private readonly StatementWords _said;
    private readonly StatementLayout _layout;

    private StatementSheet(Statement statement, BillLanguage words, StatementLayout layout) =>
        (_statement, _words, _said, _layout) = (statement, words, new(statement, words), layout);

    /// <summary>The document.</summary>
    public static Sheet Of(Statement statement, Party seller, Stationery stationery, BillLanguage words,
        StatementLayout layout) => new StatementSheet(statement, words, layout).Of(seller, stationery);

    private Sheet Of(Party seller, Stationery stationery) => new(_said.Title, _words.Tag,
        _statement.Days.To.PlusDays(-1), _said.Title, BillSheet.LookOf(seller, stationery), BillSheet.WordsOf(_words),
        [.. FirstPage(seller)], [.. _layout.Sums(_statement) ? SummedParts() : Parts()]);

    private IEnumerable<Part> FirstPage(Party seller)
    {
        var party = _statement.Account.Party;
        var closing = _statement.Sums.Closing;
        yield return new Part.Heading(1, _said.Title);
        yield return new Part.Beside([
            [new Part.Address([party.Name, .. party.Address])], [new Part.Address([seller.Name, .. seller.Address])],
        ]);
        yield return new Part.Beside([
            [new Part.Headline(_words.Say(closing.MinorUnits < 0 ? "in-credit" : "statement-owed"),
                _said.Money(closing.MinorUnits < 0 ? -closing : closing), Overdue())],
            [new Part.Facts([.. Facts()])],
        ]);
        yield return Table(_words.Say("statement-summary"), [new(_words.Say("description"), Share: 5), AmountColumn],
            [.. _said.Parts.Select((part, i) => new TableRow(i == _said.Parts.Count - 1 ? RowKind.Total : RowKind.Usual,
                [part.Name, Number(part.Of(_statement.Sums))]))]);
    }

    private string[] Overdue() => _said.Overdue.MinorUnits == 0 ? []
        : [_words.Say("statement-overdue", ("amount", _said.Money(_said.Overdue)))];

    private IEnumerable<Fact> Facts()
    {
        yield return new(_words.Say("account"), _statement.Account.Id);
        yield return new(_words.Say("period"), _words.Span(_statement.Days));
        if (_statement.Account.CostCentre is { } centre) yield return new(_words.Say("statement-cost-centre"), centre);
        if (_statement.Sections.Count > 1)
            yield return new(_words.Say("statement-accounts"), _words.Whole(_statement.Sections.Count));
    }

    private IEnumerable<Part> SummedParts()
    {
        yield return new Part.Paragraph([new(_said.Annexes(_layout))]);
        if (_layout.CentresShown is { Count: > 0 } centres)
            yield return new Part.Table(_words.Say("statement-by-centre"), ShowsCaption: true,
                [
                    new(_words.Say("statement-cost-centre"), Share: 5),
                    new(_words.Say("statement-accounts"), Alignment.Decimal), AmountColumn,
                ],
                [
                    .. centres.Select(one => new TableRow(RowKind.Usual, [one.Name ?? _words.Say("summed-no-centre"),
                        _words.Whole(one.Accounts), Number(one.Amount)])),
                    new(RowKind.Total, [_words.Say("statement-total"), "",
                        Number(_statement.Sums.Bills + _statement.Sums.Credits)]),
                ]);
        if (_layout.MovementsOf(_statement) is { Count: > 0 } movements)
            yield return new Part.Table(_words.Say("statement-movements"), ShowsCaption: true,
                [
                    new(_words.Say("statement-day")), new(_words.Say("account"), Share: 2),
                    new(_words.Say("description"), Share: 5), AmountColumn,
                ],
                [.. movements.Select(one => new TableRow(RowKind.Usual, [_words.Day(one.Line.PostedOn), one.Account,
                    _said.Of(one.Line, one.Account), Number(one.Line.Amount)]))]);
    }

    private IEnumerable<Part> Parts()
    {
        if (_statement.Sections.Count > 1)
        {
            yield return new Part.Heading(2, _words.Say("statement-accounts"));
            yield return Accounts();
        }
        foreach (var section in _said.Told)
        {
            yield return new Part.Heading(2, StatementWords.NameOf(section));
            if (section.Account.CostCentre is { } centre)
                yield return new Part.Paragraph([new(Wording.Capital(_words.Say("statement-cost-centre-named",
                    ("id", centre))))]);
            yield return Lines(section);
            if (section.Open.Count > 0) yield return Open(section);
            if (section.PaidByOthers.Count > 0) yield return Others(section);
        }
    }

    /// <summary>The accounts beside each other; parts of which no account has any have no column.</summary>
    private Part.Table Accounts()
    {
        var areShown = _said.AreShown;
        var parts = _said.Parts.Where((_, i) => areShown[i]).ToList();
        var hasCentres = _statement.Sections.Any(section => section.Account.CostCentre is not null);
        string[] Row(string name, string centre, StatementSums sums) =>
            [name, .. hasCentres ? [centre] : Array.Empty<string>(), .. parts.Select(part => Number(part.Of(sums)))];
        return Table(_words.Say("statement-accounts"),
            [
                new(_words.Say("account"), Share: 3),
                .. hasCentres ? [new TableColumn(_words.Say("statement-cost-centre"))] : Array.Empty<TableColumn>(),
                .. parts.Select(part => new TableColumn(part.Name, Alignment.Decimal)),
            ],
            [
                .. _statement.Sections.Select(section => new TableRow(RowKind.Usual,
                    Row(section.Account.Id, section.Account.CostCentre ?? "", section.Sums))),
                new(RowKind.Total, Row(_words.Say("statement-total"), "", _statement.Sums)),
            ]);
    }

    private Part.Table Lines(StatementSection section) => Table(StatementWords.NameOf(section),
        [new(_words.Say("statement-day")), new(_words.Say("description"), Share: 5), AmountColumn],
        [
            new(RowKind.Usual, ["", _words.Say("statement-opening"), Number(section.Opening)]),
            .. section.Lines.Select(line => new TableRow(RowKind.Usual,
                [_words.Day(line.PostedOn), _said.Of(line, section.Account.Id), Number(line.Amount)])),
            new(RowKind.Total, ["", _words.Say("statement-closing"), Number(section.Closing)]),
        ]);

    private Part.Table Open(StatementSection section) => new(_words.Say("statement-open"), ShowsCaption: true,
        [new(_words.Say("number"), Share: 3), new(_words.Say("statement-due"), Share: 3), AmountColumn],
        [.. section.Open.Select(item => new TableRow(RowKind.Usual,
            [item.Document, _said.DueOf(item), Number(item.Amount)]))]);

    private Part.Table Others(StatementSection section) => new(_words.Say("statement-others"), ShowsCaption: true,
        [
            new(_words.Say("number"), Share: 3), new(_words.Say("statement-paid-by"), Share: 2),
            new(_words.Say("statement-of-which"), Alignment.Decimal),
            new(_words.Say("statement-part-paid"), Alignment.Decimal),
        ],
        [.. section.PaidByOthers.Select(part => new TableRow(RowKind.Usual,
            [_said.OfKind(part.Kind, part.Reference), part.By, Number(part.Whole), Number(part.Amount)]))]);

    private TableColumn AmountColumn =>
        new(_words.Say("amount-in", ("currency", _statement.Currency.Code)), Alignment.Decimal);

    private string Number(Money money) => _words.Amount(money.Amount, money.Currency.Code);

    private static Part.Table Table(string caption, IReadOnlyList<TableColumn> columns, IReadOnlyList<TableRow> rows) =>
        new(caption, ShowsCaption: false, columns, rows);
}
