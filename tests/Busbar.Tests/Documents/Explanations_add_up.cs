using System.Globalization;
using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Busbar.Billing;
using Busbar.Documents;
using Busbar.Quantities;
using Busbar.Rating;
using Busbar.Tests.Cli;

namespace Busbar.Tests.Documents;

/// <summary>An explanation opens each line into what it is made of, and all of it adds up exactly.</summary>
public class Explanations_add_up
{
    private static readonly Household Usual = new();

    private static readonly Household Spot = Usual
        .With("calendars:", "series: { spot: { unit: c/kWh, interval: 30min, file: prices/spot.csv } }\ncalendars:")
        .With("price: by(day-night, day = 24.20 c/kWh, night = 12.10 c/kWh)", "price: spot / 1.1")
        .With("    lines: band\n", "");

    // A month of 31 days is paid by the day, and its fee changes within it.
    private static readonly Household Monthly = Usual
        .With("terms: { supply:", "terms: { fee: { in: AUD/month }, supply:")
        .With("bundles:", "  - { name: Service, group: fixed, amount: fee * months }\nbundles:")
        .With("connections: [ausgrid-12]",
            "connections: [ausgrid-12]\nterms: { fee: { 2011-07-01: 10, 2011-07-12: 11.5 } }");

    // With a peak, that says when it was.
    private static readonly Household Demand = Usual.With("bundles:",
        "  - { name: Demand, group: fixed, quantity: \"peak(consumption, per = month, top = 2) * days\", "
        + "price: 1.5 c/kW/day }\nbundles:");

    private static readonly Household[] All =
        [Usual, Demand, Usual.NewPricesFrom("2011-07-15"), Spot, Monthly,
            Monthly.NewPricesFrom("2011-07-20").Bundled()];

    [Fact]
    public void A_bill_that_rests_on_no_readings_and_prices_is_explained()
    {
        using var busbar = new Busbars();
        foreach (var (name, text) in new[]
            {
                ("book.yaml", "seller: { name: N }\ncurrency: GBP\nzone: Europe/London\n"),
                ("parties.yaml", "- { party: ann, name: Ann }\n"),
                ("accounts.yaml", "- { account: ann, party: ann }\n"),
                ("connections.yaml", "- { connection: c, interval: day, channels: { import: kWh } }\n"),
                ("agreements.yaml",
                    "- { agreement: a, account: ann, product: rent, connections: c, from: 2026-01-01 }\n"),
                ("products/rent.yaml", "product: rent\nname: Rent\nfrom: 2026-01-01\ninterval: day\n"
                    + "channels: { import: kWh }\ncharges:\n"
                    + "  - { name: Rent, group: fixed, quantity: days, price: 50 p/day }\n"),
            })
            busbar.Write(Path.Combine("book", name), text);
        Assert.Equal(0,
            busbar.Run("bill", busbar.PathOf("book"), "--period", "2026-01", "--issued", "2026-02-02").Code);
        var explained = busbar.Run("explain", "2026-00001");
        Assert.True(explained.Code == 0, explained.Messages);
        Assert.Contains("comes to 15.50 GBP", explained.Results, StringComparison.Ordinal);
        Assert.DoesNotContain("Readings and prices", explained.Results, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_add_up_to_their_charge_and_charges_to_the_bill() => Assert.All(All, household =>
    {
        var bill = household.Bill();
        Assert.Equal(bill.Lines.Select(line => line.Id), ExplanationText.LineIds(bill.Explanation));
        foreach (var charge in bill.Explanation.Charges)
        {
            var lines = charge.Legs.SelectMany(leg => leg.Lines).ToList();
            Assert.Equal(charge.Exact, Sum(lines.Select(line => line.Exact)));
            Assert.Equal(charge.Amount, Sum(lines.Select(line => line.Amount)));
            Assert.Equal(charge.Amount, charge.Exact.Round(2, Rounding.Named(charge.Rounding)!));
        }
        Assert.Equal(bill.Net.Amount, Sum(bill.Explanation.Charges.Select(charge => charge.Amount)));
    });

    [Fact]
    public void Intervals_add_up_to_their_line() => Assert.All(All, household =>
    {
        foreach (var charge in household.Charges())
            foreach (var part in charge.Parts)
            {
                var leg = charge.Legs.Single(one => one.Leg == part.Leg);
                var rows = IntervalTable.Csv(leg, part.Band).TrimEnd('\n').Split('\n')[1..]
                    .Select(row => row.Split(',')).ToList();
                Assert.Equal(part.Exact, Sum(rows.Select(row => Number(row[4]))));
                if (part.Quantity is { } quantity) Assert.Equal(quantity, Sum(rows.Select(row => Number(row[2]))));
                else Assert.All(rows, row => Assert.Equal("", row[2] + row[3]));
                Assert.Equal(part.IsEstimated, rows.Exists(row => row[5] == "true"));
                var sum = IntervalTable.Write(leg, part.Band).TrimEnd('\n').Split('\n')[^1]
                    .Split(' ', StringSplitOptions.RemoveEmptyEntries);
                Assert.Equal("Sum", sum[0]);
                Assert.Equal(part.Exact, Number(sum[^1]));
            }
    });

    [Fact]
    public void What_is_read_is_what_was_written() => Assert.All(All, household =>
    {
        var explanation = household.Bill().Explanation with { Receipt = 42 };
        var json = ExplanationDocument.ToJson(explanation);
        var read = ExplanationDocument.FromJson(json);
        Assert.Equivalent(explanation, read, strict: true);
        Assert.Equal(json, ExplanationDocument.ToJson(read));
        Assert.DoesNotContain('\n', json);
    });

    [Fact]
    public void A_fraction_stays_one()
    {
        var explanation = new Explanation(
            1, [new("a", "b", null, ["c"], [], Exact.Ratio(-1, 3), "half-away", -0.33m)], []);
        var json = ExplanationDocument.ToJson(explanation);
        Assert.Contains("\"exact\":\"-1/3\"", json, StringComparison.Ordinal);
        Assert.Equal(Exact.Ratio(-1, 3), ExplanationDocument.FromJson(json).Charges[0].Exact);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"receipt":1,"charges":[{}],"inputs":[]}""")]
    [InlineData("""{"receipt":1,"charges":[],"inputs":[{"name":"a","from":"yesterday"}]}""")]
    [InlineData("""{"receipt":1,"charges":[{"agreement":"a","charge":"b","legs":[],"exact":"1/0"}],"inputs":[]}""")]
    [InlineData("")]
    public void What_is_no_explanation_is_not_read(string json) =>
        Assert.ThrowsAny<JsonException>(() => ExplanationDocument.FromJson(json));

    [Fact]
    public void The_example_of_the_reference_is_what_is_written()
    {
        var explanation = Usual.Bill().Explanation;
        explanation = new(7, [explanation.Charges[1]], [explanation.Inputs[0]]);
        var options = new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        Assert.Equal(
            JsonNode.Parse(Reference.ExampleIn("docs/reference/explanation.md"))!.ToJsonString(options),
            ExplanationDocument.ToJson(explanation));
    }

    [Fact]
    public void An_unknown_line_is_refused() => Assert.Throws<ArgumentException>(() => Written(Usual, "electricity"));

    [Fact]
    public void A_line_with_a_peak_says_when_it_was()
    {
        var leg = Demand.Bill().Explanation.Charges.Single(charge => charge.Charge == "demand").Legs.Single();
        var text = Written(Demand, "demand");
        Assert.Equal(2, leg.Peaks.Count);
        Assert.All(leg.Peaks, peak => Assert.Matches(
            $@"  peak\(consumption, per = month, top = 2\)  {peak.Start} +{peak.Power} kW\n", text));
    }

    [Fact]
    public void A_line_says_why_it_is_its_amount() => Assert.Equal(
        """
        Electricity: day is 63.62 AUD because 262.88 kWh at 0.242 AUD/kWh come to 63.61696 AUD: its share
        when all of the charge, 77.593186 AUD, was rounded once to 77.59 AUD.

        What the line is
          line       electricity.day
          charge     electricity
          agreement  wattle-home
          product    solar-home@2011-07-01
          days       1 July 2011 to 31 July 2011
          band       day

        Its formulas
          quantity  import
          price     by(day-night, day = 24.20 c/kWh, night = 12.10 c/kWh)

        What the names in them come to, 1 July 2011 to 31 July 2011, all bands
          name         formula                             values  one per   estimated        total
          import       positive(consumption - generation)    1488  interval          0  378.386 kWh
          consumption  as measured                           1488  interval          0  442.556 kWh
          generation   as measured                           1488  interval          0   180.73 kWh
          Of import, 310 values below zero were made zero by positive.

        The sum
          262.88 kWh × 0.242 AUD/kWh = 63.61696 AUD

        Rounding
          The charge electricity comes to 77.593186 AUD in 2 lines. It is rounded once, by the rule
          half-away (to the nearest, a half away from zero), to 77.59 AUD, which its lines share by largest
          remainder:
          line                 exactly    AUD
          electricity.day    63.616960  63.62
          electricity.night  13.976226  13.97
          -----------------------------------
          electricity        77.593186  77.59

        The readings and prices that it was made from
          connection  channel or series  from                  to                    values  estimated  hash
          ausgrid-12  consumption        2011-06-30T14:00:00Z  2011-07-31T14:00:00Z    1488          0  68f522227e96
          ausgrid-12  generation         2011-06-30T14:00:00Z  2011-07-31T14:00:00Z    1488          0  8952139d6ac8
        """ + "\n", Written(Usual, "electricity.day"));

    [Fact]
    public void A_bill_says_why_it_is_its_amount() => Assert.Equal(
        """
        Bill SL-2011-00001 of A. and R. Wattle for 1 July 2011 to 31 July 2011 comes to 102.85 AUD because
        its 4 lines add up to 92.65 AUD and the tax on them is 10.20 AUD.

        Lines
          line               name                made of                        exactly    AUD
          daily-supply       Daily supply        31 days × 0.7865 AUD/day       24.3815  24.38
          electricity.day    Electricity: day    262.88 kWh × 0.242 AUD/kWh    63.61696  63.62
          electricity.night  Electricity: night  115.506 kWh × 0.121 AUD/kWh  13.976226  13.97
          solar-feed-in      Solar feed-in       116.56 kWh × 0.08 AUD/kWh      -9.3248  -9.32

        Charges: each is rounded once, and its lines share the rounded amount
          agreement    charge           exactly  rounded      AUD
          wattle-home  daily-supply     24.3815  half-away  24.38
          wattle-home  electricity    77.593186  half-away  77.59
          wattle-home  solar-feed-in    -9.3248  half-away  -9.32
          half-away: to the nearest, a half away from zero

        Tax
          rate      on    AUD
          10 %  101.97  10.20

        Formulas
          charge         days                      product                formula
          daily-supply   2011-07-01 to 2011-07-31  solar-home@2011-07-01  quantity: days
                                                                          price: supply
          electricity    2011-07-01 to 2011-07-31  solar-home@2011-07-01  quantity: import
                                                                          price: by(day-night, day = 24.20
                                                                          c/kWh, night = 12.10 c/kWh)
          solar-feed-in  2011-07-01 to 2011-07-31  solar-home@2011-07-01  quantity: export
                                                                          price: 8.00 c/kWh

        Readings and prices that it was made from
          connection  channel or series  from                  to                    values  estimated  hash
          ausgrid-12  consumption        2011-06-30T14:00:00Z  2011-07-31T14:00:00Z    1488          0  68f522227e96
          ausgrid-12  generation         2011-06-30T14:00:00Z  2011-07-31T14:00:00Z    1488          0  8952139d6ac8
        """ + "\n", Written(Usual, null));

    [Theory]
    [InlineData(0, "solar-feed-in",
        "Solar feed-in is -9.32 AUD because 116.56 kWh at 0.08 AUD/kWh come to 9.3248 AUD in "
        + "the customer's favour, rounded once by the rule half-away.")]
    [InlineData(1, "electricity",
        "Electricity is 45.87 AUD because 378.386 kWh, each at the price of its time, come to "
        + "45.865035107126 AUD, rounded once by the rule half-away.")]
    [InlineData(2, "service.1",
        "Service is 3.55 AUD because its formula comes to 110/31 AUD (about 3.548387097): its "
        + "share when all of the charge, 340/31 AUD (about 10.967741935), was rounded once to "
        + "10.97 AUD.")]
    public void Its_first_sentence_is_the_reason(int which, string line, string reason)
    {
        var household = new[] { Usual, Spot, Monthly }[which];
        Assert.Equal(reason, Written(household, line).Split("\n\n")[0].Replace('\n', ' '));
    }

    [Fact]
    public void Intervals_are_shown_by_the_local_clock() => Assert.StartsWith(
        """
        Start                    Band       kWh  AUD/kWh        AUD
        2011-07-01 00:00 +10:00  night    0.207    0.121   0.025047  E
        2011-07-01 00:30 +10:00  night    0.207    0.121   0.025047  E

        """, IntervalTable.Write(
        Leg("electricity", Usual with { IsEstimated = (_, day) => day == 0 }), "night"),
        StringComparison.Ordinal);

    [Fact]
    public void Intervals_are_written_as_csv() => Assert.StartsWith(
        """
        start,band,quantity,price,amount,estimated
        2011-07-01T00:00:00+10:00,night,0.207,0.121,0.025047,true
        2011-07-01T00:30:00+10:00,night,0.207,0.121,0.025047,true

        """, IntervalTable.Csv(
        Leg("electricity", Usual with { IsEstimated = (_, day) => day == 0 }), "night"),
        StringComparison.Ordinal);

    private static RatedLeg Leg(string charge, Household household) =>
        household.Charges().Single(one => one.Task.ChargeId == charge).Legs[0];

    private static string Written(Household household, string? line)
    {
        var bill = household.Bill();
        var text = ExplanationText.Write(bill.Explanation, Bills_read_like_bills.Document(bill), line);
        Assert.All(text.Split('\n'), row => Assert.Equal(row.TrimEnd(), row));
        return text;
    }

    private static Exact Sum(IEnumerable<Exact> values) => values.Aggregate(Exact.Zero, (sum, one) => sum + one);

    private static Exact Number(string text) => text.Split('/') is [var over, var under]
        ? Number(over) / Number(under)
        : text.Split('.') is [var whole, var decimals]
            ? Exact.Ratio(Whole(whole + decimals), BigInteger.Pow(10, decimals.Length)) : Exact.Ratio(Whole(text), 1);

    private static BigInteger Whole(string text) =>
        BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
}
