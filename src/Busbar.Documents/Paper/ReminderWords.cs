using System.Text.RegularExpressions;
using Busbar.Contracts;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Documents.Paper;

/// <summary>What a reminder says, in text and on paper alike: the seller's own words where it has some.</summary>
internal sealed partial class ReminderWords(PrintedReminder printed, string seller, BillLanguage words)
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal)
    {
        ["name"] = printed.Account.Party.Name, ["account"] = printed.Account.Id,
        ["document"] = printed.Reminder.Document, ["amount"] = Say(words, printed.Reminder.Open),
        ["due"] = words.Day(printed.Reminder.Due), ["date"] = words.Day(printed.On),
        ["days-late"] = words.Whole(Period.DaysBetween(printed.Reminder.Due, printed.On)),
        ["stage"] = printed.Reminder.Stage.Name, ["fee"] = Say(words, printed.Reminder.Fee),
        ["interest"] = Say(words, printed.Interest), ["total"] = Say(words, printed.Total), ["seller"] = seller,
    };

    /// <summary>What it is called.</summary>
    public string Subject => Filled(printed.Reminder.Stage.Subjects, "reminder-subject");

    /// <summary>Its paragraphs.</summary>
    public IEnumerable<string> Paragraphs => Blanks()
        .Split(Filled(printed.Reminder.Stage.Texts, "reminder-text").Trim())
        .Select(one => string.Join(' ', one.Split('\n', StringSplitOptions.TrimEntries
            | StringSplitOptions.RemoveEmptyEntries))).Where(one => one.Length > 0);

    /// <summary>What it is about, beside the account.</summary>
    public IEnumerable<Fact> Facts =>
    [
        new(words.Say("account"), _values["account"]), new(words.Say("reminder-of"), _values["document"]),
        new(words.Say("statement-due"), _values["due"]), new(words.Say("reminder-days-late"), _values["days-late"]),
        new(words.Say("reminder-date"), _values["date"]),
    ];

    /// <summary>What is to be paid, part by part; the sum last.</summary>
    public IReadOnlyList<(string Name, Money Amount)> Parts =>
    [
        (words.Say("reminder-open", ("document", _values["document"])), printed.Reminder.Open),
        .. printed.Reminder.Fee.MinorUnits == 0 ? [] : new[]
        {
            (words.Say("reminder-fee", ("stage", _values["stage"])), printed.Reminder.Fee),
        },
        .. printed.Interest.MinorUnits == 0 ? [] : new[]
        {
            (words.Say("reminder-interest", ("due", _values["due"])), printed.Interest),
        },
        (words.Say("reminder-total"), printed.Total),
    ];

    private string Filled(IReadOnlyDictionary<string, string> own, string usual) => ReminderFields.Fill(
        own.GetValueOrDefault(words.Name) ?? own.GetValueOrDefault("") ?? words.Say(usual), _values);

    private static string Say(BillLanguage words, Money money) => words.Money(money.Amount, money.Currency.Code);

    [GeneratedRegex(@"\n\s*\n", RegexOptions.None, 1000)]
    private static partial Regex Blanks();
}
