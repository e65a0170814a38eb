namespace Busbar.Metering.Estimation;

/// <summary>A way of making a value where none was measured, as a book declares it: one of a closed list, each in a
/// file of its own.</summary>
/// <remarks>What it makes rests on measured values alone, never on other estimates, nor on what a rule finds
/// suspicious, be it accepted: what is right by exception isn't usual. The numbers are those by which the
/// Australian market operator tells the ways of estimating apart.</remarks>
public abstract record EstimationMethod
{
    private protected EstimationMethod() { }

    /// <summary>As it is written in a book: <c>linear 3</c>.</summary>
    public abstract string Phrase { get; }

    /// <summary>The number of the method, of two digits.</summary>
    public abstract byte Number { get; }

    /// <summary>The quality of what it makes.</summary>
    public Quality Quality => new(QualityKind.Estimated, Number);

    /// <summary>How many days of readings before and after a hole it looks at.</summary>
    public virtual (int Before, int After) Reach(int intervalMinutes) => (0, 0);

    /// <summary>The series of the book that it follows; null: none.</summary>
    public virtual string? Profile => null;

    /// <summary>Fills what it can of a hole in readings of intervals.</summary>
    public virtual Filling Fill(History history, Hole hole) => Filling.No("it is for reads of registers");

    /// <summary>How far a register went on since its last measured read, or why that can't be said.</summary>
    public virtual Advanced Carry(RegisterHole hole) => Advanced.No("it is for readings of intervals");

    /// <summary>What a method's number means; null where it is none that is known.</summary>
    public static string? Meaning(byte number) => number switch
    {
        11 => "check meter", 12 => "calculated", 13 => "SCADA", 14 or 20 or 62 => "like day",
        15 or 22 => "average of like days", 16 or 55 or 64 or 74 => "agreed", 17 or 54 => "linear",
        18 => "alternate", 19 or 58 or 68 => "zero", 23 or 51 or 61 => "prior year", 25 or 65 => "daily average",
        52 => "previous read", 53 or 66 => "revision", 56 => "agreed before the first read",
        57 or 63 => "profile", 67 => "customer's read", 69 => "linear extrapolation", _ => null,
    };

    /// <inheritdoc/>
    public sealed override string ToString() => Phrase;
}
