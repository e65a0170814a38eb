using System.Security.Cryptography;
using System.Text;
using Busbar.Quantities;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Formats.Bank;

/// <summary>What tells a line of a bank from all others of its account, whatever file it comes in.</summary>
internal static class BankReference
{
    // What banks write where they have no reference for the account owner (NONREF: SWIFT, MT940, field 61).
    private static readonly string[] Nones = ["NONREF", "NOREF", "NOTPROVIDED", "NONE", "NULL", "NA"];

    /// <summary>Whether a text says that there is no reference.</summary>
    public static bool IsNone(string text)
    {
        var letters = string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();
        return letters.All(letter => letter == '0') || Nones.Contains(letters);
    }

    /// <summary>Of a line with a reference: banks give some again on another day, or count each day from one, so the
    /// day and the amount are a part of it.</summary>
    public static string Of(string given, LocalDate day, Money amount) =>
        $"{given}/{LocalDatePattern.Iso.Format(day)}/{amount}";

    /// <summary>Of a line without one: a hash of what it says.</summary>
    public static string Of(BankEntry entry) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', LocalDatePattern.Iso.Format(entry.BookedOn), entry.Amount.ToString(),
            entry.Amount.Currency.Code, entry.Name, entry.Iban, entry.Text, entry.EndToEnd))))[..24];
}
