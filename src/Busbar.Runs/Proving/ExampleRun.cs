using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Documents;
using Busbar.Quantities;
using Busbar.Rating;

namespace Busbar.Runs.Proving;

/// <summary>What came of an example bill.</summary>
/// <param name="Faults">What is otherwise than expected, or why it can't be rated; empty where it passed.</param>
public sealed record ProvenExample(Example Example, IReadOnlyList<Fault> Faults);

/// <summary>Rates the example bills of a book, without a store, and compares them with what their author expects.
/// </summary>
public static class ExampleRun
{
    /// <summary>What came of each example, in the order in which they are written.</summary>
    public static IReadOnlyList<ProvenExample> Run(CheckedBook book) =>
        [.. book.Book.Examples.Select(example => new ProvenExample(example, FaultsOf(book, example)))];

    private static IReadOnlyList<Fault> FaultsOf(CheckedBook book, Example example)
    {
        if (BillPlan.Of(example.Agreement, example.Days) is not { } plan)
            return [Unrated(example, new("nothing-to-bill", "no charge falls on its days."))];
        var (readings, prices) = (GivenReadings.Of(book, example), new GivenPrices(book, example.Prices));
        try
        {
            return Making.Make(plan, book.Book, new Frames(), () => plan.Given(readings.Of, prices.Of)) switch
            {
                BillOutcome.Made made => [.. example.Figures.Select(figure => Difference(example, figure, made.Bill))
                    .OfType<Fault>()],
                BillOutcome.Held held => [.. held.Reasons.Select(reason => Unrated(example, reason))],
                _ => [],
            };
        }
        catch (RefusedException refused)
        {
            return [.. refused.Faults.Select(reason => Unrated(example, reason))];
        }
    }

    private static Fault Unrated(Example example, Fault reason) => reason with
    {
        Message = $"Example {example.Name} can't be rated: {reason.Message}", Place = example.Place,
        Name = example.Name, Hint = reason.Code switch
        {
            "missing-readings" =>
                "Say under reads: what is measured on all days that the bill looks at, also before it.",
            "missing-price" =>
                $"Complete the book's file, or give the example a price: prices: {{ {reason.Name}: … }}.",
            _ => reason.Hint,
        },
    };

    private static Fault? Difference(Example example, ExpectedFigure figure, Bill bill)
    {
        var (found, how) = Found(figure, bill);
        if (found == figure.Amount) return null;
        var (digits, currency) = (bill.Currency.MinorDigits, bill.Currency.Code);
        string Said(Exact amount) => amount == amount.Round(digits, Rounding.HalfAway)
            ? amount.ToString(digits) : amount.ToString();
        var (difference, word) = found > figure.Amount
            ? (found - figure.Amount, "more") : (figure.Amount - found, "less");
        return new("example-differs", $"{figure.Name} of example {example.Name} is {Said(found)} {currency}, "
            + $"{Said(difference)} {currency} {word} than the {Said(figure.Amount)} {currency} expected: {how}.",
            figure.Place, example.Name, "Mend the price list; or the example, if it is wrong.");
    }

    /// <summary>A figure of a bill, and how it came about.</summary>
    private static (Exact Amount, string How) Found(ExpectedFigure figure, Bill bill)
    {
        if (figure.Charge is { } charge)
        {
            var lines = bill.Lines.Where(line => line.Charge == charge).ToList();
            return (SumOf(lines), lines.Count == 0
                ? bill.Open.FirstOrDefault(open => open.Charge == charge)?.Reasons[0].TrimEnd('.')
                    ?? "this bill doesn't have it"
                : string.Join(" + ", lines.Select(line => LineWords.Of(line, bill))));
        }
        return figure.Name switch
        {
            ExpectedFigure.Net => (bill.Net.Amount, string.Join(" + ", bill.Lines.GroupBy(line => line.Charge)
                .Select(same => $"{same.Key} {SumOf(same).ToString(bill.Currency.MinorDigits)}"))),
            ExpectedFigure.Tax => (bill.Tax.Amount, bill.Taxes.Count == 0 ? "nothing on it is taxed"
                : string.Join(" + ", bill.Taxes.Select(LineWords.Of))),
            _ => (bill.Total.Amount, $"{bill.Net} net and {bill.Tax} tax"
                + (bill.Rounding.MinorUnits == 0 ? "" : $", rounded by {bill.Rounding}")),
        };
    }

    private static Exact SumOf(IEnumerable<BillLine> lines) =>
        lines.Aggregate(Exact.Zero, (sum, line) => sum + line.Amount.Amount);
}
