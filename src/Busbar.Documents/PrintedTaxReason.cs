using Busbar.Billing;
using Busbar.Rating;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Documents;

/// <summary>Why a bill is taxed as it is.</summary>
/// <param name="Kind">One of the constants.</param>
/// <remarks>The properties stand in the order of the JSON's keys.</remarks>
public sealed record PrintedTaxReason(string Kind)
{
    public const string Domestic = "domestic";
    public const string Small = "small";
    public const string MostlyQualifying = "mostly-qualifying";
    public const string Mixed = "mixed";
    public const string Business = "business";
    public const string ReverseCharge = "reverse-charge";
    public const string Exempt = "exempt";
    public const string Relief = "relief";
    public const string ReliefOver = "relief-over";

    private const int AverageDecimals = 6;

    /// <summary>The class of tax that depends on use, or the term that a relief is for.</summary>
    public string? Of { get; init; }

    public string? Premises { get; init; }

    public string? From { get; init; }

    /// <summary>The day after the last.</summary>
    public string? To { get; init; }

    /// <summary>The share that was declared to qualify as domestic.</summary>
    public string? Declared { get; init; }

    /// <summary>From which share on all of it does.</summary>
    public string? MixedFrom { get; init; }

    /// <summary>How much was used a day, on average.</summary>
    public string? Average { get; init; }

    /// <summary>The most a day that is taxed as domestic.</summary>
    public string? AtMost { get; init; }

    public string? Unit { get; init; }

    public string? Relieved { get; init; }

    /// <summary>The number of a certificate.</summary>
    public string? Certificate { get; init; }

    /// <summary>A reason as it is printed.</summary>
    public static PrintedTaxReason Printed(TaxReason reason) => reason switch
    {
        TaxReason.Use { Liability: { } one, Days: var days } => Printed(one) with
        {
            From = Day(days.From), To = Day(days.To),
        },
        TaxReason.Account { Treatment: { } one } all =>
            new(one.Category == Contracts.TaxCategory.ReverseCharge ? ReverseCharge : Exempt)
            {
                From = Day(all.Days.From), To = Day(all.Days.To), Certificate = one.Certificate,
            },
        TaxReason.Relief { Certificate: { } one } relief => new(relief.IsOver ? ReliefOver : PrintedTaxReason.Relief)
        {
            Of = one.For, From = Day(one.From), To = one.To is { } to ? Day(to) : null,
            Relieved = BillDocument.Rate(one.Relief), Certificate = one.Number,
        },
        _ => throw new ArgumentException($"{reason.GetType().Name} is no reason."),
    };

    private static PrintedTaxReason Printed(Liability one)
    {
        var rule = one.Tax.Rule!;
        var isTested = one.Average is not null;
        return new(one.Reason switch
        {
            LiabilityReason.Domestic => Domestic, LiabilityReason.Small => Small,
            LiabilityReason.MostlyQualifying => MostlyQualifying, LiabilityReason.Mixed => Mixed, _ => Business,
        })
        {
            Of = one.Tax.Name, Premises = one.Premises, Declared = BillDocument.Rate(one.Declared),
            MixedFrom = one.Reason == LiabilityReason.MostlyQualifying
                ? BillDocument.Rate(rule.MixedFrom!.Value) : null,
            Average = one.Average?.ToString(AverageDecimals),
            AtMost = isTested ? rule.Small!.AtMostPerDay.ToString(AverageDecimals) : null,
            Unit = isTested ? rule.Small!.Dimension.ToString() : null,
        };
    }

    private static string Day(LocalDate day) => LocalDatePattern.Iso.Format(day);
}
