using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Quantities;
using NodaTime.Text;

namespace Busbar.Books;

/// <summary>Reads the meters of a connection and their registers, and makes sure that they fit each other.</summary>
internal static class MeterReader
{
    private const int LongestName = 40;

    /// <summary>The meters by their days; none where a fault was found in one.</summary>
    /// <param name="minutes">The interval of the connection; null after a fault.</param>
    public static IReadOnlyList<Meter> Read(
        MapReader connection, IReadOnlyDictionary<string, Channel> channels, int? minutes, BookRules rules)
    {
        var readers = connection.Maps("meters", "meter", "meter");
        var meters = readers.Select(reader => Meter(reader, channels, rules)).OfType<Meter>()
            .OrderBy(meter => meter.From).ToList();
        // Registers may stand beside intervals: what they count is by the day there.
        if (readers.Count > 0 && minutes < 1440 && !connection.Has("profile")
            && channels.Keys.All(name => meters.Exists(meter => meter.Counts(name))))
            connection.Fault("too-fine", connection.Map["meters"]!.Place, $"{connection.Thing} has meters that are "
                + "read now and then, which gives a value per day, and no interval of a day.",
                "Write interval: day, or profile: the name of the series that says how its days are used.");
        if (meters.Count < readers.Count) return [];
        foreach (var channel in channels.Values) CheckChannel(connection, meters, channel);
        foreach (var same in meters.SelectMany(meter => meter.Registers.Select(register => (Meter: meter, register)))
            .GroupBy(one => (one.Meter.Id, one.register.Id)))
            if (same.DistinctBy(one => (one.register.Digits, one.register.Decimals)).Skip(1).FirstOrDefault().Meter
                is { } later)
                connection.Fault("different-register", later.Place, $"Register {same.Key.Item2} of meter "
                    + $"{same.Key.Item1} has other digits or decimals than on the meter's days before.",
                    "A meter with another dial is another meter: give it a number of its own.");
        // Names on a command line have no blanks.
        foreach (var same in meters.Select(meter => meter.Id).Distinct()
            .GroupBy(SuspectRead.Written).Where(same => same.Count() > 1))
            connection.Fault("duplicate-id", meters.First(meter => meter.Id == same.Last()).Place, "Meters "
                + $"{same.First()} and {same.Last()} of {connection.Thing} differ only in a blank, and can't be told "
                + $"apart where {same.Key} stands for it.", "Give one of them another name.");
        return meters;
    }

    private static Meter? Meter(MapReader meter, IReadOnlyDictionary<string, Channel> channels, BookRules rules)
    {
        var (id, from, to) = (Name(meter, "meter"), meter.Date("from"), meter.OptionalDate("to"));
        if (to <= from)
            meter.Fault("bad-date", meter.Map["to"]!.Place, $"{meter.Thing} is gone on the day it comes, or before.",
                "to: is the day at whose start it is read for the last time.");
        var readers = meter.Maps("registers", "register", "register", required: true);
        if (meter.Map["registers"] is ListNode { Items.Count: 0 } none)
            meter.Fault("missing-key", none.Place, $"{meter.Thing} has no register.",
                "Name those that are read: registers: [{ register: \"1\", channel: import, digits: 5 }].");
        var registers = readers.Select(reader => Register(reader, channels, rules)).OfType<Register>().ToList();
        foreach (var twice in registers.GroupBy(register => SuspectRead.Written(register.Id))
            .Where(same => same.Count() > 1))
            meter.Fault("duplicate-id", meter.Place, $"{meter.Thing} has two registers {twice.First().Id}.",
                "Give each the name that its reads come with.");
        if (id is null || from is not { } first || to <= first || registers.Count < readers.Count || readers.Count == 0)
            return null;
        foreach (var counted in registers.GroupBy(register => register.Channel))
            CheckBands(meter, counted.Key, [.. counted]);
        return new(id, first, to, registers, meter.Place);
    }

    private static Register? Register(
        MapReader register, IReadOnlyDictionary<string, Channel> channels, BookRules rules)
    {
        var id = Name(register, "register");
        var named = register.Written("channel", required: true);
        var channel = named is null ? null : Lookup.Find(register, named, "channel", channels);
        register.Value("digits", required: true);
        var digits = register.OptionalWhole("digits", 1, Metering.Register.MostDigits);
        var decimals = register.OptionalWhole("decimals", 0, Metering.Register.MostDecimals);
        var multiplier = register.Written("multiplier") is { } times
            ? Values.Number(register, times, $"multiplier of {register.Thing}", Unit.One, UnitWords.None) : Exact.One;
        if (multiplier is { Sign: <= 0 })
            register.Fault("bad-number", register.Map["multiplier"]!.Place,
                $"multiplier of {register.Thing} must be above zero.");
        var unit = register.Written("unit") is { } own
            ? Values.UnitOf(register, own, $"unit of {register.Thing}", UnitWords.None) : channel?.Unit;
        if (unit is not null && channel is not null && unit.Dimension != channel.Unit.Dimension)
            register.Fault("wrong-unit", register.Map["unit"]!.Place, $"{register.Thing} counts in {unit}, and channel "
                + $"{channel.Name} is in {channel.Unit}.");
        var isGood = Band(register, rules, out var band);
        return isGood && id is not null && channel is not null && digits is { } before && multiplier is { Sign: > 0 } by
            && unit is not null && unit.Dimension == channel.Unit.Dimension
            && (decimals is not null || !register.Has("decimals"))
                ? new(id, channel.Name, (int)before, (int)(decimals ?? 0), by, unit, band) : null;
    }

    /// <summary>The band that a register counts, null where it counts always; false after a fault.</summary>
    private static bool Band(MapReader register, BookRules rules, out RegisterBand? band)
    {
        band = null;
        var (named, name) = (register.Written("calendar"), register.Written("band"));
        if (named is null && name is null) return true;
        if (named is null || name is null)
        {
            var (has, lacks) = named is null ? ("band", "calendar") : ("calendar", "band");
            register.Fault("missing-key", register.Place, $"{register.Thing} has a {has} and no {lacks}.",
                "Write calendar: day-night, band: day.");
            return false;
        }
        if (rules.Calendars.Find(register, named, "calendar") is not { } calendar) return false;
        var index = calendar.Bands.ToList().IndexOf(name.Value);
        if (index >= 0) band = new(calendar, index);
        else
            register.Fault("unknown-band", name.Place, $"Calendar {calendar.Name} has no band {name.Value}, which "
                + $"{register.Thing} names.",
                Nearest.Hint(name.Value, calendar.Bands) ?? $"It has {string.Join(", ", calendar.Bands)}.");
        return index >= 0;
    }

    /// <summary>Every band of one calendar once, or none at all.</summary>
    private static void CheckBands(MapReader meter, string channel, IReadOnlyList<Register> registers)
    {
        var bands = registers.Select(register => register.Band).OfType<RegisterBand>().ToList();
        if (bands.Count == 0) return;
        var calendars = bands.Select(band => band.Calendar).Distinct().ToList();
        var subject = $"{meter.Thing} counts channel {channel}";
        if (bands.Count < registers.Count)
            meter.Fault("wrong-bands", meter.Place, $"{subject} by {bands[0].Calendar.Name} and without bands as well: "
                + "what of both is the whole can't be told.", "Give all of its registers a band, or none.");
        else if (calendars.Count > 1)
            meter.Fault("wrong-bands", meter.Place, $"{subject} by {string.Join(" and by ", calendars)}.",
                "Keep the registers of one calendar.");
        else if (calendars[0].Bands.Except(bands.Select(band => band.Name)).ToList() is { Count: > 0 } missing)
            meter.Fault("missing-band", meter.Place, $"{subject} by {calendars[0]} and has no register for "
                + $"{string.Join(" and ", missing)}.", "Add one for each band of the calendar.");
        else if (bands.GroupBy(band => band.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            meter.Fault("wrong-bands", meter.Place, $"{subject} in band {twice.Key} by two registers.",
                "Name each band once.");
    }

    /// <summary>On each day one meter counts a channel, and what all count can be summed.</summary>
    private static void CheckChannel(MapReader connection, IReadOnlyList<Meter> meters, Channel channel)
    {
        var own = meters.Where(meter => meter.Counts(channel.Name)).ToList();
        foreach (var (before, next) in own.Zip(own.Skip(1)))
            if (next.From < before.Days.To)
                connection.Fault("overlapping-meters", next.Place, $"Meters {before.Id} and {next.Id} of "
                    + $"{connection.Thing} both count channel {channel.Name} from "
                    + $"{LocalDatePattern.Iso.Format(next.From)}.", before.To is null
                        ? $"End the first: to: {LocalDatePattern.Iso.Format(next.From)}."
                        : "Let the second begin on the day on which the first ends.");
        if (own.Count == 0) return;
        var step = RegisterSeries.StepOf(own, channel.Name);
        foreach (var meter in own)
            if (meter.Registers.Any(register => register.Channel == channel.Name
                && register.Step / step * register.Range > Digits.PowerOfTen(18)))
                connection.Fault("bad-number", meter.Place, $"The multipliers of the registers that count channel "
                    + $"{channel.Name} of {connection.Thing} have too many decimals to be summed.",
                    "Write them with fewer decimals.");
    }

    /// <summary>The name of a meter or a register as its reads have it; null after a fault.</summary>
    private static string? Name(MapReader reader, string key)
    {
        if (reader.Written(key, required: true) is not { } text) return null;
        if (text.Value.Length is > 0 and <= LongestName && text.Value[0] != ' ' && text.Value[^1] != ' '
            && !text.Value.Any(c => (char.IsWhiteSpace(c) && c != ' ') || c == ',' || char.IsControl(c)))
            return text.Value;
        reader.Fault("bad-id", text.Place, $"{key} of {reader.Thing} is {text.What}; expected up to {LongestName} "
            + "characters without commas, and no blank at either end.");
        return null;
    }
}
