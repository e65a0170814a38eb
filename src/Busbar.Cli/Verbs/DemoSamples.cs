using Busbar.Runs;
using Busbar.Time;

namespace Busbar.Cli.Verbs;

/// <summary>The other sample books of the demo: the first month of each, billed into a database and a folder of its
/// own.</summary>
internal static class DemoSamples
{
    /// <summary>Bills them, and says where the documents of each are.</summary>
    /// <param name="folder">Where the demo writes.</param>
    /// <param name="shown">The book that the demo has shown already.</param>
    public static int Run(Door door, string folder, string shown)
    {
        door.Say("A month of each other sample:");
        foreach (var book in Directory.GetDirectories(Path.Combine(AppContext.BaseDirectory, "books"))
            .Where(book => Path.GetFileName(book) != shown).Order(StringComparer.Ordinal))
        {
            var (name, bills) = (Path.GetFileName(book), Path.Combine(folder, Path.GetFileName(book)));
            var own = Path.Combine(folder, $"{name}.db");
            foreach (var old in (string[])["", "-wal", "-shm"]) File.Delete(own + old);
            var known = CheckedBook.Read(book).Book;
            var from = known.Agreements.Values.Min(agreement => agreement.From);
            if (Directory.Exists(Path.Combine(book, "payments")))
            {
                var head = known.Accounts.Values.First(account => known.AccountsBelow[account.Id].Any()).Id;
                if (DemoQuarter.Run(door, book, head, from, own, bills) is not ExitCode.Done and var trouble)
                    return trouble;
                continue;
            }
            using var told = new StringWriter();
            var quiet = door.Quiet(told, own);
            using var database = quiet.Open();
            var code = BillVerb.Run(quiet, database, new(book, Days.Month(from.ToYearMonth()), null, IsDraft: false,
                null, BillOutput.Of(bills, "html,pdf")!));
            if (code == ExitCode.Done && known.Schemes.Count > 0)
                code = DemoBrokers.Run(quiet, database, known.Zone, bills);
            if (code != ExitCode.Done)
            {
                door.Say(told.ToString().TrimEnd('\n'));
                return code;
            }
            door.Say($"  {name}: {Plural.Of(Directory.GetFiles(bills, "*.pdf").Length, "bill")} in {bills}; go on "
                + $"with --db {own}");
        }
        return ExitCode.Done;
    }
}
