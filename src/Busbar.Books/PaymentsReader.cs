using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Books;

/// <summary>Reads how money comes in: <c>payments:</c> of the book, and what an account has of its own.</summary>
internal sealed class PaymentsReader(Currency currency, UnitWords units)
{
    private static readonly (string Word, AllocationOrder Order)[] Orders =
    [
        ("oldest-first", AllocationOrder.OldestFirst), ("pro-rata", AllocationOrder.ProRata),
        ("explicit", AllocationOrder.Explicit),
    ];

    /// <summary>That of the book.</summary>
    public PaymentTerms Read(MapReader book, IReadOnlyList<string> groups)
    {
        if (book.Section("payments") is not { } payments) return new();
        return new()
        {
            Allocation = AllocationOf(payments, groups) ?? AllocationPolicy.Usual,
            WriteOffUpTo = MoneyOf(payments, "write-off-up-to"),
            Reminders = RemindersOf(payments),
            InterestPerYear = InterestOf(payments),
            CreditorId = CreditorIdOf(payments), Iban = IbanOf(payments), Accounts = AccountsOf(payments),
            CollectDaysBefore = (int)(payments.OptionalWhole("collect-days-before", 0, 30) ?? 2),
            CollectTries = (int)(payments.OptionalWhole("collect-tries", 1, 9) ?? 3),
        };
    }

    /// <summary>The order in which credit is set against bills; null where nothing is said.</summary>
    public static AllocationPolicy? AllocationOf(MapReader reader, IReadOnlyList<string> groups)
    {
        if (reader.Value("allocation") is not { } node) return null;
        if (node is not ListNode)
            return reader.OptionalChoice("allocation", [.. Orders.Select(one => one.Word)]) is { } word
                ? new(Orders.Single(one => one.Word == word).Order, []) : null;
        var order = new List<string>();
        foreach (var text in reader.Texts("allocation"))
            if (groups.Contains(text.Value)) order.Add(text.Value);
            else
                reader.Fault("unknown-group", text.Place,
                    $"The book has no group {text.Value}, which allocation of {reader.Thing} names.",
                    Nearest.Hint(text.Value, groups) ?? $"It has {string.Join(", ", groups)}.");
        if (order.Count == 0)
            reader.Fault("no-groups", node.Place, $"allocation of {reader.Thing} is a list of no groups.",
                $"Write the groups that come first: [{string.Join(", ", groups)}].");
        return new(AllocationOrder.ByGroup, order);
    }

    /// <summary>The interest of a year: a percentage, and written as one.</summary>
    private Exact? InterestOf(MapReader payments)
    {
        if (payments.Written("interest") is not { } text
            || Values.Number(payments, text, $"interest of {payments.Thing}", BookRules.Percent, units)
                is not { } interest) return null;
        if (interest.Sign < 0 || interest > Exact.One || (interest.Sign > 0 && !text.Value.Contains('%')))
            payments.Fault("bad-rate", text.Place, $"interest of {payments.Thing} is {text.What}; expected a "
                + "percentage of a year from 0 % to 100 %.", "Write it with its sign: 8 %.");
        return interest;
    }

    /// <summary><c>mandate: { id: M-1, signed: 2026-01-01, iban: …, name: … }</c>.</summary>
    public static Mandate? MandateOf(MapReader account)
    {
        if (account.Section("mandate") is not { } mandate) return null;
        var (id, signed, iban) = (mandate.Text("id"), mandate.Date("signed"), IbanOf(mandate));
        var scheme = mandate.OptionalChoice("scheme", "core", "b2b") == "b2b" ? "B2B" : "CORE";
        var (isOneOff, last) = (mandate.OptionalChoice("for", "all", "one") == "one", mandate.OptionalDate("last"));
        if (isOneOff && last is not null)
            mandate.Fault("last-of-one", mandate.Place, $"{mandate.Thing} is for one direct debit, and says which "
                + "is the last.", "Leave last out.");
        if (!mandate.Has("iban"))
            mandate.Fault("missing-key", mandate.Place, $"iban is missing in {mandate.Thing}.");
        return signed is { } day && iban is { } number
            ? new(id, day, number, mandate.OptionalText("name") ?? "", scheme, mandate.Place)
            {
                IsOneOff = isOneOff, LastFrom = last,
            } : null;
    }

    /// <summary><c>accounts: { north: GB33…, south: GB29… }</c>, of the seller.</summary>
    private static Dictionary<string, Iban> AccountsOf(MapReader payments)
    {
        var accounts = new Dictionary<string, Iban>(StringComparer.Ordinal);
        foreach (var entry in payments.Entries("accounts"))
            if (payments.ToText(entry.Value, $"{entry.Key} of accounts of {payments.Thing}") is { } text
                && IbanOf(payments, text, $"{entry.Key} of accounts of {payments.Thing}") is { } iban)
                accounts[entry.Key] = iban;
        return accounts;
    }

    /// <summary>Into which account of the seller is collected, by its name; null where nothing is said.</summary>
    public static string? PaidIntoOf(MapReader account, PaymentTerms terms)
    {
        if (account.Written("paid-into") is not { } text) return null;
        if (terms.Accounts.ContainsKey(text.Value)) return text.Value;
        account.Fault("unknown-bank-account", text.Place, $"payments of the book has no account {text.Value}, into "
            + $"which {account.Thing} pays.", Nearest.Hint(text.Value, terms.Accounts.Keys)
            ?? (terms.Accounts.Count > 0 ? $"It has {string.Join(", ", terms.Accounts.Keys.Order())}."
                : $"Write payments: {{ accounts: {{ {text.Value}: IBAN }} }} in the book."));
        return null;
    }

    /// <summary><c>budget: { amount: 80 GBP, every: month, day: 5, from: 2026-01-01 }</c>.</summary>
    public Budget? BudgetOf(MapReader account)
    {
        if (account.Section("budget") is not { } budget) return null;
        var (amount, from) = (MoneyOf(budget, "amount", required: true), budget.Date("from"));
        var every = InstalmentStep.Named(budget.OptionalChoice("every", InstalmentStep.Names) ?? "month");
        var (written, day) = (budget.Written("day"), budget.OptionalWhole("day", 1, 28) ?? 1);
        if (every.Weeks > 0 && written is not null)
            budget.Fault("day-of-weeks", written.Place, $"{budget.Thing} is by the week, and has a day of the month.",
                "Leave day out: weeks are counted from the day in from.");
        if (amount is not { } money || from is not { } earliest) return null;
        if (every.Weeks > 0) return new(money, earliest, every);
        var first = new LocalDate(earliest.Year, earliest.Month, (int)day);
        return new(money, first < earliest ? first.PlusMonths(1) : first, every) { From = earliest };
    }

    /// <summary><c>plan: { 2026-05-01: 50 GBP, 2026-06-01: 50 GBP }</c>.</summary>
    public PaymentPlan? PlanOf(MapReader account)
    {
        var instalments = new List<(LocalDate, Money)>();
        if (account.Map["plan"] is { } plan && account.Map["budget"] is not null)
            account.Fault("two-instalments", plan.Place, $"{account.Thing} has a budget and a plan: what is paid would "
                + "count for both.", "Leave one out: a budget that is more pays off what is open, too.");
        foreach (var entry in account.Entries("plan"))
            if (Dates.Parse(entry.Key, out var hint) is not { } day)
                account.Fault("bad-date", entry.KeyPlace,
                    $"plan of {account.Thing} has a key {entry.Key}; expected the "
                    + "day on which an instalment is due, such as 2026-04-01.", hint);
            else if (account.ToText(entry.Value, $"plan of {account.Thing}") is { } text
                && Amount(account, text, $"plan of {account.Thing}") is { } amount) instalments.Add((day, amount));
        return instalments.Count == 0 ? null : new([.. instalments.OrderBy(one => one.Item1)]);
    }

    private List<ReminderStage> RemindersOf(MapReader payments)
    {
        var stages = new List<ReminderStage>();
        foreach (var stage in payments.Maps("reminders", "reminder", "name"))
        {
            var (name, after) = (stage.Text("name"), stage.Written("after-days", required: true) is null
                ? null : stage.OptionalWhole("after-days", 0, 3650));
            var fee = MoneyOf(stage, "fee") ?? Money.Zero(currency);
            var (subjects, texts) = (WordsOf(stage, "subject"), WordsOf(stage, "text"));
            if (after is { } days)
                stages.Add(new(name, (int)days, fee) { Subjects = subjects, Texts = texts });
        }
        foreach (var same in stages.GroupBy(stage => stage.Name).Where(same => same.Count() > 1))
            payments.Fault("same-stage", payments.Place, $"There are two reminders called {same.Key}.",
                "Give each stage a name of its own: whoever had one isn't sent it again.");
        return [.. stages.OrderBy(stage => stage.AfterDays)];
    }

    /// <summary>A text of a reminder, or one by language: <c>{ en: …, de: … }</c>.</summary>
    private static Dictionary<string, string> WordsOf(MapReader stage, string key)
    {
        var (words, value) = (new Dictionary<string, string>(StringComparer.Ordinal), stage.Value(key));
        if (value is not MapNode byLanguage)
        {
            if (value is not null) Add("", value);
            return words;
        }
        foreach (var entry in byLanguage.Entries)
            if (StationeryReader.Languages.Contains(entry.Key)) Add(entry.Key, entry.Value);
            else
                stage.Fault("unknown-language", entry.KeyPlace, $"{key} of {stage.Thing} is in {entry.Key}; documents "
                    + "are in English and German.", $"Write {key}: {{ en: …, de: … }}.");
        return words;

        void Add(string language, Node node)
        {
            if (stage.ToText(node, $"{key} of {stage.Thing}") is not { } text) return;
            words[language] = text.Value;
            foreach (var name in ReminderFields.UnknownIn(text.Value))
                stage.Fault("unknown-field", text.Place, $"{key} of {stage.Thing} names {{{name}}}, which no reminder "
                    + "has.", Nearest.Hint(name, ReminderFields.Names)
                    ?? $"It may name {string.Join(", ", ReminderFields.Names.Select(one => $"{{{one}}}"))}.");
            if (ReminderFields.HasTornBrace(text.Value))
                stage.Fault("bad-text", text.Place, $"{key} of {stage.Thing} has a brace without its other.",
                    "What is filled in stands in braces: {amount}.");
        }
    }

    private Money? MoneyOf(MapReader reader, string key, bool required = false) =>
        reader.Written(key, required) is { } text ? Amount(reader, text, $"{key} of {reader.Thing}") : null;

    private Money? Amount(MapReader reader, TextNode text, string what)
    {
        var unit = units.Parse(currency.Code, out _);
        if (unit is null || Values.Number(reader, text, what, unit, units) is not { } amount) return null;
        if (amount.Sign >= 0 && amount.Round(currency.MinorDigits, Rounding.Down) == amount)
            return new(amount.ToScaled(currency.MinorDigits), currency);
        reader.Fault("bad-amount", text.Place, $"{what} is {text.What}; expected an amount of {currency} that isn't "
            + $"below zero, with at most {currency.MinorDigits} decimals.",
                $"Write {what.Split(' ')[0]}: 5.00 {currency}.");
        return null;
    }

    private static Iban? IbanOf(MapReader reader)
    {
        return reader.Written("iban") is { } text ? IbanOf(reader, text, $"iban of {reader.Thing}") : null;
    }

    private static Iban? IbanOf(MapReader reader, TextNode text, string what)
    {
        if (Iban.Parse(text.Value, out var problem) is { } iban) return iban;
        reader.Fault("bad-iban", text.Place, $"{what} is {text.What}. {problem}",
            "Look for a digit that is wrong or missing.");
        return null;
    }

    private static CreditorId? CreditorIdOf(MapReader reader)
    {
        if (reader.Written("creditor-id") is not { } text) return null;
        if (CreditorId.Parse(text.Value, out var problem) is { } id) return id;
        reader.Fault("bad-creditor-id", text.Place, $"creditor-id of {reader.Thing} is {text.What}. {problem}");
        return null;
    }
}
