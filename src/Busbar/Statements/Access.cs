using Busbar.Contracts;

namespace Busbar.Statements;

/// <summary>What somebody may want to see.</summary>
public enum SeenThing
{
    /// <summary>The statement of an account.</summary>
    Statement,

    /// <summary>An account with its balance, and what is open.</summary>
    Account,

    /// <summary>A bill as a document.</summary>
    Bill,

    /// <summary>Lines of a bill, without its sums.</summary>
    Lines,

    /// <summary>How a bill's lines came about.</summary>
    Explanation,

    /// <summary>The readings and sessions of a connection.</summary>
    Readings,

    /// <summary>How a pool shares, and what it shared.</summary>
    Share,

    /// <summary>What a broker earns.</summary>
    Commissions,
}

/// <summary>How much of a thing is seen.</summary>
public enum SeenPart
{
    /// <summary>Nothing: it is as if it weren't there.</summary>
    Nothing,

    /// <summary>Of what is theirs the energy, and no money.</summary>
    Energy,

    /// <summary>What is theirs, and no sum that has more in it.</summary>
    Own,

    /// <summary>All of it, of what is below their accounts.</summary>
    Whole,
}

/// <summary>The policy: what each role sees. What isn't in it isn't seen.</summary>
public static class Access
{
    private static readonly Dictionary<(ViewerRole Role, SeenThing Thing), SeenPart> Policy = new()
    {
        [(ViewerRole.AccountOwner, SeenThing.Statement)] = SeenPart.Whole,
        [(ViewerRole.AccountOwner, SeenThing.Account)] = SeenPart.Whole,
        [(ViewerRole.AccountOwner, SeenThing.Bill)] = SeenPart.Whole,
        [(ViewerRole.AccountOwner, SeenThing.Lines)] = SeenPart.Whole,
        [(ViewerRole.Payer, SeenThing.Statement)] = SeenPart.Own,
        [(ViewerRole.Payer, SeenThing.Account)] = SeenPart.Own,
        [(ViewerRole.Payer, SeenThing.Bill)] = SeenPart.Own,
        [(ViewerRole.Payer, SeenThing.Lines)] = SeenPart.Own,
        [(ViewerRole.SiteManager, SeenThing.Lines)] = SeenPart.Own,
        [(ViewerRole.Landlord, SeenThing.Bill)] = SeenPart.Own,
        [(ViewerRole.Landlord, SeenThing.Lines)] = SeenPart.Own,
        [(ViewerRole.Tenant, SeenThing.Bill)] = SeenPart.Own,
        [(ViewerRole.Tenant, SeenThing.Lines)] = SeenPart.Own,
        [(ViewerRole.Broker, SeenThing.Statement)] = SeenPart.Own,
        [(ViewerRole.Broker, SeenThing.Account)] = SeenPart.Own,
        [(ViewerRole.Broker, SeenThing.Bill)] = SeenPart.Own,
        [(ViewerRole.Broker, SeenThing.Lines)] = SeenPart.Energy,
        [(ViewerRole.AccountOwner, SeenThing.Explanation)] = SeenPart.Whole,
        [(ViewerRole.Payer, SeenThing.Explanation)] = SeenPart.Own,
        [(ViewerRole.Tenant, SeenThing.Explanation)] = SeenPart.Own,
        [(ViewerRole.AccountOwner, SeenThing.Readings)] = SeenPart.Own,
        [(ViewerRole.SiteManager, SeenThing.Readings)] = SeenPart.Own,
        [(ViewerRole.Tenant, SeenThing.Readings)] = SeenPart.Own,
        [(ViewerRole.AccountOwner, SeenThing.Share)] = SeenPart.Own,
        [(ViewerRole.Tenant, SeenThing.Share)] = SeenPart.Own,
        [(ViewerRole.Broker, SeenThing.Commissions)] = SeenPart.Own,
    };

    /// <summary>How much of a thing a role sees, where a book says nothing of it.</summary>
    public static SeenPart Of(ViewerRole role, SeenThing thing) =>
        Policy.GetValueOrDefault((role, thing), SeenPart.Nothing);

    /// <summary>How much of a thing a role sees in a book, which may hide more than is usual and never less.</summary>
    public static SeenPart Of(ViewerRole role, SeenThing thing, AccessTerms terms) =>
        terms.Hidden.Contains((role, WordOf(thing))) ? SeenPart.Nothing : Of(role, thing);

    /// <summary>The word of a thing: <c>readings</c>.</summary>
    public static string WordOf(SeenThing thing) => thing.ToString().ToLowerInvariant();
}
