namespace Busbar.Metering;

/// <summary>What becomes of "no value" beside a value that is known.</summary>
public enum OfNothing
{
    /// <summary>It is outranked, as a file's is.</summary>
    Outranked,

    /// <summary>It says nothing: somebody has decided of the values beside it.</summary>
    Unchanged,

    /// <summary>Somebody has decided that there is none: it takes the place of the house's own estimate, so that one is
    /// made anew.</summary>
    TakesBack,
}
