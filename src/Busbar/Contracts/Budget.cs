using Busbar.Quantities;
using NodaTime;

namespace Busbar.Contracts;

/// <summary>Instalments on bills to come: an amount on a day of each month.</summary>
/// <param name="First">The day of the first.</param>
public sealed record Budget(Money Amount, LocalDate First)
{
    /// <summary>The days on which an instalment is due up to a day, the first one first.</summary>
    public IEnumerable<LocalDate> DuesUntil(LocalDate day)
    {
        for (var count = 0; First.PlusMonths(count) is var due && due <= day; count++) yield return due;
    }

    /// <summary>The last of them; null before the first.</summary>
    public LocalDate? LastDueBy(LocalDate day) => DuesUntil(day).Select(due => (LocalDate?)due).LastOrDefault();
}
