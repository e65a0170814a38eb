using System.Text;
using Busbar.Metering;
using Busbar.Quantities;

namespace Busbar.Documents;

/// <summary>What registers of a connection showed, as text.</summary>
public static class RegisterReadsText
{
    private const int Width = 100;

    /// <summary>The reads as aligned text, by meter and register.</summary>
    /// <param name="arrivals">The receipts that brought them, by number.</param>
    public static string Write(
        Connection connection, IReadOnlyList<(RegisterName Name, RegisterRead Read)> reads,
        IReadOnlyDictionary<long, Arrival> arrivals)
    {
        var registers = reads.Select(one => Of(connection, one.Name)).ToList();
        var table = new TextTable(Width, 0, false, new("Read at"), new("Meter"), new("Register"), new("Shows", true),
            new("Unit"), new("Quality"), new("Version", true), new("Receipt", true));
        foreach (var ((name, read), register) in reads.Zip(registers))
        {
            var (version, receipt) = (read.Provenance.Version, read.Provenance.Receipt);
            table.Row(ReadingTime.Of(read.At, connection.Zone), name.Meter, name.Register,
                !read.HasValue ? "taken back"
                    : Exact.FromScaled(read.Micros, Register.MostDecimals).ToString(register?.Decimals ?? 0),
                UnitOf(register), read.Provenance.Quality.ToString(), version > 0 ? Wording.Whole(version) : "",
                Wording.Whole(receipt));
        }
        var legend = QualityWords.Legend(reads.Select(one => one.Read.Provenance.Quality));
        return new StringBuilder(TextTable.Clean($"Connection {connection.Id}, what its registers showed, "
            + $"{connection.Zone.Id}\n")).Append('\n').Append(table)
            .Append(legend.Length > 0 ? "\n" + legend : "").Append(ArrivalList.Of(arrivals.Values)).ToString();
    }

    /// <summary>The unit, with what one of it counts where that is another number.</summary>
    private static string UnitOf(Register? register) => register is null ? "?"
        : register.Unit.ToString() + (register.Multiplier == Exact.One ? "" : $" x {register.Multiplier}");

    private static Register? Of(Connection connection, RegisterName name) => connection.Meters
        .Where(meter => meter.Id == name.Meter).SelectMany(meter => meter.Registers)
        .FirstOrDefault(register => register.Id == name.Register);
}
