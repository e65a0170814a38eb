using NodaTime;
using NodaTime.Text;

namespace Busbar.Documents.Paper;

/// <summary>Days as a document has them, as days again.</summary>
internal static class PaperDays
{
    public static Time.Days Of(PrintedPeriod period) => new(Of(period.From), Of(period.To));

    public static Time.Days Of(PrintedLine line) => new(Of(line.From), Of(line.To));

    public static LocalDate Of(string iso) => LocalDatePattern.Iso.Parse(iso).GetValueOrThrow();
}
