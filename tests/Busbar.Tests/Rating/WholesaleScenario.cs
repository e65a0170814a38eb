using System.Globalization;
using System.Text;
using Busbar.Billing;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Rating;
using Busbar.Tests.Tidy;
using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Tests.Rating;

/// <summary>
/// A scenario of wholesale settlement in Denmark as a book: a product for each charge, an account for each supplier, an
/// agreement for each link of a charge to a metering point. An hourly tariff has a charge for each hour of the day, so
/// that one without a price stays open by itself.
/// </summary>
public sealed class WholesaleScenario
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Europe/Copenhagen"];

    private static readonly Dictionary<string, string> Types = new()
    {
        ["E17"] = "consumption", ["E18"] = "production", ["D07"] = "consumption_from_grid", ["D09"] = "own_production",
        ["D01"] = "flex", ["E02"] = "non_profiled", [""] = "",
    };

    private readonly string _folder;
    private readonly Dictionary<string, Point> _points;
    private readonly Dictionary<(string Owner, string Code), (string Type, string Resolution, bool IsTax)> _charges;
    private readonly List<Link> _links;
    private readonly Bench _bench;

    private sealed record Point(string Id, string Type, string Settlement, string Area, int Minutes, string Supplier);

    private sealed record Link(string Code, string Owner, Point Point, string Count, LocalDate From, LocalDate? To);

    /// <summary>An amount of the result: of a charge, a supplier and a kind of points, for an hour or a day.</summary>
    /// <param name="Amount">Null where the price is missing.</param>
    public sealed record Cell(
        string Kind, string Code, string Owner, bool IsTax, string Area, string Supplier, string Type,
        string Settlement, Instant Time, Exact Quantity, Exact? Amount);

    public WholesaleScenario(string name)
    {
        _folder = Path.Combine(House.Root, "tests/data/opengeh-wholesale", name);
        Period = PeriodOf(File.ReadAllText(Path.Combine(_folder, "when/calculation_arguments.yml")), out var areas);
        _points = PointsIn(areas);
        _charges = Rows("when/charge_price_information_periods").ToDictionary(
            row => (row["charge_owner_id"], row["charge_code"]),
            row => (row["charge_type"], row["resolution"], row["is_tax"] == "true"));
        _links = [.. Rows("when/charge_link_periods").Where(row => _points.ContainsKey(row["metering_point_id"]))
            .Select(row => new Link(row["charge_code"], row["charge_owner_id"], _points[row["metering_point_id"]],
                row["quantity"], Day(row["from_date"]), row["to_date"].Length == 0 ? null : Day(row["to_date"])))];
        _bench = BenchOf();
    }

    /// <summary>The days that are settled.</summary>
    public Days Period { get; }

    /// <summary>The rows of a table of the scenario, by the names of their columns.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Rows(string table)
    {
        var lines = File.ReadAllLines(Path.Combine(_folder, table + ".csv"));
        var names = lines[0].TrimStart('\uFEFF').Split(';');
        return [.. lines.Skip(1).Where(line => line.Length > 0).Select(line => names.Zip(line.Split(';'))
            .ToDictionary(pair => pair.First, pair => pair.Second))];
    }

    /// <summary>An instant as the tables write it.</summary>
    public static Instant At(string text) => InstantPattern.ExtendedIso.Parse(text).GetValueOrThrow();

    /// <summary>The bill of a supplier for one day.</summary>
    public Bill BillOf(string supplier, LocalDate day) => _bench.Bill(Text(day), supplier);

    /// <summary>All amounts: each day is rated by itself.</summary>
    public IReadOnlyList<Cell> Cells() =>
    [
        .. from supplier in _bench.Book.Accounts.Keys
           from day in Period.Dates
           from charge in RatedOn(supplier, day)
           let link = _links[int.Parse(charge.Task.Agreement.Id[1..], CultureInfo.InvariantCulture)]
           let start = charge.Task.ChargeId is ['h', .. var hour]
               ? day.At(new(int.Parse(hour, CultureInfo.InvariantCulture), 0)) : day.AtMidnight()
           group (charge, link) by (link.Code, link.Owner, supplier, link.Point.Area, link.Point.Type,
               link.Point.Settlement, start.InZoneStrictly(Zone).ToInstant()) into same
           select CellOf(same.Key, [.. same]),
    ];

    private Cell CellOf(
        (string Code, string Owner, string Supplier, string Area, string Type, string Settlement, Instant Time) key,
        IReadOnlyList<(RatedCharge Charge, Link Link)> all)
    {
        var (type, resolution, isTax) = _charges[(key.Owner, key.Code)];
        var kind = type == "tariff" ? resolution == "PT1H" ? "hourly_tariff" : "daily_tariff" : type;
        // One price holds for all of them: it is there or it isn't.
        Assert.Single(all.Select(one => one.Charge.Open.Count > 0).Distinct());
        return new(kind, key.Code, key.Owner, isTax, key.Area, key.Supplier, key.Type, key.Settlement, key.Time,
            Sum(all.Select(one => type == "tariff" ? Sum(one.Charge.Parts.Select(part => part.Quantity!.Value))
                : one.Charge.Task.Legs[0].Terms["count"])),
            all[0].Charge.Open.Count > 0 ? null
                : Sum(all.Select(one => one.Charge.Exact)).Round(6, Rounding.HalfAway));
    }

    private static decimal Number(string text)
    {
        Assert.True(Digits.TryParse(text, 6, out var millionths, out _), text);
        return millionths / 1_000_000m;
    }

    private static Exact Sum(IEnumerable<Exact> values) => values.Aggregate(Exact.Zero, (sum, value) => sum + value);

    private List<RatedCharge> RatedOn(string supplier, LocalDate day)
    {
        if (_bench.Plan(Text(day), supplier) is not { } plan) return [];
        var rater = new Rater(new(), _bench.Inputs(plan), _bench.Book.Currency, _bench.Book.LineRounding);
        var rated = plan.Tasks.Select(rater.Rate).ToList();
        Assert.Empty(rater.Faults);
        return rated;
    }

    private static string Text(LocalDate day) => string.Create(CultureInfo.InvariantCulture,
        $"{day:uuuu-MM-dd}..{day.PlusDays(1):uuuu-MM-dd}");

    private static LocalDate Day(string instant) => At(instant).InZone(Zone).Date;

    private static Days PeriodOf(string arguments, out string[] areas)
    {
        string Value(string key) => arguments.Split('\n')
            .Single(line => line.Contains(key + ":", StringComparison.Ordinal)).Split(": ", 2)[1].Trim();
        areas = [.. Value("grid-areas").Trim('[', ']').Split(", ").Select(area => area.Trim('"'))];
        LocalDate DayOf(string key) => Day(Value(key).Trim('"').Replace(' ', 'T') + "Z");
        return new(DayOf("period-start-datetime"), DayOf("period-end-datetime"));
    }

    /// <summary>The points of the areas that are settled; a child is its parent's supplier's.</summary>
    private Dictionary<string, Point> PointsIn(string[] areas)
    {
        var rows = Rows("when/metering_point_periods").Where(row => areas.Contains(row["grid_area_code"])).ToList();
        var suppliers = rows.ToDictionary(row => row["metering_point_id"], row => row["energy_supplier_id"]);
        string SupplierOf(string id, string parent) => suppliers[parent.Length > 0 ? parent : id];
        return rows.Where(row => Types.ContainsKey(row["type"])).ToDictionary(row => row["metering_point_id"],
            row => new Point(row["metering_point_id"], Types[row["type"]], Types[row["settlement_method"]],
                row["grid_area_code"], row["resolution"] == "PT15M" ? 15 : 60,
                SupplierOf(row["metering_point_id"], row["parent_metering_point_id"])));
    }

    private static string IdOf(string code, string owner) => $"{code.Replace('_', '-')}-{owner}";

    private Bench BenchOf()
    {
        var (series, products) = (new StringBuilder("series:\n"), new List<string>());
        var prices = Rows("when/charge_price_points").ToLookup(row => (row["charge_owner_id"], row["charge_code"]),
            row => (At: At(row["charge_time"]).InZone(Zone).LocalDateTime, Price: row["charge_price"]));
        var given = new List<(string Series, Func<ZonedDateTime, decimal?> Values)>();
        foreach (var ((owner, code), (type, resolution, isTax)) in _charges)
        {
            var (id, own) = (IdOf(code, owner), prices[(owner, code)].ToList());
            var unit = type == "tariff" ? "DKK/kWh" : "DKK";
            void Series(string name, string interval, int hour)
            {
                series.Append(CultureInfo.InvariantCulture,
                    $"  {name}: {{ unit: {unit}, interval: {interval}, file: {name}.csv }}\n");
                given.Add((name, at => own.Where(one => one.At == at.Date.At(new(hour, 0)))
                    .Select(one => (decimal?)Number(one.Price)).FirstOrDefault()));
            }
            if (resolution == "PT1H")
                foreach (var hour in Enumerable.Range(0, 24)) Series($"{id}-{Hour(hour)}", "day", hour);
            else Series(id, type == "subscription" ? "month" : "day", 0);
            products.Add($$"""
                product: {{id}}
                from: 2016-01-01
                interval: 60min
                channels: { {{(type == "tariff" ? "import: kWh" : "")}} }
                terms: { count: "1" }
                charges:
                {{string.Join('\n', ChargesOf(id, type, resolution, isTax ? "tax" : type))}}
                """);
        }
        var hours = Enumerable.Range(0, 24).Select(hour => string.Create(CultureInfo.InvariantCulture,
            $"    {Hour(hour)}: daily {hour:00}:00-{hour + 1:00}:00\n"));
        var bench = Bench.Of(string.Join("\n---\n", products),
            "groups: [tariff, subscription, fee, tax]\ncalendars:\n  hours:\n   bands:\n"
                + $"{string.Concat(hours)}{series}",
            Zone.Id, string.Join('\n', _points.Values.Select(point => point.Supplier).Distinct()
                .Select(supplier => $"- {{ account: \"{supplier}\", party: p }}")),
            string.Join('\n', _points.Values.Select(point => string.Create(CultureInfo.InvariantCulture,
                $"- {{ connection: \"{point.Id}\", interval: {point.Minutes}min, channels: {{ import: kWh }} }}"))),
            string.Join('\n', _links.Select(AgreementOf)), "DKK");
        foreach (var (name, values) in given) bench.Prices(name, values);
        GiveReadings(bench);
        return bench;
    }

    private static string Hour(int hour) => string.Create(CultureInfo.InvariantCulture, $"h{hour:00}");

    private IEnumerable<string> ChargesOf(string id, string type, string resolution, string group) => type switch
    {
        "tariff" when resolution == "PT1H" => Enumerable.Range(0, 24).Select(Hour).Select(hour =>
            $"  - {{ name: Tariff, id: {hour}, group: {group}, missing: leave-open, "
            + $"quantity: \"during(count * import, hours.{hour})\", price: {id}-{hour} }}"),
        "tariff" => [$"  - {{ name: Tariff, group: {group}, missing: leave-open, quantity: count * import, "
            + $"price: {id} }}"],
        // A month's price is spread over the days that are settled.
        "subscription" => [string.Create(CultureInfo.InvariantCulture,
            $"  - {{ name: Subscription, group: {group}, missing: leave-open, "
            + $"amount: \"count * round({id} / {Period.Count} days, 0.000001 DKK/day) * days\" }}")],
        _ => [$"  - {{ name: Fee, group: {group}, missing: leave-open, quantity: count * days, price: {id} / 1 day }}"],
    };

    private static string AgreementOf(Link link, int number)
    {
        var to = link.To is { } end ? $"to: {LocalDatePattern.Iso.Format(end)}, " : "";
        return $"- {{ agreement: l{number.ToString(CultureInfo.InvariantCulture)}, "
            + $"account: \"{link.Point.Supplier}\", product: {IdOf(link.Code, link.Owner)}, "
            + $"connections: \"{link.Point.Id}\", from: {LocalDatePattern.Iso.Format(link.From)}, {to}"
            + $"terms: {{ count: {link.Count} }} }}";
    }

    /// <summary>What was measured and, at the points of grid loss, calculated. What is missing counts as nothing there,
    /// and is an estimate here.</summary>
    private void GiveReadings(Bench bench)
    {
        var known = Rows("then/basis_data/time_series_points").Where(row => row["quality"] != "missing").ToDictionary(
            row => (row["metering_point_id"], At(row["observation_time"])),
            row => Number(row["quantity"]));
        foreach (var point in _points.Keys)
            bench.Reads(point, "import", at => known.TryGetValue((point, at.ToInstant()), out var value)
                ? (value, QualityKind.Actual) : (0, QualityKind.Estimated));
    }
}
