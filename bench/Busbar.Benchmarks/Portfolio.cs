using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Benchmarks;

/// <summary>
/// One customer with many made-up sites, ten lines of a bill each, and two months of half-hours: a book's folder from
/// which a bill of thousands of lines is made; always the same.
/// </summary>
internal sealed record Portfolio(string Folder, int Sites)
{
    private static readonly LocalDate First = new(2026, 1, 1);

    private const int Days = 59;
    private const int ReadingsADay = 48;

    /// <summary>Writes the book and its readings, and says what to do with them.</summary>
    /// <param name="style">How its bills are: <c>unbundled</c> or <c>bundled</c>.</param>
    public static void Write(string folder, int sites, string style)
    {
        var portfolio = new Portfolio(Path.GetFullPath(folder), sites);
        Directory.CreateDirectory(Path.Combine(folder, "products"));
        Directory.CreateDirectory(Path.Combine(folder, "reads"));
        File.WriteAllText(Path.Combine(folder, "book.yaml"), Book);
        File.WriteAllText(Path.Combine(folder, "products", "site.yaml"), Product);
        portfolio.List("parties", "party,name", ["owner,Many Sites Ltd"]);
        portfolio.List("accounts", "account,party,style", [$"many,owner,{style}"]);
        portfolio.List("connections", "connection,channels.import", portfolio.Ids.Select(id => $"site-{id},kWh"));
        portfolio.List("agreements", "agreement,account,product,connections,from",
            portfolio.Ids.Select(id => $"agreement-{id},many,site,site-{id},2026-01-01"));
        portfolio.WriteReads();
        Console.WriteLine($"""
            busbar apply {portfolio.Folder}
            busbar import {Path.Combine(portfolio.Folder, "reads", "reads.csv")}
            busbar bill --period 2026-01 --issued 2026-02-02 --format pdf,html --out bills
            busbar bill --period 2026-02 --issued 2026-03-02 --format pdf,html --out bills
            busbar show B-2026-000002 --format pdf --out bills
            """);
    }

    private IEnumerable<string> Ids =>
        Enumerable.Range(0, Sites).Select(site => site.ToString("000000", CultureInfo.InvariantCulture));

    private void List(string name, string header, IEnumerable<string> rows) =>
        File.WriteAllLines(Path.Combine(Folder, name + ".csv"), rows.Prepend(header));

    /// <summary>A day in each row; the values come from a generator of Lehmer with a fixed seed.</summary>
    private void WriteReads()
    {
        using var file = new StreamWriter(Path.Combine(Folder, "reads", "reads.csv")) { NewLine = "\n" };
        file.WriteLine("connection,channel,date,offset,unit,quality,"
            + string.Join(',', Enumerable.Range(0, ReadingsADay).Select(i => $"{i / 2:00}:{i % 2 * 30:00}")));
        var seed = 20_260_101UL;
        foreach (var id in Ids)
            for (var day = 0; day < Days; day++)
            {
                file.Write($"site-{id},import,{LocalDatePattern.Iso.Format(First.PlusDays(day))},+10:00,kWh,A");
                for (var i = 0; i < ReadingsADay; i++)
                {
                    seed = seed * 48_271 % 2_147_483_647;
                    file.Write(",0." + (seed % 1000).ToString("000", CultureInfo.InvariantCulture));
                }
                file.WriteLine();
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
        product: site
        from: 2026-01-01
        interval: 30min
        channels: { import: kWh }
        bundles:
          Energy: [Electricity, Losses, Green]
          Network: [Distribution, Transmission, Capacity]
        charges:
          - { name: Supply, quantity: days, price: 78.65 c/day }
          - name: Electricity
            quantity: import
            price: by(day-night, day = 24.23 c/kWh, night = 12.17 c/kWh)
            lines: band
          - name: Distribution
            quantity: import
            price: by(day-night, day = 4.23 c/kWh, night = 2.17 c/kWh)
            lines: band
          - { name: Losses, quantity: import * 0.05, price: 9.1 c/kWh }
          - { name: Green, quantity: import, price: 1.1 c/kWh }
          - { name: Transmission, quantity: import, price: 0.7 c/kWh }
          - { name: Capacity, quantity: days, price: 12 c/day }
          - { name: Metering, quantity: days, price: 3 c/day }
        """;
}
