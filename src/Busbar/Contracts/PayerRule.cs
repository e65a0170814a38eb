using Busbar.Quantities;

namespace Busbar.Contracts;

/// <summary>Who pays a part of an account's bills.</summary>
/// <param name="By">The id of the account that pays: the account's own, its parent's or another's.</param>
/// <param name="Groups">The groups of charges that it pays; empty: all.</param>
/// <param name="Share">The part that it pays of what the rules before leave; null: all of that.</param>
public sealed record PayerRule(string By, IReadOnlyList<string> Groups, Exact? Share)
{
    /// <summary>Whether it is about a group of charges.</summary>
    public bool IsOf(string group) => Groups.Count == 0 || Groups.Contains(group);
}
