using Busbar.Contracts;
using NodaTime;

namespace Busbar.Commissions;

/// <summary>Something that happened to an agreement, or will.</summary>
public readonly record struct Happened(CommissionEvent Event, LocalDate On);

/// <summary>How an agreement came into supply and left it, as the book and its market say.</summary>
public static class Onboarding
{
    /// <summary>What happened, by day; of each kind the first, of what may come again the last.</summary>
    /// <param name="tracks">Whether the book has registrations: else supply starts where an agreement does.</param>
    /// <param name="asOf">The day up to which a debt may have been cleared.</param>
    public static IReadOnlyList<Happened> Of(Agreement agreement, bool tracks, LocalDate asOf)
    {
        var all = new List<Happened>();
        Add(CommissionEvent.Signed, agreement.Signed);
        Add(CommissionEvent.Submitted, First(agreement, SupplyState.Submitted));
        Add(CommissionEvent.Objected, Last(agreement, SupplyState.Objected));
        Add(CommissionEvent.Withdrawn, First(agreement, SupplyState.Withdrawn));
        Add(CommissionEvent.Registered, First(agreement, SupplyState.Registered));
        Add(CommissionEvent.SupplyStart, StartOf(agreement, tracks));
        Add(CommissionEvent.Debt, DebtOf(agreement, asOf));
        Add(CommissionEvent.Disconnection, First(agreement, SupplyState.Disconnected));
        var to = EndOf(agreement);
        if (agreement.Commission is { HasEnd: true, Agreed.To: var end })
            if (to < end) Add(CommissionEvent.EarlyEnd, to);
            else Add(CommissionEvent.ContractEnd, end);
        else Add(CommissionEvent.ContractEnd, to);
        return [.. all.OrderBy(one => one.On).ThenBy(one => one.Event)];

        void Add(CommissionEvent what, LocalDate? on)
        {
            if (on is { } day) all.Add(new(what, day));
        }
    }

    /// <summary>The day on which all connections are supplied; null before it is known.</summary>
    public static LocalDate? StartOf(Agreement agreement, bool tracks)
    {
        if (!tracks) return agreement.From;
        var days = agreement.Connections.Select(connection => StartOf(agreement, connection.Id)).ToList();
        return days.Contains(null) ? null : days.Max();
    }

    /// <summary>The day on which the market has the supply of a connection begin; null where it says nothing of it.
    /// </summary>
    public static LocalDate? StartOf(Agreement agreement, string connection) => agreement.Registrations
        .Where(one => one.State == SupplyState.Live && one.IsOf(connection)).Select(one => (LocalDate?)one.On).Min();

    /// <summary>The day on which supply ends: that of the agreement, or the one on which the market has ended the last
    /// of its connections, where that is earlier; null where none is known.</summary>
    public static LocalDate? EndOf(Agreement agreement)
    {
        var ends = agreement.Connections.Select(connection => StateOf(agreement, connection.Id, LocalDate.MaxIsoValue)
            is { State: SupplyState.Ended } last ? last.On : LocalDate.MaxIsoValue).ToList();
        var ended = ends.Count == 0 ? LocalDate.MaxIsoValue : ends.Max();
        var first = LocalDate.Min(ended, agreement.To ?? LocalDate.MaxIsoValue);
        return first == LocalDate.MaxIsoValue ? null : first;
    }

    /// <summary>What the market says of a connection on a day; null before anything.</summary>
    public static Registration? StateOf(Agreement agreement, string connection, LocalDate on) =>
        agreement.Registrations.LastOrDefault(one => one.State is not (SupplyState.Debt or SupplyState.DebtCleared)
            && one.IsOf(connection) && one.On <= on);

    private static LocalDate? First(Agreement agreement, SupplyState state) => agreement.Registrations
        .Where(one => one.State == state).Select(one => (LocalDate?)one.On).Min();

    private static LocalDate? Last(Agreement agreement, SupplyState state) => agreement.Registrations
        .Where(one => one.State == state).Select(one => (LocalDate?)one.On).Max();

    /// <summary>The day of the last debt that stands on a day, or else of the first to come. One is cleared at its own
    /// connection, or at all.</summary>
    private static LocalDate? DebtOf(Agreement agreement, LocalDate asOf)
    {
        var cleared = agreement.Registrations.Where(one => one.State == SupplyState.DebtCleared && one.On <= asOf)
            .ToList();
        var debts = agreement.Registrations.Where(one => one.State == SupplyState.Debt).ToList();
        return debts.Where(debt => debt.On <= asOf && !cleared.Exists(one => one.On >= debt.On
                && (one.Connection is null || one.Connection == debt.Connection)))
            .Select(debt => (LocalDate?)debt.On).Max()
            ?? debts.Where(debt => debt.On > asOf).Select(debt => (LocalDate?)debt.On).Min();
    }
}
