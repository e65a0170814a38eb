using System.CommandLine;
using System.Globalization;
using Busbar.Documents;
using Busbar.Quantities;
using Busbar.Rating;
using Busbar.Runs;
using Busbar.Store;
using Busbar.Time;

namespace Busbar.Cli.Verbs;

/// <summary>
/// <c>busbar demo</c>: a year of real half-hours of a household with solar, its twelve bills, and one line explained
/// down to the interval.
/// </summary>
internal static class DemoVerb
{
    private const string Folder = "demo";
    private const string Line = "electricity.night.2";
    private static readonly Days Year = new(new(2011, 7, 1), new(2012, 7, 1));

    // The month in which prices change.
    private static readonly Days October = Days.Parse("2011-10")!.Value;

    public static Command Of(Door door)
    {
        var verb = new Command("demo", "A year of real half-hours, twelve bills, and one explained to the interval.");
        verb.SetAction(_ => Run(door));
        return verb;
    }

    private static int Run(Door door)
    {
        var began = door.Mark();
        var book = Path.Combine(AppContext.BaseDirectory, "books", "household-solar");
        var bills = Path.Combine(Folder, "bills");
        Directory.CreateDirectory(Folder);
        if (door.Where == Door.UsualDatabase)
        {
            // The demo's own database is made anew each time; one that was named is kept.
            door.Where = Path.Combine(Folder, "busbar.db");
            foreach (var old in (string[])["", "-wal", "-shm"]) File.Delete(door.Where + old);
            if (Directory.Exists(bills)) Directory.Delete(bills, recursive: true);
        }
        door.Say("A household with solar: a year of real half-hours, and prices that change in the middle of October.");
        using var database = door.Open();
        var code = BillVerb.Run(door, database,
            new(book, Year, null, IsDraft: false, null, BillOutput.Of(bills, null)!));
        if (code != ExitCode.Done || door.Json) return code;
        var number = BillStore.List(database, from: October.From, to: October.To)[0].Number;
        var issued = Explaining.Find(database, number);
        door.Results.WriteLine();
        door.Results.Write(BillText.Write(issued.Document));
        door.Results.WriteLine();
        door.Results.Write(ExplanationText.Write(issued.Explanation, issued.Document, Line));
        Intervals(door, database, issued);
        door.Say(string.Create(CultureInfo.InvariantCulture,
            $"\nDone in {door.Since(began).TotalSeconds:0.0} seconds. The twelve bills are in {bills}. Go on with:"));
        door.Say($"  ./busbar show --db {door.Where}");
        door.Say($"  ./busbar explain {number} {Line} --intervals --db {door.Where}");
        return ExitCode.Done;
    }

    /// <summary>The intervals of the line into a file, and the proof that they add up to it.</summary>
    private static void Intervals(Door door, Database database, IssuedBill issued)
    {
        var line = Explaining.Rebuild(database, issued, Line);
        var path = Path.Combine(Folder, $"{issued.Head.Number}.{Line}.csv");
        File.WriteAllText(path, IntervalTable.Csv(line.Leg, line.Part.Band));
        var places = line.Leg.Places().Where(place => place.Band == line.Part.Band).ToList();
        var (quantity, amount) = (Sum(places, place => place.Quantity!.Value), Sum(places, place => place.Amount));
        if (quantity != line.Part.Quantity || amount != line.Part.Exact)
            throw new InvalidOperationException($"The intervals of {Line} don't add up to it.");
        door.Results.WriteLine();
        door.Results.WriteLine($"Its {places.Count} half-hours are in {path}. They add up exactly: {quantity} kWh, "
            + $"{amount} {issued.Head.Currency}.");
    }

    private static Exact Sum(IEnumerable<RatedPlace> places, Func<RatedPlace, Exact> value) =>
        places.Aggregate(Exact.Zero, (sum, place) => sum + value(place));
}
