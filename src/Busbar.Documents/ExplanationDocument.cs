using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Busbar.Billing;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Documents;

/// <summary>
/// The explanation of a bill as JSON on one line, and back, with nothing lost: numbers are text with all their digits
/// (a third is <c>1/3</c>), instants are in UTC.
/// </summary>
public static class ExplanationDocument
{
    /// <summary>The explanation as JSON.</summary>
    public static string ToJson(Explanation explanation)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            new ExplanationWriter(json).Write(explanation);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static Explanation FromJson(string json) => FromJson(Encoding.UTF8.GetBytes(json));

    /// <summary>Likewise, in UTF-8.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static Explanation FromJson(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return new ExplanationReader().Read(utf8);
        }
        catch (Exception trouble) when (trouble is KeyNotFoundException or InvalidOperationException
            or FormatException or UnparsableValueException)
        {
            throw new JsonException("This is no explanation of a bill.", trouble);
        }
    }
}

/// <summary>Writes an explanation key by key.</summary>
internal sealed class ExplanationWriter(Utf8JsonWriter json)
{
    public void Write(Explanation explanation) => Map(null, () =>
    {
        json.WriteNumber("receipt", explanation.Receipt);
        List("charges", explanation.Charges, Charge);
        List("inputs", explanation.Inputs, Input);
    });

    private void Charge(ExplainedCharge charge)
    {
        Text("agreement", charge.Agreement);
        Text("charge", charge.Charge);
        Text("connection", charge.Connection);
        Texts("connections", charge.Connections);
        List("legs", charge.Legs, Leg);
        Number("exact", charge.Exact);
        Text("rounding", charge.Rounding);
        Number("amount", charge.Amount);
    }

    private void Leg(ExplainedLeg leg)
    {
        Map("days", () =>
        {
            Text("from", LocalDatePattern.Iso.Format(leg.Days.From));
            Text("to", LocalDatePattern.Iso.Format(leg.Days.To));
        });
        Text("product", leg.Product);
        Text("quantity", leg.Quantity);
        Text("price", leg.Price);
        Text("amount_formula", leg.AmountFormula);
        List("terms", leg.Terms, term =>
        {
            Text("name", term.Name);
            Number("value", term.Value);
            Text("unit", term.Unit);
        });
        List("names", leg.Names, Name);
        List("lines", leg.Lines, Line);
        json.WriteNumber("cut_off", leg.CutOff);
        if (leg.Peaks.Count > 0) List("peaks", leg.Peaks, Peak);
        if (leg.Blocks.Count > 0) List("blocks", leg.Blocks, Block);
        if (leg.Steps.Count > 0) List("steps", leg.Steps, Step);
        if (leg.Trades.Count > 0) List("trades", leg.Trades, Trade);
        if (leg.Baselines.Count > 0) List("baselines", leg.Baselines, Baseline);
    }

    private void Name(ExplainedName name)
    {
        Text("name", name.Name);
        Text("text", name.Text);
        Number("total", name.Total);
        Number("least", name.Least);
        Number("greatest", name.Greatest);
        Text("unit", name.Unit);
        Text("per", name.Per);
        json.WriteNumber("values", name.Values);
        json.WriteNumber("estimated", name.Estimated);
        json.WriteNumber("cut_off", name.CutOff);
    }

    private void Peak(ExplainedPeak peak)
    {
        Text("peak", peak.Text);
        Text("start", InstantPattern.ExtendedIso.Format(peak.Start));
        Number("power", peak.Power);
        Text("unit", peak.Unit);
        Text("history", peak.History);
    }

    private void Step(ExplainedStep step)
    {
        Text("index", step.Index);
        Text("day", LocalDatePattern.Iso.Format(step.Day));
        Number("before", step.Before);
        Number("now", step.Now);
        Number("change", step.Change);
        json.WriteBoolean("bound", step.IsBound);
        Number("price", step.Price);
        Text("unit", step.Unit);
    }

    private void Trade(ExplainedTrade trade)
    {
        Text("id", trade.Id);
        Text("shape", trade.Shape);
        Number("power", trade.Power);
        Number("hours", trade.Hours);
        Number("price", trade.Price);
        Text("price_unit", trade.PriceUnit);
    }

    private void Baseline(ExplainedBaseline baseline)
    {
        Text("text", baseline.Text);
        Texts("events", baseline.Events);
        Text("from", InstantPattern.ExtendedIso.Format(baseline.From));
        Text("to", InstantPattern.ExtendedIso.Format(baseline.To));
        Texts("days", [.. baseline.Days.Select(LocalDatePattern.Iso.Format)]);
        Number("ratio", baseline.Ratio);
        Number("difference", baseline.Difference);
        json.WriteBoolean("bound", baseline.IsBound);
        Text("unit", baseline.Unit);
        List("intervals", baseline.Intervals, use =>
        {
            Text("start", InstantPattern.ExtendedIso.Format(use.Start));
            Number("baseline", use.Baseline);
            Number("load", use.Load);
        });
    }

    private void Texts(string key, IReadOnlyList<string> values)
    {
        json.WriteStartArray(key);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private void Block(ExplainedBlock block)
    {
        Text("name", block.Name);
        Number("quantity", block.Quantity);
        Text("unit", block.Unit);
        Number("price", block.Price);
        Text("price_unit", block.PriceUnit);
        Number("flat", block.Flat);
        Number("exact", block.Exact);
    }

    private void Line(ExplainedLine line)
    {
        Text("id", line.Id);
        Text("band", line.Band);
        Number("quantity", line.Quantity);
        Text("unit", line.Unit);
        Number("price", line.Price);
        Text("price_unit", line.PriceUnit);
        Number("exact", line.Exact);
        Number("amount", line.Amount);
        Number("net", line.Net);
    }

    private void Input(ExplainedInput input)
    {
        Text("connection", input.Connection);
        Text("name", input.Name);
        Text("profile", input.Profile);
        Text("from", InstantPattern.ExtendedIso.Format(input.From));
        Text("to", InstantPattern.ExtendedIso.Format(input.To));
        json.WriteNumber("values", input.Values);
        json.WriteNumber("estimated", input.Estimated);
        Text("hash", input.Hash);
    }

    private void Text(string key, string? value)
    {
        if (value is not null) json.WriteString(key, value);
    }

    private void Number(string key, Exact? value) => Text(key, value?.ToString());

    private void List<T>(string key, IReadOnlyList<T> values, Action<T> write)
    {
        json.WriteStartArray(key);
        foreach (var value in values) Map(null, () => write(value));
        json.WriteEndArray();
    }

    private void Map(string? key, Action write)
    {
        if (key is null) json.WriteStartObject();
        else json.WriteStartObject(key);
        write();
        json.WriteEndObject();
    }
}

/// <summary>
/// Reads an explanation key by key, and charge by charge: the tree of a bill of thousands of lines is never held, and a
/// word that comes again is held once.
/// </summary>
internal sealed class ExplanationReader
{
    private readonly Dictionary<string, string> _words = new(StringComparer.Ordinal);

    public Explanation Read(ReadOnlySpan<byte> utf8)
    {
        var json = new Utf8JsonReader(utf8);
        var (receipt, charges, inputs) =
            ((long?)null, (List<ExplainedCharge>?)null, (List<ExplainedInput>?)null);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) throw new FormatException("It is no object.");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var key = json.GetString();
            json.Read();
            if (key == "receipt") receipt = json.GetInt64();
            else if (key == "charges") charges = Each(ref json, Charge);
            else if (key == "inputs") inputs = Each(ref json, Input);
            else json.Skip();
        }
        // What follows is refused.
        json.Read();
        return new(receipt ?? throw new KeyNotFoundException("There is no receipt."),
            charges ?? throw new KeyNotFoundException("There are no charges."),
            inputs ?? throw new KeyNotFoundException("There are no inputs."));
    }

    private static List<T> Each<T>(ref Utf8JsonReader json, Func<JsonElement, T> read)
    {
        var all = new List<T>();
        if (json.TokenType != JsonTokenType.StartArray) throw new FormatException("It is no list.");
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            using (var one = JsonDocument.ParseValue(ref json)) all.Add(read(one.RootElement));
        return all;
    }

    private ExplainedCharge Charge(JsonElement json) => new(
        Text(json, "agreement"), Text(json, "charge"), Maybe(json, "connection"),
        Texts(json, "connections"), List(json, "legs", Leg),
        Number(json, "exact"), Text(json, "rounding"), Number(json, "amount"));

    private ExplainedLeg Leg(JsonElement json) => new(
        DaysOf(json.GetProperty("days")), Text(json, "product"), Maybe(json, "quantity"), Maybe(json, "price"),
        Maybe(json, "amount_formula"),
        List(json, "terms", term => new ExplainedTerm(Text(term, "name"), Number(term, "value"), Text(term, "unit"))),
        List(json, "names", Name), List(json, "lines", Line), Count(json, "cut_off"),
        Any(json, "peaks", Peak), Any(json, "blocks", Block), Any(json, "steps", Step))
    {
        Trades = Any(json, "trades", Trade), Baselines = Any(json, "baselines", Baseline),
    };

    private ExplainedBaseline Baseline(JsonElement json) => new(Text(json, "text"), Texts(json, "events"),
        InstantOf(json, "from"), InstantOf(json, "to"),
        [.. Texts(json, "days").Select(day => LocalDatePattern.Iso.Parse(day).GetValueOrThrow())],
        MaybeNumber(json, "ratio"), MaybeNumber(json, "difference"), json.GetProperty("bound").GetBoolean(),
        Text(json, "unit"), List(json, "intervals", use => new ExplainedUse(
            InstantOf(use, "start"), Number(use, "baseline"), Number(use, "load"))));

    private string[] Texts(JsonElement json, string key) =>
        [.. json.GetProperty(key).EnumerateArray().Select(one => Once(one.GetString()!))];

    private ExplainedTrade Trade(JsonElement json) => new(Text(json, "id"), Text(json, "shape"),
        Number(json, "power"), Number(json, "hours"), Number(json, "price"), Text(json, "price_unit"));

    private ExplainedStep Step(JsonElement json) => new(Text(json, "index"), DateOf(json, "day"),
        Number(json, "before"), Number(json, "now"), Number(json, "change"), json.GetProperty("bound").GetBoolean(),
        Number(json, "price"), Text(json, "unit"));

    private ExplainedBlock Block(JsonElement json) => new(Text(json, "name"), Number(json, "quantity"),
        Text(json, "unit"), MaybeNumber(json, "price"), Text(json, "price_unit"), Number(json, "flat"),
        Number(json, "exact"));

    private ExplainedPeak Peak(JsonElement json) =>
        new(Text(json, "peak"), InstantOf(json, "start"), Number(json, "power"), Text(json, "unit"),
            Maybe(json, "history"));

    private ExplainedName Name(JsonElement json) => new(
        Text(json, "name"), Maybe(json, "text"), MaybeNumber(json, "total"), MaybeNumber(json, "least"),
        MaybeNumber(json, "greatest"), Text(json, "unit"), Text(json, "per"),
        Count(json, "values"), Count(json, "estimated"), Count(json, "cut_off"));

    private ExplainedLine Line(JsonElement json) => new(
        Text(json, "id"), Maybe(json, "band"), MaybeNumber(json, "quantity"), Maybe(json, "unit"),
        MaybeNumber(json, "price"), Maybe(json, "price_unit"), Number(json, "exact"), Number(json, "amount"),
        MaybeNumber(json, "net"));

    private ExplainedInput Input(JsonElement json) => new(
        Maybe(json, "connection"), Text(json, "name"), InstantOf(json, "from"), InstantOf(json, "to"),
        Count(json, "values"), Count(json, "estimated"), Text(json, "hash")) { Profile = Maybe(json, "profile") };

    private Days DaysOf(JsonElement json) => new(DateOf(json, "from"), DateOf(json, "to"));

    private LocalDate DateOf(JsonElement json, string key) =>
        LocalDatePattern.Iso.Parse(Text(json, key)).GetValueOrThrow();

    private Instant InstantOf(JsonElement json, string key) =>
        InstantPattern.ExtendedIso.Parse(Text(json, key)).GetValueOrThrow();

    private static int Count(JsonElement json, string key) => json.GetProperty(key).GetInt32();

    private static Exact Number(JsonElement json, string key) =>
        MaybeNumber(json, key) ?? throw new KeyNotFoundException($"There is no {key}.");

    private static Exact? MaybeNumber(JsonElement json, string key) =>
        json.TryGetProperty(key, out var value) && value.GetString() is { } text ? PlainNumber.Parse(text) : null;

    private string Text(JsonElement json, string key) =>
        Maybe(json, key) ?? throw new KeyNotFoundException($"There is no {key}.");

    private string? Maybe(JsonElement json, string key) =>
        json.TryGetProperty(key, out var value) && value.GetString() is { } text ? Once(text) : null;

    private string Once(string text)
    {
        if (_words.TryGetValue(text, out var known)) return known;
        return _words[text] = text;
    }

    private static List<T> Any<T>(JsonElement json, string key, Func<JsonElement, T> read) =>
        json.TryGetProperty(key, out _) ? List(json, key, read) : [];

    private static List<T> List<T>(JsonElement json, string key, Func<JsonElement, T> read) =>
        [.. json.GetProperty(key).EnumerateArray().Select(read)];
}
