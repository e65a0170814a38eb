using Busbar.Metering;
using Busbar.Time;

namespace Busbar.Store;

/// <summary>Loads what registers counted, and the profiles by which they are interpolated.</summary>
internal static class RegisterLoad
{
    /// <summary>The series of some channels that registers count, in the order in which they are wanted.</summary>
    public static IReadOnlyList<Series> Of(Snapshot snapshot, IReadOnlyList<ReadsWanted> wanted)
    {
        if (wanted.Count == 0) return [];
        var known = AcceptedReads.Known(snapshot, [.. wanted.Select(one => one.Connection.Id)]);
        return Of(snapshot, wanted, [.. wanted.Select(one => known[one.Connection.Id])]);
    }

    /// <summary>Likewise, if the registers had shown some reads.</summary>
    /// <param name="reads">Those of the connection, for each that is wanted.</param>
    public static IReadOnlyList<Series> Of(
        Snapshot snapshot, IReadOnlyList<ReadsWanted> wanted, IReadOnlyList<ILookup<RegisterName, RegisterRead>> reads)
    {
        var profiles = Profiles(snapshot, wanted, reads);
        return [.. wanted.Zip(reads, (one, own) => RegisterSeries.Of(one.Connection, one.Channel, one.From, one.To, own,
            one.Connection.Profile is { } profile ? profiles.GetValueOrDefault(profile.Name) : null))];
    }

    /// <summary>Each profile over all days that one of its connections needs.</summary>
    private static Dictionary<string, ProfileValues> Profiles(
        Snapshot snapshot, IReadOnlyList<ReadsWanted> wanted, IReadOnlyList<ILookup<RegisterName, RegisterRead>> reads)
    {
        var needed = from pair in wanted.Zip(reads)
            let one = pair.First
            let days = RegisterSeries.ProfileDays(one.Connection, one.Channel, one.From, one.To, pair.Second)
            where days is not null
            group (one.Connection.Profile, days.Value) by one.Connection.Profile!.Name into same
            select (same.First().Profile, new Days(
                same.Min(one => one.Value.From), same.Max(one => one.Value.To)));
        return PriceStore.Load(snapshot, [.. needed]).ToDictionary(values => values.Profile.Name);
    }
}
