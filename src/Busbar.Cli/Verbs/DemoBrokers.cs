using Busbar.Runs.Commissions;
using Busbar.Store;
using NodaTime;

namespace Busbar.Cli.Verbs;

/// <summary>The part of the demo in which brokers are paid: what they have earned is settled and invoiced.</summary>
internal static class DemoBrokers
{
    /// <summary>Runs it, and writes the invoices beside the bills.</summary>
    /// <param name="door">That of the book's own database.</param>
    /// <param name="zone">The book's.</param>
    /// <param name="folder">Where its documents come.</param>
    public static int Run(Door door, Database database, DateTimeZone zone, string folder)
    {
        var today = door.Today(zone);
        CommissionRun.Settle(database, today, door.Today, isDraft: false);
        foreach (var invoice in CommissionInvoicing.Run(database, null, today.PlusDays(1), today, isDraft: false))
            if (invoice.Number is { } number && Program.Run(
                ["show", number, "--format", "pdf", "--out", folder, "--db", door.Where], door) is not ExitCode.Done
                and var code) return code;
        return ExitCode.Done;
    }
}
