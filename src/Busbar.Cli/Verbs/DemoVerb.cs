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
        var own = Path.Combine(Folder, Door.UsualDatabase);
        if (!door.IsNamed) door.Where = own;
        RefuseOtherBook(door, CheckedBook.Read(book).Book.Seller.Name);
        Prepare(door, own, bills);
        door.Say("A household with solar: a year of real half-hours, and prices that change in the middle of October.");
        using var database = door.Open();
        var code = BillVerb.Run(door, database,
            new(book, Year, null, IsDraft: false, null, BillOutput.Of(bills, "json,text,html,pdf")!));
        if (code != ExitCode.Done || door.Json) return code;
        var number = BillStore.List(database, from: October.From, to: October.To)[0].Number;
        var issued = Explaining.Find(database, number);
        door.Results.WriteLine();
        door.Results.Write(BillText.Write(issued.Document,
            new Documenting(database).LanguageOf(issued.Document, issued.Explanation.Receipt)));
        door.Results.WriteLine();
        door.Results.Write(ExplanationText.Write(issued.Explanation, issued.Document, Line));
        Intervals(door, database, issued);
        door.Say(string.Create(CultureInfo.InvariantCulture,
            $"\nDone in {door.Since(began).TotalSeconds:0.0} seconds. The twelve bills are in {bills}; read one:"));
        door.Say($"  {Path.Combine(bills, number + ".pdf")}");
        door.Say($"  {Path.Combine(bills, number + ".html")}");
        door.Say("Go on with:");
        door.Say($"  ./busbar show --db {door.Where}");
        door.Say($"  ./busbar explain {number} {Line} --intervals --db {door.Where}");
        var why = Path.Combine(Folder, "why.html");
        door.Say($"  ./busbar explain {number} --format html --out {why} --db {door.Where}");
        return DemoSamples.Run(door, Folder, "household-solar");
    }

    /// <summary>A database that has the book of somebody else isn't for the demo: its book would take the place.
    /// </summary>
    private static void RefuseOtherBook(Door door, string seller)
    {
        if (!door.IsNamed && !File.Exists(door.Where)) return;
        using var database = door.Open();
        using var snapshot = database.Snapshot();
        if (StoredBook.Find(snapshot) is { } known && known.Seller.Name != seller)
            throw new RefusedException(new Fault("other-book", $"{database.Name} has the book of {known.Seller.Name}, "
                + "which the demo's would replace.", Hint: "Name another database with --db, or a new file."));
    }

    /// <summary>
    /// Makes the folder, and removes what the demo left there before: its own files and no others. A database that was
    /// named is kept.
    /// </summary>
    private static void Prepare(Door door, string own, string bills)
    {
        try
        {
            Directory.CreateDirectory(bills);
            if (door.IsNamed) return;
            foreach (var old in (string[])["", "-wal", "-shm"]) File.Delete(own + old);
            foreach (var old in Directory.GetFiles(bills).Where(IsBill)) File.Delete(old);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(new Fault("unwritable-folder",
                $"The demo writes into a folder {Folder} and can't: {problem.Message}", new(Folder),
                Hint: "Run it in another folder."));
        }
    }

    /// <summary>Whether a file is named as the demo names its bills: <c>SL-2026-00001.txt</c>.</summary>
    private static bool IsBill(string path) => Path.GetExtension(path) is ".json" or ".txt" or ".html" or ".pdf"
        && Path.GetFileNameWithoutExtension(path).Split('-') is ["SL", { Length: 4 } year, { Length: 5 } count]
        && (year + count).All(char.IsAsciiDigit);

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
