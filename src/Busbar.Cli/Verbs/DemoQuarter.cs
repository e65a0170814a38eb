using Busbar.Store;
using Busbar.Time;
using NodaTime;

namespace Busbar.Cli.Verbs;

/// <summary>The part of the demo in which money comes in: a quarter billed, collected, paid from the files of a bank,
/// stated and verified, each by the command that anybody would give.</summary>
internal static class DemoQuarter
{
    /// <summary>Runs it, and says what came of it.</summary>
    /// <param name="book">The folder of a book with payments.</param>
    /// <param name="account">The account that is stated.</param>
    /// <param name="from">The first day of the quarter.</param>
    /// <param name="where">Its database.</param>
    /// <param name="folder">Where its documents come.</param>
    public static int Run(Door door, string book, string account, LocalDate from, string where, string folder)
    {
        var (quarter, issued) = (new Days(from, from.PlusMonths(3)), from.PlusMonths(3).PlusDays(1));
        var (collected, month) = (issued.PlusDays(12), Days.Month(issued.ToYearMonth()));
        string Day(LocalDate day) => Door.Text(day);
        foreach (var (ends, command) in new (int, string[])[]
            {
                (ExitCode.Done, ["bill", book, "--period", $"{Day(quarter.From)}..{Day(quarter.To)}", "--issued",
                    Day(issued)]),
                (ExitCode.Done, ["pay", "import",
                    Path.Combine(book, "payments", $"{Day(quarter.To.PlusDays(-1))[..7]}.xml")]),
                (ExitCode.Done, ["collect", "--on", Day(collected), "--out", folder]),
                // Some payments of the sample say too little: nobody knows whose they are.
                (ExitCode.DoneWithHeld, ["pay", "import", Path.Combine(book, "payments")]),
                (ExitCode.Done, ["accrue", "--on", Day(month.To.PlusDays(-1))]),
                (ExitCode.Done, ["statement", account, "--period", $"{Day(month.From)}..{Day(month.To)}", "--format",
                    "pdf,html,csv", "--out", folder]),
                (ExitCode.Done, ["verify", "--quick"]),
            })
        {
            using var told = new StringWriter();
            var code = Program.Run([.. command, "--db", where], door.Quiet(told, where));
            if (code == ends) continue;
            door.Say(told.ToString().TrimEnd('\n'));
            return code == ExitCode.Done ? ExitCode.Refused : code;
        }
        using var database = door.Quiet(TextWriter.Null, where).Open();
        using var snapshot = database.Snapshot();
        var (balances, lines) = (LedgerStore.Balances(snapshot), PaymentStore.Lines(snapshot));
        door.Say($"  {Path.GetFileName(book)}: {Plural.Of(BillStore.List(database).Count, "bill")} of a quarter, "
            + "paid by "
            + $"{Plural.Of(lines.Count, "line")} of bank statements; the trial balance comes to "
            + $"{balances.Sum(balance => balance.Amount)}, and all that must hold does. The statement of {account} "
                + "is in "
            + $"{folder}; go on with --db {where}");
        return ExitCode.Done;
    }
}
