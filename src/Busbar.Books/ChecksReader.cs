using System.Globalization;
using Busbar.Metering;
using Busbar.Metering.Checks;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Books;

/// <summary>A rule as a phrase says it, before it is known for which channel.</summary>
/// <param name="Text">As it was written.</param>
/// <param name="Of">The rule of a channel; null for the word that there is none, and for what is said of a standing
/// rule.</param>
/// <param name="Standing">What it says of the rules that hold without being asked for; null: nothing.</param>
internal sealed record WrittenCheck(
    string Text, Func<Channel, ReadingCheck>? Of, Func<StandingRules, StandingRules>? Standing = null);

/// <summary>The rules of a connection's channels, by channel.</summary>
/// <param name="Standing">Of those that hold without being asked for, where the book says something of them.</param>
internal sealed record ChannelChecks(
    IReadOnlyDictionary<string, IReadOnlyList<ReadingCheck>> Checks,
    IReadOnlyDictionary<string, StandingRules> Standing);

/// <summary>
/// Reads the rules by which readings are judged once they are in: under <c>checks</c>, for a channel or <c>default</c>,
/// each a short phrase.
/// </summary>
/// <param name="reader">The book, or a connection.</param>
internal sealed class ChecksReader(MapReader reader)
{
    private const int MostDays = 400;
    private const int MostHours = 24 * MostDays;
    private const int MostTimes = 1_000_000;
    private const string None = "none";

    private static readonly Dictionary<string, string> Written = new()
    {
        ["spike"] = "spike 5 or spike 2.5 over 28 days", ["zeros"] = "zeros 7 days or zeros 36 hours",
        ["thousandfold"] = "thousandfold or thousandfold over 28 days", ["without"] = "without import",
        ["code"] = "code 9999.9", ["against"] = "against CONNECTION 2 % or against channel NAME 2 %", [None] = None,
    };

    /// <summary>The rules by channel, and for all others.</summary>
    public IReadOnlyDictionary<string, WrittenList<WrittenCheck>> Read()
    {
        var lists = Lists.Read();
        foreach (var (name, list) in lists)
            if (list.Phrases.Count > 1 && list.Phrases.FirstOrDefault(one => one.Said.Text == None) is { } none)
                reader.Fault("bad-check", none.Place, $"checks of {name} of {reader.Thing} have none and rules as "
                    + "well.", "Let none stand by itself, or leave it out.");
        return lists;
    }

    /// <summary>The rules of each channel of a connection that has some: its own, or the book's.</summary>
    /// <param name="connection">Its id.</param>
    /// <param name="book">The book's rules.</param>
    public ChannelChecks Of(
        string connection, IReadOnlyDictionary<string, Channel> channels,
        IReadOnlyDictionary<string, WrittenList<WrittenCheck>> book)
    {
        var chosen = new Dictionary<string, IReadOnlyList<ReadingCheck>>(StringComparer.Ordinal);
        var standing = new Dictionary<string, StandingRules>(StringComparer.Ordinal);
        foreach (var (channel, list) in Lists.Of([.. channels.Values], Read(), book))
        {
            var checks = new List<ReadingCheck>();
            foreach (var written in list.Phrases)
                if (written.Said.Of?.Invoke(channel) is { } check)
                {
                    CheckFit(check, written, connection, channel, channels);
                    checks.Add(check);
                }
            if (checks.Count > 0) chosen[channel.Name] = checks;
            standing[channel.Name] = list.Phrases.Select(one => one.Said.Standing).OfType<Func<StandingRules,
                StandingRules>>().Aggregate(StandingRules.Usual, (rules, say) => say(rules));
        }
        return new(chosen, standing);
    }

    /// <summary>Faults for what no check meter can be: known when all connections are read.</summary>
    public static void CheckBeside(IReadOnlyDictionary<string, Connection> connections, List<Fault> faults)
    {
        var found = from connection in connections.Values
                    from pair in connection.Checks
                    from against in pair.Value.OfType<AgainstCheck>()
                    let fault = Beside(connection, connection.Channels[pair.Key], against, connections)
                    where fault is not null
                    select fault;
        // What the book says for all is wrong once, and not for each connection.
        faults.AddRange(found.Distinct());
    }

    private static Fault? Beside(
        Connection connection, Channel channel, AgainstCheck check, IReadOnlyDictionary<string, Connection> connections)
    {
        if (!connections.TryGetValue(check.Connection, out var other))
            return new("unknown-connection", $"There is no connection {check.Connection}, against which readings of "
                + $"channel {channel.Name} are to be checked.", check.Place, check.Connection,
                Nearest.Hint(check.Connection, connections.Keys));
        var subject = $"Readings of channel {channel.Name} of connection {connection.Id} are to be checked against "
            + $"those of connection {other.Id}";
        if (!other.Channels.TryGetValue(channel.Name, out var own))
            return new("unknown-channel", $"{subject}, which has no such channel.", check.Place, connection.Id,
                $"It has {string.Join(", ", other.Channels.Keys)}.");
        if (own.Unit.Dimension != channel.Unit.Dimension)
            return new("wrong-unit", $"{subject}, which are in {own.Unit} and not in {channel.Unit}.", check.Place,
                connection.Id);
        return other.Zone.Equals(connection.Zone) ? null
            : new("wrong-zone", $"{subject}, whose months are those of {other.Zone.Id} and not of "
                + $"{connection.Zone.Id}.", check.Place, connection.Id);
    }

    private void CheckFit(
        ReadingCheck check, WrittenPhrase<WrittenCheck> written, string connection, Channel channel,
        IReadOnlyDictionary<string, Channel> channels)
    {
        var own = $"Give the channel rules of its own: checks: {{ {channel.Name}: […] }}.";
        if (check is AgainstCheck against && against.Connection == connection)
            reader.Fault("bad-check", written.Place,
                $"Channel {channel.Name} of {reader.Thing} can't be checked against itself.", own);
        if (check is AgainstChannelCheck beside) CheckBeside(beside, written, channel, channels, own);
        if (check is not WithoutCheck without) return;
        if (channel.Unit.Dimension != Dimension.Reactive && channel.Unit.Dimension != Dimension.Apparent)
            reader.Fault("wrong-unit", written.Place, $"{written.Said.Text} isn't for channel {channel.Name} of "
                + $"{reader.Thing}, which is in {channel.Unit}: it is for reactive and apparent energy.", own);
        else if (without.Channel == channel.Name || !channels.ContainsKey(without.Channel))
            reader.Fault("unknown-channel", written.Place, $"{reader.Thing} has no other channel {without.Channel} "
                + $"beside {channel.Name}, and its checks name it.",
                Nearest.Hint(without.Channel, channels.Keys.Where(name => name != channel.Name)) ?? own);
    }

    private void CheckBeside(
        AgainstChannelCheck check, WrittenPhrase<WrittenCheck> written, Channel channel,
        IReadOnlyDictionary<string, Channel> channels, string own)
    {
        if (check.Channel == channel.Name || !channels.TryGetValue(check.Channel, out var other))
            reader.Fault("unknown-channel", written.Place, $"{reader.Thing} has no other channel {check.Channel} "
                + $"beside {channel.Name}, and its checks name it.",
                Nearest.Hint(check.Channel, channels.Keys.Where(name => name != channel.Name)) ?? own);
        else if (other.Unit.Dimension != channel.Unit.Dimension)
            reader.Fault("wrong-unit", written.Place, $"Readings of channel {channel.Name} of {reader.Thing} are to be "
                + $"checked against those of channel {other.Name}, which are in {other.Unit} and not in "
                + $"{channel.Unit}.", own);
    }

    private PhraseLists<WrittenCheck> Lists => new(reader, "checks", Check,
        ("missing-check", "rules, or none", "Write [spike 5, zeros 7 days], or none."));

    private static WrittenCheck? Check(Phrase phrase) => phrase.Words switch
    {
        [None] => new(None, null),
        ["spike", var times] => Spike(phrase, times, null),
        ["spike", var times, "over", var days, "day" or "days"] => Spike(phrase, times, days),
        ["zeros", var count, "day" or "days"] => Whole(phrase, count, 1, MostDays, "days") is { } days
            ? Zeros(phrase, Period.FromDays(days)) : null,
        ["zeros", var count, "hour" or "hours"] => Whole(phrase, count, 1, MostHours, "hours") is { } hours
            ? Zeros(phrase, Period.FromHours(hours)) : null,
        ["thousandfold"] => Thousandfold(phrase, null),
        ["thousandfold", "over", var days, "day" or "days"] => Thousandfold(phrase, days),
        ["without", var name] => Of(phrase, channel => new WithoutCheck(name, channel.Unit.Dimension)),
        ["code", _, ..] => Code(phrase),
        ["against", "channel", var name, var percent, "%"] => AgainstChannel(phrase, name, percent),
        ["against", "channel", var name, [.. { Length: > 0 } percent, '%']] => AgainstChannel(phrase, name, percent),
        ["against", var connection, var percent, "%"] => Against(phrase, connection, percent),
        ["against", var connection, [.. var percent, '%']] => Against(phrase, connection, percent),
        var words => StandingPhrases.Read(phrase) ?? (StandingPhrases.Has(words) ? null
            : Unknown(phrase, words.FirstOrDefault() ?? "")),
    };

    private static WrittenCheck? Unknown(Phrase phrase, string word)
    {
        if (Written.TryGetValue(word, out var written))
            phrase.Fault("bad-check", $"; expected {written}.");
        else
            phrase.Fault("unknown-check", ", which is no rule for readings.",
                Nearest.Hint(word, Written.Keys.Concat(StandingPhrases.Names))
                    ?? $"Known are {string.Join(", ", Written.Keys.Concat(StandingPhrases.Names))}.");
        return null;
    }

    private static WrittenCheck Of(Phrase phrase, Func<Channel, ReadingCheck> check) => new(phrase.Text.Value, check);

    private static WrittenCheck? Spike(Phrase phrase, string times, string? days)
    {
        var reach = Reach(phrase, days, SpikeCheck.UsualDays, SpikeCheck.LeastDays);
        if (Number(phrase, times) is not { } number || reach is not { } over) return null;
        if (number > Exact.One && number <= MostTimes)
            return Of(phrase, channel => new SpikeCheck(number, over, channel.Unit.Dimension));
        phrase.Fault("bad-number", string.Create(CultureInfo.InvariantCulture,
            $"; expected a number above 1 and up to {MostTimes}."));
        return null;
    }

    private static WrittenCheck Zeros(Phrase phrase, Period least) =>
        Of(phrase, channel => new ZerosCheck(least, channel.Unit.Dimension));

    private static WrittenCheck? Thousandfold(Phrase phrase, string? days) =>
        Reach(phrase, days, ThousandfoldCheck.UsualDays, ThousandfoldCheck.LeastDays) is { } over
            ? Of(phrase, channel => new ThousandfoldCheck(over, channel.Unit.Dimension)) : null;

    private static WrittenCheck? Code(Phrase phrase)
    {
        var values = phrase.Words.Skip(1).Select(word => Number(phrase, word)).ToList();
        return values.Contains(null) ? null : Of(phrase, channel => new CodeCheck(
            [.. values.Select(value => value!.Value * channel.Unit.Factor)], channel.Unit.Dimension));
    }

    private static WrittenCheck? Against(Phrase phrase, string connection, string percent) =>
        Percent(phrase, percent) is { } number ? Of(phrase, channel => new AgainstCheck(
            connection, number, channel.Unit.Dimension, phrase.Text.Place)) : null;

    private static WrittenCheck? AgainstChannel(Phrase phrase, string name, string percent) =>
        Percent(phrase, percent) is { } number ? Of(phrase, channel => new AgainstChannelCheck(
            name, number, channel.Unit.Dimension)) : null;

    private static Exact? Percent(Phrase phrase, string percent)
    {
        if (Number(phrase, percent) is not { } number) return null;
        if (number.Sign > 0 && number < 100) return number;
        phrase.Fault("bad-number", "; expected a percentage above 0 and below 100.");
        return null;
    }

    /// <summary>Over how many days a rule looks back: not over fewer than it needs.</summary>
    private static int? Reach(Phrase phrase, string? days, int usual, int least) =>
        days is null ? usual : Whole(phrase, days, least, MostDays, "days");

    private static int? Whole(Phrase phrase, string text, int least, int most, string unit) =>
        phrase.Whole(text, least, most, of: $" of {unit}");

    private static Exact? Number(Phrase phrase, string text)
    {
        if (Exact.TryParse(text, out var number, out var problem)) return number;
        phrase.Fault("bad-number", $", and {text} {problem}.");
        return null;
    }
}
