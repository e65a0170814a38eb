using System.CommandLine;
using Busbar.Contracts;
using Busbar.Quantities;
using Busbar.Runs;
using Busbar.Runs.Accounting;
using Busbar.Runs.Payments;
using Busbar.Store;

namespace Busbar.Cli.Verbs;

/// <summary><c>busbar pay</c>: bank statements come in, and somebody decides what nobody can know.</summary>
internal static class PayVerb
{
    public static Command Of(Door door) =>
        new("pay", "Takes bank statements in, and decides of money: whose it is, what it is for, where it goes.")
        {
            Import(door), PayListVerb.Of(door), PayListVerb.Refunds(door), Match(door), Unmatch(door), Allocate(door),
            Release(door), Refund(door), Transfer(door), WriteOff(door), Undo(door), Reject(door),
        };

    private static Command Import(Door door)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Statements of a bank, camt.053, camt.054 or CSV, or a folder of them.",
            Arity = ArgumentArity.OneOrMore,
        };
        var verb = new Command("import", "Takes bank statements in: every line once, matched and set against bills.")
        {
            files,
        };
        verb.SetAction(parsed =>
        {
            using var database = door.Open(mustExist: true);
            return PayText.Import(door, database, BookOf(database), parsed.GetValue(files)!);
        });
        return verb;
    }

    private static Command Match(Door door)
    {
        var (receipt, on, draft) = (Receipt(), DayOfIssue.On(), Draft());
        var to = new Option<string>("--to")
        {
            Description = "The account whose it is, or the number of a bill.", HelpName = "ACCOUNT", Required = true,
        };
        var verb = new Command("match", "Says whose a receipt is.") { receipt, to, draft, on };
        return Acting(door, verb, on, (parsed, actions) =>
        {
            var (id, account) = (parsed.GetValue(receipt)!, actions.Match(parsed.GetValue(receipt)!,
                parsed.GetValue(to)!));
            return new($"{id} is account {account}'s.", ("receipt", id), ("account", account));
        }, draft);
    }

    private static Command Unmatch(Door door)
    {
        var (receipt, on) = (Receipt(), DayOfIssue.On());
        var verb = new Command("unmatch", "Takes back whose a receipt is; what it paid is open again.") { receipt, on };
        return Acting(door, verb, on, (parsed, actions) =>
        {
            var accounts = actions.Unmatch(parsed.GetValue(receipt)!);
            return new($"{parsed.GetValue(receipt)} is in suspense, and no longer {string.Join(" and ", accounts)}'s.",
                ("receipt", parsed.GetValue(receipt)!), ("accounts", string.Join(' ', accounts)));
        });
    }

    private static Command Allocate(Door door)
    {
        var (account, on, draft) = (AccountArgument("ACCOUNT"), DayOfIssue.On(), Draft());
        var bill = new Option<string>("--to")
        {
            Description = "The bill that its credit is set against.", HelpName = "BILL", Required = true,
        };
        var amount = Amount("No more than this.");
        var verb = new Command("allocate", "Sets credit of an account against a bill.")
        {
            account, bill, amount, draft, on,
        };
        return Acting(door, verb, on, (parsed, actions, book) =>
        {
            var set = actions.Allocate(
                parsed.GetValue(account)!, parsed.GetValue(bill)!, MoneyOf(parsed.GetValue(amount), book));
            return new($"{set} {set.Currency} of account {parsed.GetValue(account)} are set against "
                + $"{parsed.GetValue(bill)}.", ("account", parsed.GetValue(account)!),
                ("bill", parsed.GetValue(bill)!), ("amount", set.ToString()));
        }, draft);
    }

    private static Command Release(Door door)
    {
        var (receipt, on, draft) = (Receipt(), DayOfIssue.On(), Draft());
        var verb = new Command("release", "Takes back what a receipt was set against; it is credit again.")
        {
            receipt, draft, on,
        };
        return Acting(door, verb, on, (parsed, actions) =>
        {
            actions.Release(parsed.GetValue(receipt)!);
            return new($"{parsed.GetValue(receipt)} is credit, set against nothing.",
                ("receipt", parsed.GetValue(receipt)!));
        }, draft);
    }

    private static Command Refund(Door door)
    {
        var (account, on, amount, draft) = (AccountArgument("ACCOUNT"), DayOfIssue.On(),
            Amount("This much; all if not said."), Draft());
        var verb = new Command("refund", "Pays credit of an account back.") { account, amount, draft, on };
        return Acting(door, verb, on, (parsed, actions, book) =>
        {
            var (id, paid) = actions.Refund(parsed.GetValue(account)!, MoneyOf(parsed.GetValue(amount), book));
            return new($"{paid} {paid.Currency} are to be paid back to {parsed.GetValue(account)}. Order it at the "
                + $"bank with the text {id}: by that the statement says that it was paid.", ("refund", id),
                ("account", parsed.GetValue(account)!), ("amount", paid.ToString()));
        }, draft);
    }

    private static Command Transfer(Door door)
    {
        var (from, to, on, draft) = (AccountArgument("FROM"), AccountArgument("TO"), DayOfIssue.On(), Draft());
        var amount = Amount("This much; all if not said.");
        var verb = new Command("transfer", "Gives credit of one account to another.")
        {
            from, to, amount, draft, on,
        };
        return Acting(door, verb, on, (parsed, actions, book) =>
        {
            var given = actions.Transfer(
                parsed.GetValue(from)!, parsed.GetValue(to)!, MoneyOf(parsed.GetValue(amount), book));
            return new($"{given} {given.Currency} went from {parsed.GetValue(from)} to {parsed.GetValue(to)}.",
                ("from", parsed.GetValue(from)!), ("to", parsed.GetValue(to)!), ("amount", given.ToString()));
        }, draft);
    }

    private static Command Reject(Door door)
    {
        var on = DayOfIssue.On();
        var debit = new Argument<string>("DEBIT")
        {
            Description = "A direct debit or a refund: DD-000001, REF-000001.",
        };
        var reason = new Option<string?>("--reason")
        {
            Description = "What the bank says of it, AC04.", HelpName = "AC04",
        };
        var verb = new Command("reject", "Says that the bank gave a direct debit or refund back without booking it.")
        {
            debit, reason, on,
        };
        return Acting(door, verb, on, (parsed, actions) =>
        {
            var account = actions.Reject(parsed.GetValue(debit)!, parsed.GetValue(reason) ?? "");
            return parsed.GetValue(debit)!.StartsWith("REF-", StringComparison.Ordinal)
                ? new($"{parsed.GetValue(debit)} came back, and is credit of {account} again.",
                    ("refund", parsed.GetValue(debit)!), ("account", account))
                : new($"{parsed.GetValue(debit)} came back; {account} is collected from again, or reminded.",
                    ("debit", parsed.GetValue(debit)!), ("account", account));
        });
    }

    private static Command Undo(Door door)
    {
        var (on, draft) = (DayOfIssue.On(), Draft());
        var id = new Argument<string>("ID") { Description = "A write-off or a fee: W-000001, FEE-000001." };
        var verb = new Command("undo", "Takes a write-off or a fee for being late back.") { id, draft, on };
        return Acting(door, verb, on, (parsed, actions) =>
        {
            var (account, owed) = actions.Undo(parsed.GetValue(id)!);
            return new($"{parsed.GetValue(id)} {(actions.IsDraft ? "would be" : "is")} taken back: {account} owes "
                + (owed.MinorUnits < 0 ? $"{-owed} {owed.Currency} less." : $"{owed} {owed.Currency} again."),
                ("id", parsed.GetValue(id)!), ("account", account), ("amount", owed.ToString()));
        }, draft);
    }

    private static Command WriteOff(Door door)
    {
        var on = DayOfIssue.On();
        var account = new Option<string?>("--account") { Description = "Only this account.", HelpName = "A" };
        var upTo = new Option<string?>("--up-to")
        {
            Description = "The most that an account owes; write-off-up-to of the book if not said. More only with "
                + "--account.",
            HelpName = "1.00",
        };
        var draft = Draft();
        var verb = new Command("write-off", "Writes small balances off.") { account, upTo, draft, on };
        return Acting(door, verb, on, (parsed, actions, book) =>
        {
            if ((MoneyOf(parsed.GetValue(upTo), book) ?? book.Payments.WriteOffUpTo) is not { } most)
                throw new RefusedException(new Fault("no-limit",
                    "It isn't said up to which amount balances are written "
                    + "off.", Hint: "Write payments: { write-off-up-to: 1.00 GBP } in the book; of one account, "
                    + "--account A --up-to 1.00."));
            var done = actions.WriteOff(parsed.GetValue(account), most);
            var balances = $"{Plural.Of(done.Count, "balance")} {(actions.IsDraft ? "would be " : "")}written off.";
            return new(string.Concat(done.Select(one =>
                $"{one.Account,-20} {one.Amount,12} {one.Amount.Currency}  {one.Id}\n")) + balances)
            {
                InShort = balances,
            };
        }, draft);
    }

    private static Command Acting(Door door, Command verb, Option<string?> on,
        Func<ParseResult, PayActions, Decided> act, Option<bool>? draft = null) =>
        Acting(door, verb, on, (parsed, actions, _) => act(parsed, actions), draft);

    private static Command Acting(Door door, Command verb, Option<string?> on,
        Func<ParseResult, PayActions, Book, Decided> act, Option<bool>? draft = null)
    {
        verb.SetAction(parsed =>
        {
            if (!DayOfIssue.TryRead(door, parsed.GetValue(on), out var day, "--on")) return ExitCode.WrongCommand;
            using var database = door.Open(mustExist: true);
            var book = BookOf(database);
            var actions = new PayActions(database, book, DayOfIssue.Counting(door, book.Zone, day))
            {
                IsDraft = draft is not null && parsed.GetValue(draft),
            };
            var decided = act(parsed, actions, book);
            if (actions.IsDraft) door.Say("A draft: nothing is posted.");
            if (!door.Json) door.Results.WriteLine(decided.Said + (actions.IsDraft ? "\n" : ""));
            if (actions.IsDraft || door.Json)
                ListingOutput.Write(door, Journal.OfEntries("What would be posted", actions.Posted, book,
                    [(actions.IsDraft ? "draft" : "done", decided.InShort), .. decided.Facts]) with
                {
                    Nothing = "Nothing would be posted.",
                }, "text");
            return ExitCode.Done;
        });
        return verb;
    }

    /// <summary>What was decided: as it is said, and by name for programs.</summary>
    private sealed record Decided(string Said, params (string Name, string Value)[] Facts)
    {
        public string InShort { get; init; } = Said;
    }

    /// <summary>The book that a database has.</summary>
    public static Book BookOf(Database database)
    {
        using var snapshot = database.Snapshot();
        return StoredBook.Load(snapshot);
    }

    private static Option<bool> Draft() =>
        new("--draft") { Description = "Shows what would be posted, and posts nothing." };

    private static Argument<string> Receipt() => new("RECEIPT") { Description = "A receipt: R-000001." };

    private static Argument<string> AccountArgument(string name) =>
        new(name) { Description = "An account of the book." };

    private static Option<string?> Amount(string what) => new("--amount") { Description = what, HelpName = "12.34" };

    private static Money? MoneyOf(string? text, Book book)
    {
        if (text is null) return null;
        if (Digits.TryParse(text, book.Currency.MinorDigits, out var minor, out _) && minor > 0)
            return new(minor, book.Currency);
        throw new RefusedException(new Fault("bad-amount", $"The amount {text} isn't a number above zero with at most "
            + $"{book.Currency.MinorDigits} decimals.", Hint: "Write 12.34."));
    }
}
