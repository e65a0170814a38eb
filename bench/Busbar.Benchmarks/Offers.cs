using System.Diagnostics;
using System.Globalization;
using Busbar.Runs;
using Busbar.Store;
using Busbar.Time;

namespace Busbar.Benchmarks;

/// <summary>Measures how offers are tried: a product that is in no book, on each household of a street with a month of
/// half-hours, beside what it pays now.</summary>
internal static class Offers
{
    private const string Offer =
        """
        product: night-solar
        from: 2026-01-01
        interval: 30min
        channels: { import: kWh, export: kWh }
        charges:
          - { name: Supply, quantity: days, price: 81.3 c/day }
          - { name: Electricity, quantity: import, price: "by(day-night, day = 26.1 c/kWh, night = 9.9 c/kWh)" }
          - { name: Feed-in, quantity: export, price: 7.4 c/kWh, to: customer, tax: outside }
        """;

    /// <param name="households">How many there are.</param>
    /// <param name="rounds">How many times they are tried.</param>
    public static void Run(string folder, int households, int rounds)
    {
        var street = Street.Write(Path.Combine(folder, "book"), households);
        var offer = Path.Combine(folder, "night-solar.yaml");
        File.WriteAllText(offer, Offer);
        using var database = Database.Open(Path.Combine(folder, "busbar.db"), TimeProvider.System);
        var book = CheckedBook.Read(street.Folder);
        Applying.Apply(database, book);
        foreach (var file in Importing.Import(database, book.Reads, null))
            if (file is not ImportResult.Taken) throw new InvalidOperationException($"{file.File} wasn't taken.");
        Console.WriteLine($"{households} households, {rounds} rounds, {Environment.ProcessorCount} cores; median");
        var times = new List<TimeSpan>();
        for (var round = 0; round < rounds; round++)
        {
            var clock = Stopwatch.StartNew();
            var priced = SimulationRun.Of(database, new([offer], null, Days.Month(Street.Month), [], [], null)).Run()
                .Sum(results => results.Count(result => result is OfferResult.Priced { Money.Before: not null }));
            if (priced != households) throw new InvalidOperationException($"Only {priced} were priced.");
            times.Add(clock.Elapsed);
        }
        var median = times.Order().ElementAt(rounds / 2).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"offers   {median:0.0} s, {households / median:0} connections a second, each beside what it pays now"));
    }
}
