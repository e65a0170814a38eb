using System.Globalization;

namespace Busbar.Books;

/// <summary>Where electronic documents are taken in: schemes of EAS as Peppol has them (CL008), and the ids whose form
/// and check digits its rules look at (COMMON-R040 to -R043, -R049, -R050).</summary>
internal static class ElectronicAddresses
{
    private static readonly HashSet<string> Schemes = new(
        ("0002 0007 0009 0037 0060 0088 0096 0097 0106 0130 0135 0142 0147 0151 0154 0158 0170 0177 0183 0184 "
        + "0188 0190 0191 0192 0193 0194 0195 0196 0198 0199 0200 0201 0202 0203 0204 0205 0208 0209 0210 0211 "
        + "0212 0213 0215 0216 0217 0218 0221 0225 0230 0235 0240 9910 9913 9914 9915 9918 9919 9920 9922 9923 "
        + "9924 9925 9926 9927 9928 9929 9930 9931 9932 9933 9934 9935 9936 9937 9938 9939 9940 9941 9942 9943 "
        + "9944 9945 9946 9947 9948 9949 9950 9951 9952 9953 9957 9959").Split(' '), StringComparer.Ordinal);

    /// <summary>Reads <c>electronic-address: { scheme: "0088", id: "7300010000001" }</c>; null where there is none, or
    /// it isn't one, which is a fault.</summary>
    public static (string Scheme, string Id)? Read(MapReader reader)
    {
        if (reader.Section("electronic-address") is not { } address) return null;
        var (scheme, id) = (address.Written("scheme", required: true), address.Written("id", required: true));
        if (scheme is null || id is null) return null;
        if (!Schemes.Contains(scheme.Value))
        {
            var padded = scheme.Value.PadLeft(4, '0');
            address.Fault("bad-scheme", scheme.Place, $"scheme of {address.Thing} is {scheme.What}; expected a code "
                + "of EAS.", Schemes.Contains(padded) ? $"Write \"{padded}\"."
                    : "Write \"0088\" for a GLN, or what stands before the colon of its Peppol id.");
            return null;
        }
        if (id.Value.Length == 0 || Expected(scheme.Value, id.Value) is not null)
        {
            address.Fault("bad-address", id.Place, $"id of {address.Thing} is {id.What}; expected "
                + $"{Expected(scheme.Value, id.Value) ?? "its id in the scheme"}.", "Ask its owner for the right one.");
            return null;
        }
        return (scheme.Value, id.Value);
    }

    /// <summary>What an id of a scheme is, where it isn't so; else null.</summary>
    private static string? Expected(string scheme, string id) => scheme switch
    {
        "0088" when !IsDigits(id, 13) || !HasCheckOfGs1(id) =>
            "a GLN: 13 digits, of which the last is their check digit",
        "0192" when !IsDigits(id, 9) || !HasCheckOf11(id) =>
            "a Norwegian organisation number: 9 digits, of which the last is their check digit",
        "0184" when !IsDigits(id.StartsWith("DK", StringComparison.Ordinal) ? id[2..] : id, 8) =>
            "a Danish CVR number: 8 digits",
        "0208" when !IsDigits(id, 10) || 97 - Whole(id[..8]) % 97 != Whole(id[8..]) =>
            "a Belgian enterprise number: 10 digits, of which the last two are their check digits",
        "0007" when !IsDigits(id, 10) || !HasCheckOfLuhn(id) =>
            "a Swedish organisation number: 10 digits, of which the last is their check digit",
        "0151" when !IsDigits(id, 11) || (Sum(id, at => at == 0 ? 10 : 2 * at - 1) - 10) % 89 != 0 =>
            "an Australian business number: 11 digits, of which the first two are their check digits",
        _ => null,
    };

    private static bool IsDigits(string id, int count) => id.Length == count && id.All(char.IsAsciiDigit);

    private static int Sum(string digits, Func<int, int> weight) =>
        digits.Select((digit, at) => (digit - '0') * weight(at)).Sum();

    private static int Whole(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    private static bool HasCheckOfGs1(string id) => Sum(id, at => (id.Length - at) % 2 == 0 ? 3 : 1) % 10 == 0;

    private static bool HasCheckOf11(string id) => id.Trim('0').Length > 0
        && (11 - Sum(id[..^1], at => (id.Length - 2 - at) % 6 + 2) % 11) % 11 == id[^1] - '0';

    private static bool HasCheckOfLuhn(string id) => id.Select((digit, at) =>
    {
        var own = (digit - '0') * ((id.Length - at) % 2 == 0 ? 2 : 1);
        return own > 9 ? own - 9 : own;
    }).Sum() % 10 == 0;
}
