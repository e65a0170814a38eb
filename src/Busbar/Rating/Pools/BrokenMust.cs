using Busbar.Contracts;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Rating;

/// <summary>An interval, or a window, of a pool in which something isn't as it must be.</summary>
/// <param name="Sides">What a comparison compares; null where the condition is no comparison by itself.</param>
public sealed record BrokenMust(PoolMust Must, Interval Span, (Exact Left, Exact Right)? Sides);
