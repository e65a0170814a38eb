using NodaTime;

namespace Busbar.Contracts;

/// <summary>How far the supply of a connection is registered in its market.</summary>
public enum SupplyState
{
    /// <summary>The market was asked.</summary>
    Submitted,

    /// <summary>Somebody objected.</summary>
    Objected,

    /// <summary>It was given up before supply began.</summary>
    Withdrawn,

    /// <summary>The market has registered it, for a day to come.</summary>
    Registered,

    /// <summary>Supply has begun.</summary>
    Live,

    /// <summary>Supply has ended.</summary>
    Ended,

    /// <summary>The connection was cut off, or its meter taken away.</summary>
    Disconnected,

    /// <summary>The customer is in debt.</summary>
    Debt,

    /// <summary>It isn't any more.</summary>
    DebtCleared,
}

/// <summary>What the market, or the seller, says of the supply of a connection, from a day on.</summary>
/// <param name="Id">Unique among the book's registrations.</param>
/// <param name="Connection">The connection; null: all of the agreement.</param>
/// <param name="Supplier">By whom it is supplied as the market has it; null: the seller.</param>
/// <param name="Note">What the market says to it; null: nothing.</param>
public sealed record Registration(
    string Id, string Agreement, string? Connection, SupplyState State, LocalDate On, string? Supplier, string? Note,
    Place Place)
{
    /// <summary>Whether it is of a connection.</summary>
    public bool IsOf(string connection) => Connection is null || Connection == connection;
}
