using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Quantities;
using Busbar.Rating.Operators;
using Busbar.Time;

namespace Busbar.Rating;

/// <summary>
/// Rates the charges of one bill, all from the same inputs: the plain way, which says what is right. Made for one bill
/// and used by one thread; the frames are shared.
/// </summary>
public sealed class Rater(Frames frames, Inputs inputs, Currency currency, Rounding rounding)
{
    private readonly Dictionary<(Frame, string), Dictionary<Formula, Column>> _known = [];
    private readonly Dictionary<(string, string, string?, Days), (RatedCharge, Findings)> _rated = [];

    private readonly Findings _all = new();

    /// <summary>The day whose rates of tax hold for all of the bill; null: those of the days of supply.</summary>
    public NodaTime.LocalDate? TaxPoint { get; init; }

    /// <summary>What holds the bill, each reason once; empty when all that was rated is good.</summary>
    public IReadOnlyList<Fault> Faults => _all.Faults;

    /// <summary>Whether what holds the bill is only missing, and nothing is wrong.</summary>
    public bool IsOnlyMissing => Faults.Count > 0 && _all.IsOpen;

    /// <summary>What was found for the charge that is being rated.</summary>
    internal Findings Findings { get; private set; } = new();

    internal Inputs Inputs => inputs;

    internal Frames Frames => frames;

    /// <summary>Rates a charge. Where <see cref="Faults"/> has grown, or something keeps it open, the result is none.
    /// </summary>
    public RatedCharge Rate(ChargeTask task)
    {
        var (charge, found) = Known(task);
        if (charge.Open.Count == 0) _all.Take(found);
        return charge;
    }

    /// <summary>Looks whether what must be is: where it isn't, or can't be known, <see cref="Faults"/> has grown.
    /// </summary>
    public void Check(ChargeTask must)
    {
        Findings = new();
        MustCheck.Apply(must, leg => EvaluationOf(must, leg, LiabilitiesOf(must, leg)), Findings);
        _all.Take(Findings);
    }

    private (RatedCharge Charge, Findings Found) Known(ChargeTask task)
    {
        var key = (task.Agreement.Id, task.ChargeId, task.Connection?.Id, task.Supply);
        if (_rated.TryGetValue(key, out var known)) return known;
        var (outer, own) = (Findings, new Findings());
        Findings = own;
        var charge = Fresh(task);
        Findings = outer;
        if (own.IsOpen && task.MayStayOpen) charge = charge with { Open = own.Faults };
        return _rated[key] = (charge, own);
    }

    /// <summary>What the charges of some groups come to over a window, each net of its tax and rounded.</summary>
    internal (Exact Amount, bool IsEstimated) CostOf(ChargeTask task, CostFormula cost, Days window)
    {
        var (amount, isEstimated) = (Exact.Zero, false);
        foreach (var inner in task.Costs.First(one => one.Days == window && ReferenceEquals(one.Cost, cost)).Tasks)
        {
            var charge = ForCost(inner);
            var own = charge.Parts.Where(part => cost.Groups.Contains(part.Leg.Charge.Group)).ToList();
            var net = own.Aggregate(Exact.Zero, (sum, part) => sum + part.Net);
            amount += Money.Rounded(net, currency, rounding).Amount;
            isEstimated |= own.Exists(part => part.IsEstimated);
        }
        return (amount, isEstimated);
    }

    /// <summary>A charge that something else rests on: what was found for it was found for that, too.</summary>
    internal RatedCharge ForCost(ChargeTask task)
    {
        var (charge, found) = Known(task);
        Findings.Take(found);
        return charge;
    }

    /// <summary>Lets go of what was rated: it would be rated again where it is asked for.</summary>
    internal void Forget()
    {
        _known.Clear();
        _rated.Clear();
    }

    /// <summary>What holds a settlement: found while a pool was rated.</summary>
    internal (IReadOnlyList<Fault> Faults, bool IsOnlyMissing) FoundFor(Action work)
    {
        Findings = new();
        work();
        return (Findings.Faults, Findings.Faults.Count > 0 && Findings.IsOpen);
    }

    internal Money Rounded(Exact amount) => Money.Rounded(amount, currency, rounding);

    private RatedCharge Fresh(ChargeTask task)
    {
        var legs = task.Legs.Select(leg => RateLeg(task, leg)).ToList();
        var parts = legs.SelectMany(PartsOf).ToList();
        var exact = parts.Aggregate(Exact.Zero, (sum, part) => sum + part.Exact);
        var amount = Money.Rounded(exact, currency, rounding);
        var shown = Apportioned(parts, amount);
        if (Findings.Count == 0)
            shown = [.. shown.SelectMany(part => TaxedParts.Of(
                part, legs.Find(leg => ReferenceEquals(leg.Leg, part.Leg))!.Liabilities, TaxPoint))];
        return new(task, exact, amount, shown, legs, []);
    }

    private List<Liability> LiabilitiesOf(ChargeTask task, Leg leg) =>
        [.. leg.Charge.RuledTaxes.Select(tax => Rating.Liabilities.Of(tax, task, leg, inputs, Findings))];

    private RatedLeg RateLeg(ChargeTask task, Leg leg)
    {
        var liabilities = LiabilitiesOf(task, leg);
        var evaluation = EvaluationOf(task, leg, liabilities);
        var frame = evaluation.Frame;
        Column? quantity = null, price = null;
        Column amounts;
        IReadOnlyList<RatedBlock> blocks = [];
        if (leg.Charge.Rate is Rate.Priced priced)
        {
            quantity = evaluation.Of(priced.Quantity.Formula);
            price = evaluation.Of(priced.Price.Formula, quantity.Step);
            amounts = Column.Zip(quantity, price, (q, p) => q * p);
            if (priced.Price.Formula is BlockFormula tiers)
            {
                blocks = Blocks.Of(tiers, quantity, evaluation);
                amounts = amounts with { Values = Blocks.Amounts(blocks) };
            }
        }
        else amounts = evaluation.Of(leg.Charge.Rate.Formulas[0].Formula);
        if (leg.Charge.Direction == Direction.ToCustomer)
        {
            amounts = amounts.Each(value => -value);
            blocks = [.. blocks.Select(block => block.Negated())];
        }
        var bands = leg.Charge.LinesBy is { } calendar ? frame.BandsOf(calendar) : null;
        return new(leg, frame, quantity, price, amounts, frame.SharesOf(leg.Days, amounts.Step), bands, blocks,
            NamedTotals.Of(leg, evaluation),
            leg.Charge.Rate.Formulas.Where(written => written.Formula is not QuantityFormula)
                .Sum(written => NamedTotals.CutOff(written.Formula, leg, evaluation)),
            Peaks.Of(leg, evaluation),
            [.. leg.Charge.Escalations.SelectMany(price => EscalateOperator.StepsUntil(
                price, price.StepsOn(leg.Days.From), evaluation))])
        {
            Liabilities = liabilities,
            Trades = leg.Charge.UsesTrades ? TradesOperator.In(leg, evaluation) : [],
            Baselines = [.. leg.Charge.Baselines.SelectMany(one => BaselineOperator.In(one, leg, evaluation))],
        };
    }

    private Evaluation EvaluationOf(ChargeTask task, Leg leg, List<Liability> liabilities)
    {
        var terms = liabilities.Count == 0 ? leg.Terms : new Dictionary<string, Exact>(leg.Terms.Concat(
            liabilities.Select(one => KeyValuePair.Create(new QualifyingFormula(one.Tax).Name, one.Qualifying))));
        var minutes = leg.Version.IntervalMinutes;
        var frame = leg.Charge.Sessions.IsByPiece ? new(leg.Reach, task.Zone, minutes, leg.Windows,
                new SessionPieces(inputs.SessionsOf(task.Connections), leg.Reach, task.Zone, leg.Charge.Sessions,
                    leg.Charge.Calendars))
            : frames.Of(leg.Reach, task.Zone, minutes, leg.Windows, leg.Version.BandsOf(leg.Charge));
        return new(this, task, minutes, frame, terms, SparedDays.Of(leg, task, frame));
    }

    private IEnumerable<RatedPart> PartsOf(RatedLeg rated)
    {
        var leg = rated.Leg;
        // A one-off fee is on one bill only, and a levy that nobody owes is on none.
        if (rated.IsNothingOnce || rated.IsNothingOwed) return [];
        if (leg.Charge.HasLineByTier) return rated.Blocks.Where(block => block.IsUsed(rated.Shares))
            .Select(block => PartOf(rated, block)).DefaultIfEmpty(PartOf(rated, null, band: -1));
        if (leg.Charge is { HasLineByClip: true, Clips: { } clips })
            return rated.Trades.Where(one => clips.Counts(one.Trade)).Select(one => PartOf(rated, one, clips))
                .DefaultIfEmpty(PartOf(rated, null, band: -1));
        if (rated.Bands is not { } bands) return [PartOf(rated, null, band: -1)];
        return leg.Charge.LinesBy!.Bands.Select((name, band) => (name, band))
            .Where(one => bands.Where((band, i) => band == one.band && !rated.Shares[i].IsZero).Any())
            .Select(one => PartOf(rated, one.name, one.band)).DefaultIfEmpty(PartOf(rated, null, band: -1));
    }

    private RatedPart PartOf(RatedLeg rated, string? name, int band)
    {
        var (quantity, exact, estimated, resting) = (Exact.Zero, Exact.Zero, false, Exact.Zero);
        Exact? price = null;
        var isOnePrice = rated.Price is not null
            && rated.Blocks.All(block => block.Flat(rated.Shares).IsZero);
        for (var i = 0; i < rated.Shares.Length; i++)
        {
            if ((band >= 0 && rated.Bands![i] != band) || rated.Shares[i].IsZero) continue;
            var amount = Shared(rated.Amounts.Values[i], rated.Shares[i]);
            exact += amount;
            if (rated.Quantity is { } quantities) quantity += Shared(quantities.Values[i], rated.Shares[i]);
            if (rated.Amounts.Estimated?[i] ?? false) (estimated, resting) = (true, resting + amount);
            if (!isOnePrice) continue;
            if (price is null) price = rated.Price!.Values[i];
            else isOnePrice = price.Value == rated.Price!.Values[i];
        }
        return new(rated.Leg, name, name, rated.Quantity is null ? null : quantity, isOnePrice ? price : null, exact,
            Money.Zero(currency), estimated, resting);
    }

    private RatedPart PartOf(RatedLeg rated, RatedBlock block)
    {
        var (exact, estimated) = (block.Amount(rated.Shares),
            rated.Amounts.Estimated?.Where((estimated, i) => estimated && !rated.Shares[i].IsZero).Any() ?? false);
        // Which blocks the estimates reach depends on all of them.
        return new(rated.Leg, block.Id, block.Name, block.Quantity(rated.Shares), block.OnlyPrice(rated.Shares), exact,
            Money.Zero(currency), estimated, estimated ? exact : Exact.Zero);
    }

    private RatedPart PartOf(RatedLeg rated, RatedTrade clip, TradesFormula clips)
    {
        var power = clips.PowerOf(clip.Trade);
        var (quantity, exact, price) = (power * clip.AllHours, Exact.Zero, (Exact?)clip.Trade.Price);
        if (clips.IsMoney) exact = quantity * clip.Trade.Price;
        else
        {
            var delivered = Enumerable.Range(0, clip.Hours.Length).Where(i => !clip.Hours[i].IsZero).ToList();
            exact = delivered.Aggregate(Exact.Zero, (sum, i) =>
                sum + power * clip.Hours[i] * rated.Price!.Values[i]);
            price = delivered.TrueForAll(i => rated.Price!.Values[i] == rated.Price.Values[delivered[0]])
                ? rated.Price!.Values[delivered[0]] : null;
        }
        var isTurned = rated.Leg.Charge.Direction == Direction.ToCustomer;
        return new(rated.Leg, clip.Trade.Id, clip.Trade.Name, quantity, price, isTurned ? -exact : exact,
            Money.Zero(currency), false, Exact.Zero);
    }

    private static Exact Shared(Exact value, Exact share) => share == Exact.One ? value : value * share;

    /// <summary>
    /// The parts with their amounts: they add up to the charge's, by largest remainder, ties to the earliest. A credit
    /// mirrors a debit.
    /// </summary>
    private static IReadOnlyList<RatedPart> Apportioned(List<RatedPart> parts, Money whole)
    {
        var sign = whole.MinorUnits < 0 ? -1 : 1;
        var unit = Exact.FromScaled(1, whole.Currency.MinorDigits);
        var shares = Apportion.ToTargets(sign * whole.MinorUnits, [.. parts.Select(part => sign * part.Exact / unit)]);
        return [.. parts.Zip(shares, (part, share) => part with { Amount = new(sign * share, whole.Currency) })];
    }

    /// <summary>What formulas without terms have given for an agreement and connections over a frame.</summary>
    /// <param name="spared">The days that need no readings: what is left out on them is known to no one else.</param>
    internal Dictionary<Formula, Column> Known(Frame frame, RatedFor who, SparedDays? spared)
    {
        var key = (frame, spared is null ? who.Key : $"{who.Key} {spared.Key}");
        if (!_known.TryGetValue(key, out var known))
            _known[key] = known = new(ReferenceEqualityComparer.Instance);
        return known;
    }
}
