using Busbar.Quantities;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Books.Ocpi;

/// <summary>Reads a tariff of OCPI.</summary>
internal static class OcpiTariffReader
{
    private const long MostStep = 1_000_000;

    private static readonly Dictionary<string, OcpiDimension> Dimensions = new()
    {
        ["ENERGY"] = OcpiDimension.Energy, ["TIME"] = OcpiDimension.Time, ["PARKING_TIME"] = OcpiDimension.ParkingTime,
        ["FLAT"] = OcpiDimension.Flat,
    };

    private static readonly Dictionary<string, OcpiReservation> Reservations = new()
    {
        ["RESERVATION"] = OcpiReservation.Reservation, ["RESERVATION_EXPIRES"] = OcpiReservation.Expires,
    };

    private static readonly LocalTimePattern Clock = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    /// <summary>The tariff; null after a fault.</summary>
    /// <param name="node">One tariff, or the answer of an interface with it in <c>data</c>.</param>
    public static OcpiTariff? Read(MapNode node, List<Fault> faults)
    {
        if (node["elements"] is null && node["data"] is MapNode data) node = data;
        var before = faults.Count;
        var tariff = new MapReader(node, faults, "tariff", "id");
        // What its operator says of himself and for the eye has no price in it.
        foreach (var entry in node.Entries) tariff.Value(entry.Key);
        var (id, currency) = (tariff.Text("id"), tariff.Text("currency"));
        var included = tariff.OptionalChoice("tax_included", "YES", "NO", "N/A");
        var (least, most) = (Limit(tariff, "min_price"), Limit(tariff, "max_price"));
        var elements = tariff.Maps("elements", "element", required: true)
            .Select((element, i) => Element(element, i + 1)).ToList();
        if (tariff.Map["elements"] is ListNode { Items.Count: 0 } none)
            tariff.Fault("missing-key", none.Place, $"{tariff.Thing} has no element, so that nothing has a price.",
                "One that is free has an element with a FLAT price of 0.");
        if (least is not null && most is not null && least.Net > most.Net)
            tariff.Fault("bad-number", least.Place, $"min_price of {tariff.Thing} is above its max_price.");
        tariff.Done();
        return faults.Count > before ? null
            : new(id, currency, included == "YES", least, most, elements, node.Place);
    }

    private static OcpiElement Element(MapReader element, int number)
    {
        var restrictions = element.Section("restrictions") is { } given ? Restrictions(given) : OcpiRestrictions.None;
        var components = element.Maps("price_components", "price component", required: true)
            .Select(component => Component(component)).OfType<OcpiComponent>().ToList();
        if (element.Map["price_components"] is ListNode { Items.Count: 0 } none)
            element.Fault("missing-key", none.Place, $"{element.Thing} has no price component.");
        foreach (var twice in components.GroupBy(one => one.Dimension).Where(same => same.Count() > 1))
            element.Fault("duplicate-key", twice.Last().Place, $"{element.Thing} has two prices for "
                + $"{Dimensions.First(one => one.Value == twice.Key).Key}; expected one.");
        if (restrictions.Reservation != OcpiReservation.None)
            foreach (var other in components.Where(one => one.Dimension is OcpiDimension.Energy
                or OcpiDimension.ParkingTime))
                element.Fault("not-of-reservation", other.Place, $"{element.Thing} is for reservations, which have "
                    + "prices for TIME and FLAT alone.");
        return new(number, components, restrictions, element.Place);
    }

    private static OcpiComponent? Component(MapReader component)
    {
        var type = component.Written("type", required: true);
        var price = Number(component, component.Written("price", required: true), "price");
        var vat = Number(component, component.Written("vat"), "vat");
        component.Value("step_size", required: true);
        var step = component.OptionalWhole("step_size", 0, MostStep);
        if (type is null || price is not { } each || step is not { } size) return null;
        if (Lookup.Find(component, type, "type", Dimensions.ToDictionary(one => one.Key, one => (object)one.Value))
            is not OcpiDimension dimension) return null;
        return new(dimension, each, vat is { } percent ? percent / 100 : null,
            dimension == OcpiDimension.Flat ? 0 : step.Value, component.Place);
    }

    private static OcpiLimit? Limit(MapReader tariff, string key)
    {
        if (tariff.Section(key) is not { } limit) return null;
        var (net, gross) = limit.Has("excl_vat") ? ("excl_vat", "incl_vat") : ("before_taxes", "after_taxes");
        var (before, after) = (Number(limit, limit.Written(net, required: true), net),
            Number(limit, limit.Written(gross), gross));
        return before is { } least ? new(least, after, limit.Place) : null;
    }

    private static OcpiRestrictions Restrictions(MapReader given)
    {
        var restrictions = new OcpiRestrictions
        {
            StartTime = Time(given, "start_time"), EndTime = Time(given, "end_time"),
            StartDate = given.OptionalDate("start_date"), EndDate = given.OptionalDate("end_date"),
            Energy = Span(given, "kwh"), Current = Span(given, "current"), Power = Span(given, "power"),
            Duration = Span(given, "duration"), Days = DaysOf(given),
            Reservation = given.OptionalChoice("reservation", [.. Reservations.Keys]) is { } word
                ? Reservations[word] : OcpiReservation.None,
        };
        if (restrictions is { StartDate: { } from, EndDate: { } to } && to <= from)
            given.Fault("bad-date", given.Map["end_date"]!.Place,
                $"{given.Thing} end on the day on which they start, or before.", "end_date is the first day after.");
        return restrictions;
    }

    private static (Exact? From, Exact? To) Span(MapReader given, string of)
    {
        var (from, to) = (Number(given, given.Written($"min_{of}"), $"min_{of}"),
            Number(given, given.Written($"max_{of}"), $"max_{of}"));
        if (from is { } least && to is { } most && most <= least)
            given.Fault("bad-number", given.Map[$"max_{of}"]!.Place, $"{given.Thing} have a max_{of} that isn't above "
                + $"min_{of}: they never hold.");
        return (from, to);
    }

    private static LocalTime? Time(MapReader given, string key)
    {
        if (given.Written(key) is not { } text) return null;
        if (Clock.Parse(text.Value) is { Success: true } time) return time.Value;
        given.Fault("bad-time", text.Place, $"{key} of {given.Thing} is {text.What}; expected a time of the day such "
            + "as 19:45.");
        return null;
    }

    private static List<IsoDayOfWeek> DaysOf(MapReader given)
    {
        var days = new List<IsoDayOfWeek>();
        foreach (var text in given.Texts("day_of_week"))
            if (text.Value.All(char.IsAsciiLetterUpper) && Enum.TryParse<IsoDayOfWeek>(text.Value, true, out var day)
                && day != IsoDayOfWeek.None) days.Add(day);
            else
                given.Fault("bad-choice", text.Place, $"day_of_week of {given.Thing} has {text.What}; expected MONDAY "
                    + "to SUNDAY.");
        return [.. days.Distinct().Order()];
    }

    private static Exact? Number(MapReader reader, TextNode? text, string key)
    {
        if (text is null) return null;
        if (Exact.TryParse(text.Value, out var number, out var problem) && number.Sign >= 0) return number;
        reader.Fault("bad-number", text.Place, $"{key} of {reader.Thing} is {text.What}, which "
            + $"{problem ?? "is below zero"}.");
        return null;
    }
}
