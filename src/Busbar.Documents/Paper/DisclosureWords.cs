namespace Busbar.Documents.Paper;

/// <summary>Says which commissions are in the prices of a bill.</summary>
internal static class DisclosureWords
{
    private const int MostDecimals = 4;

    /// <summary>A sentence for each agreement that a broker brought.</summary>
    public static IEnumerable<string> Of(BillDocument bill, BillLanguage words) =>
        (bill.Disclosures ?? []).Select(one => words.Say("commission-told", ("broker", one.Broker),
            ("rate", $"{words.Number(PlainNumber.Parse(one.Rate), 0, MostDecimals)}\u00a0{one.Unit}"),
            ("agreement", one.Agreement)));
}
