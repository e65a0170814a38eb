using Busbar.Quantities;
using NodaTime;

namespace Busbar.Books.Ocpi;

/// <summary>
/// A tariff of OCPI as quantities and charges: formulas of the contract language, which is what is rated and what an
/// explanation shows. The rules are those of OCPI 2.3.0, module Tariffs.
/// </summary>
/// <param name="calendars">Takes in what restrictions on times and dates need.</param>
/// <param name="firstDay">The first day of the product's version.</param>
/// <param name="taxOf">The name of the book's tax with a rate, null where it has none.</param>
internal sealed class OcpiFormulas(
    OcpiTariff tariff, OcpiCalendars calendars, LocalDate firstDay, Func<Exact, string?> taxOf, List<Fault> faults)
{
    private const string OutsideOfTax = "outside";
    private const string Started = "started";
    private const string Expired = "expired";
    private const string ReservedStart = "reserved-start";
    private const string LastTime = "last-time";

    private readonly List<(string Name, string Formula)> _quantities = [];
    private readonly List<OcpiCharge> _charges = [];
    private readonly List<(string Net, string Gross)> _costs = [];
    private readonly HashSet<Exact> _rates = [];

    /// <summary>The quantities, each after those that it uses.</summary>
    public IReadOnlyList<(string Name, string Formula)> Quantities => _quantities;

    /// <summary>The charges, in the order of a bill.</summary>
    public IReadOnlyList<OcpiCharge> Charges => _charges;

    /// <summary>What must be, so that no session is free by oversight; null where some price always holds.</summary>
    public string? Must { get; private set; }

    /// <summary>Writes all of them; what is wrong is added to the faults.</summary>
    public OcpiFormulas Write()
    {
        var hasReservations = tariff.Elements.Any(one => one.Restrictions.Reservation != OcpiReservation.None);
        Quantity(Expired, "last(sessions.expired, per = session)");
        // Who only reserved has started nothing.
        Quantity(Started, $"when({Expired} > 0, 0, sessions.starts)");
        if (hasReservations)
            Quantity(ReservedStart, "when(last(sessions.reserved-time, per = session) > 0, sessions.starts, 0)");
        var (start, energy) = (Fee("start", "Start", Started, isReservation: false),
            Of("energy", "Energy", "sessions.energy", "/kWh", "Wh", OcpiDimension.Energy));
        var (charging, parking) = (
            Of("charging", "Charging time", "sessions.charging-time", "/h", "s", OcpiDimension.Time),
            Of("parking", "Parking", "sessions.idle-time", "/h", "s", OcpiDimension.ParkingTime));
        Add(start);
        Add(energy);
        Times(charging, parking);
        Match(start, energy, charging, parking);
        Add(new("reservation", "Reservation", "sessions.reserved-time", "/h", "s", Reserved(OcpiDimension.Time)));
        Add(Fee("reservation-fee", "Reservation fee", ReservedStart, isReservation: true));
        if (tariff.Least is { } least) Limit(least, isLeast: true);
        if (tariff.Most is { } most) Limit(most, isLeast: false);
        for (var i = _quantities.Count - 1; i >= 0; i--)
            if (!IsUsed(_quantities[i].Name)) _quantities.RemoveAt(i);
        return this;
    }

    private OcpiPrices Of(
        string word, string name, string figure, string unit, string stepUnit, OcpiDimension dimension) =>
        new(word, name, figure, unit, stepUnit, Until([.. Components(OcpiReservation.None, dimension)]));

    private OcpiPrices Fee(string word, string name, string figure, bool isReservation) => new(
        word, name, figure, "", "", isReservation ? Reserved(OcpiDimension.Flat)
            : Until([.. Components(OcpiReservation.None, OcpiDimension.Flat)]));

    /// <summary>Of a reservation that nobody used the prices of expired ones are tried first.</summary>
    private List<(OcpiComponent Component, string? Condition)> Reserved(OcpiDimension dimension) => Until(
    [
        .. Components(OcpiReservation.Expires, dimension).Select(one => one with
        {
            Condition = $"{Expired} > 0" + (one.Condition is null ? "" : $" and {one.Condition}"),
        }),
        .. Components(OcpiReservation.Reservation, dimension),
    ]);

    private IEnumerable<(OcpiComponent Component, string? Condition)> Components(
        OcpiReservation reservation, OcpiDimension dimension) =>
        from element in tariff.Elements
        where element.Restrictions.Reservation == reservation
            && !OcpiCalendars.IsOver(element.Restrictions, firstDay)
        from component in element.Components
        where component.Dimension == dimension && (dimension != OcpiDimension.Flat || MayStart(element, component))
        select (component, Condition(element));

    /// <summary>What comes after a price that holds always is never tried.</summary>
    private static List<(OcpiComponent Component, string? Condition)> Until(
        List<(OcpiComponent Component, string? Condition)> all)
    {
        var always = all.FindIndex(one => one.Condition is null);
        return always < 0 ? all : all[..(always + 1)];
    }

    private string? Condition(OcpiElement element)
    {
        var given = element.Restrictions;
        List<string> parts = [.. calendars.Conditions(given, firstDay, element.Place)];
        foreach (var (figure, unit, (least, most)) in new[]
            {
                ("sessions.energy-so-far", "kWh", given.Energy), ("sessions.current", "A", given.Current),
                ("sessions.power", "kW", given.Power), ("sessions.time-so-far", "s", given.Duration),
            })
        {
            if (least is { Sign: > 0 }) parts.Add($"{figure} >= {least} {unit}");
            if (most is not null) parts.Add($"{figure} < {most} {unit}");
        }
        return parts.Count == 0 ? null : string.Join(" and ", parts);
    }

    /// <summary>A fee is asked once, at the start, so what can't hold there is never asked.</summary>
    private bool MayStart(OcpiElement element, OcpiComponent component)
    {
        if (element.Restrictions is { Energy.From: not { Sign: > 0 }, Duration.From: not { Sign: > 0 } }) return true;
        Fault("never-due", component.Place, $"Element {Text(element.Number)} of tariff {tariff.Id} has a FLAT price, "
            + "which is asked when a session starts, and is restricted to what comes later: it would never be asked.",
            "Leave its min_kwh or min_duration out, or price TIME, PARKING_TIME or ENERGY.");
        return false;
    }

    /// <summary>Steps are of the last of charging and parking that has a price, and of that one alone.</summary>
    private void Times(OcpiPrices charging, OcpiPrices parking)
    {
        var areTwo = !charging.IsNone && !parking.IsNone && (charging.HasSteps || parking.HasSteps);
        Count(charging);
        Count(parking);
        if (areTwo)
            Quantity(LastTime,
                $"last(when({parking.Priced} > 0, 2, when({charging.Priced} > 0, 1, 0)), per = session)");
        foreach (var (prices, number) in new[] { (charging, "1"), (parking, "2") })
        {
            Step(prices, areTwo ? $"{LastTime} is {number}" : null);
            Price(prices);
        }
    }

    /// <summary>OCPI has what no element matches free. A session that took energy while none of them held at all is
    /// rather one that the tariff wasn't written for.</summary>
    private void Match(params OcpiPrices[] all)
    {
        var given = all.Where(prices => !prices.IsNone).ToList();
        if (given.Exists(prices => prices.IsWhole)) return;
        Must = "sum(sessions.energy, per = session) <= 0" + (given.Count == 0 ? "" : " or count("
            + $"{string.Join(" or ", given.Select(prices => $"{prices.Element} > 0"))}, per = session) > 0");
    }

    private void Add(OcpiPrices prices)
    {
        Count(prices);
        Step(prices, null);
        Price(prices);
    }

    /// <summary>Which price is active, and what is counted meanwhile.</summary>
    private void Count(OcpiPrices prices)
    {
        if (prices.IsNone) return;
        if (!prices.IsPlain) Quantity(prices.Element, prices.ElementFormula);
        if (!prices.IsWhole) Quantity(prices.Priced, $"when({prices.Element} > 0, {prices.Figure}, 0)");
    }

    /// <summary>Once per session, by the step of the last price that was active; the extra goes to its last piece.
    /// </summary>
    private void Step(OcpiPrices prices, string? condition)
    {
        if (prices.IsNone || !prices.HasSteps) return;
        if (prices.All.Any(one => one.Component.Step == 0))
            Fault("mixed-steps", prices.All.First(one => one.Component.Step == 0).Component.Place,
                $"Tariff {tariff.Id} has prices for {prices.Name.ToLowerInvariant()} with a step_size of 0 and with "
                + "others, so that it can't be said what is billed of a session with both.",
                "Give all of them one of 1 or more.");
        var step = prices.OnlyStep is { } only ? Text(only)
            : $"last(when({prices.Priced} > 0, {prices.StepOfActive}, 0), per = session)";
        var size = condition is not null ? $"when({condition}, {step}, 0) * 1 {prices.StepUnit}"
            : prices.OnlyStep is not null ? $"{step} {prices.StepUnit}" : $"{step} * 1 {prices.StepUnit}";
        Quantity(prices.Billed, $"round({prices.Priced}, {size}, up, per = session)");
    }

    /// <summary>A charge for each rate of tax.</summary>
    private void Price(OcpiPrices prices)
    {
        var byVat = prices.ByVat.ToList();
        foreach (var (vat, places) in byVat)
        {
            var place = prices.All[places[0]].Component.Place;
            var name = byVat.Count == 1 ? prices.Name
                : $"{prices.Name} ({(vat is { } rate ? $"{rate * 100} %" : "no tax")})";
            var quantity = prices.QuantityOf(places);
            var price = prices.Chosen(places, one => $"{one.Price} {tariff.Currency}{prices.Unit}");
            var cost = $"{quantity} * {price}";
            _rates.Add(vat ?? Exact.Zero);
            var over = 1 + (vat ?? Exact.Zero);
            if (over == Exact.One) _costs.Add((cost, cost));
            else _costs.Add(tariff.IsGross ? ($"{cost} / {over}", cost) : (cost, $"{cost} * {over}"));
            if (vat is not { } taxed)
                _charges.Add(new(name, quantity, price, null, OutsideOfTax, tariff.IsGross, place));
            else if (taxOf(taxed) is { } tax)
                _charges.Add(new(name, quantity, price, null, tax, tariff.IsGross, place));
            else
                Fault("no-tax", place, $"Tariff {tariff.Id} has a price with {taxed * 100} % VAT, and the book has no "
                    + $"tax of that rate on {NodaTime.Text.LocalDatePattern.Iso.Format(firstDay)}.",
                    $"Add one to book.yaml: taxes: {{ vat-{(taxed * 100).ToString().Replace('.', '-')}: "
                    + $"{taxed * 100} % }}.");
        }
    }

    /// <summary>
    /// A session's cost is moved to its limit twice: before tax, with a charge at the rate that the limit itself has;
    /// and what is then left of the cost with tax, outside of tax.
    /// </summary>
    private void Limit(OcpiLimit limit, bool isLeast)
    {
        var (word, name) = isLeast ? ("minimum", "Minimum price") : ("maximum", "Maximum price");
        // Who only reserved had no session that costs something at least.
        var sessions = $"sum({(isLeast ? Started : "sessions.starts")}, per = session)";
        Quantity("cost-before-tax", $"sum({string.Join(" + ", _costs.Select(cost => cost.Net))}, per = session)");
        Quantity(word, Beyond($"{limit.Net} {tariff.Currency} * {sessions}", "cost-before-tax", isLeast));
        // Its rate is what it has itself; where the book has none of that, all that is tax is left for the second.
        var vat = limit.Gross is { } gross && limit.Net.Sign > 0 ? gross / limit.Net - 1 : Exact.Zero;
        var tax = vat.Sign > 0 ? taxOf(vat) : null;
        if (tax is null) vat = Exact.Zero;
        _charges.Add(new(name, null, null, word, tax ?? OutsideOfTax, false, limit.Place));
        // Where all has one rate of tax, the limit's own, nothing is left.
        if (limit.Gross is not { } whole || _rates.All(rate => rate == vat)) return;
        Quantity("cost-with-tax", $"sum({string.Join(" + ", _costs.Select(cost => cost.Gross))}, per = session)");
        Quantity($"{word}-with-tax", Beyond($"{whole} {tariff.Currency} * {sessions}",
            $"(cost-with-tax + {word} * {1 + vat})", isLeast));
        _charges.Add(new($"{name} with tax", null, null, $"{word}-with-tax", OutsideOfTax, false, limit.Place));
    }

    private static string Beyond(string limit, string cost, bool isLeast) =>
        isLeast ? $"positive({limit} - {cost})" : $"0 - positive({cost} - {limit})";

    private bool IsUsed(string name) => _quantities.Select(one => one.Formula)
        .Concat(_charges.SelectMany(one => new[] { one.Quantity, one.Price, one.Amount })).Append(Must)
        .OfType<string>()
        .Any(formula => Names(formula).Contains(name));

    /// <summary>The words of a formula: names, with hyphens and the point between an owner and its own.</summary>
    private static string[] Names(string formula) => new string([.. formula.Select(sign =>
        char.IsAsciiLetterOrDigit(sign) || sign is '-' or '.' ? sign : ' ')])
        .Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private void Quantity(string name, string formula)
    {
        if (!_quantities.Exists(one => one.Name == name)) _quantities.Add((name, formula));
    }

    private void Fault(string code, Place place, string message, string hint) =>
        faults.Add(new(code, message, place, tariff.Id, hint));

    private static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A charge as it would be written: a quantity and a price, or an amount.</summary>
internal sealed record OcpiCharge(
    string Name, string? Quantity, string? Price, string? Amount, string Tax, bool IsGross, Place Place);
