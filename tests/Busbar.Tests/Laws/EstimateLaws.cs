using System.Globalization;
using System.Numerics;
using System.Text;
using Busbar.Metering;
using Busbar.Metering.Estimation;
using Busbar.Quantities;
using Busbar.Tests.Cli;
using Busbar.Tests.Metering.Estimation;
using CsCheck;
using NodaTime;

namespace Busbar.Tests.Laws;

/// <summary>What holds of estimates whatever is missing and whatever comes in later.</summary>
public class EstimateLaws
{
    private static readonly LocalDate First = new(2026, 3, 1);

    private static readonly Gen<bool[]> Holes = Gen.Frequency((3, Gen.Const(false)), (1, Gen.Const(true))).Array[30];

    [Fact]
    public void A_line_gives_each_interval_its_own_to_the_last_digit_and_the_sum_of_the_line() =>
        Gen.Select(Gen.Long[0, 5_000_000_000], Gen.Long[0, 5_000_000_000], Gen.Int[1, 40]).Sample(
            (before, after, length) =>
            {
                var day = new Measurements("2026-01-01..2026-01-02", 30, _ => null);
                day.Series.Set(0, Exact.FromScaled(before, 6), Quality.Actual);
                for (var slot = length + 1; slot < day.Series.Length; slot++)
                    day.Series.Set(slot, Exact.FromScaled(after, 6), Quality.Actual);
                var counts = day.Estimate(new LinearMethod(40)).Filled[0].Values
                    .Select(value => value.Count).ToList();
                var whole = Rounding.HalfAway.ToWhole((BigInteger)length * (before + after), 2);
                return counts.Count == length && counts.Aggregate(BigInteger.Zero, (sum, one) => sum + one) == whole
                    && counts.Index().All(one => before + Exact.Ratio(
                        (BigInteger)(one.Index + 1) * (after - before), length + 1) - one.Item is var off
                        && off < 1 && off > -1);
            });

    [Fact]
    public void Only_what_was_measured_is_a_basis() => Gen.Select(Holes, Gen.Int[0, 29], Gen.Long[1, 1_000_000]).Sample(
        (holes, marked, wrong) =>
        {
            EstimationMethod[] methods = [new LikeDayMethod(), new AverageMethod(2)];
            Measurements Of() => new("2026-03-01..2026-03-31", 1440, at => holes[at.Day - 1] ? null : at.Day);
            if (!holes[marked]) return true;
            // An estimate of any value in one hole changes nothing that is made of the others.
            var (plain, beside) = (Of(), Of());
            beside.Series.Set(marked, Exact.FromScaled(wrong, 6), new(QualityKind.Estimated));
            return Counts(plain).Where(value => value.Slot != marked).SequenceEqual(Counts(beside));

            IEnumerable<(int Slot, long Count)> Counts(Measurements of) => of.Estimate(methods).Filled
                .SelectMany(made => made.Values).OrderBy(value => value.Slot);
        });

    [Fact]
    public void F41_an_actual_after_an_estimate_equals_an_actual_alone() => Holes.Sample(holes =>
    {
        using Busbars alone = Book(), after = Book();
        var (rest, missing) = (Daily(day => !holes[day]), Daily(day => holes[day]));
        Import(alone, rest);
        Import(alone, missing);
        Import(after, rest);
        after.Run("estimate", "--period", "2026-03", "house");
        after.Run("estimate", "--period", "2026-03", "house");
        Import(after, missing);
        var drafts = Drafts(after);
        return Drafts(alone) == drafts && !drafts.Contains("\"estimated\": true", StringComparison.Ordinal);
    }, iter: 6, threads: 1);

    [Fact]
    public void F41_a_read_after_an_estimated_one_equals_the_read_alone() =>
        Gen.Select(Gen.Int[1, 40_000], Gen.Int[300, 900]).Sample((minutes, shown) =>
        {
            using Busbars alone = Book(), after = Book();
            var read = Registers((First.PlusMonths(1).AtMidnight().PlusMinutes(minutes), shown));
            Import(alone, read);
            after.Run("estimate", "--period", "2026-03");
            after.Run("estimate", "--period", "2026-04");
            Import(after, read);
            return Drafts(alone) == Drafts(after);
        }, iter: 6, threads: 1);

    [Fact]
    public void F42_what_is_missing_is_estimated_by_name_and_flagged_or_holds_the_bill() => Holes.Sample(holes =>
    {
        using var busbar = Book();
        Import(busbar, Daily(day => !holes[day]));
        var missing = holes.Count(isHole => isHole);
        var said = busbar.Run("estimate", "--period", "2026-03", "house");
        var bill = busbar.Run("bill", "--period", "2026-03", "--account", "ada", "--draft", "--json");
        if (missing == 0)
            return bill.Code == 0 && bill.Results.Contains("\"estimated\": false", StringComparison.Ordinal);
        return said.Code == 0
            ? bill.Code == 0 && bill.Results.Contains("\"estimated\": true", StringComparison.Ordinal)
            : bill.Code == 3 && bill.Results.Contains("missing-readings", StringComparison.Ordinal);
    }, iter: 6, threads: 1);

    /// <summary>A house that is measured by the day, and a meter that is read.</summary>
    private static Busbars Book()
    {
        var busbar = new Busbars { Now = Instant.FromUtc(2026, 6, 1, 12, 0) };
        busbar.Write("book/book.yaml", """
            seller: { name: S }
            currency: GBP
            zone: Europe/London
            estimates: { import: [linear 2, like-day, average 2, daily-average] }
            """);
        busbar.Write("book/parties.yaml", "- { party: p, name: P }\n");
        busbar.Write("book/accounts.yaml", "- { account: ada, party: p }\n- { account: bob, party: p }\n");
        busbar.Write("book/connections.yaml", """
            - { connection: house, interval: day, channels: { import: kWh } }
            - connection: mill
              interval: day
              channels: { import: kWh }
              meters: [{ meter: M, from: 2026-01-01, registers: [{ register: "1", channel: import, digits: 5 }] }]
            """);
        busbar.Write("book/agreements.yaml", """
            - { agreement: a, account: ada, product: flat, connections: house, from: 2026-03-01 }
            - { agreement: b, account: bob, product: flat, connections: mill, from: 2026-03-01 }
            """);
        busbar.Write("book/products/flat.yaml", """
            product: flat
            from: 2026-01-01
            interval: day
            channels: { import: kWh }
            charges: [{ name: Energy, quantity: import, price: 0.25 GBP/kWh }]
            """);
        Assert.Equal(0, busbar.Run("apply", busbar.PathOf("book")).Code);
        Import(busbar, Registers((new(2026, 2, 1, 0, 0), 100), (new(2026, 3, 1, 0, 0), 300)));
        return busbar;
    }

    private static string Daily(Func<int, bool> has)
    {
        var text = new StringBuilder("connection,channel,start,value,unit,quality\n");
        for (var day = 0; day < 31; day++)
            if (has(Math.Min(day, 29)))
                text.Append(CultureInfo.InvariantCulture,
                    $"house,import,{First.PlusDays(day):uuuu-MM-dd},{day * 7 % 11}.{day},kWh,A\n");
        return text.ToString();
    }

    private static string Registers(params (LocalDateTime At, int Shown)[] reads) => "connection,meter,register,time,"
        + "reading\n" + string.Concat(reads.Select(read => string.Create(CultureInfo.InvariantCulture,
            $"mill,M,1,{read.At:uuuu-MM-dd'T'HH:mm},{read.Shown}\n")));

    private static void Import(Busbars busbar, string csv) =>
        Assert.Equal(0, busbar.Run("import", busbar.Write("reads.csv", csv)).Code);

    private static string Drafts(Busbars busbar) =>
        busbar.Run("bill", "--period", "2026", "--draft", "--json").Results;
}
