namespace Busbar.Store;

/// <summary>Something that isn't as it must be.</summary>
/// <param name="Name">Which: a bill, an account, an entry, a file.</param>
/// <param name="Sentence">What is wrong with it.</param>
public sealed record Breach(string Name, string Sentence);

/// <summary>What came of looking at all of a kind.</summary>
/// <param name="Count">How many were looked at.</param>
/// <param name="What">What each of them is.</param>
public sealed record Audit(long Count, string What, IReadOnlyList<Breach> Breaches);
