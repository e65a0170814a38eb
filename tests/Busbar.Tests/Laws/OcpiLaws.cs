using System.Globalization;
using Busbar.Quantities;
using Busbar.Tests.Rating;
using CsCheck;
using NodaTime;

namespace Busbar.Tests.Laws;

/// <summary>A tariff of OCPI as formulas comes to what its own words come to, ten minutes after ten minutes.</summary>
public class OcpiLaws
{
    private const int Minutes = 10;
    private static readonly Exact Slice = Exact.Ratio(Minutes, 60);

    /// <summary>A component: its dimension, a price in hundredths, and a step in Wh or seconds.</summary>
    private sealed record Part(string Type, int Price, int Step);

    /// <summary>An element: what is restricted, and from where to where; kWh, tens of minutes, or kW.</summary>
    private sealed record Element(Part[] Parts, string On, int From, int To)
    {
        public bool Holds(int kwh, int tens, int power, LocalTime time) => On switch
        {
            "kwh" => kwh >= From && kwh < To,
            "duration" => tens >= From && tens < To,
            "power" => power >= From && power < To,
            "time" => IsWithin((time.Hour * 60 + time.Minute) / Minutes),
            _ => true,
        };

        private bool IsWithin(int ten) => From % 144 == To % 144
            || (From % 144 < To % 144 ? ten >= From % 144 && ten < To % 144 : ten >= From % 144 || ten < To % 144);

        public string Json()
        {
            string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
            string Clock(int ten) => $"{ten % 144 / 6:00}:{ten % 144 % 6 * Minutes:00}";
            var restrictions = On switch
            {
                "kwh" => $"\"min_kwh\": {Number(From)}, \"max_kwh\": {Number(To)}",
                "duration" => $"\"min_duration\": {Number(From * 600)}, \"max_duration\": {Number(To * 600)}",
                "power" => $"\"min_power\": {Number(From)}, \"max_power\": {Number(To)}",
                "time" => $"\"start_time\": \"{Clock(From)}\", \"end_time\": \"{Clock(To)}\"",
                _ => "",
            };
            return $"{{ \"price_components\": [{string.Join(", ", Parts.Select(part => $"{{ \"type\": \"{part.Type}\", "
                + $"\"price\": {Exact.FromScaled(part.Price, 2)}, \"step_size\": {Number(part.Step)} }}"))}], "
                + $"\"restrictions\": {{ {restrictions} }} }}";
        }
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static readonly Gen<Element> AnyElement =
        from parts in Gen.Select(OneOf("ENERGY", "TIME", "PARKING_TIME"), Gen.Int[0, 200],
            OneOf(1, 60, 500, 900, 1800, 3500), (type, price, step) => new Part(type, price, step)).Array[1, 3]
        from what in OneOf("", "", "kwh", "duration", "power", "time")
        from low in Gen.Int[0, 12]
        from length in Gen.Int[1, 20]
        select new Element([.. parts.DistinctBy(part => part.Type)], what, what == "time" ? low * 11 : low,
            what == "time" ? low * 11 + length * 6 : low + length);

    /// <summary>Tens of minutes: those of standing are 0, the others have a kWh at so many kW.</summary>
    private static readonly Gen<(Element[] Elements, int[] Tens, int Start)> Any = Gen.Select(
        AnyElement.Array[1, 5], OneOf(0, 4, 7, 11, 22).Array[1, 16], Gen.Int[0, 143]);

    [Fact]
    public void Formulas_come_to_what_the_tariff_says() => Any.Sample(any =>
    {
        var (elements, tens, start) = any;
        var bench = Bench.Of(
            "product: p\nfrom: 2020-01-01\nocpi: { \"id\": \"t\", \"currency\": \"GBP\", \"elements\": ["
            + string.Join(", ", elements.Select(element => element.Json())) + "] }", zone: "Europe/Berlin",
            connections: "- { connection: c1, sessions: { card: A1 } }");
        var at = new LocalDateTime(2026, 7, 6, 0, 0).PlusMinutes(start * Minutes);
        bench.Session("s", at.ToString("uuuu-MM-dd'T'HH:mm", CultureInfo.InvariantCulture),
            [.. tens.Select(power => power == 0 ? "10min idle"
                : string.Create(CultureInfo.InvariantCulture, $"10min 1kWh {power}kW"))]);
        var rated = bench.Rated("2026-07").SelectMany(charge => charge.Legs).SelectMany(leg => leg.Amounts.Values)
            .Aggregate(Exact.Zero, (sum, amount) => sum + amount);
        Assert.Equal(Naive(elements, tens, at), rated);
    }, iter: 150, threads: 1);

    private static Exact Naive(Element[] elements, int[] tens, LocalDateTime at)
    {
        var priced = new Dictionary<string, List<(Exact Quantity, Part Part)>>();
        var (kwh, lastTime) = (0, "");
        foreach (var (i, power) in tens.Index())
        {
            foreach (var type in power == 0 ? (string[])["PARKING_TIME"] : ["ENERGY", "TIME"])
            {
                var active = elements.FirstOrDefault(element => element.Parts.Any(part => part.Type == type)
                    && element.Holds(kwh, i, power, at.PlusMinutes(i * Minutes).TimeOfDay));
                if (active is null) continue;
                if (!priced.TryGetValue(type, out var all)) priced[type] = all = [];
                all.Add((type == "ENERGY" ? Exact.One : Slice, active.Parts.First(part => part.Type == type)));
                if (type != "ENERGY") lastTime = type;
            }
            if (power > 0) kwh++;
        }
        var sum = Exact.Zero;
        foreach (var (type, all) in priced)
        {
            var total = all.Aggregate(Exact.Zero, (whole, one) => whole + one.Quantity);
            var step = Exact.Ratio(all[^1].Part.Step, type == "ENERGY" ? 1000 : 3600);
            var extra = type == "ENERGY" || type == lastTime ? (total / step).Round(0, Rounding.Up) * step - total : 0;
            sum += all.Aggregate(Exact.Zero, (cost, one) => cost + one.Quantity * Exact.FromScaled(one.Part.Price, 2))
                + extra * Exact.FromScaled(all[^1].Part.Price, 2);
        }
        return sum;
    }
}
