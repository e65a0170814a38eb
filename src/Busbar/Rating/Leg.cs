using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Rating;

/// <summary>Days on which a charge's formulas, terms and rate of tax stay what they are.</summary>
/// <param name="Windows">
/// Which days make a window, and the days of supply that its formulas are rated over: its own; or where they need all
/// of a window, with its own among them, those of the period or of the windows of the calendar that end in it.
/// </param>
/// <param name="Reach">Those days, and the days around them that its formulas look at.</param>
/// <param name="Version">The product's version; where another says the same of this charge, the earlier one.</param>
/// <param name="Terms">The values of the terms that the charge uses, by name, in canonical units.</param>
/// <param name="TaxRate">A fraction; null outside the scope of tax.</param>
public sealed record Leg(
    Days Days, Windows Windows, Days Reach, ProductVersion Version, Charge Charge,
    IReadOnlyDictionary<string, Exact> Terms, Exact? TaxRate)
{
    /// <summary>How all that the account is charged is taxed; null: as the charge says.</summary>
    public TaxTreatment? Treatment { get; init; }

    /// <summary>The share of the use that qualifies as domestic, as declared; null where nothing depends on it.
    /// </summary>
    public Exact? Use { get; init; }

    /// <summary>The days of supply that its formulas are rated over.</summary>
    public Days Span => Windows.Rated;

    /// <summary>
    /// The legs of a charge: it starts anew where a version, a term or a rate changes something for it. On days whose
    /// version doesn't have the charge there is none.
    /// </summary>
    /// <param name="connection">The one that it is for; null: all.</param>
    /// <param name="reach">The days of supply from the earliest that may be rated.</param>
    /// <param name="spanOf">The days over which a version of the charge is rated; those outside have no leg of it.
    /// </param>
    public static IReadOnlyList<Leg> Of(
        string charge, Each each, Agreement agreement, Connection? connection, Days reach, Func<Charge, Days> spanOf)
    {
        var legs = new List<Leg>();
        foreach (var days in Cut(agreement, reach))
        {
            var version = agreement.VersionOn(days.From);
            if (version.Rated.FirstOrDefault(one => one.Id == charge && one.Each == each) is not { } found) continue;
            var span = spanOf(found);
            if (days.Intersect(span) is not { IsEmpty: false } rated) continue;
            foreach (var piece in Pieces(found, agreement, connection, rated))
            {
                var leg = RatedOver(piece, span, agreement, connection, version, found);
                if (legs.Count > 0 && legs[^1].Days.To == piece.From && legs[^1].SaysTheSameAs(leg))
                    legs[^1] = RatedOver(new(legs[^1].Days.From, piece.To), span, agreement, connection,
                        legs[^1].Version, legs[^1].Charge);
                else legs.Add(leg);
            }
        }
        return legs;
    }

    private static Leg RatedOver(
        Days days, Days whole, Agreement agreement, Connection? connection, ProductVersion version, Charge charge)
    {
        var windows = Windows.Of(agreement, charge.NeedsWhole ? whole : days, charge);
        var ahead = charge.Rate.Formulas.Max(written => Lookback.To(written.Formula, windows));
        var (events, zone) = (agreement.EventsOf(connection).ToList(), (connection ?? agreement.Connections[0]).Zone);
        var reach = new Days(
            charge.Rate.Formulas.Min(written => Lookback.From(
                written.Formula, windows.Rated.From, windows, agreement.From, events, zone)),
            LocalDate.Max(windows.Rated.To, agreement.SupplyIn(new(windows.Rated.From, ahead)).To));
        return new(days, reach == windows.Rated ? windows with { Cycle = null } : windows, reach, version,
            charge, TermsOn(charge, agreement, connection, days.From),
            charge.Tax.Rates is not { } rates ? null
                : agreement.Account.TaxOn(days.From) is null ? rates.At(days.From) : Exact.Zero)
        {
            Treatment = agreement.Account.TaxOn(days.From),
            Use = charge.RuledTaxes.Count == 0 ? null : agreement.UseOn(days.From, connection),
        };
    }

    /// <summary>How far the prices that step are on its days.</summary>
    private IEnumerable<LocalDate> Steps => Charge.Escalations.Select(price => price.StepBefore(Days.From))
        .Concat(Charge.Tariffs.Select(price => price.Prices.Values.LastOrDefault(one => one.From <= Days.From).From));

    /// <summary>Whether the classes that may hold have the same rates on the first days of both.</summary>
    private bool RatesAlike(Leg other) => Charge.Tax.Rule is null || Charge.Tax.IsByIssue
        || Charge.Tax.Plain.All(plain => plain.RateOn(Days.From) == plain.RateOn(other.Days.From));

    private bool SaysTheSameAs(Leg other) => (!other.Charge.NeedsWhole || Span == other.Span)
        && (Charge.Tax.IsByIssue || TaxRate == other.TaxRate) && Treatment == other.Treatment && Use == other.Use
        && RatesAlike(other) && Steps.SequenceEqual(other.Steps)
        && (ReferenceEquals(Charge, other.Charge)
        || (Charge.Name == other.Charge.Name && Charge.Group == other.Charge.Group
            && Charge.Direction == other.Charge.Direction && Charge.IsGross == other.Charge.IsGross
            && Charge.IsPassThrough == other.Charge.IsPassThrough && Charge.Missing == other.Charge.Missing
            && Charge.Tax == other.Charge.Tax && Charge.HasLineByTier == other.Charge.HasLineByTier
            && Charge.HasLineByClip == other.Charge.HasLineByClip
            && ReferenceEquals(Charge.LinesBy, other.Charge.LinesBy)
            && Version.IntervalMinutes == other.Version.IntervalMinutes
            && Charge.Rate.GetType() == other.Charge.Rate.GetType() && Says(Charge) == Says(other.Charge)))
        && Terms.Count == other.Terms.Count
        && Terms.All(term => other.Terms.TryGetValue(term.Key, out var value) && value == term.Value);

    /// <summary>All that a charge's formulas say, with the quantities that they name.</summary>
    private static string Says(Charge charge) => string.Join('\n', charge.Rate.Formulas.SelectMany(written =>
        written.Formula.All().OfType<QuantityFormula>().DistinctBy(quantity => quantity.Name)
            .Select(quantity => $"{quantity.Name}: {quantity.Meaning.Canonical}").Prepend(written.Canonical)));

    private static IReadOnlyList<Days> Cut(Agreement agreement, Days span) => span.CutAt(
        agreement.Pinned is null ? agreement.Product.Versions.ChangesWithin(span.From, span.To) : []);

    private static IReadOnlyList<Days> Pieces(
        Charge charge, Agreement agreement, Connection? connection, Days days) => days.CutAt(
        TermsOf(charge).SelectMany(term => agreement.ChangesOf(term, days, connection))
            .Concat(charge.Tax.ChangesWithin(days))
            .Concat(agreement.Account.Tax?.ChangesWithin(days.From, days.To) ?? [])
            .Concat(charge.RuledTaxes.Count > 0 ? agreement.ChangesOfUse(days, connection) : [])
            .Concat(charge.Escalations.SelectMany(price => price.StepsWithin(days)))
            .Concat(charge.Tariffs.SelectMany(price => price.Prices.ChangesWithin(days.From, days.To))));

    private static Dictionary<string, Exact> TermsOn(
        Charge charge, Agreement agreement, Connection? connection, LocalDate day) =>
        TermsOf(charge).ToDictionary(term => term.Name, term => agreement.TermOn(term, day, connection));

    private static IEnumerable<Term> TermsOf(Charge charge) => charge.Rate.Formulas
        .SelectMany(written => written.Formula.All()).OfType<TermFormula>().Select(formula => formula.Term)
        .DistinctBy(term => term.Name);
}
