using System.Globalization;
using Busbar.Formats.Text;
using Busbar.Quantities;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Formats;

/// <summary>A usage summary of Green Button: what a bill was over. It holds no readings, and is told to whoever expects
/// some in it.</summary>
internal static class GreenButtonSummary
{
    private const int DaySeconds = 24 * 3600;

    // A bill is told in 10^-5 of the currency.
    private const int MoneyDecimals = 5;

    /// <summary><c>29 days from 2015-06-11T07:00Z, 146 kWh, a bill of 233.64</c>.</summary>
    public static string Read(FeedXml xml)
    {
        var (period, used, bill) = ("a period that isn't told", "", "");
        foreach (var part in xml.Children())
            switch (part)
            {
                case "billingPeriod": period = Period(Numbers(xml)); break;
                case "overallConsumptionLastPeriod": used = Amount(Numbers(xml)); break;
                case "billLastPeriod" when xml.Number() is { } money:
                    bill = $", a bill of {Digits.Format(money, MoneyDecimals, 2)}";
                    break;
            }
        return period + used + bill;
    }

    /// <summary>The whole numbers in the elements right below one, by their names; other elements are left out.
    /// </summary>
    public static Dictionary<string, long> Numbers(FeedXml xml)
    {
        var numbers = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var name in xml.Children())
            if (long.TryParse(
                xml.Content(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                numbers[name] = number;
        return numbers;
    }

    private static string Period(Dictionary<string, long> numbers)
    {
        var (seconds, start) = (numbers.GetValueOrDefault("duration"), numbers.GetValueOrDefault("start"));
        var length = seconds % DaySeconds == 0 ? $"{seconds / DaySeconds} days" : $"{seconds} seconds";
        return start is < 0 or > GreenButton.LastStart ? length : $"{length} from "
            + LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm'Z'")
                .Format(Instant.FromUnixTimeSeconds(start).InUtc().LocalDateTime);
    }

    private static string Amount(Dictionary<string, long> numbers) =>
        numbers.TryGetValue("value", out var value) && GreenButtonType.Of(numbers, out var type) is null
            ? $", {value * type!.Scale / Digits.PowerOfTen(6)} {type.Unit.Dimension}" : "";
}
