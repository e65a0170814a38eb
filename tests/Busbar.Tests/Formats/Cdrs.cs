using Busbar.Formats;
using Busbar.Metering;
using Busbar.Quantities;

namespace Busbar.Tests.Formats;

/// <summary>Charge detail records for tests, as their operators would write them.</summary>
internal static class Cdrs
{
    /// <summary>A CDR of OCPI 2.3.0 of one session on 6 July 2026.</summary>
    /// <param name="periods">Each <c>08:00 ENERGY=10 TIME=1</c>, by the time of the day, or a date and time.</param>
    /// <param name="end">Of the last period.</param>
    /// <param name="more">More members, each with a comma.</param>
    public static string Of(
        string id, string end, string[] periods, string cost = "4.00", string evse = "BE*BEC*E1",
        string contract = "DE8ACC12E46L89", string energy = "", string time = "", string parking = "",
        string more = "")
    {
        var parsed = periods.Select(one => one.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        string Number(string given, params string[] types) => given.Length > 0 ? given
            : parsed.SelectMany(parts => parts.Skip(1)).Select(part => part.Split('='))
                .Where(part => types.Contains(part[0])).Aggregate(Exact.Zero, (sum, part) => sum + ValueOf(part[1]))
                .ToString();
        var list = string.Join(",\n    ", parsed.Select(parts =>
            $$"""{ "start_date_time": "{{At(parts[0])}}", "dimensions": [{{string.Join(", ", parts.Skip(1).Select(
                Dimension))}}] }"""));
        return $$"""
            {
              "country_code": "BE", "party_id": "BEC", "id": "{{id}}",
              "start_date_time": "{{At(parsed[0][0])}}", "end_date_time": "{{At(end)}}",
              "cdr_token": { "country_code": "DE", "party_id": "TNM", "uid": "012345678", "type": "RFID",
                "contract_id": "{{contract}}" },
              "auth_method": "WHITELIST",
              "cdr_location": { "id": "LOC1", "evse_uid": "3256", "evse_id": "{{evse}}", "connector_id": "1" },
              "currency": "EUR",
              "charging_periods": [
                {{list}}
              ],
              "total_cost": { "before_taxes": {{cost}}, "taxes": [] },
              "total_energy": {{Number(energy, "ENERGY")}},
              "total_time": {{Number(time, "TIME", "PARKING_TIME")}},
              "total_parking_time": {{Number(parking, "PARKING_TIME")}},
              {{more}}
              "last_updated": "2026-07-07T00:00:00Z"
            }
            """;
    }

    /// <summary>One hour of charging 10 kWh from eight in the morning.</summary>
    public static string Simple(string id, string more = "", string evse = "BE*BEC*E1", string cost = "4.00",
        string contract = "DE8ACC12E46L89", string start = "08:00", string end = "09:00") =>
        Of(id, end, [$"{start} ENERGY=10 TIME=1"], cost, evse, contract, more: more);

    /// <summary>What takes back that of <see cref="Simple"/>.</summary>
    public static string Credit(string id, string of, string evse = "BE*BEC*E1", string cost = "-4.00") => Simple(id,
        $"\"credit\": true, \"credit_reference_id\": \"{of}\",", evse, cost);

    /// <summary>The records of a text that is good.</summary>
    public static IReadOnlyList<ChargeRecord> Read(string text)
    {
        var file = Assert.Single(MeterFile.Read(new MemoryStream(Files.Utf8(text)), "cdrs.json").Select(one =>
            (one.HasRecords, one.Format, Records: one.Records().ToList(), one.ContentHash)));
        Assert.True(file.HasRecords);
        Assert.Equal("OCPI CDRs", file.Format);
        Assert.Equal(64, file.ContentHash!.Length);
        return file.Records;
    }

    private static Exact ValueOf(string number)
    {
        Assert.True(Exact.TryParse(number, out var value, out _));
        return value;
    }

    private static string At(string time) =>
        time.Contains('T', StringComparison.Ordinal) ? time : $"2026-07-06T{time}:00Z";

    private static string Dimension(string part)
    {
        var sides = part.Split('=');
        return $$"""{ "type": "{{sides[0]}}", "volume": {{sides[1]}} }""";
    }
}
