using Busbar.Formats;
using Busbar.Tests.Tidy;

namespace Busbar.Tests.Formats;

public class Ocpi_is_strict
{
    [Theory]
    [InlineData("08:00", "08:00 TIME=0", "3 CDR 1 ends when it starts.")]
    [InlineData("07:00", "08:00 TIME=0", "3 CDR 1 ends before it starts.")]
    [InlineData("2026-08-07T08:00:00Z", "08:00 TIME=768",
        "3 CDR 1 is of more than 31 days.")]
    [InlineData("10:00", "08:00 TIME=1|07:59 TIME=1",
        "11 charging period 2 of CDR 1 starts before the session does.")]
    [InlineData("10:00", "08:00 TIME=1|08:00 TIME=1",
        "11 charging period 2 of CDR 1 doesn't start after the one before.")]
    [InlineData("10:00", "08:00 TIME=1|09:30 TIME=1|09:00 TIME=1",
        "12 charging period 3 of CDR 1 doesn't start after the one before.")]
    [InlineData("10:00", "08:00 TIME=1|10:00 TIME=1",
        "11 charging period 2 of CDR 1 starts when the session is over.")]
    [InlineData("09:00", "08:00 TIME=-1", "10 dimension 1 of charging period 1 of CDR 1 has a TIME of -1, which is "
        + "below zero.")]
    [InlineData("09:00", "08:00 TIMES=1", "10 dimension 1 of charging period 1 of CDR 1 is of the type TIMES, which "
        + "OCPI doesn't know.")]
    [InlineData("09:00", "08:00 TIME=0.5 TIME=0.5",
        "10 dimension 2 of charging period 1 of CDR 1 is of the type TIME, which the same period has already.")]
    [InlineData("09:00", "08:00 TIME=1 ENERGY=1 ENERGY_IMPORT=2 ENERGY_EXPORT=2",
        "10 charging period 1 of CDR 1 has an ENERGY of 1 kWh, which isn't its ENERGY_IMPORT less its ENERGY_EXPORT.")]
    [InlineData("09:00", "08:00 TIME=1 ENERGY=0.1234567891", "10 dimension 2 of charging period 1 of CDR 1 has the "
        + "volume 0.1234567891, which has more than 9 decimals.")]
    [InlineData("09:00", "08:00 TIME=\"1\"",
        "10 dimension 1 of charging period 1 of CDR 1 has the volume 1; expected a number.")]
    [InlineData("09:00", "08:00 TIME=1e99", "10 dimension 1 of charging period 1 of CDR 1 has the volume 1e99, which "
        + "has too great an exponent.")]
    [InlineData("09:00", "08:00 TIME=1.5E-9", "10 dimension 1 of charging period 1 of CDR 1 has the volume 1.5E-9, "
        + "which has more than 9 decimals.")]
    public void Periods_are_of_the_session(string end, string periods, string fault) => Assert.Equal(fault,
        Said(Files.Fault(Cdrs.Of("1", end, periods.Split('|'), energy: "0", time: "1", parking: "0"))));

    [Theory]
    [InlineData("10.5", "1", "0", "13 CDR 1 has a total_energy of 10.5 kWh, and its charging periods come to 10 kWh.")]
    [InlineData("10.0002", "1", "0",
        "13 CDR 1 has a total_energy of 10.0002 kWh, and its charging periods come to 10 kWh.")]
    [InlineData("10", "1.25", "0", "14 CDR 1 has a total_time of 1.25 h, and its charging periods come to 1 h.")]
    [InlineData("10", "1", "0.5", "15 CDR 1 has a total_parking_time of 0.5 h, and its charging periods come to 0 h.")]
    public void Totals_are_the_sum_of_the_periods(string energy, string time, string parking, string fault) =>
        Assert.Equal(fault, Said(Files.Fault(Cdrs.Of("1", "09:00", ["08:00 ENERGY=10 TIME=1"], energy: energy,
            time: time, parking: parking))));

    [Theory]
    [InlineData("10.0001", "0.9999", "0.0001")]
    [InlineData("9.9999", "1", "0")]
    public void The_fourth_decimal_may_be_another(string energy, string time, string parking) =>
        Assert.Single(Cdrs.Read(Cdrs.Of("1", "09:00", ["08:00 ENERGY=10 TIME=1"], energy: energy, time: time,
            parking: parking)));

    [Fact]
    public void Energy_that_only_a_total_gave_back_is_refused() => Assert.Equal(
        "13 CDR 1 has a total_energy of -3 kWh, and no period says when it was given back.",
        Said(Files.Fault(Cdrs.Of("1", "09:00", ["08:00 TIME=1"], energy: "-3"))));

    [Theory]
    [InlineData("-4", "", "12 CDR 1 costs -4, which is below zero, and is no credit.")]
    [InlineData("4", "\"credit\": true, \"credit_reference_id\": \"0\",",
        "12 CDR 1 is a credit, and costs 4, which is above zero.")]
    [InlineData("-4", "\"credit\": true,",
        "16 CDR 1 is a credit and doesn't say of what: it has no credit_reference_id.")]
    [InlineData("4", "\"credit_reference_id\": \"0\",", "16 CDR 1 has a credit_reference_id and isn't a credit.")]
    [InlineData("-4", "\"credit\": \"yes\", \"credit_reference_id\": \"0\",",
        "16 CDR 1 has the credit yes; expected true or false.")]
    public void Credits_are_below_zero_and_say_of_what(string cost, string more, string fault) =>
        Assert.Equal(fault, Said(Files.Fault(Cdrs.Simple("1", more, cost: cost))));

    [Theory]
    [InlineData("\"id\": \"1\",", "", "1 The CDR has no id and needs one.")]
    [InlineData("\"id\": \"1\",", "\"id\": 1,", "2 The CDR has the id 1; expected a text.")]
    [InlineData("\"id\": \"1\",", "\"id\": \"1234567890123456789012345678901234567890\",",
        "2 CDR 1234567890123456789012345678901234567890 has the id 1234567890123456789012345678901234567890; expected "
        + "at most 39 characters.")]
    [InlineData("\"uid\": \"012345678\",", "", "4 cdr_token of CDR 1 has no uid and needs one.")]
    [InlineData("\"connector_id\": \"1\"", "\"connector_id\": \" \"",
        "7 cdr_location of CDR 1 has the connector_id  ; expected a text that can be seen.")]
    [InlineData("\"currency\": \"EUR\",", "\"currency\": null,", "1 CDR 1 has no currency and needs one.")]
    [InlineData("\"before_taxes\"", "\"before_tax\"", "12 total_cost of CDR 1 has a key before_tax, which OCPI doesn't "
        + "know. Did you mean before_taxes?|12 total_cost of CDR 1 has no before_taxes (OCPI 2.3.0), or excl_vat "
        + "(2.2.1), and needs one.")]
    [InlineData("\"volume\": 10", "\"volumes\": 10", "10 dimension 1 of charging period 1 of CDR 1 has a key volumes, "
        + "which OCPI doesn't know. Did you mean volume?|10 dimension 1 of charging period 1 of CDR 1 has no volume "
        + "and needs one.")]
    [InlineData("2026-07-06T09:00:00Z", "tomorrow",
        "3 CDR 1 has the end_date_time tomorrow; expected a time such as 2026-01-31T23:30:00Z.")]
    [InlineData("\"total_time\": 1,", "", "1 CDR 1 has no total_time and needs one.")]
    [InlineData("\"auth_method\"", "\"currency\"", "8 currency stands twice in one object; expected it once.")]
    public void What_matters_must_be_there(string what, string instead, string faults) => Assert.Equal(faults,
        string.Join('|', Files.Faults(Cdrs.Simple("1").Replace(what, instead, StringComparison.Ordinal)).Select(fault =>
            Said(fault) + (fault.Hint?.StartsWith("Did", StringComparison.Ordinal) == true ? " " + fault.Hint : ""))));

    [Fact]
    public void What_else_is_sent_is_passed_over() => Assert.Single(Cdrs.Read(Cdrs.Simple("1",
        "\"session_id\": \"s\", \"x_own\": [{ \"a\": null, \"b\": [true, false, 1.5e300] }],")));

    [Theory]
    [InlineData("session_example_2_short_finished.json",
        "1 This is a session, which still changes, and no CDR of OCPI 2.2.1 or 2.3.0. Import the CDR that comes when "
        + "the session is over.")]
    [InlineData("tariff_8_simple_025kwh.json", "1 This is a tariff, and no CDR of OCPI 2.2.1 or 2.3.0. Name it in a "
        + "product: ocpi: tariffs/street.json.")]
    public void Other_things_of_ocpi_are_told(string example, string fault)
    {
        var found = Files.Fault(File.ReadAllBytes(Path.Combine(House.Root, "tests/data/ocpi", example)));
        Assert.Equal(fault, $"{Said(found)} {found.Hint}");
    }

    [Theory]
    [InlineData("{}", "1 This is another JSON, and no CDR of OCPI 2.2.1 or 2.3.0.")]
    [InlineData("{ \"total_cost\": 4.0, \"id\": \"1\" }",
        "1 This is a CDR of OCPI 2.1.1 or before, and no CDR of OCPI 2.2.1 or 2.3.0.")]
    [InlineData("[1]", "1 Here stands 1; expected a CDR.")]
    [InlineData("{ \"data\": 1 }", "1 data is 1; expected a CDR or a list of such.")]
    [InlineData("{ \"data\": [],\n\"status_code\": 2001 }",
        "2 The answer has the status 2001, which is no success: what was asked for may be missing.")]
    [InlineData("{ \"data\": [], \"data\": [] }", "1 data stands twice in one object; expected it once.")]
    [InlineData("[", "1 This is no JSON: ", true)]
    [InlineData("{ \"a\": 1,\n\n x }", "3 This is no JSON: ", true)]
    [InlineData("[] []", "1 This is no JSON: ", true)]
    [InlineData("[\"\\ud800\"]", "1 The text that begins here has a half of a character in it: ", true)]
    [InlineData("{ \"a\": [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
        "1 This is no JSON: ", true)]
    public void Other_json_is_told(string text, string fault, bool isBeginning = false)
    {
        var said = Said(Files.Fault(text));
        Assert.Equal(fault, isBeginning ? said[..Math.Min(fault.Length, said.Length)] : said);
        Assert.EndsWith(".", said, StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_of_a_file_are_told() => Assert.Equal([12, 31], Files.Faults(
        $"[{Cdrs.Simple("1", cost: "-1")},\n\n{Cdrs.Simple("2", cost: "-1")}]").Select(fault => fault.Place.Line));

    [Fact]
    public void A_file_has_a_limit()
    {
        Assert.Equal("The file has more than 100 bytes; split it.",
            Files.Fault(Files.Utf8(Cdrs.Simple("1")), new Limits { JsonBytes = 100 }).Message);
        Assert.Equal("not-text", Files.Fault([(byte)'[', 0xFF, (byte)']']).Code);
    }

    private static string Said(Fault fault) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{fault.Place.Line} {fault.Message}");
}
