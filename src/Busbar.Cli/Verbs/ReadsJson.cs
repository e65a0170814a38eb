using System.Text.Json;
using Busbar.Documents;
using Busbar.Metering;
using Busbar.Runs;
using NodaTime.Text;

namespace Busbar.Cli.Verbs;

/// <summary>What of readings is shown.</summary>
internal enum ReadsView
{
    Days,
    Intervals,
    Registers,
    History,
    RegistersHistory,
}

/// <summary>Readings as JSON; numbers are texts with all their digits.</summary>
internal static class ReadsJson
{
    public static void Write(Utf8JsonWriter json, ReadsOrder order, ReadsRun run, ReadsView view)
    {
        json.WriteStartObject();
        json.WriteString("connection", run.Connection.Id);
        json.WriteString("zone", run.Connection.Zone.Id);
        json.WritePeriod(order.Period);
        json.WriteNumber("receipt", run.Receipt);
        if (view == ReadsView.Registers) Reads(json, run.Reads());
        else if (view == ReadsView.History) PastReads(json, run, run.PastReads());
        else if (view == ReadsView.RegistersHistory) PastReads(json, run, run.RegistersHistory());
        else if (run.TryReads() is { Count: > 0 } reads) Reads(json, reads);
        switch (view)
        {
            case ReadsView.Days: json.WriteList("channels", run.Days(), one => Days(json, run, one)); break;
            case ReadsView.Intervals:
                json.WriteList("channels", run.Intervals(), one => Intervals(json, run, one));
                break;
            case ReadsView.History: json.WriteList("channels", run.History(), one => History(json, run, one)); break;
        }
        json.WriteEndObject();
    }

    private static void Head(Utf8JsonWriter json, ReadsRun run, Channel channel)
    {
        json.WriteString("channel", channel.Name);
        json.WriteString("unit", channel.Unit.Dimension.ToString());
        json.WriteNumber("interval_minutes", run.Connection.IntervalMinutes);
    }

    private static void Days(
        Utf8JsonWriter json, ReadsRun run, (Channel Channel, IReadOnlyList<DayFigures> Days) one)
    {
        Head(json, run, one.Channel);
        json.WriteNumber("missing", run.SubjectOf(one.Channel).Slots - one.Days.Sum(day => day.Count));
        json.WriteList("days", one.Days, day =>
        {
            json.WriteString("day", Door.Text(day.Date));
            if (day.Count > 0) json.WriteString("total", day.Total.ToString());
            json.WriteNumber("missing", day.Missing);
            json.WriteNumber("estimated", day.Estimated);
            if (day.Gap is { } gap) json.WriteString("reason", gap.Reason);
        });
    }

    private static void Intervals(Utf8JsonWriter json, ReadsRun run, (Channel Channel, Series Readings) one)
    {
        var readings = one.Readings;
        var arrivals = run.ArrivalsOf(one.Channel, readings);
        Head(json, run, one.Channel);
        json.WriteList("intervals", Enumerable.Range(0, readings.Length).Where(slot => readings.Receipts[slot] != 0),
            slot =>
            {
                json.WriteString("start", InstantPattern.General.Format(readings.StartOf(slot)));
                if (readings.Qualities[slot].Kind != QualityKind.Missing)
                    json.WriteString("value", readings.ValueOf(slot).ToString());
                json.WriteString("quality", readings.Qualities[slot].ToString());
                if (readings.Versions.Length > 0) json.WriteNumber("version", readings.Versions[slot]);
                json.WriteNumber("receipt", readings.Receipts[slot]);
                json.WriteString("file", arrivals[slot]!.Source);
                WriteLetInBy(json, arrivals[slot]!);
            });
    }

    private static void Reads(Utf8JsonWriter json, IReadOnlyList<(RegisterName Name, RegisterRead Read)> reads) =>
        json.WriteList("reads", reads, one => Read(json, one.Name, one.Read));

    private static void Read(Utf8JsonWriter json, RegisterName name, RegisterRead read)
    {
        json.WriteString("at", InstantPattern.General.Format(read.At));
        json.WriteString("meter", name.Meter);
        json.WriteString("register", name.Register);
        if (read.HasValue) json.WriteString("reading", Quantities.Digits.Format(read.Micros, Register.MostDecimals));
        json.WriteString("quality", read.Provenance.Quality.ToString());
        json.WriteNumber("version", read.Provenance.Version);
        json.WriteNumber("receipt", read.Provenance.Receipt);
    }

    private static void WriteLetInBy(Utf8JsonWriter json, Arrival arrival)
    {
        if (arrival.LetInBy is { } by) json.WriteString("let_in_by", by);
    }

    private static void PastReads(Utf8JsonWriter json, ReadsRun run, IReadOnlyList<PastRead> reads)
    {
        if (reads.Count == 0) return;
        json.WriteList("reads", reads.Zip(run.ArrivalsOf(reads)), pair =>
        {
            var (one, arrival) = pair;
            Read(json, one.Name, one.Read);
            json.WriteString("received", arrival.At);
            json.WriteString("from", arrival.Source);
            WriteLetInBy(json, arrival);
            json.WriteBoolean("has_held", one.HasHeld);
        });
    }

    private static void History(
        Utf8JsonWriter json, ReadsRun run, (Channel Channel, IReadOnlyList<PastReading> Values) one)
    {
        Head(json, run, one.Channel);
        json.WriteList("values", one.Values, value =>
        {
            json.WriteString("start", InstantPattern.General.Format(value.Start));
            if (value.Value is { } known) json.WriteString("value", known.ToString());
            json.WriteString("quality", value.Quality.ToString());
            json.WriteNumber("version", value.Version);
            json.WriteNumber("receipt", value.Since.Receipt);
            json.WriteString("received", value.Since.At);
            json.WriteString("from", value.Since.Source);
            WriteLetInBy(json, value.Since);
            json.WriteBoolean("has_held", value.HasHeld);
        });
    }
}
