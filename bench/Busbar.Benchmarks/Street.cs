using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Benchmarks;

/// <summary>A street of made-up households with a month of half-hours, as a book's folder; always the same.</summary>
internal sealed record Street(string Folder, int Households)
{
    public static readonly YearMonth Month = new(2026, 1);

    private const int Days = 31;
    private const int ReadingsADay = 48;

    /// <summary>How many readings there are.</summary>
    public long Readings => (long)Households * 2 * Days * ReadingsADay;

    public string Reads => Path.Combine(Folder, "reads", "january.csv");

    /// <summary>Writes the book and its readings.</summary>
    public static Street Write(string folder, int households)
    {
        Directory.CreateDirectory(Path.Combine(folder, "products"));
        Directory.CreateDirectory(Path.Combine(folder, "reads"));
        var street = new Street(folder, households);
        File.WriteAllText(Path.Combine(folder, "book.yaml"), Book);
        File.WriteAllText(Path.Combine(folder, "products", "solar.yaml"), Product);
        street.List("parties", "party,name", id => $"party-{id},Household {id}");
        street.List("accounts", "account,party", id => $"account-{id},party-{id}");
        street.List("connections", "connection,channels.import,channels.export", id => $"house-{id},kWh,kWh");
        street.List("agreements", "agreement,account,product,connections,from",
            id => $"agreement-{id},account-{id},solar,house-{id},2026-01-01");
        street.WriteReads();
        return street;
    }

    private void List(string name, string header, Func<string, string> row) => File.WriteAllLines(
        Path.Combine(Folder, name + ".csv"), Enumerable.Range(0, Households).Select(Id).Select(row).Prepend(header));

    private static string Id(int house) => house.ToString("000000", CultureInfo.InvariantCulture);

    /// <summary>A day in each row; the values come from a generator of Lehmer with a fixed seed.</summary>
    private void WriteReads()
    {
        using var file = new StreamWriter(Reads) { NewLine = "\n" };
        var times = Enumerable.Range(0, ReadingsADay).Select(i => $"{i / 2:00}:{i % 2 * 30:00}");
        file.WriteLine("connection,channel,date,offset,unit,quality," + string.Join(',', times));
        var (seed, row) = (20_260_101UL, new StringBuilder());
        for (var house = 0; house < Households; house++)
            foreach (var channel in (string[])["import", "export"])
                for (var day = 1; day <= Days; day++)
                {
                    row.Clear().Append("house-").Append(Id(house)).Append(',').Append(channel).Append(',')
                        .Append(LocalDatePattern.Iso.Format(Month.OnDayOfMonth(day))).Append(",+10:00,kWh,A");
                    for (var i = 0; i < ReadingsADay; i++)
                    {
                        seed = seed * 48_271 % 2_147_483_647;
                        row.Append(",0.").Append((seed % 1000).ToString("000", CultureInfo.InvariantCulture));
                    }
                    file.WriteLine(row);
                }
    }

    private const string Book =
        """
        seller: { name: The benchmark }
        currency: AUD
        zone: Australia/Brisbane
        taxes: { gst: 10 % }
        calendars: { day-night: { bands: { day: "daily 07:00-22:00", night: rest } } }
        bills: { every: month, numbers: "B-{year}-{000000}" }
        """;

    private const string Product =
        """
        product: solar
        from: 2026-01-01
        interval: 30min
        channels: { import: kWh, export: kWh }
        charges:
          - { name: Supply, quantity: days, price: 78.65 c/day }
          - name: Electricity
            quantity: import
            price: by(day-night, day = 24.23 c/kWh, night = 12.17 c/kWh)
            lines: band
          - { name: Feed-in, quantity: export, price: 8.1 c/kWh, to: customer, tax: outside }
        """;
}
