using System.Text.Json;
using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Quantities;
using Busbar.Runs;

namespace Busbar.Cli.Verbs;

/// <summary>What a version changes, as JSON.</summary>
internal static class DiffJson
{
    private const int GrowthDecimals = 6;

    public static void Write(
        Utf8JsonWriter json, DiffOrder order, DiffRun run, IReadOnlyList<ComparedAgreement> rated,
        IReadOnlyList<DiffResult.NotRated> refused)
    {
        json.WriteStartObject();
        json.WriteString("product", run.Diff.After.Product);
        json.WriteString("before", Door.Text(run.Diff.Before.From));
        json.WriteString("after", Door.Text(run.Diff.After.From));
        if (order.File is { } file) json.WriteString("file", file);
        json.WriteString("currency", run.Currency.Code);
        json.WriteList("changes", run.Diff.Changes, change => Write(json, change));
        if (rated.Count > 0)
        {
            json.WriteStartObject("all");
            Write(json, new ComparedAll(rated), run.Diff);
            json.WriteEndObject();
        }
        json.WriteList("agreements", rated, one =>
        {
            json.WriteString("agreement", one.Agreement.Id);
            json.WriteTexts("connections", order.ConnectionsOf(one.Agreement));
            json.WritePeriod(one.Period);
            Write(json, one.Sums);
        });
        json.WriteList("not_rated", refused, one =>
        {
            json.WriteString("agreement", one.Agreement.Id);
            json.WriteTexts("connections", order.ConnectionsOf(one.Agreement));
            if (one.Side is { } side) json.WriteString("version", side == DiffSide.Before ? "before" : "after");
            json.WriteFaults("reasons", one.Reasons);
        });
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, VersionChange change)
    {
        json.WriteString("part", NameOf(change.Part));
        json.WriteString("id", change.Id);
        json.WriteString("aspect", change.Aspect);
        if (change.Before is { } before) json.WriteString("before", before);
        if (change.After is { } after) json.WriteString("after", after);
        Write(json, change.Growth);
        json.WriteString("text", change.Text);
    }

    private static void Write(Utf8JsonWriter json, ComparedAll all, VersionDiff diff)
    {
        json.WriteNumber("more", all.More);
        json.WriteNumber("less", all.Less);
        json.WriteNumber("same", all.Same);
        json.WriteString("least", all.Least.Agreement.Id);
        json.WriteString("greatest", all.Greatest.Agreement.Id);
        json.WriteTexts("most_changed", all.MostChanged.Select(one => one.Agreement.Id));
        Write(json, all.Sums(diff));
    }

    private static void Write(Utf8JsonWriter json, ComparedSums sums)
    {
        json.WriteList("charges", sums.Charges, charge =>
        {
            json.WriteString("charge", charge.Pair.Latest.Id);
            json.WriteString("name", charge.Pair.Latest.Name);
            Write(json, charge.Amount, charge.Pair.Before is not null, charge.Pair.After is not null);
        });
        json.WriteList("months", sums.Months, month =>
        {
            json.WriteString("month", NodaTime.Text.YearMonthPattern.Iso.Format(month.Month));
            Write(json, "net", month.Net);
            Write(json, "tax", month.Tax);
            Write(json, "total", month.Total);
        });
        Write(json, "net", sums.Net);
        Write(json, "tax", sums.Tax);
        Write(json, "total", sums.Total);
    }

    private static void Write(Utf8JsonWriter json, string name, Compared money)
    {
        json.WriteStartObject(name);
        Write(json, money, wasThere: true, isThere: true);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Compared money, bool wasThere, bool isThere)
    {
        if (wasThere) json.WriteString("before", money.Before.ToString());
        if (isThere) json.WriteString("after", money.After.ToString());
        json.WriteString("difference", money.Difference.ToString());
        if (wasThere && isThere) Write(json, money.Growth);
    }

    private static void Write(Utf8JsonWriter json, Exact? growth)
    {
        if (growth is { } fraction) json.WriteString("growth", fraction.ToString(GrowthDecimals));
    }

    private static string NameOf(ChangedPart part) => part switch
    {
        ChangedPart.Channel => "channel", ChangedPart.Term => "term", ChangedPart.Quantity => "quantity",
        ChangedPart.Charge => "charge", ChangedPart.Must => "must", ChangedPart.Bundle => "bundle", _ => "product",
    };
}
