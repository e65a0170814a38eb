using Busbar.Books;
using Busbar.Quantities;

namespace Busbar.Runs.Comparing;

/// <summary>Of what kind a difference is.</summary>
public enum DifferenceKind
{
    /// <summary>Nothing differs.</summary>
    Same,

    /// <summary>The amount, by next to nothing.</summary>
    Rounding,

    /// <summary>The quantity.</summary>
    Read,

    /// <summary>The quantity of a charge by time.</summary>
    Days,

    /// <summary>The price.</summary>
    Price,

    /// <summary>Quantity and price.</summary>
    ReadAndPrice,

    /// <summary>The amount, where quantity and price don't differ, or can't be compared.</summary>
    Amount,

    /// <summary>The tax, where the net is the same.</summary>
    Tax,

    /// <summary>Busbar has no such charge.</summary>
    MissingLine,

    /// <summary>Busbar has a charge that the bill hasn't.</summary>
    ExtraLine,

    /// <summary>Busbar can't make the bill.</summary>
    NotMade,
}

/// <summary>A line of a past bill beside Busbar's own.</summary>
/// <param name="Past">Null of a line that only Busbar has.</param>
public sealed record ComparedLine(
    string Bill, PastLine? Past, string Name, string? Connection, DifferenceKind Kind)
{
    /// <summary>Busbar's amount, net; null where there is none.</summary>
    public Exact? Own { get; init; }

    /// <summary>In the canonical unit.</summary>
    public Exact? OwnQuantity { get; init; }

    public Exact? OwnPrice { get; init; }

    /// <summary>Why the bill can't be made; else null.</summary>
    public string? Why { get; init; }

    /// <summary>As it is on what takes a bill back.</summary>
    public ComparedLine Opposite => this with
    {
        Past = Past is null ? null : Past with { Amount = Exact.Zero - Past.Amount },
        Own = Own is { } own ? Exact.Zero - own : null,
    };

    /// <summary>Whether nothing differs but by rounding.</summary>
    public bool IsSame => Kind is DifferenceKind.Same or DifferenceKind.Rounding;

    /// <summary>What Busbar has more.</summary>
    public Exact Difference => (Own ?? Exact.Zero) - (Past?.Amount ?? Exact.Zero);

    /// <summary>The word of a kind: <c>read-and-price</c>.</summary>
    public static string WordOf(DifferenceKind kind) => kind switch
    {
        DifferenceKind.ReadAndPrice => "read-and-price", DifferenceKind.MissingLine => "missing-line",
        DifferenceKind.ExtraLine => "extra-line", DifferenceKind.NotMade => "not-made",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
