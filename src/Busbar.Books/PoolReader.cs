using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Metering;
using NodaTime;

namespace Busbar.Books;

/// <summary>Reads a pool, and has it checked.</summary>
internal static class PoolReader
{
    private const int UsualMinutes = 30;

    public static Pool? Read(
        MapReader reader, Known<Connection> connections, Known<Party> parties, BookRules rules, List<Fault> faults)
    {
        var before = faults.Count;
        var id = reader.Id(BookItem.OfPool);
        var zone = reader.Written("zone") is { } text ? Values.Zone(reader, text) : rules.Zone;
        var minutes = Values.Minutes(reader, "interval", required: false) ?? UsualMinutes;
        Connection? parent = null;
        if (reader.Section("parent") is { } above) parent = connections.Find(above, BookItem.OfConnection);
        var members = reader.Maps("members", "member", BookItem.OfConnection)
            .Select(member => Member(member, connections)).OfType<MemberText>().ToList();
        var pool = new PoolText(id, zone ?? rules.Zone, minutes, Formula(reader, "boundary"), parent, members,
            Formulas(reader, "quantities"), Formulas(reader, "shares"),
            [.. reader.Maps("must", "must").Select(Must).OfType<MustText>()], reader.Map["must"] is ListNode,
            reader.Place);
        var (named, cycles) = (PartyReader.Named(reader, parties), CostCycles(reader, parent, rules));
        return faults.Count > before || new PoolChecker(rules.Names, faults).Check(pool) is not { } good ? null
            : good with { Parties = named, CostCycles = cycles };
    }

    /// <summary><c>costs: { levy: { every: quarter } }</c>: the groups that others invoice by regular periods.
    /// </summary>
    private static Dictionary<string, Time.BillingCycle> CostCycles(
        MapReader pool, Connection? parent, BookRules rules)
    {
        var cycles = new Dictionary<string, Time.BillingCycle>(StringComparer.Ordinal);
        foreach (var entry in pool.Entries("costs"))
            if (!rules.Groups.Contains(entry.Key))
                pool.Fault("unknown-group", entry.KeyPlace, $"The book has no group {entry.Key}, which costs of "
                    + $"{pool.Thing} names.", Nearest.Hint(entry.Key, rules.Groups)
                    ?? $"It has {string.Join(", ", rules.Groups)}.");
            else if (pool.Section(entry.Value, $"group {entry.Key} in costs of {pool.Thing}") is { } periods
                && BookRules.CycleOf(periods) is { } cycle) cycles[entry.Key] = cycle;
        if (cycles.Count > 0 && parent is null)
            pool.Fault("no-parent", pool.Map["costs"]!.Place, $"{pool.Thing} has costs and no parent whose they are.",
                "Name the connection behind which the members are: parent: { connection: … }.");
        return cycles;
    }

    /// <summary><c>{ connection: "10…", consumption: import, weight: 50 %, from: 2026-04-01 }</c>: what isn't the
    /// connection or a day is something that it brings.</summary>
    private static MemberText? Member(MapReader member, Known<Connection> connections)
    {
        var connection = connections.Find(member, BookItem.OfConnection);
        var (from, to) = (member.Date("from"), member.OptionalDate("to"));
        if (to <= from)
            member.Fault("bad-date", member.Map["to"]!.Place, $"{member.Thing} ends on the day it begins, or before.",
                "to: is the first day on which it is no member.");
        var brings = new Dictionary<string, FormulaText>(StringComparer.Ordinal);
        foreach (var entry in member.Map.Entries.Where(entry =>
            entry.Key is not ("from" or "to" or BookItem.OfConnection)))
            if (Name(member, entry, "What a member brings") && member.Written(entry.Key) is { } text)
                brings[entry.Key] = Values.FormulaOf(text);
        return connection is null || from is not { } first || to <= first ? null
            : new(connection, new(first, to ?? LocalDate.MaxIsoValue), brings, member.Place);
    }

    private static Dictionary<string, FormulaText> Formulas(MapReader pool, string key)
    {
        var formulas = new Dictionary<string, FormulaText>(StringComparer.Ordinal);
        foreach (var entry in pool.Entries(key))
            if (Name(pool, entry, $"{key} of a pool") && pool.ToText(entry.Value, $"{entry.Key} of {pool.Thing}")
                is { } text)
                formulas[entry.Key] = Values.FormulaOf(text);
        return formulas;
    }

    private static bool Name(MapReader reader, MapEntry entry, string what)
    {
        if (Vocabulary.IsName(entry.Key)) return true;
        reader.Fault("bad-name", entry.KeyPlace, $"{what} can't be called {entry.Key}.",
            "Write words in lower case joined by hyphens: house-load.");
        return false;
    }

    private static MustText? Must(MapReader must)
    {
        var (be, text) = (must.Written("be", required: true), must.Text("else"));
        return be is not null && text.Length > 0 ? new(Values.FormulaOf(be), text, Each.Agreement, must.Place) : null;
    }

    private static FormulaText? Formula(MapReader pool, string key) =>
        pool.Written(key) is { } text ? Values.FormulaOf(text) : null;
}
