using System.Globalization;
using System.Numerics;
using Busbar.Metering;
using Busbar.Quantities;

namespace Busbar.Store;

/// <summary>A charge detail record as bytes: all that counts of it, save the line. The same bytes are the same record.
/// </summary>
internal static class SessionBody
{
    private const byte Format = 1;

    public static byte[] Write(ChargeRecord record)
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes))
        {
            writer.Write(Format);
            foreach (var text in new[]
                {
                    record.Operator, record.Number, record.Credits ?? "", record.Charger, record.Connector,
                    record.Token, record.Contract, record.Session.CostCurrency ?? "",
                })
                writer.Write(text);
            Write(writer, record.Session.Cost);
            writer.Write(record.Session.Periods.Count);
            foreach (var period in record.Session.Periods)
            {
                writer.Write(period.Start.ToText());
                foreach (var figure in new Exact?[]
                    {
                        period.Energy, period.Export, period.Charging, period.Idle, period.Reserved, period.Power,
                        period.Current,
                    })
                    Write(writer, figure);
            }
            writer.Write(record.Session.End.ToText());
        }
        return bytes.ToArray();
    }

    public static ChargeRecord Read(byte[] body, int line)
    {
        using var reader = new BinaryReader(new MemoryStream(body));
        if (reader.ReadByte() != Format) throw new InvalidDataException("A session is of a later format.");
        var texts = new string[8];
        for (var i = 0; i < texts.Length; i++) texts[i] = reader.ReadString();
        var cost = Figure(reader);
        var starts = new (NodaTime.Instant At, Exact?[] Figures)[reader.ReadInt32()];
        for (var i = 0; i < starts.Length; i++)
        {
            starts[i] = (Texts.ToInstant(reader.ReadString()), new Exact?[7]);
            for (var j = 0; j < starts[i].Figures.Length; j++) starts[i].Figures[j] = Figure(reader);
        }
        var end = Texts.ToInstant(reader.ReadString());
        var session = new Session($"{texts[0]} {texts[1]}", $"{texts[3]}/{texts[4]}", texts[6],
            [.. starts.Select((one, i) => Period(
                one.At, i + 1 < starts.Length ? starts[i + 1].At : end, one.Figures))], cost,
            texts[7].Length == 0 ? null : texts[7]);
        return new(line, texts[0], texts[1], texts[2].Length == 0 ? null : texts[2], texts[3], texts[4], texts[5],
            texts[6], session);
    }

    private static SessionPeriod Period(NodaTime.Instant start, NodaTime.Instant end, Exact?[] figures) => new(
        start, end, figures[0]!.Value, figures[1]!.Value, figures[2]!.Value, figures[3]!.Value, figures[4]!.Value,
        figures[5], figures[6]);

    private static void Write(BinaryWriter writer, Exact? figure) => writer.Write(figure?.ToString() ?? "");

    /// <summary>All decimals, or a fraction, as <see cref="Exact.ToString()"/> writes them.</summary>
    private static Exact? Figure(BinaryReader reader)
    {
        var text = reader.ReadString();
        if (text.Length == 0) return null;
        if (text.Split('/') is [var numerator, var denominator])
            return Exact.Ratio(Whole(numerator), Whole(denominator));
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return point < 0 ? Exact.Ratio(Whole(text), 1)
            : Exact.Ratio(Whole(text.Remove(point, 1)), BigInteger.Pow(10, text.Length - point - 1));
    }

    private static BigInteger Whole(string text) =>
        BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
}
