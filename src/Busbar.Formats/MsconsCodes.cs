using System.Globalization;
using Busbar.Formats.Text;
using Busbar.Metering;
using Busbar.Quantities;

namespace Busbar.Formats;

/// <summary>
/// The codes of MSCONS as Germany's market uses it (EDI@Energy, message description 2.4 and the list of OBIS codes),
/// beside Busbar's own words.
/// </summary>
internal static class MsconsCodes
{
    /// <summary>
    /// How good a value is, by the quantity's qualifier: 220 true, 67 substitute, 201 proposed, 79 summed up, Z18
    /// preliminary, Z31 of a delivery note; 20 can't be used and Z30 is missing.
    /// </summary>
    /// <remarks>187 is a forecast and Z47 the basis of a price cap: neither was measured, and they aren't here.
    /// </remarks>
    public static readonly IReadOnlyDictionary<string, Quality> Qualities =
        new Dictionary<string, Quality>(StringComparer.Ordinal)
        {
            ["220"] = Quality.Actual, ["79"] = Quality.Actual, ["Z31"] = Quality.Actual,
            ["67"] = new(QualityKind.Substituted), ["201"] = new(QualityKind.Estimated),
            ["Z18"] = new(QualityKind.Estimated), ["20"] = Quality.Missing, ["Z30"] = Quality.Missing,
        };

    private static readonly Dictionary<string, Measure> Units = new(StringComparer.Ordinal)
    {
        ["KWH"] = Measure.Of("kWh")!, ["MWH"] = Measure.Of("MWh")!, ["KWT"] = Measure.Of("kW")!,
        ["K3"] = Measure.Of("kVArh")!, ["KVR"] = Measure.Of("kVAr")!, ["MTQ"] = Measure.Of("m3")!,
    };

    /// <summary>The unit of a code; one that Busbar doesn't bill is a dimension of its own, so that it is never taken
    /// for another.</summary>
    public static Measure UnitOf(string code) =>
        Units.GetValueOrDefault(code) ?? new Measure(new Unit(code, Dimension.Base(code), 1));

    /// <summary>The channel of a product code in Busbar's words, and the unit of values that tell none.</summary>
    /// <remarks>What isn't known by name keeps its code as its name.</remarks>
    public static (string Channel, Measure Unit) ChannelOf(string code) => Obis(code) switch
    {
        [1, <= 1, 1, 9 or 29, 0] => ("import", Units["KWH"]),
        [1, <= 1, 2, 9 or 29, 0] => ("export", Units["KWH"]),
        [1, <= 1, 3, 9 or 29, 0] => ("reactive-import", Units["K3"]),
        [1, <= 1, 4, 9 or 29, 0] => ("reactive-export", Units["K3"]),
        [1, _, 1 or 2, 9 or 29, _] => (code, Units["KWH"]),
        [1, _, >= 3 and <= 8, 9 or 29, _] => (code, Units["K3"]),
        [1, _, 1 or 2, 5 or 6, _] => (code, Units["KWT"]),
        [7, _, 99, 33, 17] or [7, _, 33, 86, 0] => ("import", Units["KWH"]),
        [7, _, 99, 36, 17] => ("export", Units["KWH"]),
        [7, _, 99, 23, 17] or [7, _, 13, 21, 0] or [7, _, 3, 23, 0] => ("volume", Units["MTQ"]),
        [7, _, 99, 26, 17] or [7, _, 16, 21, 0] or [7, _, 6, 23, 0] => ("volume-export", Units["MTQ"]),
        [7, _, 99, 23, 15] or [7, _, 3, 21 or 22, 0] => ("operating-volume", Units["MTQ"]),
        [7, _, 99, 26, 15] or [7, _, 6, 21 or 22, 0] => ("operating-volume-export", Units["MTQ"]),
        _ => (code, Measure.None),
    };

    /// <summary>The number of the method by which a substitute was made, from its code: 92 of Z92; 0 where the code has
    /// none.</summary>
    public static byte MethodOf(ReadOnlySpan<char> code) =>
        code is ['Z', .. var number] && number.Length == 2
            && byte.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var method)
            ? method : (byte)0;

    /// <summary>The numbers of an OBIS code, A-B:C.D.E; none where it is no such code.</summary>
    private static int[] Obis(string code)
    {
        var parts = code.Split('-', ':', '.');
        if (parts.Length != 5 || code.Count(c => c == '.') != 2 || code.Count(c => c is '-' or ':') != 2) return [];
        var numbers = new int[5];
        for (var i = 0; i < 5; i++)
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i])) return [];
        return numbers;
    }
}
