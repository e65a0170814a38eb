using System.Xml;
using System.Xml.Linq;
using Busbar.Documents;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Tests.Store;
using CsCheck;

namespace Busbar.Tests.Documents;

public class Readings_are_drawn
{
    private static readonly Connection House = TestStore.House("house", channels: ["net"]);

    private static readonly Gen<Exact> AnyNumber =
        Gen.Select(Gen.Long[-1_000_000_000, 1_000_000_000], Gen.Int[3, 9]).Select((count, scale) =>
            Exact.FromScaled(count, scale).Round(Series.ReadingScale, Rounding.Down));

    [Fact]
    public void A_scale_holds_its_numbers_and_nought_with_few_round_marks() => AnyNumber.Array[1, 46].Sample(numbers =>
    {
        var chart = Chart(Day("2026-03-29", slot => numbers[slot % numbers.Length]));
        var marks = chart.Where(one => one.Attribute("dy") is not null).Select(one => Number(one.Value)).ToList();
        return marks.Contains(Exact.Zero) && marks.Count is >= 2 and <= 8
            && marks[0] <= numbers.Min() && marks[^1] >= numbers.Max()
            && marks.Zip(marks.Skip(1), (low, high) => high - low).Distinct().Count() == 1;
    });

    [Fact]
    public void A_bar_stays_inside_its_frame_and_is_as_high_as_its_value() => AnyNumber.Array[1, 46].Sample(numbers =>
    {
        var chart = Chart(Day("2026-03-29", slot => numbers[slot % numbers.Length]));
        var bars = chart.Where(one => one.Attribute("class")?.Value == "m" && one.HasElements).ToList();
        var most = numbers.Max(one => Exact.Max(one, -one));
        var highest = bars.Count == 0 ? Exact.Zero : bars.Max(bar => Number(bar, "height"));
        return bars.TrueForAll(bar => Number(bar, "x") >= 76 && Number(bar, "x") + Number(bar, "width") <= 960 - 28
                && Number(bar, "y") >= 124 && Number(bar, "y") + Number(bar, "height") <= 344.01m)
            && (numbers.Min() < Exact.Zero || most.IsZero || highest > 70);
    });

    [Fact]
    public void Blocks_are_drawn_where_they_can_be_seen_and_ascii_elsewhere()
    {
        var days = DayFigures.Of([Day("2026-03-29", slot => slot + 1)]);
        var subject = Subject("2026-03-29");
        Assert.Contains("▁▂▂▃▃", ReadingsByDay.Write(subject, days, hasBlocks: true), StringComparison.Ordinal);
        Assert.True(System.Text.Ascii.IsValid(ReadingsByDay.Write(subject, days, hasBlocks: false)));
    }

    [Fact]
    public void What_a_name_holds_breaks_no_chart()
    {
        var odd = House with { Id = "<a&b>\u0007" };
        var subject = Subject("2026-03-29") with { Connection = odd };
        var text = LoadChart.Write([LoadBars.OfIntervals(subject, Day("2026-03-29", slot => slot + 1))]);
        using var reader = XmlReader.Create(new StringReader(text));
        Assert.Equal("Connection <a&b> , 29 March 2026", XDocument.Load(reader).Root!.Elements().First().Value);
    }

    private static List<XElement> Chart(Series readings)
    {
        using var reader = XmlReader.Create(new StringReader(
            LoadChart.Write([LoadBars.OfIntervals(Subject("2026-03-29"), readings)])));
        return [.. XDocument.Load(reader).Root!.Elements()];
    }

    private static Exact Number(XElement bar, string attribute) => Number(bar.Attribute(attribute)!.Value);

    private static Exact Number(string text) => Exact.TryParse(text, out var number, out _) ? number
        : throw new FormatException(text);

    private static ReadingsSubject Subject(string day)
    {
        var date = NodaTime.Text.LocalDatePattern.Iso.Parse(day).Value;
        return new(House, House.Channels["net"], new(date, date.PlusDays(1)), 1);
    }

    private static Series Day(string day, Func<int, Exact> value)
    {
        var span = Subject(day).Period.InstantsIn(House.Zone);
        var readings = Series.Empty("house net", 30, House.Zone, Series.ReadingScale, span.Start, span.End);
        for (var slot = 0; slot < readings.Length; slot++) readings.Set(slot, value(slot), Quality.Actual);
        return readings;
    }
}
