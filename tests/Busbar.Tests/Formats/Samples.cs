using System.Text;

namespace Busbar.Tests.Formats;

/// <summary>A sample of every format that is read, and how it is damaged at random.</summary>
internal static class Samples
{
    /// <summary>Samples of meter data, one of each format and container at least.</summary>
    public static readonly string[] OfMeterData =
    [
        "NEM12_multiple_quality", "NEM12_actual_interval", "NEM12_no_scheduled_read", "WesternPower",
        "NEM13_consumption_data", "D0010", "D0036", "EIEP3", "Green Button", "Green Button of a utility", "MSCONS",
        "OCPI", "long", "wide", "registers", "gzip", "zip",
    ];

    /// <summary>Samples of market series in each of their shapes.</summary>
    public static readonly string[] OfPrices =
        ["prices by start", "prices by hour", "prices by day", "prices between semicolons"];

    /// <summary>Samples of what banks send.</summary>
    public static readonly string[] OfBanks = ["camt.053", "camt.054", "CSV of a bank"];

    private static readonly string[] Pieces =
    [
        ",", "\n", "\r", "\"", "\0", "-", ".", "9999999999999999999", "1e400", "NaN", "V", "S14", "Z", "+99:99", "kWh",
        "100,NEM12,2\n", "900\n", "400,1,48,A\n", "300,20260101,", "\uFEFF", "é", "\u2009", "24", "start", "date",
        "1,2,3,", "2026-02-30", "|", "030|", "103|A|", "ZPT|", "HDR,ICPHH,", "DET,", "250,", "31/02/2026",
        "<", ">", "</entry>", "<!DOCTYPE a [", "&lt;", "&#0;", "<![CDATA[", "'", "?", "+", ":",
        "QTY+220:1'", "UNT+1+1'", "UNH+", "UNA", "UNZ+1+REF1'", "LOC+172+'", "<start>-1</start>", ";",
        ",5;", "24:00", "31.12.2026", "SN", "{", "}", "]", "\": ", "null", "\"credit\": true,", "\"\\ud800\"",
    ];

    private const string Long =
        "connection,channel,start,value,unit,quality,interval,version\nc1,import,2026-01-01T00:00Z,1.5,kWh,A,30min,1\n"
        + "c1,export,2026-01-01 00:30,0,Wh,,,\n\"c,2\",import,2026-01-01T01:00+01:00,,MJ,N,day,2\n";

    private static readonly string Wide = "connection,channel,date,unit,quality,offset,"
        + string.Join(',', Enumerable.Range(1, 50))
        + "\nc1,import,2026-01-01,kWh,A,," + string.Join(',', Enumerable.Repeat("1.25", 48))
        + ",,\nc1,import,2026-01-03,kWh,S14,+10:00," + string.Join(',', Enumerable.Repeat("0", 48)) + ",,\n";

    private const string Registers = "connection,meter,register,time,reading,quality,version\n"
        + "c1,A1,1,2026-01-01,00123.4,A,\nc1,A1,1.8.1,2026-02-01T10:30+01:00,130,E,2\nc1,B,2,2026-02-01 00:00,,N,\n";

    private static readonly string Reads = Flows.D0010("026|1012345678901|V|\n028|M 1|R|\n"
        + "030|01|20260101000000|12.5|||T|N|\n032|03|F|\n030|MD|20260101000000|12|20260101000000|3|T|N|\n"
        + "026|1012345678902|U|\n027|02||\n028|M 2|D|\n030|01|20260101103000|7|||F|P|\n");

    private static readonly string HalfHours = Flows.D0036(Flows.Day() + "102|20260102|\n" + Flows.Periods(46, "E|0|"));

    private static readonly string TradingPeriods =
        "HDR,ICPHH,10.0,MEEN,MEEN,SLER,02/01/2026,03:04:05,1,96,202601,E,I\n"
        + string.Concat(Enumerable.Range(0, 96).Select(i => $"DET,0000000001ABCDE,S1,{(i % 7 == 0 ? 'E' : 'F')},"
            + $"{i / 48 + 1}/01/2026,{i % 48 + 1},1.25,{i % 2},,{"LG"[i / 48]},N\n"));

    private const string Starts =
        "start,value,version\n2026-01-01T00:00Z,50.5,1\n2026-01-01T01:00+01:00,-1,\n2026-01-01,.5,2\n2026-02,,\n";

    private static readonly string Hours = "date,hour,time_to,price_eur\n" + string.Concat(
        Enumerable.Range(0, 25).Select(hour => $"2026-10-25,{hour},{hour + 1}:00,{hour}.25\n"));

    private static readonly string Days = "date," + string.Join(',', Enumerable.Range(1, 25).Select(hour => $"H{hour}"))
        + "\n2026-03-29," + string.Join(',', Enumerable.Repeat("1.25", 23)) + ",,\n2026-03-30,"
        + string.Join(',', Enumerable.Repeat("-2", 24)) + ",\n";

    private const string Semicolons =
        "Datum;Time;Price\n31.12.2026;00:00;1,25\n31.12.2026;01:00;-,5\n1.1.2027;23:00;\n";

    /// <summary>The bytes of a sample.</summary>
    public static byte[] Content(string sample) => sample switch
    {
        "long" => Files.Utf8(Long),
        "wide" => Files.Utf8(Wide),
        "D0010" => Files.Utf8(Reads),
        "D0036" => Files.Utf8(HalfHours),
        "EIEP3" => Files.Utf8(TradingPeriods),
        "registers" => Files.Utf8(Registers),
        "Green Button" => Files.Utf8(Feeds.Simple(Feeds.Reading(1_767_268_800, "1", more: Feeds.Quality(8))
            + Feeds.Reading(1_767_272_400, "2", null), Feeds.Numbers(more: "<intervalLength>3600</intervalLength>"))),
        "MSCONS" => Files.Utf8(Interchanges.Of(
            Interchanges.Message(Interchanges.Profile(
                Interchanges.Value("1.5:KWH", "202604010000", "202604010015", "67") + "STS+Z32++Z92'\n")),
            Interchanges.Message("NAD+DP'\nLOC+172+DE0001'\nRFF+MG:1ABC'\nLIN+1'\nPIA+5+1-1?:1.8.1:SRW'\n"
                + "QTY+220:2729.5'\nDTM+7:202603312200?+00:303'\n", "2"))),
        "OCPI" => Files.Utf8($"[{Cdrs.Of("1", "10:00", ["08:00 ENERGY=7.5 TIME=0.75", "08:45 PARKING_TIME=1.25"])}, "
            + $"{Cdrs.Credit("2", "1")}]"),
        "camt.053" => Files.Utf8(BankFiles.Statement("GB33BUKB20201555555555", "GBP", 100_00,
        [
            new("N1", new(2026, 1, 2), 12_34, "A", "GB94BARC10201530093459", "NW-2026-1", "E-1"),
            new("N2", new(2026, 1, 3), -12_34, "A", "", "", "E-1", "AM04"),
        ])),
        "camt.054" => File.ReadAllBytes(Path.Combine(Tidy.House.Root, "tests/data/iso20022/camt054.v2.xml")),
        "CSV of a bank" => Files.Utf8("date,amount,currency,reference,name,iban,id\n2026-01-02,12.34,GBP,NW-1,A,,1\n"
            + "2026-01-03,-5.00,GBP,\"b, c\",,GB94BARC10201530093459,2\n"),
        "prices by start" => Files.Utf8(Starts),
        "prices by hour" => Files.Utf8(Hours),
        "prices by day" => Files.Utf8(Days),
        "prices between semicolons" => Files.Utf8(Semicolons),
        "gzip" => Files.Gzip(Files.Utf8(Long)),
        "zip" => Files.Zip(("a.csv", Files.Utf8(Long)), ("b/c.csv", Files.Utf8(Wide))),
        "Green Button of a utility" => Feeds.Sample("intervals_APUC000000_electric.xml"),
        _ => File.ReadAllBytes(Files.Sample("unzipped/" + sample)),
    };

    /// <summary>Whole bytes with one to four things wrong.</summary>
    public static byte[] Damage(byte[] whole, Random random)
    {
        var damaged = whole.ToList();
        for (var times = random.Next(1, 5); times > 0; times--)
        {
            var at = random.Next(damaged.Count + 1);
            var length = Math.Min(random.Next(1, 40), damaged.Count - at);
            switch (random.Next(6))
            {
                case 0 when at < damaged.Count: damaged[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: damaged.RemoveRange(at, length); break;
                case 2: damaged.InsertRange(at, damaged.GetRange(at, length)); break;
                case 3: damaged.RemoveRange(at, damaged.Count - at); break;
                case 4: damaged.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)])); break;
                default:
                    var piece = damaged.GetRange(at, length);
                    damaged.RemoveRange(at, length);
                    damaged.InsertRange(random.Next(damaged.Count + 1), piece);
                    break;
            }
        }
        return [.. damaged];
    }
}
