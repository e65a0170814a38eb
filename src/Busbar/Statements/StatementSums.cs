using Busbar.Quantities;

namespace Busbar.Statements;

/// <summary>What a line of a statement is for its sums.</summary>
public enum StatementPart
{
    /// <summary>Bills that were issued.</summary>
    Bills,

    /// <summary>Bills that were taken back.</summary>
    Credits,

    /// <summary>What was paid, returned and paid back.</summary>
    Payments,

    /// <summary>Fees, transfers, write-offs and what was written by hand.</summary>
    Adjustments,
}

/// <summary>The sums of a statement, each with its sign: the opening balance and all that changed it are the closing
/// balance.</summary>
public sealed record StatementSums(Money Opening, Money Bills, Money Credits, Money Payments, Money Adjustments)
{
    /// <summary>The balance in the end.</summary>
    public Money Closing => Opening + Bills + Credits + Payments + Adjustments;

    /// <summary>The sum of a part.</summary>
    public Money Of(StatementPart part) => part switch
    {
        StatementPart.Bills => Bills,
        StatementPart.Credits => Credits,
        StatementPart.Payments => Payments,
        _ => Adjustments,
    };

    internal static StatementSums Of(Money opening, IReadOnlyList<StatementLine> lines)
    {
        Money Sum(StatementPart part) => lines.Where(line => line.Part == part)
            .Aggregate(Money.Zero(opening.Currency), (sum, line) => sum + line.Amount);
        return new(opening, Sum(StatementPart.Bills), Sum(StatementPart.Credits), Sum(StatementPart.Payments),
            Sum(StatementPart.Adjustments));
    }

    internal static StatementSums Of(Currency currency, IEnumerable<StatementSums> all)
    {
        var zero = Money.Zero(currency);
        return all.Aggregate(new StatementSums(zero, zero, zero, zero, zero), (sum, one) => new(
            sum.Opening + one.Opening, sum.Bills + one.Bills, sum.Credits + one.Credits, sum.Payments + one.Payments,
            sum.Adjustments + one.Adjustments));
    }
}
