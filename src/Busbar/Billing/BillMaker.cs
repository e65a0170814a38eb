using System.Globalization;
using Busbar.Contracts;
using Busbar.Quantities;
using Busbar.Rating;
using NodaTime;

namespace Busbar.Billing;

/// <summary>Makes a bill of a plan: rates its charges, lays them out as lines, taxes them and adds them up.</summary>
public static class BillMaker
{
    /// <summary>The bill of a plan, or why there is none. The same inputs give the same bill.</summary>
    /// <param name="frames">Those of the run.</param>
    /// <param name="inputs">What the plan needs, all known at one receipt.</param>
    /// <param name="hasCharges">Whether the outcome has the rated charges: those of a bill of thousands of lines fill
    /// the memory.</param>
    /// <param name="issuedOn">The day of its issue; null: it has none yet.</param>
    public static BillOutcome Make(BillPlan plan, Book book, Frames frames, Inputs inputs, bool hasCharges = true,
        LocalDate? issuedOn = null)
    {
        if (plan.Conflicts.Count > 0) return new BillOutcome.Held(plan, plan.Conflicts);
        // A draft is taxed as if it were issued at the end of its period.
        LocalDate? taxPoint = book.TaxPoint == TaxPoint.Issue ? issuedOn ?? plan.Supply.To.PlusDays(-1) : null;
        var rater = new Rater(frames, inputs, book.Currency, book.LineRounding) { TaxPoint = taxPoint };
        var rated = hasCharges ? plan.Tasks.Select(rater.Rate).ToList() : RatedWithoutPlaces(plan, rater);
        foreach (var must in plan.Musts) rater.Check(must);
        if (rater.Faults.Count > 0)
            return new BillOutcome.Held(plan, rater.Faults) { IsOnlyMissing = rater.IsOnlyMissing };
        var open = rated.FindAll(charge => charge.Open.Count > 0);
        var charges = rated.FindAll(charge => charge.Open.Count == 0);
        if (charges.Count == 0)
            return new BillOutcome.Held(plan, [.. open.SelectMany(charge => charge.Open).Distinct()])
            {
                IsOnlyMissing = true,
            };
        // What is open is no part of what the bill was made from, so that it can be made again when that is known.
        var billed = open.Count == 0 ? plan : plan.Only(charges.Select(charge => charge.Task));
        var isOfOne = billed.Tasks.DistinctBy(task => task.Agreement.Id).Count() == 1;
        var shown = charges.SelectMany(charge => Lines(charge, isOfOne)).ToList();
        var lines = Taxation.Net(shown.ConvertAll(one => one.Line), book);
        shown = [.. shown.Zip(lines, (one, line) => one with
            { Line = line with { Estimated = EstimatedIn(one.Part, line.Amount, book) } })];
        lines = shown.ConvertAll(one => one.Line);
        var taxes = Taxation.Of(lines, book);
        var net = Taxation.Sum(lines.Select(line => line.Amount), book);
        var tax = Taxation.Sum(taxes.Select(line => line.Amount), book);
        var rounding = PayableRounding.Of(net + tax, PayableRounding.StepOf(book, plan.Account, plan.Issuer));
        var byCharge = shown.ToLookup(one => one.Charge, one => one.Line.Amount, ReferenceEqualityComparer.Instance);
        return new BillOutcome.Made(plan, new(plan.Account, plan.Issuer ?? book.Seller, book.Currency, billed.Supply,
            [.. charges.Select(charge => new BilledCharge(BillPlan.KeyOf(charge.Task), charge.Task.Supply.From,
                charge.Task.Days, Taxation.Sum(byCharge[charge], book)))],
            lines, Bundles(plan.Account, shown, book), taxes, net, tax, net + tax + rounding,
            [.. open.Select(Open)],
            Explanations.Of(charges, lines, inputs, billed, book))
        {
            Rounding = rounding, TaxPoint = taxPoint, TaxReasons = TaxReason.Of(charges),
            // Others who bill on the account have no brokers.
            Disclosures = plan.Issuer is not null ? []
                : Disclosure.Of(billed.Tasks.Select(task => task.Agreement).DistinctBy(one => one.Id), book),
        }, hasCharges ? charges : []);
    }

    /// <summary>The charges as they are rated, agreement by agreement, each without the values of its intervals once it
    /// is added up.</summary>
    private static List<RatedCharge> RatedWithoutPlaces(BillPlan plan, Rater rater)
    {
        var (rated, last) = (new List<RatedCharge>(), plan.Tasks[0].Agreement);
        foreach (var task in plan.Tasks)
        {
            if (!ReferenceEquals(task.Agreement, last)) rater.Forget();
            last = task.Agreement;
            var charge = rater.Rate(task);
            rated.Add(charge with { Legs = [.. charge.Legs.Select(leg => leg.WithoutPlaces())] });
        }
        return rated;
    }

    private static OpenCharge Open(RatedCharge charge) => new(charge.Task.Agreement.Id, charge.Task.ChargeId,
        charge.Task.Legs[^1].Charge.Name, charge.Task.Connections is [var only] ? only.Id : null, charge.Task.Days,
        [.. charge.Open.Select(fault => fault.Message)]);

    private readonly record struct Shown(RatedCharge Charge, RatedPart Part, BillLine Line)
    {
        public ProductVersion Version => Part.Leg.Version;
    }

    private static IEnumerable<Shown> Lines(RatedCharge rated, bool isOfOne) =>
        rated.Parts.Select(part => new Shown(rated, part, Line(part, rated.Task, isOfOne)));

    /// <summary>What of a line rests on estimates: as much of its amount as they are of it before rounding.</summary>
    private static Money EstimatedIn(RatedPart part, Money amount, Book book) =>
        !part.IsEstimated ? Money.Zero(book.Currency)
        : part.ExactEstimated == part.Exact ? amount
        : Money.Rounded(part.Exact.IsZero ? part.ExactEstimated
            : amount.Amount * part.ExactEstimated / part.Exact, book.Currency, book.LineRounding);

    private static BillLine Line(RatedPart part, ChargeTask task, bool isOfOne)
    {
        var charge = part.Leg.Charge;
        var leg = task.Legs.Count == 1 ? null
            : (task.Legs.ToList().IndexOf(part.Leg) + 1).ToString(CultureInfo.InvariantCulture);
        var id = string.Join('.', new[]
        {
            isOfOne ? null : task.Agreement.Id, charge.Id, task.Connection?.Id, part.Key, leg,
        }.OfType<string>());
        var name = part.Band is null ? charge.Name : $"{charge.Name}: {part.Band}";
        if (part.Tax is { Rate: { } share } && part.Tax.Share < Exact.One) name += $" ({share * 100} %)";
        var connection = task.Connections is [var only] ? only.Id : null;
        return new(id, name, charge.Group, task.Agreement.Id, charge.Id, connection, part.Leg.Days,
            part.Quantity, part.Unit, part.Price, part.PriceUnit, part.Amount,
            charge.IsGross && part.Tax.Rate is { IsZero: false } ? part.Amount : null, part.Tax.Rate,
            part.IsEstimated, Money.Zero(part.Amount.Currency))
        {
            TaxCategory = part.Tax.Category,
        };
    }

    private static List<BillBundle> Bundles(Account account, IReadOnlyList<Shown> shown, Book book) =>
        account.Style != BillStyle.Bundled ? [] :
        [.. from one in shown
            from bundle in one.Version.Bundles
            where bundle.Charges.Contains(one.Line.Charge)
            group one.Line by bundle.Name into same
            select new BillBundle(same.Key, [.. same.Select(line => line.Id)],
                Taxation.Sum(same.Select(line => line.Amount), book))];
}
