using Busbar.Contracts.Language;
using Busbar.Quantities;
using NodaTime.Text;

namespace Busbar.Rating;

/// <summary>A share, dealt out over the days of a rating: what each membership gets, and what is left.</summary>
/// <param name="Parts">By membership: per interval; or as amounts of windows on the last day of each.</param>
/// <param name="Whole">What was dealt out, as it was rounded.</param>
internal sealed record DealtShare(IReadOnlyList<Column> Parts, Column Residual, Column Whole)
{
    /// <summary>Energy is dealt out in mWh: counts of 10⁻⁶ of kWh; other counted things likewise.</summary>
    public const int EnergyDecimals = 6;

    /// <summary>How exactly the weights of money are computed that a key per interval gives.</summary>
    public const int WeightDecimals = 9;

    public static DealtShare Of(ShareFormula share, PoolRating pool)
    {
        var sums = new Sums(share, pool);
        return share.IsMoney ? Money(share, sums, pool) : Energy(share, sums, pool);
    }

    /// <summary>What is shared and by what, window by window.</summary>
    private sealed class Sums
    {
        private readonly ShareFormula _share;
        private readonly PoolRating _pool;

        public Sums(ShareFormula share, PoolRating pool)
        {
            (_share, _pool, Frame) = (share, pool, pool.Frame);
            Whole = In(pool.Whole.Of(share.Of));
            Keys = KeysOf(share.Key);
            Claim = share.Claim is null ? null : Held(share.Claim, pool.Whole.Of(share.Claim));
            Limits = share.UpTo is null ? null : Of(share.UpTo);
            Order = share.Order is null ? null : [.. pool.Members.Select(member => First(member.Of(share.Order)))];
            if (share.Otherwise is not null) Instead(KeysOf(share.Otherwise));
        }

        public Frame Frame { get; }

        public Column Whole { get; }

        public Column[] Keys { get; }

        public Column? Claim { get; }

        public Column[]? Limits { get; }

        public Column[]? Order { get; }

        public int Count => Whole.Values.Length;

        public Exact[] KeysIn(int window) => Array.ConvertAll(Keys, key => key.Values[window]);

        /// <summary>Whether anything that is dealt out by rests on an estimate.</summary>
        public bool IsEstimated(int window) => (Whole.Estimated?[window] ?? false)
            || Keys.Concat(Limits ?? []).Any(column => column.Estimated?[window] ?? false);

        /// <summary>For messages: when a window is.</summary>
        public string When(int window) => _share.Window == Step.Interval
            ? InstantPattern.General.Format(Frame.StartOf(window)) : Frame.DaysOf(window, _share.Window).ToString();

        /// <summary>What never changes counts on the days of a membership alone.</summary>
        private Column OnItsDays(Formula key, Evaluation member)
        {
            if (key.Shape.AddsUp || key.Shape.Step.Kind is not (StepKind.Forever or StepKind.Day or StepKind.Interval))
                return member.Of(key);
            var days = member.Place.Member!.Days;
            var column = key.Shape.Step == Step.Forever ? member.Of(key, Step.Day) : member.Of(key);
            var places = Frame.PlacesIn(column.Step, Step.Day);
            return column with
            {
                Values = [.. column.Values.Select((value, i) =>
                    days.Contains(Frame.DateOf(places[i])) ? value : Exact.Zero)],
            };
        }

        private Column[] KeysOf(Formula key) =>
            [.. _pool.Members.Select(member => Held(key, OnItsDays(key, member)))];

        /// <summary>By windows; what holds and changes within one is its mean there, over the days on which the pool
        /// has members: 60 % on each day of a month are 60 % of the month.</summary>
        private Column Held(Formula formula, Column column)
        {
            if (formula.Shape.AddsUp || column.Step >= _share.Window) return In(column);
            var (places, windows) = (Frame.PlacesIn(column.Step, Step.Day), Frame.PlacesIn(column.Step, _share.Window));
            var (from, to) = (_pool.Pool.Members.Min(one => one.Days.From), _pool.Pool.Members.Max(one => one.Days.To));
            var counts = new Exact[Count];
            for (var i = 0; i < places.Length; i++)
                if (Frame.DateOf(places[i]) is var date && from <= date && date < to) counts[windows[i]] += Exact.One;
            var sums = In(column);
            return sums with
            {
                Values = [.. sums.Values.Zip(counts, (sum, count) => count.IsZero ? Exact.Zero : sum / count)],
            };
        }

        private Column[] Of(Formula formula) => [.. _pool.Members.Select(member => In(member.Of(formula)))];

        private Column In(Column column) => column.At(_share.Window, Frame);

        /// <summary>Where all keys are zero, another counts.</summary>
        private void Instead(Column[] others)
        {
            for (var i = 0; i < Count; i++)
                if (Array.TrueForAll(Keys, key => key.Values[i].IsZero))
                    foreach (var (key, other) in Keys.Zip(others)) key.Values[i] = other.Values[i];
        }

        /// <summary>Of a value that holds, what it is at the beginning of each window.</summary>
        private Column First(Column column)
        {
            if (column.Step >= _share.Window) return In(column);
            var places = Frame.PlacesIn(column.Step, _share.Window);
            var values = new Exact[Count];
            for (var i = places.Length - 1; i >= 0; i--)
                if (!column.Values[i].IsZero) values[places[i]] = column.Values[i];
            return new(_share.Window, values);
        }
    }

    private static DealtShare Energy(ShareFormula share, Sums sums, PoolRating pool)
    {
        var members = sums.Keys.Length;
        var (parts, residual, wholes) = (new Exact[members][], new Exact[sums.Count], new Exact[sums.Count]);
        for (var m = 0; m < members; m++) parts[m] = new Exact[sums.Count];
        var estimated = new bool[sums.Count];
        for (var i = 0; i < sums.Count; i++)
        {
            var keys = sums.KeysIn(i);
            var whole = sums.Whole.Values[i].Round(EnergyDecimals, Rounding.HalfAway);
            if (!CanDeal(share, sums, i, keys, whole, pool)) continue;
            var deal = new Deal(sums.Claim?.Values[i],
                sums.Limits is null ? null : Array.ConvertAll(sums.Limits, limit =>
                    limit.Values[i].Round(EnergyDecimals, Rounding.Down).ToScaled(EnergyDecimals)),
                share.IsAgain, sums.Order is null ? null : Array.ConvertAll(sums.Order, order => order.Values[i]));
            var (own, left) = deal.Out(whole.ToScaled(EnergyDecimals), keys);
            for (var m = 0; m < members; m++) parts[m][i] = Exact.FromScaled(own[m], EnergyDecimals);
            (residual[i], wholes[i]) = (Exact.FromScaled(left, EnergyDecimals), whole);
            estimated[i] = sums.IsEstimated(i);
        }
        return Lumped(share, [.. parts.Select(values => Column(values))], Column(residual), Column(wholes), pool);

        Column Column(Exact[] values) =>
            new(share.Window, values, Array.Exists(estimated, one => one) ? estimated : null);
    }

    /// <summary>Money is rounded once, over the days of the rating; the windows give the weights.</summary>
    private static DealtShare Money(ShareFormula share, Sums sums, PoolRating pool)
    {
        var weights = new Exact[sums.Keys.Length];
        if (share.IsByIntervalKey && share.Of.All().OfType<ParentCostFormula>()
            .FirstOrDefault(cost => pool.CostOf(cost).IsCoarse) is { } coarse)
            Hold(pool, "coarse-cost", $"Share {share.Name} of pool {pool.Pool.Id} deals out {coarse.Text} by a key per "
                + "interval, and some of that cost is of days or longer.",
                "Share it by a key of the whole time, by = sum(consumption), or put its charges into two groups.");
        var (whole, claimed, isEstimated) = (Exact.Zero, Exact.Zero, false);
        for (var i = 0; i < sums.Count; i++)
        {
            var (amount, keys) = (sums.Whole.Values[i], sums.KeysIn(i));
            whole += amount;
            isEstimated |= sums.IsEstimated(i);
            if (amount.IsZero || !CanDeal(share, sums, i, keys, amount, pool)) continue;
            var all = sums.Claim?.Values[i] ?? keys.Aggregate(Exact.Zero, (sum, key) => sum + key);
            if (all.IsZero) continue;
            claimed += amount;
            for (var m = 0; m < keys.Length; m++)
                weights[m] += sums.Count == 1 ? amount * keys[m] / all
                    : (amount * keys[m] / all).Round(WeightDecimals, Rounding.HalfAway);
        }
        var rounded = pool.Rounded(whole);
        var left = sums.Claim is null ? Exact.Zero
            : claimed - weights.Aggregate(Exact.Zero, (sum, weight) => sum + weight);
        var parts = Deal([.. weights, left], rounded, share, sums, pool);
        var estimated = isEstimated ? Array.ConvertAll(new bool[sums.Frame.CountOf(Step.Day)], _ => true) : null;
        return new([.. parts.SkipLast(1).Index().Select(one => OnLastDay(one.Item, pool.Pool.Members[one.Index].Days,
            pool.Frame, estimated))], OnLastDay(parts[^1], pool.Frame.Span, pool.Frame, estimated),
            OnLastDay(rounded.Amount, pool.Frame.Span, pool.Frame, estimated));
    }

    private static Exact[] Deal(
        Exact[] weights, Money whole, ShareFormula share, Sums sums, PoolRating pool)
    {
        var sum = weights.Aggregate(Exact.Zero, (all, weight) => all + weight);
        if (sum.IsZero)
        {
            if (whole.MinorUnits != 0 && pool.Findings.Faults.Count == 0) NoKey(share, sums.When(0), pool);
            return weights;
        }
        var limits = sums.Limits?.Select(limit => limit.Values.Aggregate(Exact.Zero, (all, value) => all + value))
            .Select(limit => limit.Round(whole.Currency.MinorDigits, Rounding.Down)
                .ToScaled(whole.Currency.MinorDigits))
            .Append(long.MaxValue).ToList();
        // The weights carry the sign of the whole; a deal is in the ratio of what isn't below zero.
        var sign = sum.Sign;
        // What is left in the pool is served after all.
        var order = sums.Order?.Select(column => column.Values[0]).ToList();
        order?.Add(order.Max() + Exact.One);
        var (parts, left) = new Deal(null, limits, share.IsAgain, order).Out(
            whole.MinorUnits, Array.ConvertAll(weights, weight => Exact.Max(Exact.Zero, sign * weight)));
        parts[^1] += left;
        return [.. parts.Select(part => Exact.FromScaled(part, whole.Currency.MinorDigits))];
    }

    /// <summary>Amounts of windows, each on its last day.</summary>
    private static DealtShare Lumped(
        ShareFormula share, Column[] parts, Column residual, Column whole, PoolRating pool)
    {
        if (!share.IsLumped) return new(parts, residual, whole);
        return new([.. parts.Index().Select(one => ByDay(one.Item, pool.Pool.Members[one.Index].Days))],
            ByDay(residual, pool.Frame.Span), ByDay(whole, pool.Frame.Span));

        Column ByDay(Column column, Time.Days own)
        {
            var count = pool.Frame.CountOf(Step.Day);
            var (values, estimated) = (new Exact[count], new bool[count]);
            for (var i = 0; i < column.Values.Length; i++)
            {
                var days = pool.Frame.DaysOf(i, share.Window);
                var day = DayOf(days.Intersect(own), days, pool.Frame);
                values[day] += column.Values[i];
                estimated[day] |= column.Estimated?[i] ?? false;
            }
            return new(Step.Day, values, Array.Exists(estimated, one => one) ? estimated : null);
        }
    }

    private static Column OnLastDay(Exact amount, Time.Days own, Frame frame, bool[]? estimated)
    {
        var values = new Exact[frame.CountOf(Step.Day)];
        values[DayOf(own.Intersect(frame.Span), frame.Span, frame)] = amount;
        return new(Step.Day, values, estimated);
    }

    private static int DayOf(Time.Days own, Time.Days window, Frame frame) => NodaTime.Period.DaysBetween(
        frame.Span.From, (own.IsEmpty ? window : own).To.PlusDays(-1));

    private static bool CanDeal(
        ShareFormula share, Sums sums, int window, Exact[] keys, Exact whole, PoolRating pool)
    {
        var when = sums.When(window);
        for (var m = 0; m < keys.Length; m++)
            if (keys[m].Sign < 0)
                return Hold(pool, "negative-key", $"Share {share.Name} of pool {pool.Pool.Id} has a key of {keys[m]} "
                    + $"for member {pool.Pool.Members[m].Connection.Id} at {when}; a key can't be below zero.",
                    "Correct the readings, or write positive(…) where less than nothing is meant to be nothing.");
        var sum = keys.Aggregate(Exact.Zero, (all, key) => all + key);
        if (sums.Claim?.Values[window] is { } claim && sum > claim)
            return Hold(pool, "claimed-twice", $"The keys of share {share.Name} of pool {pool.Pool.Id} come to "
                + $"{sum} at "
                + $"{when}, and it divides by {claim}.", "Give the members less, or leave of out: then the keys are "
                + "relative.");
        if (whole.Sign < 0 && (!share.IsMoney || sums.Limits is not null))
            return Hold(pool, "negative-whole", $"Share {share.Name} of pool {pool.Pool.Id} would deal out {whole} at "
                + $"{when}; less than nothing can't be shared.", "Correct the readings, or write positive(…).");
        if (share.IsMoney && sum.IsZero && sums.Claim is null) return NoKey(share, when, pool);
        return true;
    }

    private static bool NoKey(ShareFormula share, string when, PoolRating pool) => Hold(pool, "no-key",
        $"Share {share.Name} of pool {pool.Pool.Id} has money at {when}, and all keys are zero then: it would be "
        + "nobody's.", "Say whose it is then: by = key else 1.");

    private static bool Hold(PoolRating pool, string code, string message, string hint)
    {
        if (pool.Findings.Faults.Count < MostFaults)
            pool.Findings.Hold(new(code, message, pool.Pool.Place, pool.Pool.Id, hint));
        return false;
    }

    private const int MostFaults = 10;
}
