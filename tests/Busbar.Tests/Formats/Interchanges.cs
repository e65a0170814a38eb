using System.Text;
using Busbar.Formats;

namespace Busbar.Tests.Formats;

/// <summary>Interchanges of MSCONS that are written here; all ids are made up.</summary>
internal static class Interchanges
{
    public const string Head =
        "UNB+UNOC:3+9900000000010:500+9900000000027:500+260401:0815+REF1++TL'\n";

    /// <summary>A load profile of a metering point's import.</summary>
    public static string Profile(string values, string product = "1-1?:1.29.0", string place = "DE00012345") =>
        $"NAD+DP'\nLOC+172+{place}'\nDTM+163:202603312200?+00:303'\nDTM+164:202604012200?+00:303'\n"
        + $"LIN+1'\nPIA+5+{product}:SRW'\n{values}";

    public static string Value(string text, string start, string end, string quality = "220") =>
        $"QTY+{quality}:{text}'\nDTM+163:{start}?+00:303'\nDTM+164:{end}?+00:303'\n";

    /// <summary>A message, its segments counted.</summary>
    public static string Message(string body, string reference = "1", string function = "9", string head = "") =>
        Counted($"UNH+{reference}+MSCONS:D:04B:UN:2.4c'\nBGM+7+DOC{reference}+{function}'\n"
            + $"DTM+137:202604010615?+00:303'\n{head}RFF+Z13:13018'\nNAD+MS+9900000000010::293'\n"
            + $"CTA+IC+:J?'Muster'\nNAD+MR+9900000000027::293'\nUNS+D'\n{body}", reference);

    /// <summary>An interchange, its messages counted.</summary>
    public static string Of(params string[] messages) =>
        $"{Head}{string.Concat(messages)}UNZ+{messages.Length}+REF1'\n";

    public static string Simple(string values) => Of(Message(Profile(values)));

    /// <summary>Values from a start on, one after another: 1.001, 1.002 and so on.</summary>
    public static string Values(NodaTime.Instant start, int count, int minutes)
    {
        var text = new StringBuilder();
        string At(int index) => NodaTime.Text.InstantPattern.CreateWithInvariantCulture("uuuuMMddHHmm")
            .Format(start + NodaTime.Duration.FromMinutes(index * minutes));
        for (var i = 0; i < count; i++) text.Append(Value($"1.{i + 1:000}:KWH", At(i), At(i + 1)));
        return text.ToString();
    }

    /// <summary>For whom the one file in these bytes is meant.</summary>
    public static string? Recipient(string text) =>
        MeterFile.Read(new MemoryStream(Encoding.Latin1.GetBytes(text)), "a").Select(file => file.Recipient).Single();

    private static string Counted(string body, string reference) =>
        $"{body}UNT+{body.Split("'\n").Length}+{reference}'\n";
}
