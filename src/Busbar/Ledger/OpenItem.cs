using Busbar.Contracts;
using NodaTime;

namespace Busbar.Ledger;

/// <summary>What is open of a document, or of a receipt: what is owed to the seller above zero, what it owes below.
/// </summary>
/// <param name="Account">Whose it is.</param>
/// <param name="Document">The number of a bill, or the id of a receipt.</param>
/// <param name="Detail">Of a bill the group of charges; null of credit.</param>
/// <param name="Due">The day on which it is due, of a bill.</param>
/// <param name="PostedOn">The day on which it was first posted.</param>
/// <param name="ChangedOn">The day on which it was last.</param>
/// <param name="Amount">In minor units.</param>
public sealed record OpenItem(LedgerRole Role, string Account, string Document, string? Detail, LocalDate? Due,
    LocalDate PostedOn, LocalDate ChangedOn, long Amount);
