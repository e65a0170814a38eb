using NodaTime;
using NodaTime.Text;

namespace Busbar.Ledger;

/// <summary>The days on which something can have happened that is posted.</summary>
public static class PostingDay
{
    // Nobody opens a ledger with older days, and no bank that is read booked anything: another year was meant.
    private static readonly LocalDate First = new(2000, 1, 1);

    /// <summary>Why nothing is posted on a day, to stand after it in a sentence: <c>2031-01-01, and today is
    /// 2026-01-01</c>; null where it may be.</summary>
    public static string? Untimely(LocalDate day, LocalDate today)
    {
        var text = LocalDatePattern.Iso.Format(day);
        return day > today ? $"{text}, and today is {LocalDatePattern.Iso.Format(today)}"
            : day < First ? $"{text}, before {LocalDatePattern.Iso.Format(First)}" : null;
    }
}
