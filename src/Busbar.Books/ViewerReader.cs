using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Statements;
using Busbar.Time;
using NodaTime;

namespace Busbar.Books;

/// <summary>Reads who sees which part of a book: <c>{ viewer: ann, role: account-owner, accounts: [acme] }</c>.
/// </summary>
internal static class ViewerReader
{
    private static readonly Dictionary<string, (ViewerRole Role, string Key)> Roles = new(StringComparer.Ordinal)
    {
        ["account-owner"] = (ViewerRole.AccountOwner, "accounts"),
        ["site-manager"] = (ViewerRole.SiteManager, "connections"),
        ["payer"] = (ViewerRole.Payer, "accounts"),
        ["landlord"] = (ViewerRole.Landlord, BookItem.OfParty),
        ["tenant"] = (ViewerRole.Tenant, "connections"),
        ["broker"] = (ViewerRole.Broker, "agreements"),
    };

    public static Viewer? Read(MapReader viewer, Known<Account> accounts, Known<Connection> connections,
        Known<Agreement> agreements, Known<Party> parties)
    {
        var id = viewer.Id(BookItem.OfViewer);
        if (viewer.Written("role", required: true) is not { } role) return null;
        if (!Roles.TryGetValue(role.Value, out var seen))
        {
            // What would be said of the other keys depends on the role.
            foreach (var key in Roles.Values.Select(known => known.Key).Concat(["from", "to"])) viewer.Value(key);
            viewer.Fault("unknown-role", role.Place, $"{viewer.Thing} has role {role.Value}, which there isn't.",
                Nearest.Hint(role.Value, Roles.Keys) ?? $"There are {string.Join(", ", Roles.Keys)}.");
            return null;
        }
        if (!viewer.Has(seen.Key))
        {
            viewer.Fault("missing-key", viewer.Place, $"{seen.Key} is missing in {viewer.Thing}.",
                $"A {role.Value} sees what its {seen.Key} says.");
            return null;
        }
        var none = new HashSet<string>();
        return new(id, seen.Role,
            seen.Key == "accounts" || seen.Role == ViewerRole.Broker
                ? Ids(viewer, "accounts", BookItem.OfAccount, accounts) : none,
            seen.Key == "connections" ? Ids(viewer, seen.Key, BookItem.OfConnection, connections) : none,
            seen.Key == "agreements" ? Ids(viewer, seen.Key, BookItem.OfAgreement, agreements) : none,
            seen.Key == BookItem.OfParty ? parties.Find(viewer, BookItem.OfParty)?.Id : null,
            DaysOf(viewer, seen.Role));
    }

    /// <summary><c>access: { least-group: 5, most-part: 80 %, hide: { tenant: [share] } }</c> of the book.</summary>
    public static AccessTerms TermsOf(MapReader book)
    {
        if (book.Section("access") is not { } access) return AccessTerms.Usual;
        var least = access.OptionalWhole("least-group", 2, 10_000) ?? AccessTerms.Usual.LeastGroup;
        var most = SchemeReader.Fraction(access, "most-part") ?? AccessTerms.Usual.MostPart;
        var (hidden, words) = (new HashSet<(ViewerRole, string)>(),
            Enum.GetValues<SeenThing>().Select(Access.WordOf).ToList());
        foreach (var entry in access.Entries("hide"))
        {
            if (!Roles.TryGetValue(entry.Key, out var role))
                access.Fault("unknown-role", entry.KeyPlace, $"{access.Thing} hides something from {entry.Key}, "
                    + "which is "
                    + "no role.", Nearest.Hint(entry.Key, Roles.Keys) ?? $"There are {string.Join(", ", Roles.Keys)}.");
            foreach (var node in entry.Value is ListNode list ? list.Items : [entry.Value])
                if (access.ToText(node, $"what {entry.Key} doesn't see") is { } text)
                    if (words.Contains(text.Value)) hidden.Add((role.Role, text.Value));
                    else
                        access.Fault("unknown-thing", text.Place, $"{access.Thing} hides {text.Value}, which there "
                            + "isn't.",
                            Nearest.Hint(text.Value, words) ?? $"There are {string.Join(", ", words)}.");
        }
        return new((int)least, most, hidden);
    }

    /// <summary>A tenant sees own days only, so it is said when they begin. A balance has no days, so who sees balances
    /// sees all of them.</summary>
    private static Days? DaysOf(MapReader viewer, ViewerRole role)
    {
        if (role is ViewerRole.AccountOwner or ViewerRole.Payer) return null;
        var from = role == ViewerRole.Tenant ? viewer.Date("from") : viewer.OptionalDate("from");
        var to = viewer.OptionalDate("to");
        if (from is { } first && to is { } end && end <= first)
            viewer.Fault("bad-date", viewer.Map["to"]!.Place, $"{viewer.Thing} ends on the day it begins, or before.",
                "to: is the first day of which nothing is seen.");
        return from is null && to is null ? null
            : new(from ?? LocalDate.MinIsoValue, to ?? LocalDate.MaxIsoValue);
    }

    private static HashSet<string> Ids<T>(MapReader viewer, string key, string kind, Known<T> known) where T : class
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in viewer.Texts(key))
        {
            known.Find(viewer, text, kind);
            ids.Add(text.Value);
        }
        return ids;
    }
}
