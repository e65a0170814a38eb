using System.Text.Json;
using Busbar.Quantities;
using Busbar.Tests.Cli;

namespace Busbar.Tests.Laws;

/// <summary>What an offer comes to is what its bills would come to.</summary>
public class OfferLaws
{
    public static TheoryData<string, string> Books => new()
    {
        { "brokers", "2026-01-01..2026-04-01" }, { "community", "2026-04" }, { "demand-response", "2026-01" },
        { "ev-fleet", "2026-05" }, { "ev-home", "2026-03" }, { "flex", "2026-01" },
        { "half-hourly-business", "2026-01" },
        { "household-solar", "2011-07-01..2012-07-01" }, { "multi-party", "2026-05-01..2026-07-01" },
        { "ppa", "2026-01-01..2026-04-01" }, { "private-network", "2026-01-01..2026-04-01" },
        { "us-commercial", "2018" }, { "us-residential", "2018" }, { "vpp", "2026-06" },
    };

    [Theory, MemberData(nameof(Books))]
    public void What_everybody_has_costs_as_an_offer_what_drafts_of_its_bills_come_to(string book, string period)
    {
        using var busbar = new Busbars();
        var folder = Path.Combine(Tidy.House.Root, "books", book);
        Assert.Equal(0, busbar.Run("apply", folder).Code);
        Assert.Equal(0, busbar.Run(
            ["import", .. new[] { "reads", "sessions" }.Select(own => Path.Combine(folder, own))
                .Where(Directory.Exists).SelectMany(Directory.EnumerateFiles).Order()]).Code);
        var bills = Json(busbar.Run("bill", "--draft", "--period", period, "--json"));
        var drafts = bills.Where(bill => bill.TryGetProperty("bill", out _)).SelectMany(bill =>
            bill.GetProperty("bill").GetProperty("lines").EnumerateArray()).ToLookup(
            line => line.GetProperty("agreement").GetString()!, line => Exact(line, "amount"));
        Assert.NotEmpty(drafts);
        var offers = Directory.EnumerateFiles(Path.Combine(folder, "products"), "*.yaml")
            .SelectMany(File.ReadLines).Where(line => line.StartsWith("product: ", StringComparison.Ordinal))
            .Select(line => line["product: ".Length..]).Distinct().ToList();
        var run = busbar.Run(["simulate", .. offers, "--period", period, "--json"]);
        var priced = new HashSet<string>();
        foreach (var offer in Json(run, "offers"))
            foreach (var site in offer.GetProperty("sites").EnumerateArray())
            {
                // The agreement whose product it is; on the other sites it is an offer like any other.
                if (OwnOf(offer, site, folder) is not { } own) continue;
                Assert.Equal(Sum(drafts[own]), Exact(site, "net"));
                if (site.GetProperty("agreements").GetArrayLength() == 1)
                    Assert.True(Exact(site, "difference").IsZero);
                Assert.True(priced.Add(own));
            }
        Assert.Equal(drafts.Select(one => one.Key).Order(), priced.Order());
    }

    private static string? OwnOf(JsonElement offer, JsonElement site, string folder)
    {
        var text = File.ReadAllText(Path.Combine(folder, "agreements.yaml"));
        return site.GetProperty("agreements").EnumerateArray().Select(one => one.GetString()!).FirstOrDefault(id =>
        {
            var own = text[text.IndexOf($"agreement: {id}\n", StringComparison.Ordinal) is var at && at >= 0
                ? at.. : text.IndexOf($"agreement: {id},", StringComparison.Ordinal)..];
            var product = own[(own.IndexOf("product: ", StringComparison.Ordinal) + "product: ".Length)..];
            return product.Split(',', '\n')[0] == offer.GetProperty("offer").GetString();
        });
    }

    private static Exact Exact(JsonElement element, string name) =>
        Busbar.Quantities.Exact.TryParse(element.GetProperty(name).GetString(), out var value, out _) ? value
            : throw new FormatException(name);

    private static Exact Sum(IEnumerable<Exact> all) =>
        all.Aggregate(Busbar.Quantities.Exact.Zero, (sum, one) => sum + one);

    private static List<JsonElement> Json(Printed printed, string? list = null)
    {
        using var json = JsonDocument.Parse(printed.Results);
        var root = json.RootElement.Clone();
        return [.. (list is null ? root : root.GetProperty(list)).EnumerateArray()];
    }
}
