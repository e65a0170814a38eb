using Busbar.Quantities;

namespace Busbar.Documents.Paper;

/// <summary>Says why a bill is taxed as it is, a sentence for each reason.</summary>
internal static class TaxWords
{
    private const int UsualDecimals = 2;
    private const int MostDecimals = 6;

    /// <summary>What a tax is said by, with its rate and the amount that it is on.</summary>
    public static string KeyOf(PrintedTax tax) => tax.Category == "AE" ? "tax-of-AE" : "tax-of";

    /// <summary>The sentences of a bill; none where only its charges decide.</summary>
    /// <param name="isAsked">Whether a reason is asked for; null: all are.</param>
    public static IReadOnlyList<string> Of(
        BillDocument bill, BillLanguage words, Func<PrintedTaxReason, bool>? isAsked = null) =>
        [.. (bill.TaxReasons ?? []).Where(reason => isAsked?.Invoke(reason) ?? true)
            .Select(reason => Of(reason, bill, words))];

    private static string Of(PrintedTaxReason reason, BillDocument bill, BillLanguage words)
    {
        var days = reason is { From: { } from, To: { } to, Premises: not null } && (from, to)
            != (bill.Period.From, bill.Period.To) ? $"{words.Span(new(PaperDays.Of(from), PaperDays.Of(to)))}: " : "";
        var isTested = reason.Average is not null;
        var key = reason.Kind switch
        {
            PrintedTaxReason.Business or PrintedTaxReason.Mixed when isTested => $"tax-{reason.Kind}-tested",
            PrintedTaxReason.Relief when reason.To is null => "tax-relief-open",
            _ => $"tax-{reason.Kind}",
        };
        var (average, most) = isTested ? Compared(reason, words) : ("", "");
        return days + words.Say(key, ("premises", reason.Premises ?? ""), ("average", average), ("most", most),
            ("share", Percent(reason.Declared, words)), ("from", Percent(reason.MixedFrom, words)),
            ("relief", Percent(reason.Relieved, words)), ("for", reason.Of ?? ""),
            ("certificate", reason.Certificate ?? ""),
            ("day", reason is { Premises: null, To: { } end } ? words.Day(PaperDays.Of(end)) : ""));
    }

    /// <summary>Two figures with as many decimals as tell them apart.</summary>
    private static (string Average, string Most) Compared(PrintedTaxReason reason, BillLanguage words)
    {
        var (average, most) = (PlainNumber.Parse(reason.Average!), PlainNumber.Parse(reason.AtMost!));
        var isClose = average != most
            && average.Round(UsualDecimals, Rounding.HalfAway) == most.Round(UsualDecimals, Rounding.HalfAway);
        return (words.Quantity(average, reason.Unit!, UsualDecimals, isClose ? MostDecimals : UsualDecimals),
            words.Quantity(most, reason.Unit!, 0, MostDecimals));
    }

    private static string Percent(string? share, BillLanguage words) =>
        share is null ? "" : words.Percent(PlainNumber.Parse(share));
}
