using Busbar.Quantities;
using NodaTime;

namespace Busbar.Metering;

/// <summary>A read of a register that can't be right beside another, or at all.</summary>
/// <param name="Read">The one that is asked about: the later of the two, if its register can show the earlier.</param>
/// <param name="Other">The one next to it.</param>
/// <param name="Code">The stable name of the rule that it breaks.</param>
/// <param name="Reason">Why, as the end of a sentence that names the register.</param>
/// <param name="Advance">What went through from one to the other if both are right, in the canonical unit.</param>
public sealed record SuspectRead(
    Connection Connection, string Channel, RegisterName Register, RegisterRead Read, RegisterRead Other, string Code,
    string Reason, Exact Advance)
{
    /// <summary>The names of the rules that reads of a register break beside each other.</summary>
    public static readonly IReadOnlyList<string> Codes = ["read-below-previous", "above-limit", Impossible];

    private const string Impossible = "impossible-read";

    /// <summary>Whether it may be right after the other: its register can show it.</summary>
    public bool IsAcceptable => Code != Impossible;

    /// <summary>A name that stays: the rule, the register and when it was read.</summary>
    public string Id => IdOf(Code, Connection, Register, Read.At);

    /// <summary>Why, as a sentence.</summary>
    public string Sentence => $"Connection {Connection.Id}, {Reason}"
        + (Code == Codes[0] ? $"; accepted, it has passed nought and gone on by {Advance} {Dimension}." : ".");

    /// <summary>The name of a meter or a register as it stands in a name on a command line: without blanks.</summary>
    public static string Written(string name) => name.Replace(' ', '_');

    internal static string IdOf(string code, Connection connection, RegisterName register, Instant at) =>
        $"{code}:{connection.Id}:{Written(register.Meter)}:{Written(register.Register)}:"
        + ClockText.Of(at.InZone(connection.Zone).LocalDateTime, null).Replace(' ', 'T');

    private Dimension Dimension => Connection.Channels[Channel].Unit.Dimension;
}
