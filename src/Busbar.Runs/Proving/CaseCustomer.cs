using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Documents;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Rating;
using Busbar.Time;
using NodaTime;

namespace Busbar.Runs.Proving;

/// <summary>
/// The customer on whom the boundary cases of one version are rated: he keeps that version, has the terms and losses of
/// its first example, and draws constant power.
/// </summary>
internal sealed class CaseCustomer
{
    private const string Id = "case";

    // Whole millionths of a unit in any interval, also of five minutes and of the sixth channel.
    private static readonly Exact Power = Exact.FromScaled(12, 1);
    private const int MostHalvings = 5;

    // Where no example says them.
    private static readonly Exact UsualLoss = Exact.FromScaled(105, 2);

    private readonly CheckedBook _book;
    private readonly GivenPrices _prices;
    private readonly Account _account;

    public CaseCustomer(CheckedBook book, ProductVersion version)
    {
        var example = book.Book.Examples.FirstOrDefault(one => ReferenceEquals(one.Version, version));
        (_book, Version, Channels) = (book, version, [.. version.Channels.Keys]);
        Prices = book.Prices.Where(series => series.Value.Count > 0).OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .ToDictionary(series => series.Key, series => Exact.FromScaled(
                series.Value.MinBy(point => point.Start).Nanos, Series.PriceScale));
        _prices = new(book, Prices);
        _account = new(Id, new(Id, "Case", [], null, version.Place), BillStyle.Unbundled,
            BillingCycle.Named("month", 1)!, version.Place);
        Terms = version.Terms.Values.ToDictionary(term => term.Name, term =>
            example?.Agreement.FindTerm(term, example.Agreement.From, null) ?? term.Default ?? term.Unit.Factor);
        Connection = new(Id, book.Book.Zone, version.ReadingMinutes, version.Channels, null,
            new Dictionary<string, ConnectionTerm>(), LossesOf(version, book.Book, example), version.Place);
    }

    /// <summary>The version that he keeps.</summary>
    public ProductVersion Version { get; }

    /// <summary>Its channels, as written.</summary>
    public IReadOnlyList<string> Channels { get; }

    /// <summary>Where it is measured.</summary>
    public Connection Connection { get; }

    /// <summary>The value of each term, in the canonical unit.</summary>
    public IReadOnlyDictionary<string, Exact> Terms { get; }

    /// <summary>The one value of each market series, the first of its file, in the series' unit.</summary>
    public IReadOnlyDictionary<string, Exact> Prices { get; }

    /// <summary>The zone whose days he has.</summary>
    public DateTimeZone Zone => Connection.Zone;

    /// <summary>The power of a channel: half of the one before it, in the canonical unit per hour.</summary>
    public Exact PowerOf(string channel) =>
        Power / (1L << Math.Min(MostHalvings, Array.IndexOf([.. Channels], channel)));

    /// <summary>From which day on the version can be billed: from its own, or that of the last of its taxes.</summary>
    public LocalDate First => Version.Charges.Select(charge => charge.Tax.Rates?.Values[0].From ?? Version.From)
        .Append(Version.From).Max();

    /// <summary>What the version's calendars know of a year.</summary>
    public bool Knows(int year) => Version.Calendars.All(calendar => calendar.CoversYear(year));

    /// <summary>The agreement, from one day until another.</summary>
    /// <param name="charges">What is rated; null: all of the version.</param>
    public Agreement Agreement(LocalDate from, LocalDate? to, IReadOnlyList<Charge>? charges = null)
    {
        var version = charges is null ? Version : new(Version.Product, Version.Name, Version.From,
            Version.IntervalMinutes, Version.Channels, Version.Terms, Version.Quantities, charges, [], [],
            IsFixed: true, Version.Place);
        return new(Id, _account, new(version.Product, new([new(version.From, version)])), version.From, [Connection],
            from, to, Terms.ToDictionary(term => term.Key, term => Dated.Always(term.Value)), version.Place);
    }

    /// <summary>What comes of some days with some load; null where no charge falls on them.</summary>
    /// <param name="load">Gives the readings of a channel their values.</param>
    public BillOutcome? Bill(Agreement agreement, Days days, Action<ChannelNeed, Series> load) =>
        BillPlan.Of(agreement, days) is not { } plan ? null
            : Making.Make(plan, _book.Book, new Frames(), () => plan.Given(need => Loaded(need, load), _prices.Of));

    /// <summary>The first window of a step that begins on a day or after it; that of a billing period is a month.
    /// </summary>
    public Days WindowFrom(LocalDate from, Step step)
    {
        if (step.Kind is StepKind.Interval or StepKind.Day) return new(from, from.PlusDays(1));
        if (step.Kind is StepKind.Period) return Days.Month(from.ToYearMonth());
        var agreement = Agreement(from, null);
        var window = Windows.Of(agreement, from, step);
        return window.From < from ? Windows.Of(agreement, window.To, step) : window;
    }

    /// <summary>The case of some days with some load.</summary>
    /// <param name="name">Its days of supply are added to it.</param>
    /// <param name="isShown">Which of its lines are shown; null: all, and the sums of the bill.</param>
    public BoundaryCase Case(
        string name, Agreement agreement, Days days, Action<ChannelNeed, Series> load,
        Func<BillLine, bool>? isShown = null)
    {
        name = $"{name}, {agreement.SupplyIn(days)}";
        return Bill(agreement, days, load) switch
        {
            BillOutcome.Made made => new(name, isShown is null ? LineWords.Table(made.Bill.Lines, made.Bill)
                : LineWords.Table(made.Bill.Lines.Where(isShown), null)),
            BillOutcome.Held held => BoundaryCase.Unrated(name, held.Reasons[0].Message),
            _ => BoundaryCase.Unrated(name, "No charge falls on these days."),
        };
    }

    /// <summary>Constant power on each channel.</summary>
    /// <param name="times">How much of the channel's own at an instant.</param>
    public Action<ChannelNeed, Series> Constant(Func<Instant, Exact> times) => (need, series) =>
        Fill(series, PowerOf(need.Channel), times);

    /// <summary>Constant power, that of the first channel on the last one and so on.</summary>
    public Action<ChannelNeed, Series> Reversed() => (need, series) => Fill(series,
        PowerOf(Channels[Channels.Count - 1 - Array.IndexOf([.. Channels], need.Channel)]), _ => Exact.One);

    private static void Fill(Series series, Exact power, Func<Instant, Exact> times)
    {
        for (var slot = 0; slot < series.Length; slot++)
            series.Set(slot, (power * series.HoursOf(slot) * times(series.StartOf(slot)))
                .Round(Series.ReadingScale, Rounding.HalfAway), Quality.Actual);
    }

    private static Series Loaded(ChannelNeed need, Action<ChannelNeed, Series> load)
    {
        var series = need.Empty();
        load(need, series);
        return series;
    }

    private static Dictionary<string, LossFactor> LossesOf(ProductVersion version, Book book, Example? example)
    {
        var known = example?.Agreement.Connections[0].Losses;
        return version.Rated.SelectMany(charge => charge.Rate.Formulas)
            .SelectMany(written => written.Formula.All()).OfType<AtFormula>()
            .SelectMany(at => at.Factors).Distinct().Where(factor => !book.Series.ContainsKey(factor))
            .ToDictionary(factor => factor, factor => known?.GetValueOrDefault(factor)
                ?? new LossFactor.Number(Dated.Always(UsualLoss)));
    }
}
