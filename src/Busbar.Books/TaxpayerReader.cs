using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Books;

/// <summary>Reads what an account or a connection says of the tax on what it uses.</summary>
internal static class TaxpayerReader
{
    /// <summary>Who uses it: <c>use: domestic</c>, <c>business</c> or <c>{ qualifying: 20 % }</c>, or a map of days;
    /// null where it isn't said.</summary>
    public static Dated<Exact>? UseOf(MapReader reader)
    {
        if (reader.Value("use") is not { } value) return null;
        var what = $"use of {reader.Thing}";
        var values = new List<DatedValue<Exact>>();
        foreach (var (day, node) in ByDay(reader, value, what))
            if (ShareOf(reader, node, what) is { } share) values.Add(new(day, share));
        return values.Count > 0 ? new(values) : null;
    }

    private static Exact? ShareOf(MapReader reader, Node node, string what)
    {
        if (node is TextNode { Value: "domestic" }) return Exact.One;
        if (node is TextNode { Value: "business" }) return Exact.Zero;
        if (node is not MapNode)
        {
            reader.Fault("wrong-value", node.Place,
                $"{what} is {node.What}; expected domestic, business or the share that qualifies as domestic.",
                "Write use: business, or use: { qualifying: 20 % }.");
            return null;
        }
        if (reader.Section(node, what) is not { } map || map.Written("qualifying", required: true) is not { } text
            || Values.Number(map, text, $"qualifying of {what}", BookRules.Percent, UnitWords.None) is not { } share)
            return null;
        if (share.Sign >= 0 && share <= Exact.One) return share;
        map.Fault("bad-rate", text.Place, $"qualifying of {what} must be from 0 % to 100 %.");
        return null;
    }

    /// <summary>How all that an account is charged is taxed: <c>tax: reverse-charge</c>, <c>{ exempt: EX-77 }</c>,
    /// <c>outside</c> of who is self-billed and not registered for it, or a map of days, where <c>as-charged</c> ends
    /// it; null where it isn't said.</summary>
    public static Dated<TaxTreatment?>? TreatmentOf(MapReader account, bool isSelfBilled)
    {
        if (account.Value("tax") is not { } value) return null;
        var what = $"tax of {account.Thing}";
        var values = new List<DatedValue<TaxTreatment?>> { new(LocalDate.MinIsoValue, null) };
        foreach (var (day, node) in ByDay(account, value, what))
        {
            values.RemoveAll(one => one.From == day);
            values.Add(new(day, TreatmentOf(account, node, what, isSelfBilled)));
        }
        return new(values);
    }

    private static TaxTreatment? TreatmentOf(MapReader account, Node node, string what, bool isSelfBilled)
    {
        if (node is TextNode { Value: "outside" } && isSelfBilled) return new(TaxCategory.Outside, null);
        if (node is TextNode { Value: "reverse-charge" }) return new(TaxCategory.ReverseCharge, null);
        if (node is TextNode { Value: "as-charged" }) return null;
        if (node is MapNode && account.Section(node, what) is { } map)
            return map.Written("exempt", required: true) is { } number ? new(TaxCategory.Exempt, number.Value) : null;
        account.Fault("wrong-value", node.Place, $"{what} is {node.What}; expected reverse-charge, as-charged, "
            + $"{(isSelfBilled ? "outside, " : "")}or exempt with the number of its certificate.",
            "Write tax: reverse-charge, or tax: { exempt: \"EX-77\" }."
            + (node is TextNode { Value: "outside" } ? " Only who is self-billed may be outside." : ""));
        return null;
    }

    /// <summary>Whoever accounts for the tax has a number for it.</summary>
    public static void CheckNumber(MapReader account, Party party, Dated<TaxTreatment?>? tax)
    {
        if (party.VatNumber is null
            && (tax?.Values.Any(one => one.Value?.Category == TaxCategory.ReverseCharge) ?? false))
            account.Fault("no-vat-number", account.Map["tax"]!.Place,
                $"{account.Thing} accounts for the tax itself, and its party {party.Id} has no VAT number.",
                $"Give party {party.Id} its vat.");
    }

    /// <summary>The reliefs that were granted.</summary>
    public static IReadOnlyList<Certificate> CertificatesOf(MapReader reader)
    {
        var all = new List<Certificate>();
        foreach (var one in reader.Maps("certificates", "certificate", "number"))
        {
            var (term, number, relief) = (one.Text("for"), one.Text("number"), one.Written("relief", required: true));
            var (from, to) = (one.Date("from"), one.OptionalDate("to"));
            if (to <= from)
                one.Fault("bad-date", one.Map["to"]!.Place, $"{one.Thing} ends on the day it begins, or before.",
                    "to: is the first day on which it doesn't hold any more.");
            if (relief is null || from is not { } first || Values.Number(
                one, relief, $"relief of {one.Thing}", BookRules.Percent, UnitWords.None) is not { } share) continue;
            if (share.Sign < 0 || share > Exact.One)
                one.Fault("bad-rate", relief.Place, $"relief of {one.Thing} must be from 0 % to 100 %.");
            var certificate = new Certificate(term, share, number, first, to, one.Place);
            if (all.Find(other => other.For == term && (other.To is null || first < other.To)
                && (to is null || other.From < to)) is { } overlapping)
                one.Fault("certificates-overlap", one.Place, $"The certificates {overlapping.Number} and {number} of "
                    + $"{reader.Thing} are both for {term} on some days.", "Let one end where the other begins.");
            all.Add(certificate);
        }
        return all;
    }

    /// <summary>A value for ever, or a map of days.</summary>
    private static List<(LocalDate Day, Node Node)> ByDay(MapReader reader, Node value, string what)
    {
        if (value is not MapNode { Entries: [var first, ..] } map || !char.IsAsciiDigit(first.Key[0]))
            return [(LocalDate.MinIsoValue, value)];
        var days = new List<(LocalDate Day, Node Node)>();
        foreach (var entry in map.Entries)
            if (Dates.Parse(entry.Key, out var hint) is { } day) days.Add((day, entry.Value));
            else
                reader.Fault("bad-date", entry.KeyPlace,
                    $"{what} has a key {entry.Key}; expected the day from which a value holds, such as 2026-04-01.",
                    hint);
        return days;
    }
}
