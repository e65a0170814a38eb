using Busbar.Contracts;
using Busbar.Ledger;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Documents;

/// <summary>A reminder with what its document says.</summary>
/// <param name="Interest">What it costs beside the fee of its stage.</param>
/// <param name="FeeDocument">The document of both; null where there is none.</param>
/// <param name="IsDraft">Whether nobody was reminded.</param>
public sealed record PrintedReminder(
    Account Account, DueReminder Reminder, Money Interest, string? FeeDocument, LocalDate On, bool IsDraft)
{
    /// <summary>What is to be paid: what is open, and what the reminder costs.</summary>
    public Money Total => Reminder.Open + Reminder.Fee + Interest;
}
