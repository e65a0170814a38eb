using System.Globalization;
using System.Text;
using Busbar.Formats;
using Busbar.Quantities;
using Busbar.Time;
using CsCheck;
using NodaTime;

namespace Busbar.Tests.Laws;

/// <summary>A series of prices is the same series in whatever shape it is written.</summary>
public class PriceFileLaws
{
    private static readonly LocalDate From = new(2022, 3, 20);
    private const int Days = 230;

    private static readonly string[] Zones = ["Europe/Prague", "Europe/London", "America/New_York", "Australia/Sydney"];

    private sealed record Case(string Zone, int Minutes, uint Seed)
    {
        public DateTimeZone Clock => DateTimeZoneProviders.Tzdb[Zone];

        /// <summary>All intervals of some days with clock changes, with values of up to three decimals.</summary>
        public List<(Instant Start, long Nanos)> Series()
        {
            var random = new Random((int)Seed);
            var (start, end) = (LocalDay.StartOf(From, Clock), LocalDay.StartOf(From.PlusDays(Days), Clock));
            var series = new List<(Instant, long)>();
            for (; start < end; start += Duration.FromMinutes(Minutes))
                series.Add((start, random.NextInt64(-99_999, 999_999) * 1_000_000));
            return series;
        }
    }

    private static readonly Gen<Case> Cases = Gen.Select(Gen.Int[0, Zones.Length - 1], Gen.Int[0, 2],
        Gen.UInt[0, int.MaxValue], (zone, length, seed) => new Case(Zones[zone], 60 >> length, seed));

    private delegate string Writing(Case one, IEnumerable<(LocalDate Date, List<(ZonedDateTime At, long Nanos)>)> days);

    private static readonly Dictionary<string, Writing> Shapes = new()
    {
        ["starts with offsets"] = (_, days) => Rows("start,value", days, (at, _, value) =>
            $"{at.ToString("uuuu-MM-dd'T'HH:mmo<+HH:mm>", CultureInfo.InvariantCulture)},{value}"),
        ["starts by the clock"] = (_, days) => Rows("time,price", days, (at, _, value) => $"{Clock(at)},{value}"),
        ["numbered from 0"] = (_, days) => Rows("date,period,price", days, (at, i, value) => $"{Day(at)},{i},{value}"),
        ["numbered from 1"] = (_, days) =>
            Rows("delivery day,interval,price", days, (at, i, value) => $"{Day(at)},{i + 1},{value}"),
        ["places as times"] = (one, days) => Rows("date,time_from,time_to,price_eur_mwh", days, (at, i, value) =>
            $"{Day(at)},{Time(i * one.Minutes)},{Time((i + 1) * one.Minutes)},{value}",
            day => day.Count * one.Minutes <= 1440),
        ["by the clock in two columns"] = (_, days) => Rows("date;time;price", days, (at, _, value) =>
            $"{at.ToString("d.M.uuuu", CultureInfo.InvariantCulture)};{Time(at.Hour * 60 + at.Minute)};"
            + value.Replace('.', ',')),
        ["a day a row"] = (one, days) => Wide(one, days, ',', "uuuu-MM-dd", value => value),
        ["a day a row of semicolons"] =
            (one, days) => Wide(one, days, ';', "dd.MM.uuuu", value => value.Replace('.', ',')),
    };

    public static TheoryData<string> ShapeNames => [.. Shapes.Keys];

    [Theory, MemberData(nameof(ShapeNames))]
    public void Every_shape_gives_the_same_series(string shape) => Cases.Sample(one =>
    {
        var series = one.Series();
        var days = series.Select(value => (At: value.Start.InZone(one.Clock), value.Nanos))
            .GroupBy(value => value.At.Date).Select(day => (day.Key, day.ToList()));
        var text = Shapes[shape](one, days);
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var read = PriceFile.Read(stream, "prices", new(one.Minutes, one.Clock))
            .Where(row => row.Nanos is not null).Select(row => (row.Offset is { } offset
                ? row.Start.WithOffset(offset).ToInstant() : row.Start.InZoneStrictly(one.Clock).ToInstant(),
                row.Nanos!.Value)).ToHashSet();
        // Times of a 25th hour, which come after 24:00, have no name by themselves: such days are left out there.
        if (shape == "places as times")
            series.RemoveAll(value => LocalDay.Length(value.Start.InZone(one.Clock).Date, one.Clock)
                > Duration.FromHours(24));
        Assert.Equal(series.Count, read.Count);
        Assert.All(series, value => Assert.Contains(value, read));
    }, iter: 6);

    /// <summary>What is left out of a day on which clocks change is never guessed.</summary>
    [Fact]
    public void A_day_that_is_not_whole_is_refused_where_clocks_change() => Gen.Int[0, 24].Select(Gen.Bool).Sample(
        (left, isAutumn) =>
        {
            var zone = DateTimeZoneProviders.Tzdb["Europe/Prague"];
            var (date, count) = isAutumn ? ("2022-10-30", 25) : ("2022-03-27", 23);
            if (left >= count) return;
            var text = "date,hour,price\n2022-01-01,0,1\n" + string.Concat(Enumerable.Range(0, count)
                .Where(hour => hour != left).Select(hour => $"{date},{hour},1\n"));
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
            var refused = Assert.Throws<RefusedException>(() => PriceFile.Read(stream, "prices", new(60, zone)));
            Assert.Equal($"{date} has {count - 1} values, and by the clock of Europe/Prague it has {count} hours: "
                + "which value is of which can't be told.", Assert.Single(refused.Faults).Message);
        }, iter: 60);

    private static string Rows(
        string header, IEnumerable<(LocalDate, List<(ZonedDateTime At, long Nanos)> Values)> days,
        Func<ZonedDateTime, int, string, string> row, Func<List<(ZonedDateTime, long)>, bool>? wanted = null) =>
        header + "\n" + string.Concat(days.Where(day => wanted?.Invoke(day.Values) ?? true).SelectMany(day =>
            day.Values.Select((value, i) => row(value.At, i, Digits.Format(value.Nanos, 9)) + "\n")));

    private static string Wide(
        Case one, IEnumerable<(LocalDate Date, List<(ZonedDateTime At, long Nanos)> Values)> days, char separator,
        string date, Func<string, string> write)
    {
        var most = 25 * 60 / one.Minutes;
        var header = $"date{separator}{string.Join(separator, Enumerable.Range(1, most))}\n";
        return header + string.Concat(days.Select(day =>
            $"{day.Date.ToString(date, CultureInfo.InvariantCulture)}{separator}"
            + string.Join(separator, day.Values.Select(value => write(Digits.Format(value.Nanos, 9)))
                .Concat(Enumerable.Repeat("", most - day.Values.Count))) + "\n"));
    }

    private static string Clock(ZonedDateTime at) => at.ToString("uuuu-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Day(ZonedDateTime at) => at.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);

    private static string Time(int minute) =>
        string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");
}
