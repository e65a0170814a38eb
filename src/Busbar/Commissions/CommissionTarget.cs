using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Commissions;

/// <summary>What an amount of commission is.</summary>
public enum CommissionKind
{
    /// <summary>A broker has earned it.</summary>
    Earned,

    /// <summary>It is to be paid to an account.</summary>
    Due,
}

/// <summary>What something should come to as everything stands: what is posted of it is made up to that.</summary>
/// <param name="Key">The same whenever it is asked for, and of nothing else.</param>
/// <param name="Agreement">Null: all of the scheme.</param>
/// <param name="Payee">Whom it is to be paid to; null of what is earned.</param>
/// <param name="Cause">The number of a bill, or the word of what happened.</param>
/// <param name="On">The day of the cause.</param>
/// <param name="Days">Of a bill its days.</param>
/// <param name="Name">The name of the charge, or the rule of pay as it is written.</param>
public sealed record CommissionTarget(
    string Key, CommissionKind Kind, string Scheme, string? Agreement, string? Payee, string Cause, LocalDate On,
    Days? Days, string Name, Exact? Quantity, Dimension? Unit, Money Amount);

/// <summary>What will be paid, and isn't yet, and why.</summary>
/// <param name="On">The day of its moment.</param>
public sealed record CommissionWait(string Agreement, PayRule Rule, PayMoment Moment, LocalDate On, string Reason);

/// <summary>What an agreement has earned and what is due for it.</summary>
/// <param name="Targets">What is earned before what is due, in the order of days.</param>
/// <param name="Earned">By bills.</param>
/// <param name="IsOver">Whether all days that earn are over and billed, and no rule of pay is to come.</param>
public sealed record CommissionAccount(
    Agreement Agreement, Expectation? Expectation, IReadOnlyList<CommissionTarget> Targets,
    IReadOnlyList<CommissionWait> Waiting, Money Earned, bool IsOver);
