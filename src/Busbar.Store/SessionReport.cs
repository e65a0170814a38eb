namespace Busbar.Store;

/// <summary>Sessions that wait for a connection that has their charger and card.</summary>
/// <param name="FirstLine">The line of the first of them.</param>
public sealed record SuspendedSessions(string Charger, string Card, long Count, int FirstLine);

/// <summary>What the import of one file of charge detail records did.</summary>
/// <param name="Receipt">The receipt that was made, or that of the first time where the same content had come before.
/// </param>
/// <param name="Records">Every record of the file, by what became of it. Suspended are those whose charger and card no
/// connection has, and credits of what hasn't come yet.</param>
/// <param name="Suspended">The first, by charger and card.</param>
/// <param name="Awaiting">The suspended credits, each with the line, and the number of what it takes back.</param>
/// <param name="Changed">Where connections have other sessions than before.</param>
public sealed record SessionReport(
    string File, long? Receipt, RowCounts Records, IReadOnlyList<SuspendedSessions> Suspended,
    IReadOnlyList<(string Number, string Credits, int Line)> Awaiting, IReadOnlyList<ChangedSpan> Changed)
{
    /// <summary>Credits that waited for records of this file and don't take back all of them, so that they count as
    /// nothing: their numbers, and those that they name.</summary>
    public IReadOnlyList<(string Number, string Credits)> Void { get; init; } = [];
}
