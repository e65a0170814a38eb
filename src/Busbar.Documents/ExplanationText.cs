using System.Text;
using Busbar.Billing;
using Busbar.Documents.Paper;
using Busbar.Quantities;

namespace Busbar.Documents;

/// <summary>Says in plain sentences and small tables why a bill, or one line of it, is its amount.</summary>
public static class ExplanationText
{
    internal const int Width = 100;
    private const int HashDigits = 12;

    /// <summary>The ids of the lines that can be explained, in the order of the bill.</summary>
    public static IReadOnlyList<string> LineIds(Explanation explanation) =>
        [.. explanation.Charges.SelectMany(charge => charge.Legs).SelectMany(leg => leg.Lines).Select(line => line.Id)];

    /// <summary>The explanation of a bill or of one of its lines.</summary>
    /// <param name="bill">The document of the same bill.</param>
    /// <param name="lineId">One of <see cref="LineIds"/>; null: the whole bill.</param>
    /// <exception cref="ArgumentException">There is no line with that id.</exception>
    public static string Write(Explanation explanation, BillDocument bill, string? lineId)
    {
        if (lineId is null) return new BillExplanation(explanation, bill).Write();
        foreach (var charge in explanation.Charges)
            foreach (var leg in charge.Legs)
                if (leg.Lines.FirstOrDefault(line => line.Id == lineId) is { } line)
                    return new LineExplanation(explanation, bill, charge, leg, line).Write();
        throw new ArgumentException($"The bill has no line {lineId}.");
    }

    /// <summary>A sentence or more, in lines.</summary>
    internal static void Add(this StringBuilder text, string sentence)
    {
        foreach (var line in TextTable.Wrap(TextTable.Clean(sentence), Width)) text.Append(line.TrimEnd()).Append('\n');
    }

    /// <summary>A heading and what stands under it.</summary>
    internal static void Section(this StringBuilder text, string heading, TextTable table) =>
        text.Append('\n').Append(heading).Append('\n').Append(table);

    /// <summary>The series that something was made from.</summary>
    internal static TextTable InputsOf(IEnumerable<ExplainedInput> inputs)
    {
        var table = new TextTable(Width, 2, false, new("connection"), new("channel or series", Wraps: true),
            new("from"), new("to"), new("values", true), new("estimated", true), new("hash"));
        foreach (var input in inputs)
            table.Row(input.Connection ?? "", input.Profile is null ? input.Name : $"{input.Name}, by {input.Profile}",
                Wording.Time(input.From), Wording.Time(input.To), Wording.Whole(input.Values),
                Wording.Whole(input.Estimated), input.Hash[..Math.Min(HashDigits, input.Hash.Length)]);
        return table;
    }

    /// <summary>What a line's exact amount came from, as a product: <c>31 day × 0.7865 AUD/day</c>.</summary>
    internal static string Product(ExplainedLine line) => line switch
    {
        { Quantity: { } quantity, Price: { } price } =>
            $"{Amount(quantity, line.Unit)} × {Amount(price, line.PriceUnit)}",
        { Quantity: { } quantity } => $"{Amount(quantity, line.Unit)}, at several prices",
        _ => "a formula of money",
    };

    /// <summary>A number with all its digits and its unit; of a fraction without an end also about how much it is.
    /// </summary>
    internal static string Amount(Exact value, string? unit)
    {
        var said = Wording.Unit(unit ?? "1", value == Exact.One);
        var (text, about) = (value.ToString(), "");
        if (text.Contains('/', StringComparison.Ordinal)) about = $" (about {value.ToString(9)})";
        return said.Length > 0 ? $"{text} {said}{about}" : text + about;
    }

    /// <summary>A rounded amount, with the decimals of its currency.</summary>
    internal static string Rounded(Exact amount, BillDocument bill) =>
        amount.ToString(Currency.Of(bill.Currency)?.MinorDigits ?? 0);
}

/// <summary>The explanation of a whole bill.</summary>
internal sealed class BillExplanation(Explanation explanation, BillDocument bill)
{
    public string Write()
    {
        var text = new StringBuilder();
        var title = bill.Number is { } number ? $"Bill {number}" : "This draft";
        text.Add($"{title} of {bill.Customer} for {Wording.Span(bill.Period.From, bill.Period.To)} comes to "
            + $"{bill.Total} {bill.Currency} because its {Wording.Count(bill.Lines.Count, "line")} add up to "
            + $"{bill.Net} {bill.Currency} and the tax on them is {bill.Tax} {bill.Currency}"
            + (bill.Rounding is { } rounding ? $"; {rounding} {bill.Currency} makes it a round sum." : "."));
        if (explanation.Receipt > 0)
            text.Add($"It rests on what was known at receipt {Wording.Whole(explanation.Receipt)}.");
        text.Section("Lines", Lines());
        text.Section("Charges: each is rounded once, and its lines share the rounded amount", Charges());
        foreach (var rule in explanation.Charges.Select(charge => charge.Rounding).Distinct())
            text.Add($"  {rule}: {Wording.Rounding(rule)}");
        if (bill.Taxes.Count > 0) text.Section("Tax", Taxes());
        foreach (var reason in TaxWords.Of(bill, BillLanguage.Of("en-GB")))
            text.Add($"  {reason.Replace('\u00a0', ' ')}");
        text.Section("Formulas", Formulas());
        if (bill.Open is not null) text.Section("Charges without an amount yet, in no sum", Open());
        if (explanation.Inputs.Count > 0)
            text.Section("Readings and prices that it was made from", ExplanationText.InputsOf(explanation.Inputs));
        return text.ToString();
    }

    private TextTable Lines()
    {
        var names = bill.Lines.ToDictionary(line => line.Id, line => line.Name);
        var table = new TextTable(ExplanationText.Width, 2, false, new("line"), new("name", Wraps: true),
            new("made of"), new("exactly", true), new($"{bill.Currency}", true));
        foreach (var line in explanation.Charges.SelectMany(charge => charge.Legs).SelectMany(leg => leg.Lines))
            table.Row(line.Id, names[line.Id], ExplanationText.Product(line), ExplanationText.Amount(line.Exact, null),
                ExplanationText.Rounded(line.Amount, bill));
        return table;
    }

    private TextTable Charges()
    {
        var table = new TextTable(ExplanationText.Width, 2, false, new("agreement"), new("charge"), new("connection"),
            new("exactly", true), new("rounded"), new(bill.Currency, true));
        foreach (var charge in explanation.Charges)
            table.Row(charge.Agreement, charge.Charge, charge.Connection ?? "",
                ExplanationText.Amount(charge.Exact, null), charge.Rounding,
                ExplanationText.Rounded(charge.Amount, bill));
        return table;
    }

    private TextTable Taxes()
    {
        var table = new TextTable(ExplanationText.Width, 2, false, new("rate", true), new("on", true),
            new(bill.Currency, true));
        foreach (var tax in bill.Taxes) table.Row(Wording.Percent(tax.Rate), tax.Net, tax.Amount);
        return table;
    }

    private TextTable Open()
    {
        var table = new TextTable(ExplanationText.Width, 2, false, new("agreement"), new("charge"), new("connection"),
            new("what is missing", Wraps: true));
        foreach (var open in bill.Open!)
            table.Row(open.Agreement, open.Charge, open.Connection ?? "", string.Join(' ', open.Reasons));
        return table;
    }

    private TextTable Formulas()
    {
        var table = new TextTable(ExplanationText.Width, 2, false, new("charge"), new("days"), new("product"),
            new("formula", Wraps: true));
        foreach (var charge in explanation.Charges)
            foreach (var leg in charge.Legs)
                table.Row(charge.Charge, leg.Days.ToString(), leg.Product,
                    leg.AmountFormula ?? $"quantity: {leg.Quantity}\nprice: {leg.Price}");
        return table;
    }
}
