using System.Globalization;
using System.Text;
using NodaTime;

namespace Busbar.Benchmarks;

/// <summary>
/// A year of readings of five minutes for many connections, as one NEM12 file and the book that has them; always the
/// same.
/// </summary>
internal sealed record Nem12Year(string Folder, int Connections)
{
    private const int ReadingsADay = 288;
    private static readonly LocalDate From = new(2025, 1, 1);
    private static readonly int Days = Period.DaysBetween(From, From.PlusYears(1));

    /// <summary>How many readings there are.</summary>
    public long Readings => (long)Connections * Days * ReadingsADay;

    /// <summary>The file of readings.</summary>
    public string File => Path.Combine(Folder, "year.csv");

    /// <summary>The book's folder.</summary>
    public string Book => Path.Combine(Folder, "book");

    /// <summary>Writes the book and the file.</summary>
    public static Nem12Year Write(string folder, int connections)
    {
        var year = new Nem12Year(folder, connections);
        Directory.CreateDirectory(year.Book);
        System.IO.File.WriteAllText(Path.Combine(year.Book, "book.yaml"),
            "seller: { name: The benchmark }\ncurrency: AUD\nzone: Australia/Brisbane\n");
        System.IO.File.WriteAllLines(Path.Combine(year.Book, "connections.csv"),
            Enumerable.Range(0, connections).Select(number => Nmi(number) + ",5min,kWh")
                .Prepend("connection,interval,channels.import"));
        year.WriteReadings();
        return year;
    }

    private static string Nmi(int number) => "QB" + number.ToString("00000000", CultureInfo.InvariantCulture);

    /// <summary>The values come from a generator of Lehmer with a fixed seed.</summary>
    private void WriteReadings()
    {
        using var file = new StreamWriter(File) { NewLine = "\n" };
        file.WriteLine("100,NEM12,202601050000,METERCO,RETAIL");
        var (seed, row) = (20_250_101UL, new StringBuilder());
        for (var number = 0; number < Connections; number++)
        {
            file.WriteLine($"200,{Nmi(number)},E1,1,E1,N1,METER{number},KWH,5,");
            for (var day = 0; day < Days; day++)
            {
                row.Clear().Append("300,")
                    .Append(From.PlusDays(day).ToString("uuuuMMdd", CultureInfo.InvariantCulture));
                for (var i = 0; i < ReadingsADay; i++)
                {
                    seed = seed * 48_271 % 2_147_483_647;
                    row.Append(",0.").Append((seed % 1000).ToString("000", CultureInfo.InvariantCulture));
                }
                file.WriteLine(row.Append(",A,,,20260104000000,"));
            }
        }
        file.WriteLine("900");
    }
}
