using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Busbar.Formats.Text;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Formats.Ocpi;

/// <summary>Asks an object of a CDR for its members, each with the type that it must have.</summary>
/// <param name="thing">What messages call it: <c>CDR 12345</c>.</param>
internal sealed class CdrKeys(Json json, Problems problems, string thing)
{
    private const int MostExponent = 18;

    /// <summary>A member, as it stands.</summary>
    public Json Of(string key) => json[key];

    public bool Has(string key) => json.Has(key);

    /// <summary>Adds a fault, a sentence that begins with what this is; false.</summary>
    public bool Fault(string code, Json at, string rest, string? hint = null)
    {
        problems.Add(code, at.Line, 0, $"{thing} {rest}", hint);
        return false;
    }

    /// <summary>Faults a member that is required and isn't there; null.</summary>
    public Exact? Missing(string key, string more = "")
    {
        Fault("missing-key", json, $"has no {key}{more} and needs one.");
        return null;
    }

    /// <summary>A text of some characters; null after a fault.</summary>
    public string? Text(string key, int most)
    {
        var value = json[key];
        if (value.IsNothing) Missing(key);
        else if (value.Kind != JsonTokenType.String) Wrong(value, key, "a text");
        else if (value.Text.Trim().Length == 0 || value.Text.Any(sign => char.IsControl(sign) || sign is '\uFEFF'))
            Wrong(value, key, "a text that can be seen");
        else if (value.Text.Length > most) Wrong(value, key, $"at most {most} characters");
        else return value.Text;
        return null;
    }

    /// <summary>A number, exactly; null after a fault.</summary>
    public Exact? Number(string key)
    {
        var value = json[key];
        if (value.IsNothing) return Missing(key);
        if (value.Kind != JsonTokenType.Number) Wrong(value, key, "a number");
        else if (TryParse(value.Text, out var number, out var problem)) return number;
        else Fault("bad-number", value, $"has the {key} {Names.Show(value.Text)}, which {problem}.");
        return null;
    }

    /// <summary>A number as JSON writes it, with an exponent or without.</summary>
    private static bool TryParse(string text, out Exact number, out string? problem)
    {
        var at = text.AsSpan().IndexOfAny('e', 'E');
        if (at < 0) return Exact.TryParse(text, out number, out problem);
        if (!Exact.TryParse(text.AsSpan(..at), out number, out problem)) return false;
        if (!int.TryParse(text.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
            out var exponent) || exponent is < -MostExponent or > MostExponent) problem = "has too great an exponent";
        else
        {
            var power = BigInteger.Pow(10, Math.Abs(exponent));
            number = exponent < 0 ? number * Exact.Ratio(1, power) : number * Exact.Ratio(power, 1);
            if (number.Round(Digits.MostDecimals, Rounding.Down) == number) return true;
            problem = "has more than 9 decimals";
        }
        return false;
    }

    /// <summary>A time; null after a fault. Without a zone it is UTC: OCPI, types, DateTime.</summary>
    public Instant? Time(string key)
    {
        var value = json[key];
        if (value.IsNothing) Missing(key);
        else if (value.Kind == JsonTokenType.String && Stamp.TryInstant(value.Text, out var local, out var offset))
            return local.WithOffset(offset ?? Offset.Zero).ToInstant();
        else Wrong(value, key, "a time such as 2026-01-31T23:30:00Z");
        return null;
    }

    /// <summary>An object; null after a fault.</summary>
    public CdrKeys? Section(string key)
    {
        var value = json[key];
        if (value.IsObject) return new(value, problems, $"{key} of {thing}");
        if (value.IsNothing) Missing(key);
        else Wrong(value, key, "an object");
        return null;
    }

    /// <summary>The objects of a list; null after a fault.</summary>
    public IReadOnlyList<CdrKeys>? Sections(string key, string each)
    {
        var value = json[key];
        if (value.IsArray && value.Items.All(item => item.IsObject) && value.Items.Count > 0)
            return [.. value.Items.Select((item, i) => new CdrKeys(item, problems,
                string.Create(CultureInfo.InvariantCulture, $"{each} {i + 1} of {thing}")))];
        if (value.IsNothing) Missing(key);
        else Wrong(value, key, $"a list of {each}s");
        return null;
    }

    /// <summary>Faults members that nobody would read, where they could say what is billed.</summary>
    public bool Known(IReadOnlyList<string> known)
    {
        var unknown = json.Members.Where(member => !known.Contains(member.Name)).ToList();
        foreach (var (name, value) in unknown)
            Fault("unknown-key", value, $"has a key {Names.Show(name)}, which OCPI doesn't know.",
                Nearest.Hint(name, known) ?? $"Known are {string.Join(", ", known)}.");
        return unknown.Count == 0;
    }

    private void Wrong(Json value, string key, string expected) =>
        Fault("wrong-kind", value, $"has the {key} {value.What}; expected {expected}.");
}
