using Busbar.Contracts;
using Busbar.Metering;

namespace Busbar.Books;

/// <summary>Reads what a market says of a supply: <c>{ registration: R-1, agreement: elm, state: live, on: 2026-04-20
/// }</c>.</summary>
internal static class RegistrationReader
{
    private static readonly Dictionary<string, SupplyState> States = Enum.GetValues<SupplyState>()
        .ToDictionary(state => state == SupplyState.DebtCleared ? "debt-cleared" : state.ToString().ToLowerInvariant(),
            StringComparer.Ordinal);

    public static Registration? Read(
        MapReader reader, Known<Agreement> agreements, Known<Connection> connections)
    {
        var id = reader.Id(BookItem.OfRegistration);
        var agreement = agreements.Find(reader, BookItem.OfAgreement);
        var named = reader.Written(BookItem.OfConnection) is { } text
            ? connections.Find(reader, text, BookItem.OfConnection) : null;
        var state = reader.OptionalChoice("state", [.. States.Keys]);
        if (!reader.Has("state"))
            reader.Fault("missing-key", reader.Place, $"state is missing in {reader.Thing}.",
                $"It is one of {string.Join(", ", States.Keys)}.");
        var (on, supplier, note) = (reader.Date("on"), reader.OptionalText("supplier"), reader.OptionalText("note"));
        if (agreement is null || state is null || on is not { } day) return null;
        if (named is not null && agreement.Connections.All(one => one.Id != named.Id))
        {
            reader.Fault("not-of-agreement", reader.Map[BookItem.OfConnection]!.Place,
                $"{reader.Subject} is of connection {named.Id}, which agreement {agreement.Id} hasn't.",
                $"It has {string.Join(", ", agreement.Connections.Select(one => one.Id))}.");
            return null;
        }
        return new(id, agreement.Id, named?.Id, States[state], day, supplier, note, reader.Place);
    }
}
