using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Contracts;

/// <summary>Why something is taxed as it is (EN 16931, UNTDID 5305).</summary>
public enum TaxCategory
{
    /// <summary>At a rate.</summary>
    Standard,

    /// <summary>At a rate that is nothing.</summary>
    Zero,

    /// <summary>Exempt by law, or by a certificate of the buyer.</summary>
    Exempt,

    /// <summary>The buyer accounts for it.</summary>
    ReverseCharge,

    /// <summary>No supply that tax looks at.</summary>
    Outside,
}

/// <summary>The codes of categories.</summary>
public static class TaxCategories
{
    /// <summary>The code of UNTDID 5305.</summary>
    public static string Code(this TaxCategory category) => category switch
    {
        TaxCategory.Standard => "S", TaxCategory.Zero => "Z", TaxCategory.Exempt => "E",
        TaxCategory.ReverseCharge => "AE", _ => "O",
    };
}

/// <summary>A class of tax, and its rate by day.</summary>
/// <param name="Name">Its name in the book; <c>exempt</c> and <c>outside</c> are there without one.</param>
/// <param name="Rates">As fractions; null: outside the scope of tax, so that it has no rate and is in no base; or a
/// class with a rule.</param>
public sealed record TaxClass(string Name, Dated<Exact>? Rates)
{
    /// <summary>Taxable at nothing.</summary>
    public static readonly TaxClass Exempt = new("exempt", Dated.Always(Exact.Zero));

    /// <summary>Not a supply that tax looks at: a private person's feed-in.</summary>
    public static readonly TaxClass Outside = new("outside", null);

    /// <summary>By whom and how much is used another class holds; null: it has rates of its own.</summary>
    public TaxRule? Rule { get; init; }

    /// <summary>The classes with rates that may hold: itself, or those of its rule.</summary>
    public IReadOnlyList<TaxClass> Plain => Rule is null ? [this] : [Rule.Domestic, Rule.Business];

    /// <summary>Whether something may be due.</summary>
    public bool MayBeDue => Plain.Any(one => one.Rates?.Values.Any(rate => !rate.Value.IsZero) ?? false);

    /// <summary>What a rate of it is called.</summary>
    public TaxCategory CategoryOf(Exact? rate) => rate is null ? TaxCategory.Outside
        : ReferenceEquals(this, Exempt) ? TaxCategory.Exempt
        : rate.Value.IsZero ? TaxCategory.Zero : TaxCategory.Standard;

    /// <summary>Whether the day of issue decides, and not that of supply.</summary>
    public bool IsByIssue { get; init; }

    /// <summary>The rate of a day; null outside the scope of tax.</summary>
    public Exact? RateOn(LocalDate day) => Rates is not null && Rates.TryAt(day, out var rate) ? rate : null;

    /// <summary>The days inside a span from which another rate holds for what is supplied.</summary>
    public IEnumerable<LocalDate> ChangesWithin(Days days) => IsByIssue ? [] :
        Plain.SelectMany(one => one.Rates?.ChangesWithin(days.From, days.To) ?? []);
}

/// <summary>Which class holds: that of the use that qualifies for it, or that of all other.</summary>
/// <param name="Domestic">For what qualifies.</param>
/// <param name="Business">For the rest.</param>
/// <param name="Small">How little use qualifies as a whole; null: none by its size.</param>
/// <param name="MixedFrom">From this share of qualifying use on the whole qualifies; null: never.</param>
public sealed record TaxRule(TaxClass Domestic, TaxClass Business, SmallUse? Small, Exact? MixedFrom);

/// <summary>Use so small that it is taxed as domestic.</summary>
/// <param name="Channel">What is counted, over all meters of the account at the premises.</param>
/// <param name="Dimension">Of what is counted.</param>
/// <param name="AtMostPerDay">The most that it may be a day, on average, in the canonical unit.</param>
public sealed record SmallUse(string Channel, Dimension Dimension, Exact AtMostPerDay);

/// <summary>How all that an account is charged is taxed otherwise than its charges say.</summary>
/// <param name="Category">Exempt, reverse charge, or outside: of who isn't registered for the tax.</param>
/// <param name="Certificate">The number by which it is exempt; null where the buyer accounts for the tax.</param>
public sealed record TaxTreatment(TaxCategory Category, string? Certificate);

/// <summary>Which day's rate holds.</summary>
public enum TaxPoint
{
    /// <summary>Each day of supply has its own.</summary>
    Supply,

    /// <summary>That of the day of issue, for all of the bill.</summary>
    Issue,
}

/// <summary>What tax is rounded for.</summary>
public enum TaxPer
{
    /// <summary>All lines of a rate together.</summary>
    Rate,

    /// <summary>Each line.</summary>
    Line,
}
