using System.Text.Json;
using Busbar.Billing;
using Busbar.Documents;
using Busbar.Runs;

namespace Busbar.Cli.Verbs;

/// <summary>What offers come to, as JSON.</summary>
internal static class SimulateJson
{
    private const int UseDecimals = 6;

    public static void Write(
        Utf8JsonWriter json, SimulationOrder order, SimulationRun run, PrintedOffers printed,
        IReadOnlyList<OfferResult> results)
    {
        json.WriteStartObject();
        json.WritePeriod(order.Period);
        json.WriteString("currency", printed.Currency.Code);
        if (order.Against is { } against) json.WriteString("against", against);
        if (order.Cost is { } series) json.WriteString("cost_series", series);
        json.WriteList("offers", run.Offers, offer =>
        {
            var name = OfferReporting.NameOf(offer, run.Offers);
            json.WriteString("offer", name);
            if (offer.File is { } file) json.WriteString("file", file);
            if (printed.Offers.FirstOrDefault(one => one.Name == name) is { } sums) Write(json, sums);
            var own = results.Where(one => ReferenceEquals(one.Offer, offer)).ToList();
            json.WriteList("sites", own.OfType<OfferResult.Priced>(), one =>
            {
                WriteSite(json, one);
                Write(json, one.Money);
                if (one.NotCompared.Count > 0) json.WriteFaults("not_compared", one.NotCompared);
            });
            json.WriteList("not_priced", own.OfType<OfferResult.NotPriced>(), one =>
            {
                WriteSite(json, one);
                json.WriteFaults("reasons", one.Reasons);
            });
        });
        json.WriteEndObject();
    }

    private static void WriteSite(Utf8JsonWriter json, OfferResult one)
    {
        json.WriteTexts("connections", one.Site.Connections.Select(connection => connection.Id));
        json.WriteTexts("accounts", one.Site.Accounts.Select(account => account.Id));
        json.WriteTexts("agreements", one.Site.Agreements.Select(agreement => agreement.Id));
        json.WritePeriod(one.Site.Days);
        if (one.Use is { } use) json.WriteString("use_kwh", use.ToString(UseDecimals));
    }

    private static void Write(Utf8JsonWriter json, PrintedOffer offer)
    {
        json.WriteNumber("priced", offer.Sums.Sites.Count);
        json.WriteString("use_kwh", offer.Use.ToString(UseDecimals));
        Write(json, offer.Sums.Money);
        if (offer.Bought is { } bought) json.WriteString("energy_bought", bought);
        if (offer.Sums.Cost is { } cost) json.WriteString("cost", cost.ToString());
        json.WriteString("margin", offer.Sums.Margin.ToString());
        Write(json, "margins", offer.Sums.Margins);
        if (!offer.IsCompared) return;
        json.WriteStartObject("compared");
        json.WriteString("before", offer.Sums.Paid.Before.ToString());
        json.WriteString("after", offer.Sums.Paid.After.ToString());
        json.WriteString("difference", offer.Sums.Paid.Difference.ToString());
        Write(json, "differences", offer.Sums.Differences);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SiteMoney money)
    {
        json.WriteList("charges", money.Charges, charge =>
        {
            json.WriteString("charge", charge.Charge);
            json.WriteString("name", charge.Name);
            json.WriteBoolean("passed_on", charge.IsPassed);
            json.WriteString("amount", charge.Amount.ToString());
        });
        json.WriteString("net", money.Net.ToString());
        json.WriteString("passed_on", money.Passed.ToString());
        json.WriteString("tax", money.Tax.ToString());
        json.WriteString("total", money.Total.ToString());
    }

    private static void Write(Utf8JsonWriter json, PricedOffer money)
    {
        Write(json, money.Money);
        if (money.Cost is { } cost) json.WriteString("cost", cost.ToString());
        json.WriteString("margin", money.Margin.ToString());
        if (money.Before is not { } before) return;
        json.WriteString("before", before.Total.ToString());
        json.WriteString("difference", money.Difference!.Value.ToString());
    }

    private static void Write(Utf8JsonWriter json, string name, Distribution amounts)
    {
        json.WriteStartObject(name);
        json.WriteNumber("count", amounts.Count);
        json.WriteNumber("below_zero", amounts.Below);
        json.WriteNumber("above_zero", amounts.Above);
        foreach (var percent in amounts.Count == 0 ? [] : Distribution.Shown)
            json.WriteString($"at_{percent}", amounts.At(percent).ToString());
        json.WriteList("steps", amounts.Steps(), step =>
        {
            json.WriteString("from", step.From.ToString());
            json.WriteString("to", step.To.ToString());
            json.WriteNumber("count", step.Count);
        });
        json.WriteEndObject();
    }
}

/// <summary>What offers come to at each site, as CSV.</summary>
internal static class SimulateCsv
{
    private const int UseDecimals = 6;

    public static void Write(TextWriter text, SimulationRun run, IReadOnlyList<OfferResult> results)
    {
        text.Write("offer,connections,accounts,agreements,from,to,use_kwh,net,passed_on,cost,margin,tax,total,before,"
            + "difference,reason\n");
        foreach (var one in results)
        {
            var money = (one as OfferResult.Priced)?.Money;
            var reasons = one switch
            {
                OfferResult.NotPriced not => not.Reasons, OfferResult.Priced priced => priced.NotCompared, _ => [],
            };
            text.Write(string.Join(',', new[]
            {
                OfferReporting.NameOf(one.Offer, run.Offers), one.Site.Name,
                string.Join(' ', one.Site.Accounts.Select(account => account.Id)),
                string.Join(' ', one.Site.Agreements.Select(agreement => agreement.Id)),
                Door.Text(one.Site.Days.From), Door.Text(one.Site.Days.To), one.Use?.ToString(UseDecimals),
                money?.Money.Net.ToString(), money?.Money.Passed.ToString(), money?.Cost?.ToString(),
                money?.Margin.ToString(), money?.Money.Tax.ToString(), money?.Money.Total.ToString(),
                money?.Before?.Total.ToString(), money?.Difference?.ToString(),
                string.Join(" ", reasons.Select(reason => reason.Message)),
            }.Select(cell => IntervalTable.Cell(cell ?? ""))) + "\n");
        }
    }
}
