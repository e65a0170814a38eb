using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Contracts;

/// <summary>A set of quantities and charges that is sold under one name, in dated versions.</summary>
public sealed record Product(string Id, Dated<ProductVersion> Versions)
{
    /// <summary>Whether a charge of any version may stay open.</summary>
    public bool MayStayOpen { get; } = Versions.Values
        .Any(version => version.Value.Charges.Any(charge => charge.Missing == Missing.LeaveOpen));

    /// <summary>The words of parties whom the customer pays in any version, each once.</summary>
    public IReadOnlyList<string> Payees { get; } =
        [.. Versions.Values.SelectMany(version => version.Value.Charges).Select(charge => charge.Payee)
            .OfType<string>().Distinct()];
}

/// <summary>A product as it is from one day until its next version.</summary>
/// <param name="Product">The product's id.</param>
/// <param name="From">The first day on which it holds for those that follow the versions.</param>
/// <param name="IntervalMinutes">The coarsest readings that it accepts; finer ones are summed.</param>
/// <param name="Channels">What it needs to be measured.</param>
/// <param name="Quantities">Those that it names, used by a charge or not.</param>
/// <param name="Musts">What must be, for a bill to be made: conditions in the place of amounts, on no bill
/// themselves.</param>
/// <param name="IsFixed">Whether an agreement keeps the version that held when it was signed.</param>
public sealed record ProductVersion(
    string Product, string Name, LocalDate From, int IntervalMinutes, IReadOnlyDictionary<string, Channel> Channels,
    IReadOnlyDictionary<string, Term> Terms, IReadOnlyDictionary<string, WrittenFormula> Quantities,
    IReadOnlyList<Charge> Charges, IReadOnlyList<Charge> Musts, IReadOnlyList<Bundle> Bundles, bool IsFixed,
    Place Place)
{
    /// <summary>All that has formulas: the charges, and what must be.</summary>
    public IReadOnlyList<Charge> Rated { get; } = [.. Charges, .. Musts];

    /// <summary>Whether something in it is settled by a pool, so that it can't be rated by itself.</summary>
    public bool UsesPools { get; } = Charges.Concat(Musts).SelectMany(charge => charge.Rate.Formulas)
        .Any(written => written.Formula.All().Any(part => part is SettledFormula));

    /// <summary>The windows of days that its charges and conditions need whole, each once.</summary>
    public IReadOnlyList<Step> CalendarWindows { get; } =
        [.. Charges.Concat(Musts).Select(charge => charge.CalendarWindow).OfType<Step>().Distinct()];

    /// <summary>The calendar whose bands are the intervals of each day for a charge; null where days aren't split.
    /// </summary>
    public Calendar? BandsOf(Charge charge) => IntervalMinutes == FormulaChecker.MinutesPerDay
        ? charge.Calendars.FirstOrDefault(calendar => calendar.IsWithinDay) : null;

    /// <summary>The longest readings from which all of it can be rated: where bands split a day, such as begin where
    /// they do.</summary>
    public int ReadingMinutes
    {
        get
        {
            var split = Rated.Select(BandsOf).OfType<Calendar>().ToList();
            return split.Count == 0 ? IntervalMinutes
                : Connection.Intervals.Where(minutes => minutes < FormulaChecker.MinutesPerDay
                    && split.TrueForAll(calendar => calendar.ResolutionMinutes % minutes == 0))
                    .DefaultIfEmpty(Connection.Intervals[0]).Max();
        }
    }

    /// <summary>The calendars whose bands choose in its charges and conditions, each once.</summary>
    public IReadOnlyList<Calendar> Calendars { get; } =
        [.. Charges.Concat(Musts).SelectMany(charge => charge.Calendars).Distinct()];

    /// <summary>The version's name: <c>ev-home@2026-04-01</c>.</summary>
    public string Id => $"{Product}@{NodaTime.Text.LocalDatePattern.Iso.Format(From)}";
}

/// <summary>A number that each agreement fills in.</summary>
/// <param name="Unit">The unit in which it is written.</param>
/// <param name="Default">The value where an agreement gives none, in the canonical unit; null: each must.</param>
public sealed record Term(string Name, Unit Unit, Exact? Default);

/// <summary>Charges that an account with bundled bills sees as one.</summary>
/// <param name="Charges">The ids of its charges.</param>
public sealed record Bundle(string Name, IReadOnlyList<string> Charges);
