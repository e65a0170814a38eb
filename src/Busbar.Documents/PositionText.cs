using System.Text;
using Busbar.Quantities;

namespace Busbar.Documents;

/// <summary>A row of a position as it is printed: a shape in a month, or all of the month. In kWh.</summary>
/// <param name="Shape">Null: all of them.</param>
/// <param name="Demand">Null where it isn't known, or of one shape; so are what is left to buy and to sell.</param>
public sealed record PrintedPosition(
    NodaTime.YearMonth Month, string? Shape, Exact Bought, Exact Sold, Exact Cost, Exact? Demand, Exact? Short,
    Exact? Long)
{
    private const int PriceDecimals = 6;

    /// <summary>What was bought less what was sold.</summary>
    public Exact Position => Bought - Sold;

    /// <summary>What is left: below zero where more is to be sold than bought.</summary>
    public Exact? Residual => Short - Long;

    /// <summary>The average price of the position by its net cost, per MWh; null where there is no position.</summary>
    public Exact? Average => Position.IsZero ? null
        : (Cost * 1000 / Position).Round(PriceDecimals, Rounding.HalfAway);
}

/// <summary>A position as text and as CSV.</summary>
public static class PositionText
{
    private const int MostDecimals = 6;

    /// <summary>The table, in MWh.</summary>
    /// <param name="subject">Whose it is: the agreement and its days.</param>
    public static string Write(string subject, string currency, IReadOnlyList<PrintedPosition> rows)
    {
        var table = new TextTable(0, 2, false, new("month"), new("shape"), new("bought", true), new("sold", true),
            new("position", true), new($"{currency}/MWh", true), new("demand", true), new("to buy", true),
            new("to sell", true));
        Func<PrintedPosition, Exact?>[] columns =
        [
            row => row.Bought, row => row.Sold, row => row.Position, row => row.Average * 1000, row => row.Demand,
            row => row.Short, row => row.Long,
        ];
        var decimals = columns.Select(column => rows.Select(column).OfType<Exact>()
            .Select(value => PlainNumber.DecimalsOf(value / 1000, MostDecimals)).DefaultIfEmpty().Max()).ToList();
        var month = default(NodaTime.YearMonth?);
        foreach (var row in rows)
        {
            if (month is not null && month != row.Month) table.Rule();
            table.Row([month == row.Month ? "" : Wording.Month(row.Month), row.Shape ?? "all",
                .. columns.Select((column, i) =>
                    column(row) is { } value ? (value / 1000).ToString(decimals[i]) : "")]);
            month = row.Month;
        }
        return new StringBuilder(subject).Append(", in MWh\n\n").Append(table).ToString();
    }

    /// <summary>The same rows as CSV, in kWh.</summary>
    public static string Csv(string currency, IReadOnlyList<PrintedPosition> rows)
    {
        var text = new StringBuilder($"month,shape,bought,sold,position,cost {currency},average {currency}/MWh,demand,"
            + "residual,to-buy,to-sell\n");
        foreach (var row in rows)
            text.AppendJoin(',', [NodaTime.Text.YearMonthPattern.Iso.Format(row.Month), row.Shape ?? "all",
                .. new Exact?[]
                {
                    row.Bought, row.Sold, row.Position, row.Cost, row.Average, row.Demand, row.Residual, row.Short,
                    row.Long,
                }.Select(value => value?.ToString(MostDecimals) ?? "")]).Append('\n');
        return text.ToString();
    }
}
