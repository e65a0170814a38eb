using System.Diagnostics;
using System.Text;
using Busbar.Formats;
using Busbar.Metering;

namespace Busbar.Tests.Formats;

/// <summary>
/// Real files, damaged at random from a fixed seed: each is read or refused with faults that name the file and a line;
/// nothing else ever happens.
/// </summary>
public class Formats_survive_damage
{
    private const int Seed = 20260101;
    private const int Rounds = 3_000;

    private static readonly string[] Pieces =
    [
        ",", "\n", "\r", "\"", "\0", "-", ".", "9999999999999999999", "1e400", "NaN", "V", "S14", "Z", "+99:99", "kWh",
        "100,NEM12,2\n", "900\n", "400,1,48,A\n", "300,20260101,", "\uFEFF", "é", "\u2009", "24", "start", "date",
        "1,2,3,", "2026-02-30", "|", "030|", "103|A|", "ZPT|", "HDR,ICPHH,", "DET,", "250,", "31/02/2026",
        "<", ">", "</entry>", "<!DOCTYPE a [", "&lt;", "&#0;", "<![CDATA[", "'", "?", "+", ":",
        "QTY+220:1'", "UNT+1+1'", "UNH+", "UNA", "UNZ+1+REF1'", "LOC+172+'", "<start>-1</start>",
    ];

    private const string Long =
        "connection,channel,start,value,unit,quality,interval,version\nc1,import,2026-01-01T00:00Z,1.5,kWh,A,30min,1\n"
        + "c1,export,2026-01-01 00:30,0,Wh,,,\n\"c,2\",import,2026-01-01T01:00+01:00,,MJ,N,day,2\n";

    private static readonly string Wide = "connection,channel,date,unit,quality,offset,"
        + string.Join(',', Enumerable.Range(1, 50))
        + "\nc1,import,2026-01-01,kWh,A,," + string.Join(',', Enumerable.Repeat("1.25", 48))
        + ",,\nc1,import,2026-01-02,kWh,S14,+10:00," + string.Join(',', Enumerable.Repeat("0", 48)) + ",,\n";

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

    public static TheoryData<string> Samples() =>
    [
        "NEM12_multiple_quality", "NEM12_actual_interval", "NEM12_no_scheduled_read", "WesternPower",
        "NEM13_consumption_data", "D0010", "D0036", "EIEP3", "Green Button", "MSCONS", "long", "wide", "registers",
        "gzip", "zip",
    ];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Whatever_is_altered_it_is_read_or_refused(string sample)
    {
        var whole = Content(sample);
        var random = new Random(Seed);
        for (var round = 0; round < Rounds; round++)
        {
            var damaged = Damage(whole, random);
            if (Outcome(damaged) is { } wrong)
                Assert.Fail($"{sample}, round {round}: {wrong}\n{Convert.ToBase64String(damaged)}");
        }
    }

    private static byte[] Content(string sample) => sample switch
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
        "gzip" => Files.Gzip(Files.Utf8(Long)),
        "zip" => Files.Zip(("a.csv", Files.Utf8(Long)), ("b/c.csv", Files.Utf8(Wide))),
        _ => File.ReadAllBytes(Files.Sample("unzipped/" + sample)),
    };

    private static byte[] Damage(byte[] whole, Random random)
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

    /// <summary>What went wrong, or null.</summary>
    private static string? Outcome(byte[] content)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            foreach (var file in MeterFile.Read(new MemoryStream(content), "reads"))
                foreach (var row in file.Rows())
                    if (Wrong(row) is { } wrong) return wrong;
        }
        catch (RefusedException refusal)
        {
            if (refusal.Faults.Count is 0 or > 20) return $"{refusal.Faults.Count} faults";
            if (refusal.Faults.FirstOrDefault(fault => !IsASentence(fault) || !SaysWhere(fault)) is { } poor)
                return $"a fault that says too little: {poor}";
        }
#pragma warning disable CA1031 // What this test is about: no other exception comes, whichever it is.
        catch (Exception other)
#pragma warning restore CA1031
        {
            return other.ToString();
        }
        return clock.Elapsed < TimeSpan.FromSeconds(5) ? null : $"it took {clock.Elapsed}";
    }

    private static bool IsASentence(Fault fault) =>
        fault.Message.Length > 10 && fault.Message[^1] == '.' && !fault.Message.Any(char.IsControl);

    /// <summary>What is wrong with a file as a whole has no line.</summary>
    private static bool SaysWhere(Fault fault) => fault.Place.File!.StartsWith("reads", StringComparison.Ordinal)
        && (fault.Place.Line > 0 || fault.Code is "empty-file" or "damaged-archive" or "nested-archive"
            or "too-many-entries" or "too-compressed" or "unknown-format");

    private static string? Wrong(MeterRow row) =>
        row.Line < 1 || row.Connection.Length == 0 || (row.Register is { } register
            ? register.Meter.Length == 0 || register.Register.Length == 0 : row.Channel.Length == 0)
            ? $"a row that says too little: {row}"
        : row.Readings.Any(reading => reading.Quality.Kind == QualityKind.Missing && reading != default)
            ? $"a missing reading with a value: {row}" : null;
}
