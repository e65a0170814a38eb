using Busbar.Quantities;
using NodaTime;

namespace Busbar.Books.Ocpi;

/// <summary>What a price component counts.</summary>
internal enum OcpiDimension
{
    Energy,
    Time,
    ParkingTime,
    Flat,
}

/// <summary>Whether an element is for reservations.</summary>
internal enum OcpiReservation
{
    None,
    Reservation,
    Expires,
}

/// <summary>A tariff of OCPI 2.2.1 or 2.3.0, module Tariffs.</summary>
/// <param name="Id">What its operator calls it.</param>
/// <param name="IsGross">Whether its prices include the tax.</param>
/// <param name="Least">What a session costs at least; null: nothing.</param>
/// <param name="Most">What it costs at most.</param>
internal sealed record OcpiTariff(
    string Id, string Currency, bool IsGross, OcpiLimit? Least, OcpiLimit? Most, IReadOnlyList<OcpiElement> Elements,
    Place Place);

/// <summary>A limit of a session's cost, in the tariff's currency.</summary>
/// <param name="Gross">With tax; null where it isn't said.</param>
internal sealed record OcpiLimit(Exact Net, Exact? Gross, Place Place);

/// <summary>Prices, and when they are active.</summary>
/// <param name="Number">Its place in the tariff, from 1.</param>
internal sealed record OcpiElement(
    int Number, IReadOnlyList<OcpiComponent> Components, OcpiRestrictions Restrictions, Place Place);

/// <summary>A price for one dimension.</summary>
/// <param name="Price">Per kWh, hour or session.</param>
/// <param name="Vat">A rate, 0.2; null where no tax is applicable.</param>
/// <param name="Step">In Wh or seconds; 0 doesn't round.</param>
internal sealed record OcpiComponent(OcpiDimension Dimension, Exact Price, Exact? Vat, long Step, Place Place);

/// <summary>When an element is active: all that is given must hold. From is included, to isn't.</summary>
internal sealed record OcpiRestrictions
{
    public static readonly OcpiRestrictions None = new();

    public LocalTime? StartTime { get; init; }

    public LocalTime? EndTime { get; init; }

    public LocalDate? StartDate { get; init; }

    public LocalDate? EndDate { get; init; }

    /// <summary>In kWh.</summary>
    public (Exact? From, Exact? To) Energy { get; init; }

    /// <summary>In A over all phases.</summary>
    public (Exact? From, Exact? To) Current { get; init; }

    /// <summary>In kW.</summary>
    public (Exact? From, Exact? To) Power { get; init; }

    /// <summary>In seconds.</summary>
    public (Exact? From, Exact? To) Duration { get; init; }

    /// <summary>Empty: all.</summary>
    public IReadOnlyList<IsoDayOfWeek> Days { get; init; } = [];

    public OcpiReservation Reservation { get; init; }
}
