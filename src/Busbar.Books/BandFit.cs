using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Books;

/// <summary>
/// Checks that what is measured can be told apart by the bands that split the days of a charge: by registers that count
/// them, or by readings that begin where they do.
/// </summary>
/// <param name="place">Where it is said which connections the agreement binds.</param>
internal sealed class BandFit(
    MapReader reader, Place place, Agreement agreement, IReadOnlyList<ProductVersion> versions)
{
    /// <summary>Adds a fault for all that doesn't fit.</summary>
    public void Check()
    {
        var needed = from version in versions
            from charge in version.Rated
            let calendar = version.BandsOf(charge)
            where calendar is not null
            from channel in ChannelsOf(charge)
            from connection in agreement.Connections
            where connection.Channels.ContainsKey(channel)
            select (Charge: charge, Calendar: calendar, Channel: channel, Connection: connection,
                Days: DaysOf(version));
        foreach (var one in needed.DistinctBy(one => (one.Calendar, one.Channel, one.Connection.Id, one.Days)))
            if (one.Connection.IntervalOf(one.Channel) < 1440) CheckReadings(one.Charge, one.Calendar, one.Connection);
            else CheckRegisters(one.Charge, one.Calendar, one.Connection, one.Channel, one.Days);
    }

    private void CheckReadings(Charge charge, Calendar calendar, Connection connection)
    {
        if (calendar.ResolutionMinutes % connection.IntervalMinutes != 0)
            reader.Fault("too-coarse", place, $"{Subject(charge, calendar)}, some of which begin or end within the "
                + $"readings of connection {connection.Id}.", "Bind a connection with shorter readings.");
    }

    private void CheckRegisters(
        Charge charge, Calendar calendar, Connection connection, string channel, Days days)
    {
        if (!connection.IsReadByRegisters(channel))
            reader.Fault("no-bands", place, $"{Subject(charge, calendar)}; connection {connection.Id} has readings of "
                + $"channel {channel} by the day, in which they can't be told apart.",
                $"Give it meters whose registers count {calendar.Name}, or shorter readings.");
        foreach (var meter in connection.Meters.Where(meter => !meter.Days.Intersect(days).IsEmpty))
            if (meter.Registers.FirstOrDefault(register => register.Channel == channel
                && !ReferenceEquals(register.Band?.Calendar, calendar)) is { } other)
                reader.Fault("wrong-bands", place, $"{Subject(charge, calendar)}; meter {meter.Id} of connection "
                    + $"{connection.Id}, there from {LocalDatePattern.Iso.Format(meter.From)}, counts channel "
                    + channel + (other.Band is { } band ? $" by those of {band.Calendar.Name}." : " without bands."),
                    $"Give its registers calendar: {calendar.Name}, or the connection a profile and a shorter "
                    + "interval; let the agreement have only days of meters that count it, or bind another product.");
    }

    private string Subject(Charge charge, Calendar calendar) =>
        $"The {charge.Subject} of product {agreement.Product.Id} needs the bands of calendar {calendar.Name}";

    private static IEnumerable<string> ChannelsOf(Charge charge) => charge.Rate.Formulas
        .SelectMany(written => written.Formula.All()).OfType<ChannelFormula>()
        .Select(formula => formula.Channel.Name).Distinct();

    /// <summary>The days of the agreement on which a version of its product holds.</summary>
    private Days DaysOf(ProductVersion version)
    {
        var next = agreement.Pinned is null
            ? versions.Where(one => one.From > version.From).Select(one => (LocalDate?)one.From).Min() : null;
        return agreement.SupplyIn(new(agreement.Pinned is null ? version.From : LocalDate.MinIsoValue,
            next ?? LocalDate.MaxIsoValue));
    }
}
