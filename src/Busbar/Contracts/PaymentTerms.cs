using Busbar.Quantities;
using NodaTime;

namespace Busbar.Contracts;

/// <summary>Which of its open bills an account's credit is set against.</summary>
public enum AllocationOrder
{
    /// <summary>The one that was due first, whole, and then the next.</summary>
    OldestFirst,

    /// <summary>All of them, in the ratio of what is open.</summary>
    ProRata,

    /// <summary>Groups of charges in an order, and within a group the oldest first.</summary>
    ByGroup,

    /// <summary>None but those that a payment names, until somebody decides.</summary>
    Explicit,
}

/// <summary>How credit is set against open bills.</summary>
/// <param name="Groups">Their order, where it is by group; those that aren't named come last.</param>
public sealed record AllocationPolicy(AllocationOrder Order, IReadOnlyList<string> Groups)
{
    /// <summary>That of a book that says nothing.</summary>
    public static AllocationPolicy Usual { get; } = new(AllocationOrder.OldestFirst, []);
}

/// <summary>A stage of reminding.</summary>
/// <param name="AfterDays">So many days after a bill was due.</param>
/// <param name="Fee">What it costs whoever is reminded; may be nothing.</param>
public sealed record ReminderStage(string Name, int AfterDays, Money Fee)
{
    /// <summary>What stands above it, by language; that of all languages under an empty text. None: the usual words.
    /// </summary>
    public IReadOnlyDictionary<string, string> Subjects { get; init; } = new Dictionary<string, string>();

    /// <summary>What it says, likewise; paragraphs with an empty line between them.</summary>
    public IReadOnlyDictionary<string, string> Texts { get; init; } = new Dictionary<string, string>();
}

/// <summary>How money comes in: what the book says of it.</summary>
public sealed record PaymentTerms
{
    /// <summary>How credit is set against bills, where an account says nothing else.</summary>
    public AllocationPolicy Allocation { get; init; } = AllocationPolicy.Usual;

    /// <summary>Balances up to this may be written off together; null: none.</summary>
    public Money? WriteOffUpTo { get; init; }

    /// <summary>The stages of reminding, the earliest first.</summary>
    public IReadOnlyList<ReminderStage> Reminders { get; init; } = [];

    /// <summary>What was due by then is late on a day: the first stage has come.</summary>
    public LocalDate LateOn(LocalDate day) => day.PlusDays(-(Reminders.Count == 0 ? 0 : Reminders[0].AfterDays));

    /// <summary>Interest for late payment as a fraction a year of 365 days; null: none.</summary>
    public Exact? InterestPerYear { get; init; }

    /// <summary>The id under which the seller collects by direct debit; null: it doesn't.</summary>
    public CreditorId? CreditorId { get; init; }

    /// <summary>The account into which it is collected, where nothing else is said.</summary>
    public Iban? Iban { get; init; }

    /// <summary>Further accounts of the seller, by what the book calls them.</summary>
    public IReadOnlyDictionary<string, Iban> Accounts { get; init; } = new Dictionary<string, Iban>();

    /// <summary>How many days before they are due direct debits are sent to the bank.</summary>
    public int CollectDaysBefore { get; init; } = 2;

    /// <summary>How often the same is collected under a mandate before whoever owes it is reminded.</summary>
    public int CollectTries { get; init; } = 3;
}

/// <summary>A permission to collect by direct debit.</summary>
/// <param name="SignedOn">The day on which it was signed.</param>
/// <param name="Name">Whose bank account it is.</param>
/// <param name="Scheme"><c>CORE</c> or <c>B2B</c>.</param>
public sealed record Mandate(string Id, LocalDate SignedOn, Iban Iban, string Name, string Scheme, Place Place)
{
    /// <summary>Whether it is for one direct debit alone.</summary>
    public bool IsOneOff { get; init; }

    /// <summary>The first day on which a direct debit is its last; null: it goes on.</summary>
    public LocalDate? LastFrom { get; init; }
}

/// <summary>A debt that is paid by instalments as agreed: all that was due when the first of them is. Who keeps it
/// isn't reminded of it.</summary>
/// <param name="Instalments">What is due on each day, the earliest first; at least one.</param>
public sealed record PaymentPlan(IReadOnlyList<(LocalDate Due, Money Amount)> Instalments)
{
    /// <summary>Whether what is due on a day is paid by it.</summary>
    public bool Covers(LocalDate due) => due <= Instalments[0].Due;
}
