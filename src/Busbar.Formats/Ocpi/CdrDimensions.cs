using Busbar.Metering;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Formats.Ocpi;

/// <summary>What a charging period says of itself, by the type of dimension (OCPI, CdrDimensionType).</summary>
internal sealed class CdrDimensions
{
    private const string Energy = "ENERGY";
    private const string Import = "ENERGY_IMPORT";
    private const string Export = "ENERGY_EXPORT";
    private const string Time = "TIME";
    private const string Parking = "PARKING_TIME";
    private const string Reservation = "RESERVATION_TIME";

    // What the energy was at, first that which is of the whole period.
    private static readonly string[] Powers = ["POWER", "MAX_POWER", "MIN_POWER"];
    private static readonly string[] Currents = ["CURRENT", "MAX_CURRENT", "MIN_CURRENT"];

    private static readonly string[] Types =
        [Energy, Import, Export, Time, Parking, Reservation, .. Powers, .. Currents, "STATE_OF_CHARGE"];

    private readonly Dictionary<string, Exact> _volumes = new(StringComparer.Ordinal);

    private CdrDimensions()
    {
    }

    /// <summary>Whether energy is stated, if only that there was none.</summary>
    public bool HasEnergy => _volumes.ContainsKey(Energy) || _volumes.ContainsKey(Import)
        || _volumes.ContainsKey(Export);

    /// <summary>Those of a period; null after a fault.</summary>
    public static CdrDimensions? Read(CdrKeys period, IReadOnlyList<string> known)
    {
        if (period.Sections("dimensions", "dimension") is not { } given) return null;
        var (dimensions, isGood) = (new CdrDimensions(), true);
        foreach (var dimension in given)
        {
            isGood &= dimension.Known(known);
            if (dimension.Text("type", 40) is not { } type || dimension.Number("volume") is not { } volume)
                isGood = false;
            else if (!Types.Contains(type))
                isGood = dimension.Fault("unknown-dimension", dimension.Of("type"), $"is of the type {type}, which "
                    + "OCPI doesn't know.", Nearest.Hint(type, Types) ?? $"Known are {string.Join(", ", Types)}.");
            else if (volume.Sign < 0 && type is (Import or Export or Time or Parking or Reservation))
                isGood = dimension.Fault("below-zero", dimension.Of("volume"), $"has a {type} of {volume}, which is "
                    + "below zero.",
                    type is Import or Export ? null : "Only ENERGY may be: it is what was given back.");
            else if (!dimensions._volumes.TryAdd(type, volume))
                isGood = dimension.Fault("duplicate-key", dimension.Of("type"), $"is of the type {type}, which the "
                    + "same period has already.");
        }
        return isGood && dimensions.AreOneEnergy(period) ? dimensions : null;
    }

    /// <summary>The period that they are of.</summary>
    public SessionPeriod Over(Instant start, Instant end)
    {
        var (import, export) = Flows();
        var (charging, idle, reserved) = (Of(Time), Of(Parking), Of(Reservation));
        if (charging is null && idle is null && reserved is null)
        {
            var own = CdrPeriods.HoursOf(start, end);
            if (import.IsZero && export.IsZero) idle = own;
            else charging = own;
        }
        return new(start, end, import, export, charging ?? Exact.Zero, idle ?? Exact.Zero, reserved ?? Exact.Zero,
            First(Powers), First(Currents));
    }

    private Exact? Of(string type) => _volumes.TryGetValue(type, out var volume) ? volume : null;

    private Exact? First(IEnumerable<string> types) => types.Select(Of).FirstOrDefault(volume => volume is not null);

    /// <summary>What came in and what went out; net energy below zero went out.</summary>
    private (Exact Import, Exact Export) Flows()
    {
        var (net, import, export) = (Of(Energy), Of(Import), Of(Export));
        if (import is null && export is null)
            return (Exact.Max(net ?? Exact.Zero, Exact.Zero), Exact.Max(-(net ?? Exact.Zero), Exact.Zero));
        return (import ?? net + export ?? Exact.Zero, export ?? import - net ?? Exact.Zero);
    }

    /// <summary>Where energy is stated both net and by direction, one is the difference of the others.</summary>
    private bool AreOneEnergy(CdrKeys period)
    {
        var (import, export) = Flows();
        if (import.Sign >= 0 && export.Sign >= 0 && (Of(Energy) is not { } net || import - export == net)) return true;
        return period.Fault("wrong-total", period.Of("dimensions"), $"has an ENERGY of {Of(Energy)} kWh, which isn't "
            + "its ENERGY_IMPORT less its ENERGY_EXPORT.", "Ask its sender for a credit and a right one.");
    }
}
