using Busbar.Books;
using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Rating;

namespace Busbar.Runs;

/// <summary>What is used at sites: the channel that a customer calls use, and what is given back beside it; where there
/// is no meter, what charging sessions took.</summary>
internal static class SiteUse
{
    private const string Given = "export";
    private const string OfSessions = "sessions.energy - sessions.export";
    private const int DaysOfYear = 365;

    /// <summary>The quantity of energy that the seller buys for an offer; null where it has none.</summary>
    public static string? BoughtFor(ProductVersion version) => BoughtFor(version.Channels)
        ?? (version.Charges.Any(charge => charge.Sessions.Uses) ? OfSessions : null);

    private static string? BoughtFor(IReadOnlyDictionary<string, Channel> channels)
    {
        var gives = channels.TryGetValue(Given, out var own) && own.Unit.Dimension == Dimension.Energy;
        return (UseChannels.Among(channels), gives) switch
        {
            ({ } use, true) => $"{use} - {Given}", ({ } use, false) => use, (null, true) => $"-{Given}", _ => null,
        };
    }

    /// <summary>What is needed to know the use of a site.</summary>
    public static IEnumerable<ChannelNeed> Needs(Site site) =>
        from connection in site.Connections
        let channel = UseChannels.Among(connection.Channels)
        where channel is not null
        select new ChannelNeed(connection, channel, site.Days);

    /// <summary>The sessions that are needed for that: where no channel says it.</summary>
    public static IEnumerable<SessionNeed> SessionNeeds(Site site) =>
        from connection in site.Connections
        where connection.Sessions is not null && UseChannels.Among(connection.Channels) is null
        select new SessionNeed(connection, site.Days);

    /// <summary>What was used on the days of a site, in kWh, as far as it is known; null where nothing is.</summary>
    public static Exact? Of(Site site, Inputs inputs)
    {
        Exact? use = null;
        foreach (var need in Needs(site))
        {
            var (series, span) = (inputs.Channels[(need.Connection.Id, need.Channel)],
                need.Span.InstantsIn(need.Connection.Zone));
            for (var slot = 0; slot < series.Length; slot++)
                if (series.Qualities[slot].Kind != QualityKind.Missing && span.Contains(series.StartOf(slot)))
                    use = (use ?? Exact.Zero) + series.ValueOf(slot);
        }
        foreach (var need in SessionNeeds(site))
        {
            var span = need.Span.InstantsIn(need.Connection.Zone);
            foreach (var session in inputs.SessionsOf([need.Connection])
                .Where(session => session.End > span.Start && session.End <= span.End))
                use = (use ?? Exact.Zero) + session.Energy;
        }
        return use;
    }

    /// <summary>The same as that of a year.</summary>
    public static Exact? Yearly(Site site, Exact? use) => use * DaysOfYear / site.Days.Count;
}
