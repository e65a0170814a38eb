using System.Text;
using Busbar.Billing;
using Busbar.Contracts.Language;
using Busbar.Documents.Paper;
using Busbar.Quantities;
using Busbar.Rating;
using NodaTime.Text;

namespace Busbar.Documents;

/// <summary>The explanation of one line of a bill.</summary>
internal sealed class LineExplanation(
    Explanation explanation, BillDocument bill, ExplainedCharge charge, ExplainedLeg leg, ExplainedLine line)
{
    private const int StepDecimals = 6;
    private const string SessionsName = "sessions";

    private readonly IReadOnlyList<ExplainedLine> _sharers = [.. charge.Legs.SelectMany(one => one.Lines)];

    public string Write()
    {
        var text = new StringBuilder();
        text.Add(Reason());
        text.Section("What the line is", Identity());
        text.Section("Its formulas", Formulas());
        if (leg.Terms.Count > 0) text.Section("Its terms", Terms());
        if (leg.Names.Count > 0) text.Section($"What the names in them come to, {WhenAndWhere()}", Names());
        foreach (var name in leg.Names.Where(name => name.CutOff > 0))
            text.Add($"  Of {name.Name}, {Wording.Count(name.CutOff, "value")} below zero "
                + (name.CutOff == 1 ? "was" : "were") + " made zero by positive.");
        if (leg.CutOff > 0)
            text.Add($"  Of these formulas themselves, {Wording.Count(leg.CutOff, "value")} below zero "
                + (leg.CutOff == 1 ? "was" : "were") + " made zero by positive.");
        if (leg.Peaks.Count > 0) text.Section("The peaks in them, and when they began", PeakTimes());
        if (leg.Steps.Count > 0) text.Section("The steps that the price has taken", StepTable());
        if (leg.Blocks.Count > 0) text.Section($"The blocks of the price, {WhenAndWhere()}", BlockTable());
        if (leg.Baselines.Count > 0) text.Section("The events in them, and their baselines", BaselineTable());
        foreach (var baseline in leg.Baselines) text.Add($"  {BaselineDays(baseline)}");
        if (leg.Trades.Count > 0) text.Section($"The trades in them, {WhenAndWhere()}", TradeTable());
        text.Append('\n').Append("The sum\n");
        text.Add(Sum());
        text.Append('\n').Append("Rounding\n");
        text.Add(Rounding());
        if (_sharers.Count > 1) text.Append(Shares());
        if (line.Net is not null)
        {
            text.Append('\n').Append("Tax\n");
            text.Add(TaxWithin());
        }
        if (Shared() is { Count: > 0 } reasons)
        {
            text.Append('\n').Append("How much is taxed as domestic\n");
            foreach (var reason in reasons) text.Add($"  {reason.Replace('\u00a0', ' ')}");
        }
        if (Inputs() is { Count: > 0 } inputs)
            text.Section("The readings and prices that it was made from", ExplanationText.InputsOf(inputs));
        return text.ToString();
    }

    /// <summary>Why as much is domestic as is, where the line is a share of its charge or its formulas ask for it.
    /// </summary>
    private IReadOnlyList<string> Shared()
    {
        var isShare = line.Id.Split('.').Skip(1).Any(part => part is TaxedParts.Qualifying or TaxedParts.Rest);
        return TaxWords.Of(bill, BillLanguage.Of("en-GB"), reason => reason.Premises is not null
            && (isShare || leg.Terms.Any(term => term.Name == $"{reason.Of}.{QualifyingFormula.Word}")));
    }

    private string Money(Exact amount) => $"{ExplanationText.Rounded(amount, bill)} {bill.Currency}";

    private string Exactly(Exact amount) => ExplanationText.Amount(amount, bill.Currency);

    private string WhenAndWhere() =>
        Wording.Span(leg.Days) + (leg.Lines.Count == 1 ? ""
            : leg.Lines.Any(one => one.Band is not null) ? $", all {PartWord}s" : ", all rates of tax");

    /// <summary>Whether the amount is what a quantity and a price give, with its sign turned.</summary>
    private bool IsCredit => line is { Quantity: { } quantity, Price: { } price }
        ? !line.Exact.IsZero && quantity * price == -line.Exact
        : line.Exact.Sign < 0;

    private string AndFlats => leg.Blocks.Any(block => !block.Flat.IsZero) ? " and fixed amounts" : "";

    private string Reason()
    {
        var name = bill.Lines.First(one => one.Id == line.Id).Name;
        var exact = IsCredit ? $"{Exactly(-line.Exact)} in the customer's favour" : Exactly(line.Exact);
        var cause = line switch
        {
            { Quantity: { } quantity, Price: { } price } => $"{ExplanationText.Amount(quantity, line.Unit)} at "
                + $"{ExplanationText.Amount(price, line.PriceUnit)} come to {exact}",
            { Quantity: { } quantity } => $"{ExplanationText.Amount(quantity, line.Unit)}, each at the price of its "
                + $"time{AndFlats}, come to {exact}",
            _ => $"its formula comes to {exact}",
        };
        var (with, without) = line.Net is not { } net ? ("", "")
            : (" with tax", $" Without the tax, which its price includes, that is {Money(net)}.");
        return $"{name} is {Money(line.Amount)}{with} because {cause}"
            + (_sharers.Count > 1 ? $": its share when all of the charge, {Exactly(charge.Exact)}, was rounded once to "
                + $"{Money(charge.Amount)}."
                : line.Exact == line.Amount ? ", with nothing to round."
                : $", rounded once by the rule {charge.Rounding}.") + without;
    }

    private TextTable Identity()
    {
        var table = TwoColumns();
        table.Row("line", line.Id);
        table.Row("charge", charge.Charge);
        table.Row("agreement", charge.Agreement);
        if (charge.Connection is { } connection) table.Row("connection", connection);
        table.Row("product", leg.Product);
        table.Row("days", Wording.Span(leg.Days));
        if (line.Band is { } band) table.Row(PartWord, band);
        return table;
    }

    private TextTable Formulas()
    {
        var table = TwoColumns();
        if (leg.AmountFormula is { } amount) table.Row("amount", amount);
        if (leg.Quantity is { } quantity) table.Row("quantity", quantity);
        if (leg.Price is { } price) table.Row("price", price);
        return table;
    }

    private TextTable Terms()
    {
        var table = TwoColumns();
        foreach (var term in leg.Terms) table.Row(term.Name, ExplanationText.Amount(term.Value, term.Unit));
        return table;
    }

    private TextTable Names()
    {
        var table = new TextTable(ExplanationText.Width, 2, false, new("name"), new("formula", Wraps: true),
            new("values", true), new("one per"), new("estimated", true), new("total", true));
        foreach (var name in leg.Names)
            table.Row(NameOf(name), name.Text ?? Origin(name.Name), Wording.Whole(name.Values),
                name.Per == "ever" ? "" : name.Per,
                Wording.Whole(name.Estimated),
                Total(name));
        return table;
    }

    /// <summary>What all members have together is said after its name: <c>day-cost, of all members</c>.</summary>
    private static string NameOf(ExplainedName name) => name.Name.StartsWith(NamedTotal.OfAll, StringComparison.Ordinal)
        ? $"{name.Name[NamedTotal.OfAll.Length..]}, of all members" : name.Name;

    private static string Total(ExplainedName name) => name switch
    {
        { Total: { } total } => ExplanationText.Amount(total, name.Unit),
        { Least: { } least, Greatest: { } greatest } when least != greatest =>
            $"{least} to {ExplanationText.Amount(greatest, name.Unit)}",
        { Least: { } only } => ExplanationText.Amount(only, name.Unit),
        _ => "holds, has none",
    };

    /// <summary>Where the figure of a name without a formula of its own comes from.</summary>
    private string Origin(string name) => name[..(name.IndexOf('(', StringComparison.Ordinal) + 1)] switch
    {
        "cost(" => "as billed", "carry(" or "carried(" => "left over before",
        "" when name.StartsWith(NamedTotal.OfAll, StringComparison.Ordinal) => "shared by the pool",
        "" when name.StartsWith("trades.", StringComparison.Ordinal) => "as traded",
        "" when name.StartsWith("sessions.", StringComparison.Ordinal) => "of charging sessions",
        "" when name.Contains('.', StringComparison.Ordinal) => "as the event says",
        "baseline(" => "as if there were no event",
        _ => explanation.Inputs.Any(input => input.Connection is null && input.Name == name) ? "of the market"
            : "as measured",
    };

    private TextTable StepTable()
    {
        var table = new TextTable(ExplanationText.Width, 2, false, new("from"), new("index", Wraps: true),
            new("level before", true), new("level now", true), new("change", true), new("price", true));
        foreach (var step in leg.Steps)
            table.Row(Wording.Day(LocalDatePattern.Iso.Format(step.Day)), step.Index, step.Before.ToString(),
                step.Now.ToString(), Wording.Percent(step.Change.Round(StepDecimals, Quantities.Rounding.HalfAway)
                    .ToString()) + (step.IsBound ? ", bound" : ""), ExplanationText.Amount(step.Price, step.Unit));
        return table;
    }

    private TextTable PeakTimes()
    {
        var table = new TextTable(ExplanationText.Width, 2, false, new("peak", Wraps: true), new("from"),
            new("power", true));
        foreach (var peak in leg.Peaks)
            table.Row(peak.Text, Wording.Time(peak.Start) + (peak.History is { } term ? $" on, by {term}" : ""),
                ExplanationText.Amount(peak.Power, peak.Unit));
        return table;
    }

    private TextTable BlockTable()
    {
        var hasFlats = leg.Blocks.Any(block => !block.Flat.IsZero);
        var table = new TextTable(ExplanationText.Width, 2, false, [new("block", Wraps: true), new("quantity", true),
            new("price", true), .. hasFlats ? [new TextColumn("fixed", true)] : Array.Empty<TextColumn>(),
            new("amount", true)]);
        foreach (var block in leg.Blocks)
            table.Row([block.Name, ExplanationText.Amount(block.Quantity, block.Unit),
                block.Price is { } price ? ExplanationText.Amount(price, block.PriceUnit) : "several",
                .. hasFlats ? [Exactly(block.Flat)] : Array.Empty<string>(), Exactly(block.Exact)]);
        return table;
    }

    private TextTable TradeTable()
    {
        var table = new TextTable(ExplanationText.Width, 2, false, new("trade", Wraps: true), new("shape"),
            new("power", true), new("hours", true), new("volume", true), new("price", true), new("cost", true));
        foreach (var trade in leg.Trades)
            table.Row(trade.Id, trade.Shape, ExplanationText.Amount(trade.Power, "kW"), trade.Hours.ToString(),
                ExplanationText.Amount(trade.Power * trade.Hours, "kWh"),
                ExplanationText.Amount(trade.Price, trade.PriceUnit),
                Exactly(trade.Power * trade.Hours * trade.Price));
        return table;
    }

    private TextTable BaselineTable()
    {
        var table = new TextTable(ExplanationText.Width, 2, false, new("event", Wraps: true), new("from"),
            new("baseline", true), new("used", true), new("less", true));
        foreach (var one in leg.Baselines)
            table.Row(string.Join(", ", one.Events), Wording.Time(one.From),
                ExplanationText.Amount(one.Baseline, one.Unit), ExplanationText.Amount(one.Load, one.Unit),
                ExplanationText.Amount(one.Baseline - one.Load, one.Unit));
        return table;
    }

    /// <summary>Which days a baseline is the mean of, and what was done with it.</summary>
    private static string BaselineDays(ExplainedBaseline one)
    {
        var days = one.Days.Select(day => Wording.Day(LocalDatePattern.Iso.Format(day)));
        var adjusted = one switch
        {
            { Ratio: { } ratio } => ", times " + ratio.Round(StepDecimals, Quantities.Rounding.HalfAway),
            { Difference: { } difference } => ", moved by "
                + ExplanationText.Amount(
                    difference.Round(StepDecimals, Quantities.Rounding.HalfAway), $"{one.Unit}/hour"),
            _ => "",
        };
        return $"{string.Join(", ", one.Events)}: {one.Text} is the mean of {Wording.Count(one.Days.Count, "day")} "
            + $"({string.Join(", ", days)}){adjusted}{(one.IsBound ? ", as its limit says" : "")}.";
    }

    /// <summary>What a line of a part is called: a band of its charge, or a trade.</summary>
    private string PartWord => line.Band is { } part
        && leg.Trades.Any(trade => part.StartsWith($"{trade.Id} ", StringComparison.Ordinal)) ? "clip" : "band";

    private string Sum()
    {
        var inBand = line.Band is { } band ? $" in the {PartWord} {band}" : "";
        if (line.Quantity is not { } quantity) return $"  What the formula gives{inBand}: {Exactly(line.Exact)}";
        if (line.Price is not { } price)
            return $"  {ExplanationText.Amount(quantity, line.Unit)}{inBand}, at more than one price: each value times "
                + $"the price of its time{AndFlats}, together {Exactly(line.Exact)}";
        var product = $"  {ExplanationText.Product(line)} = {Exactly(quantity * price)}";
        return quantity * price == line.Exact ? product : $"{product}\n  The seller pays it: {Exactly(line.Exact)}";
    }

    private string Rounding() => $"  The charge {charge.Charge} comes to {Exactly(charge.Exact)} in "
        + $"{Wording.Count(_sharers.Count, "line")}. It is rounded once, by the rule {charge.Rounding} "
        + $"({Wording.Rounding(charge.Rounding)}), to {Money(charge.Amount)}"
        + (_sharers.Count > 1 ? ", which its lines share by largest remainder:" : ".");

    /// <summary>How the tax that is in a price was taken out of it.</summary>
    private string TaxWithin()
    {
        var own = bill.Lines.First(one => one.Id == line.Id);
        var tax = bill.Taxes.First(one => one.Rate == own.TaxRate && one.Category == own.TaxCategory);
        if (tax.PerLine is true)
        {
            var (with, part) = (PlainNumber.Parse(own.Gross!), PlainNumber.Parse(tax.Rate));
            return $"  Of its {Money(with)}, {Exactly(with * part / (Exact.One + part))} is tax of "
                + $"{Wording.Percent(tax.Rate)}. That is rounded by itself, to "
                + $"{Money(with - PlainNumber.Parse(own.Amount))}.";
        }
        var (gross, rate) = (PlainNumber.Parse(tax.Gross!), PlainNumber.Parse(tax.Rate));
        var net = bill.Lines.Where(one => one.Gross is not null && one.TaxRate == own.TaxRate)
            .Aggregate(Exact.Zero, (sum, one) => sum + PlainNumber.Parse(one.Amount));
        return $"  All lines of this bill whose prices include tax of {Wording.Percent(tax.Rate)} come to "
            + $"{Money(gross)}, and {Exactly(gross * rate / (Exact.One + rate))} of it is tax. That is rounded once, "
            + $"to {Money(gross - net)}; what is left, {Money(net)}, the lines share by largest remainder.";
    }

    private TextTable Shares()
    {
        var table = new TextTable(ExplanationText.Width, 2, false, new("line", Wraps: true), new("exactly", true),
            new(bill.Currency, true));
        var exacts = Figures.Align([.. _sharers.Select(one => (Exact?)one.Exact), charge.Exact]);
        foreach (var (i, one) in _sharers.Index())
            table.Row(one.Id, exacts[i], ExplanationText.Rounded(one.Amount, bill));
        table.Rule();
        table.Row(charge.Charge, exacts[^1], ExplanationText.Rounded(charge.Amount, bill));
        return table;
    }

    /// <summary>Those of its connections, or of the market, that its formulas rest on, and the profiles of their
    /// registers.</summary>
    private List<ExplainedInput> Inputs()
    {
        // A figure of sessions is known by what it is of.
        var names = leg.Names.Select(name => name.Name.Split('.')[0] is SessionsName ? SessionsName : name.Name)
            .Concat(leg.Steps.Select(step => step.Index)).ToHashSet();
        var own = explanation.Inputs.Where(input => names.Contains(input.Name)
            && (input.Connection is null || charge.Connections.Contains(input.Connection))).ToList();
        return [.. own, .. explanation.Inputs.Where(input => input.Connection is null && !names.Contains(input.Name)
            && own.Exists(one => one.Profile == input.Name))];
    }

    private static TextTable TwoColumns() =>
        new(ExplanationText.Width, 2, false, new(""), new TextColumn("", Wraps: true));
}
