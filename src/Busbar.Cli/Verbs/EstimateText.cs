using System.Globalization;
using System.Text.Json;
using Busbar.Documents;
using Busbar.Metering;
using Busbar.Metering.Estimation;
using Busbar.Quantities;
using Busbar.Runs;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Cli.Verbs;

/// <summary>How a run of estimates is told.</summary>
internal static class EstimateText
{
    private const int MostNamed = 10;

    /// <summary>What was made of each channel and why, what stays missing, and what is at risk.</summary>
    public static IEnumerable<string> Lines(Estimated done)
    {
        foreach (var channel in done.Channels)
        {
            var (made, open) = (channel.Count, channel.Open.Sum(hole => hole.Intervals));
            yield return $"{channel.Connection.Id}, {channel.Channel}: {Plural.Of(made, "reading")} estimated"
                + (open == 0 ? "." : $", {open} {(open == 1 ? "stays" : "stay")} missing.");
            foreach (var line in Shortened([.. channel.Spans.Select(span => $"  {Of(span, channel)}")])
                .Concat(Shortened([.. channel.Open.Select(hole => $"  {Of(hole, channel.Connection.Zone)}")])))
                yield return line;
        }
        foreach (var account in done.Accounts)
            yield return $"{account.Account}, {account.Period}: " + (account.Amount is { } amount
                ? $"{amount} of {account.Net} {amount.Currency} rests on estimates."
                : $"no draft, so nobody knows what is at risk: {account.Reasons[0].Message}");
        if (done.Accounts.Count > 1)
            yield return $"In all {done.Total} {done.Total.Currency} rests on estimates.";
    }

    /// <summary>The sum of a run.</summary>
    public static string Sum(Estimated done, EstimateOrder order)
    {
        var (made, open) = (done.Channels.Sum(channel => channel.Count),
            done.Channels.Sum(channel => channel.Open.Sum(hole => hole.Intervals)));
        return (made + open == 0 ? done.IsBeforeItsEnd ? "Nothing is missing of what is over." : "Nothing is missing."
            : $"{Plural.Of(made, "reading")} estimated, {open} {(open == 1 ? "stays" : "stay")} missing."
            + (made == 0 ? "" : order.IsDraft ? " Nothing was stored." : ""))
            + (done.IsBeforeItsEnd ? " What is still to come isn't estimated." : "");
    }

    /// <summary>The same as JSON.</summary>
    public static void Write(Utf8JsonWriter json, Estimated done, EstimateOrder order)
    {
        json.WriteStartObject();
        json.WritePeriod(order.Periods);
        json.WriteBoolean("draft", order.IsDraft);
        if (done.Receipt is { } receipt) json.WriteNumber("receipt", receipt);
        json.WriteList("channels", done.Channels, channel =>
        {
            json.WriteString("connection", channel.Connection.Id);
            json.WriteString("channel", channel.Channel);
            json.WriteNumber("estimated", channel.Count);
            json.WriteNumber("missing", channel.Open.Sum(hole => hole.Intervals));
            json.WriteList("estimates", channel.Spans, span =>
            {
                if (span.Register is { } register) WriteRead(json, register, span);
                else
                {
                    WriteSpan(json, span.Start, span.End);
                    json.WriteNumber("readings", span.Values.Count);
                    json.WriteString("sum", Of(span.Values.Sum()));
                }
                json.WriteString("method", span.Method.Phrase);
                json.WriteString("quality", span.Method.Quality.ToString());
                json.WriteString("basis", span.Basis);
            });
            json.WriteList("open", channel.Open, hole =>
            {
                if (hole.Subject is { } subject) json.WriteString("subject", subject);
                WriteSpan(json, hole.Span.Start, hole.Span.End);
                json.WriteNumber("readings", hole.Intervals);
                json.WriteTexts("reasons", hole.Reasons);
            });
        });
        json.WriteList("accounts", done.Accounts, account =>
        {
            json.WriteString("account", account.Account);
            json.WritePeriod(account.Period);
            if (account.Amount is { } amount) json.WriteString("at_risk", amount.ToString());
            if (account.Net is { } net) json.WriteString("net", net.ToString());
            if (account.Reasons.Count > 0) json.WriteFaults("reasons", account.Reasons);
        });
        json.WriteString("at_risk", done.Total.ToString());
        json.WriteString("currency", done.Total.Currency.Code);
        json.WriteEndObject();
    }

    private static void WriteRead(Utf8JsonWriter json, RegisterName register, EstimatedSpan span)
    {
        json.WriteString("meter", register.Meter);
        json.WriteString("register", register.Register);
        json.WriteString("at", InstantPattern.General.Format(span.Start));
        json.WriteString("reading", Of(span.Values[0]));
    }

    private static void WriteSpan(Utf8JsonWriter json, Instant from, Instant to)
    {
        json.WriteString("from", InstantPattern.General.Format(from));
        json.WriteString("to", InstantPattern.General.Format(to));
    }

    private static string Of(EstimatedSpan span, EstimatedChannel channel)
    {
        var (zone, method) = (channel.Connection.Zone, IntervalTable.Method(span.Method.Quality));
        return span.Register is { } register
            ? $"{register}, {At(span.Start, zone)}: {Of(span.Values[0])} by {method}: {span.Basis}"
            : $"{At(span.Start, zone)} to {At(span.End, zone)}: {Of(span.Values.Sum())} "
                + $"{channel.Connection.Channels[channel.Channel].Unit.Dimension} by {method}: {span.Basis}";
    }

    private static string Of(OpenHole hole, DateTimeZone zone)
    {
        var span = hole.Span.Start == hole.Span.End ? At(hole.Span.Start, zone)
            : $"{At(hole.Span.Start, zone)} to {At(hole.Span.End, zone)}";
        return string.Join("\n    ", hole.Reasons.Prepend(
            (hole.Subject is { } subject ? $"{subject}, {span}" : span) + ": missing"));
    }

    private static string Of(long micros) => Exact.FromScaled(micros, Series.ReadingScale).ToString();

    private static string At(Instant instant, DateTimeZone zone) =>
        ClockText.Of(instant.InZone(zone).LocalDateTime, null);

    private static IEnumerable<string> Shortened(IReadOnlyList<string> lines) => lines.Count <= MostNamed ? lines
        : lines.Take(MostNamed).Append(string.Create(
            CultureInfo.InvariantCulture, $"  … and {lines.Count - MostNamed} more"));
}
