using Busbar.Quantities;

namespace Busbar.Contracts.Language;

/// <summary>What is asked of an agreement's trades: energies, and after them money.</summary>
public enum TradeFigure
{
    /// <summary>The position: what was bought less what was sold.</summary>
    Volume,

    /// <summary>What was bought.</summary>
    Bought,

    /// <summary>What was sold.</summary>
    Sold,

    /// <summary>What was paid for what was bought, less what was received for what was sold.</summary>
    Cost,

    /// <summary>What was paid for what was bought.</summary>
    Paid,

    /// <summary>What was received for what was sold.</summary>
    Received,
}

/// <summary>The trades of the agreement, interval by interval and exact: <c>trades.volume</c>.</summary>
public sealed record TradesFormula(TradeFigure Figure, Shape Shape) : Formula(Shape)
{
    /// <inheritdoc/>
    public override bool IsOfAgreement => true;

    /// <summary>Whether it is money, and not energy.</summary>
    public bool IsMoney => Figure >= TradeFigure.Cost;

    /// <summary>As formulas write it.</summary>
    public string Text => $"trades.{TradeWords.WordOf(Figure)}";

    /// <summary>Whether a trade has a part in it.</summary>
    public bool Counts(Trade trade) => Figure switch
    {
        TradeFigure.Bought or TradeFigure.Paid => !trade.IsSale,
        TradeFigure.Sold or TradeFigure.Received => trade.IsSale,
        _ => true,
    };

    /// <summary>The power with which a trade counts: below zero for what is sold, unless that is asked for.</summary>
    public Exact PowerOf(Trade trade) =>
        Figure is TradeFigure.Volume or TradeFigure.Cost ? trade.SignedPower : trade.Power;

    /// <summary>What an hour of a trade comes to.</summary>
    public Exact PerHour(Trade trade) => IsMoney ? PowerOf(trade) * trade.Price : PowerOf(trade);
}

/// <summary>What <c>trades.</c> means in the formulas of a product.</summary>
internal static class TradeWords
{
    public const string Owner = "trades";

    private static readonly IReadOnlyDictionary<string, TradeFigure> Figures = new Dictionary<string, TradeFigure>
    {
        ["volume"] = TradeFigure.Volume, ["bought"] = TradeFigure.Bought, ["sold"] = TradeFigure.Sold,
        ["cost"] = TradeFigure.Cost, ["paid"] = TradeFigure.Paid, ["received"] = TradeFigure.Received,
    };

    public static string WordOf(TradeFigure figure) => Figures.First(one => one.Value == figure).Key;

    /// <summary><c>trades.volume</c>, at the boundary where the product uses trades.</summary>
    public static Formula? Member(MemberSyntax member, FormulaChecker checker)
    {
        var (vocabulary, boundaries) = (checker.Vocabulary, checker.Vocabulary.Book.Boundaries);
        if (!Figures.TryGetValue(member.Name, out var figure))
            return checker.Fail(member.At, "unknown-name", $"Trades have no {member.Name}.",
                Nearest.Hint(member.Name, Figures.Keys) ?? $"They have {string.Join(", ", Figures.Keys)}.");
        if (vocabulary.Pools is PoolNames.Within || checker.IsBorrowed)
            return checker.Fail(member.At, "not-agreed", $"{member} is an agreement's own.",
                "Use it in the quantities and charges of a product.");
        if (vocabulary.TradesAt is null && boundaries.Count > 1)
            return checker.Fail(member.At, "no-boundary", "The book has several boundaries, and the product doesn't "
                + "say at which of them it uses trades.", $"Add trades: {boundaries.Keys.First()} to the product.");
        var at = vocabulary.TradesAt ?? boundaries.Keys.FirstOrDefault(Functions.At.Meter);
        return new TradesFormula(figure, figure >= TradeFigure.Cost
            ? Shape.Of(Dimension.Money(vocabulary.Currency), Step.Interval)
            : Shape.Of(Dimension.Energy, Step.Interval) with { Boundary = at == Functions.At.Meter ? null : at });
    }
}
