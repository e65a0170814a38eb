using Busbar.Books;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Rating;

namespace Busbar.Runs;

/// <summary>What is used at sites: the channel that a customer calls use, and what is given back beside it.</summary>
internal static class SiteUse
{
    private const string Given = "export";
    private const int DaysOfYear = 365;

    /// <summary>The quantity of energy that the seller buys for an offer; null where its channels have no energy.
    /// </summary>
    public static string? BoughtFor(IReadOnlyDictionary<string, Channel> channels)
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
        return use;
    }

    /// <summary>The same as that of a year.</summary>
    public static Exact? Yearly(Site site, Exact? use) => use * DaysOfYear / site.Days.Count;
}
