using NodaTime;
using NodaTime.Text;

namespace Busbar.Books;

/// <summary>Dates as a book writes them: ISO 8601, four digits, two and two, and nothing else.</summary>
public static class Dates
{
    /// <summary>The date, or null with a hint when one can be given.</summary>
    public static LocalDate? Parse(string text, out string? hint)
    {
        hint = null;
        var parts = text.Split('-', '/', '.');
        var isNumbers = parts.Length == 3 && parts.All(part => part.Length > 0 && part.All(char.IsAsciiDigit));
        if (!isNumbers) return null;
        if (parts[0].Length == 4 && parts[1].Length <= 2 && parts[2].Length <= 2)
        {
            var iso = $"{parts[0]}-{parts[1].PadLeft(2, '0')}-{parts[2].PadLeft(2, '0')}";
            var found = LocalDatePattern.Iso.Parse(iso);
            if (!found.Success) hint = "There is no such day.";
            else if (iso == text) return found.Value;
            else hint = $"Write {iso}.";
        }
        else
            hint = "Write the year first, then month and day, each with two digits.";
        return null;
    }
}
