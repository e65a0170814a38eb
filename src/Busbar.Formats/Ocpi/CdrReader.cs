using System.Text.Json;
using Busbar.Formats.Text;
using Busbar.Metering;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Formats.Ocpi;

/// <summary>Reads one CDR. What matters is checked; what else its sender may add is passed over.</summary>
internal sealed class CdrReader(Problems problems)
{
    private const int LongestId = 39;
    private const int LongestName = 48;

    private static readonly string[] KnownOfCost = ["before_taxes", "taxes", "excl_vat", "incl_vat"];

    /// <summary>The record; null after a fault.</summary>
    public ChargeRecord? Read(Json cdr)
    {
        if (!cdr.IsObject)
        {
            problems.Add("wrong-kind", cdr.Line, 0, $"Here stands {cdr.What}; expected a CDR.");
            return null;
        }
        if (IsSomethingElse(cdr)) return null;
        var ask = new CdrKeys(cdr, problems, cdr["id"] is { Kind: JsonTokenType.String, Text.Length: > 0 } id
            ? $"CDR {Names.Show(id.Text)}" : "The CDR");
        var (country, party) = (ask.Text("country_code", 2), ask.Text("party_id", 3));
        var number = ask.Text("id", LongestId);
        var (token, place) = (ask.Section("cdr_token"), ask.Section("cdr_location"));
        var (uid, contract) = (token?.Text("uid", LongestName), token?.Text("contract_id", LongestName));
        var (charger, connector) = (place?.Text("evse_id", LongestName), place?.Text("connector_id", LongestName));
        var (start, end) = (ask.Time("start_date_time"), ask.Time("end_date_time"));
        var currency = ask.Text("currency", 3);
        var cost = Cost(ask);
        var isGood = Credits(ask, out var credits);
        if (start is not { } from || end is not { } to || !IsSpan(ask, from, to)) return null;
        var periods = new CdrPeriods(ask, from, to).Read();
        if (country is null || party is null || number is null || uid is null || contract is null || charger is null
            || connector is null || currency is null || cost is not { } net || periods is null || !isGood
            || !HasRightSign(ask, net, credits, periods)) return null;
        var sender = $"{country.ToUpperInvariant()}*{party.ToUpperInvariant()}";
        return new(cdr.Line, sender, number, credits, charger, connector, uid, contract,
            new($"{sender} {number}", $"{charger}/{connector}", contract, periods, net, currency.ToUpperInvariant()));
    }

    /// <summary>What operators also send, and what can't be billed from.</summary>
    private bool IsSomethingElse(Json cdr)
    {
        var (what, hint) = cdr.Has("kwh") && cdr.Has("status") && !cdr.Has("cdr_location")
                ? ("a session, which still changes", "Import the CDR that comes when the session is over.")
            : cdr.Has("elements") ? ("a tariff", "Name it in a product: ocpi: tariffs/street.json.")
            : cdr.Has("auth_id") || cdr["total_cost"].Kind == JsonTokenType.Number
                ? ("a CDR of OCPI 2.1.1 or before", "Ask for those of OCPI 2.2.1 or 2.3.0.")
            : !cdr.Has("charging_periods") && !cdr.Has("cdr_token") && !cdr.Has("total_cost")
                ? ("another JSON", "A CDR has charging_periods, cdr_token and total_cost.") : (null, null);
        if (what is null) return false;
        problems.Add("unknown-format", cdr.Line, 0, $"This is {what}, and no CDR of OCPI 2.2.1 or 2.3.0.", hint);
        return true;
    }

    /// <summary>What is asked for all, net of tax; null after a fault.</summary>
    private static Exact? Cost(CdrKeys ask)
    {
        if (ask.Section("total_cost") is not { } cost) return null;
        cost.Known(KnownOfCost);
        return cost.Has("before_taxes") ? cost.Number("before_taxes") : cost.Has("excl_vat") ? cost.Number("excl_vat")
            : cost.Missing("before_taxes", " (OCPI 2.3.0), or excl_vat (2.2.1),");
    }

    /// <summary>The number of the record that is credited; false after a fault.</summary>
    private static bool Credits(CdrKeys ask, out string? credits)
    {
        credits = ask.Has("credit_reference_id") ? ask.Text("credit_reference_id", LongestId) : null;
        var credit = ask.Of("credit");
        if (credit.IsNothing || credit.Kind == JsonTokenType.False)
        {
            if (!ask.Has("credit_reference_id")) return true;
            return ask.Fault("no-credit", ask.Of("credit_reference_id"),
                "has a credit_reference_id and isn't a credit.",
                "A CDR that takes back another has credit: true as well.");
        }
        if (credit.Kind != JsonTokenType.True)
            return ask.Fault("wrong-kind", credit, $"has the credit {credit.What}; expected true or false.");
        return ask.Has("credit_reference_id") ? credits is not null
            : ask.Fault("no-reference", credit, "is a credit and doesn't say of what: it has no credit_reference_id.",
                "Ask its sender which CDR it takes back.");
    }

    private static bool IsSpan(CdrKeys ask, Instant from, Instant to)
    {
        var end = ask.Of("end_date_time");
        if (to <= from)
            return ask.Fault("bad-end", end, to < from ? "ends before it starts." : "ends when it starts.",
                "Nothing can have been charged so. Ask its sender for a credit and a right one.");
        return to - from <= Duration.FromDays(Session.MostDays)
            || ask.Fault("too-long", end, $"is of more than {Session.MostDays} days.", "Was it never unplugged, or its "
                + "end never seen? Ask its sender for a credit and a right one.");
    }

    /// <summary>Who gives energy back may be paid for it; else only a credit is below zero, and it isn't above.
    /// </summary>
    private static bool HasRightSign(CdrKeys ask, Exact net, string? credits, IReadOnlyList<SessionPeriod> periods)
    {
        var at = ask.Of("total_cost");
        var isExport = periods.Any(period => period.Export.Sign > 0);
        if (credits is null && net.Sign < 0 && !isExport)
            return ask.Fault("below-zero", at, $"costs {net}, which is below zero, and is no credit.",
                "A CDR that takes back another has credit: true and its credit_reference_id.");
        return credits is null || net.Sign <= 0 || isExport
            || ask.Fault("above-zero", at, $"is a credit, and costs {net}, which is above zero.",
                "The cost of a credit is that of the CDR that it takes back, below zero.");
    }
}
