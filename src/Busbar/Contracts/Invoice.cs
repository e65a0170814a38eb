using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Contracts;

/// <summary>What another seller asks for a connection: a document of <c>costs.csv</c>.</summary>
/// <param name="Document">Its number, unique among the book's.</param>
/// <param name="Date">The day on which it was made out.</param>
public sealed record Invoice(string Document, LocalDate Date, IReadOnlyList<InvoiceLine> Lines, Place Place);

/// <summary>A line of an invoice: what a connection costs in a group of charges over some days.</summary>
/// <param name="Document">The invoice on which it stands.</param>
/// <param name="Days">What it is for; it is shared over these.</param>
/// <param name="Amount">Net of tax; below zero for a credit.</param>
public sealed record InvoiceLine(
    string Document, string Connection, string Group, Days Days, Money Amount, Place Place);
