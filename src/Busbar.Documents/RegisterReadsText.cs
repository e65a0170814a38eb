using System.Text;
using Busbar.Metering;
using Busbar.Quantities;

namespace Busbar.Documents;

/// <summary>What a register showed from a receipt on, or what came in and never held.</summary>
/// <param name="Read">With the receipt from which on it held, or under which it came.</param>
/// <param name="HasHeld">Whether it ever held.</param>
public sealed record PastRead(RegisterName Name, RegisterRead Read, bool HasHeld);

/// <summary>What registers of a connection showed, as text.</summary>
public static class RegisterReadsText
{
    private const int Width = 100;

    /// <summary>The reads as aligned text, by meter and register.</summary>
    /// <param name="arrivals">Where they come from.</param>
    public static string Write(
        Connection connection, IReadOnlyList<(RegisterName Name, RegisterRead Read)> reads,
        IEnumerable<Arrival> arrivals) => Write(connection,
        [.. reads.Select(one => new PastRead(one.Name, one.Read, HasHeld: true))], arrivals, "");

    /// <summary>Every read that there ever was, by register, time and receipt.</summary>
    public static string WriteHistory(
        Connection connection, IReadOnlyList<PastRead> reads, IEnumerable<Arrival> arrivals) => Write(
        connection, reads, arrivals,
        ReadingsHistory.Holds(reads.All(one => one.HasHeld), "register and time", "read") + "\n");

    private static string Write(
        Connection connection, IReadOnlyList<PastRead> reads, IEnumerable<Arrival> arrivals, string head)
    {
        var registers = reads.Select(one => Of(connection, one.Name)).ToList();
        var table = new TextTable(Width, 0, false, new("Read at"), new("Meter"), new("Register"), new("Shows", true),
            new("Unit"), new("Quality"), new("Version", true), new("Receipt", true), new(""));
        foreach (var ((name, read, hasHeld), register) in reads.Zip(registers))
        {
            var (version, receipt) = (read.Provenance.Version, read.Provenance.Receipt);
            table.Row(ReadingTime.Of(read.At, connection.Zone), name.Meter, name.Register,
                !read.HasValue ? "taken back"
                    : Exact.FromScaled(read.Micros, Register.MostDecimals).ToString(register?.Decimals ?? 0),
                UnitOf(register), read.Provenance.Quality.ToString(), version > 0 ? Wording.Whole(version) : "",
                Wording.Whole(receipt), hasHeld ? "" : ReadingsHistory.Never);
        }
        var legend = QualityWords.Legend(reads.Select(one => one.Read.Provenance.Quality));
        return new StringBuilder(TextTable.Clean($"Connection {connection.Id}, what its registers showed, "
            + $"{connection.Zone.Id}\n")).Append(head).Append('\n').Append(table)
            .Append(legend.Length > 0 ? "\n" + legend : "").Append(ArrivalList.Of(arrivals)).ToString();
    }

    /// <summary>The unit, with what one of it counts where that is another number.</summary>
    private static string UnitOf(Register? register) => register is null ? "?"
        : register.Unit.ToString() + (register.Multiplier == Exact.One ? "" : $" x {register.Multiplier}");

    private static Register? Of(Connection connection, RegisterName name) => connection.Meters
        .Where(meter => meter.Id == name.Meter).SelectMany(meter => meter.Registers)
        .FirstOrDefault(register => register.Id == name.Register);
}
