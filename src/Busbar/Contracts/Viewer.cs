using Busbar.Quantities;
using Busbar.Time;

namespace Busbar.Contracts;

/// <summary>As what somebody looks at a book.</summary>
public enum ViewerRole
{
    /// <summary>Whose an account is, with those below it.</summary>
    AccountOwner,

    /// <summary>Who looks after some connections of an account.</summary>
    SiteManager,

    /// <summary>Who pays an account's bills, or a part of them.</summary>
    Payer,

    /// <summary>A party in whose name bills are made.</summary>
    Landlord,

    /// <summary>Who is supplied at a connection for some days.</summary>
    Tenant,

    /// <summary>Who brought agreements about.</summary>
    Broker,
}

/// <summary>Somebody who sees a part of the book, and nothing else.</summary>
/// <param name="Id">Unique among the book's viewers.</param>
/// <param name="Accounts">Of an owner those at the top of what is theirs; of a payer those that pay; of a broker those
/// to which its commissions are paid.</param>
/// <param name="Connections">Of a site manager or a tenant.</param>
/// <param name="Agreements">Of a broker.</param>
/// <param name="Party">Of a landlord, its id.</param>
/// <param name="Days">The days of supply that may be seen; null: all.</param>
public sealed record Viewer(
    string Id, ViewerRole Role, IReadOnlySet<string> Accounts, IReadOnlySet<string> Connections,
    IReadOnlySet<string> Agreements, string? Party, Days? Days)
{
    /// <summary>The word of a role: <c>account-owner</c>.</summary>
    public static string WordOf(ViewerRole role) => role switch
    {
        ViewerRole.AccountOwner => "account-owner",
        ViewerRole.SiteManager => "site-manager",
        _ => role.ToString().ToLowerInvariant(),
    };
}

/// <summary>What a book says of who sees what, beside who its viewers are.</summary>
/// <param name="LeastGroup">How many accounts at least a figure is of that is shown to one of them: with fewer, what is
/// left without one's own would be a neighbour's.</param>
/// <param name="MostPart">How much of what is left without one's own a single other may have, as a fraction: with more
/// the figure is nearly that one's.</param>
/// <param name="Hidden">What roles don't see that they usually do, by the words of things.</param>
public sealed record AccessTerms(int LeastGroup, Exact MostPart, IReadOnlySet<(ViewerRole Role, string Thing)> Hidden)
{
    /// <summary>Of a book that says nothing.</summary>
    public static AccessTerms Usual { get; } = new(5, Exact.Ratio(4, 5), new HashSet<(ViewerRole, string)>());
}
