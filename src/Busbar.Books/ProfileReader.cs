using Busbar.Metering;
using Busbar.Quantities;

namespace Busbar.Books;

/// <summary>Reads the profile of a connection: a series of the book whose values are parts of a whole.</summary>
internal static class ProfileReader
{
    /// <summary>The profile; null where there is none, or after a fault.</summary>
    public static Profile? Read(MapReader connection, BookRules rules)
    {
        if (connection.Written("profile") is not { } text) return null;
        if (!connection.Has("meters"))
            connection.Fault("no-meters", text.Place, $"{connection.Thing} has a profile, by which registers are "
                + "interpolated, and no meters.", "Name its meters and their registers, or leave profile out.");
        if (rules.Series.Find(connection, text, "series") is not { } series) return null;
        var subject = $"profile of {connection.Thing} is the series {series.Name}";
        if (series.Unit.Dimension != Dimension.None && !series.Unit.Dimension.IsMetered)
            connection.Fault("wrong-unit", text.Place, $"{subject}, which is in {series.Unit}; the values of a profile "
                + "are plain numbers, or energy or volume.", "Name a series with unit: 1 or unit: kWh.");
        if (series.Window is { } window)
            connection.Fault("too-coarse", text.Place, $"{subject}, which has a value per {window.Word}; those of a "
                + "profile are by the half-hour, hour or day.", "Name a series with interval: 60min, or 30min or day.");
        return new(series.Name, series.IntervalMinutes, series.Zone, series.File);
    }
}
