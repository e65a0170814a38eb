using Busbar.Ledger;
using Busbar.Quantities;
using Busbar.Statements;

namespace Busbar.Documents.Paper;

/// <summary>How statements speak, in text and on paper alike.</summary>
internal sealed class StatementWords(Statement statement, BillLanguage words)
{
    /// <summary>The parts of a balance in their order, with their names.</summary>
    public IReadOnlyList<(string Name, Func<StatementSums, Money> Of)> Parts { get; } =
    [
        (words.Say("statement-opening"), sums => sums.Opening), (words.Say("statement-bills"), sums => sums.Bills),
        (words.Say("statement-credits"), sums => sums.Credits),
        (words.Say("statement-payments"), sums => sums.Payments),
        (words.Say("statement-adjustments"), sums => sums.Adjustments),
        (words.Say("statement-closing"), sums => sums.Closing),
    ];

    /// <summary>What the statement is called.</summary>
    public string Title => words.Say("statement-title", ("account", statement.Account.Id),
        ("days", words.Span(statement.Days)));

    /// <summary>The sections in which something happens or stands. What another account of the statement pays stands
    /// there, and is no reason to tell it twice.</summary>
    public IEnumerable<StatementSection> Told
    {
        get
        {
            var accounts = statement.Sections.Select(section => section.Account.Id).ToHashSet();
            return statement.Sections.Where(section => section.Lines.Count > 0 || section.Open.Count > 0
                || section.Opening.MinorUnits != 0 || statement.Sections.Count == 1
                || section.PaidByOthers.Any(part => !accounts.Contains(part.By)));
        }
    }

    /// <summary>Whether a part of a balance, by its place, is one of which some account has any; the balances
    /// themselves always are.</summary>
    public IReadOnlyList<bool> AreShown => [.. Parts.Select((part, i) => i == 0 || i == Parts.Count - 1
        || statement.Sections.Any(section => part.Of(section.Sums).MinorUnits != 0))];

    /// <summary>An account with its party.</summary>
    public static string NameOf(StatementSection section) =>
        $"{section.Account.Id}, {section.Account.Party.Name}";

    /// <summary>What a line is of.</summary>
    public string Of(StatementLine line, string account)
    {
        var said = OfKind(line.Kind, line.Reference);
        if (line.Billed is { } billed && billed != account)
            said = words.Say("statement-of-account", ("what", said), ("account", billed));
        if (line.Days is { } days) said = $"{said}, {words.Span(days)}";
        if (line.Whole is { } whole) said = words.Say("statement-part", ("what", said), ("whole", Money(whole)));
        else if (line.IsPart) said = words.Say("statement-part-alone", ("what", said));
        return line.Text.Length > 0 ? $"{said}: {line.Text}" : said;
    }

    /// <summary>Where what a statement with sums is of can be read.</summary>
    public string Annexes(StatementLayout layout) => layout.Annexes is var (balances, lines)
        ? words.Say("statement-annexes-named", ("accounts", words.Whole(statement.Sections.Count)),
            ("balances", balances), ("lines", lines))
        : words.Say("statement-annexes", ("accounts", words.Whole(statement.Sections.Count)));

    /// <summary>A document by its kind and number.</summary>
    public string OfKind(EntryKind kind, string reference) =>
        words.Say("entry-" + EntryKinds.WordOf(kind), ("number", reference));

    /// <summary>When something open is due.</summary>
    public string DueOf(OpenAmount item) => item.Due is not { } due || item.Amount.MinorUnits < 0 ? ""
        : item.IsOverdueOn(statement.Days.To) ? words.Say("statement-overdue-since", ("day", words.Day(due)))
        : words.Day(due);

    /// <summary>An amount with its currency.</summary>
    public string Money(Money money) => words.Money(money.Amount, money.Currency.Code);

    /// <summary>What is overdue at the end of the last day, of all accounts.</summary>
    public Money Overdue => statement.Sections.Aggregate(Quantities.Money.Zero(statement.Currency),
        (sum, section) => sum + section.OverdueOn(statement.Days.To));
}
