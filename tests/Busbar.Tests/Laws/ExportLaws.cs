using Busbar.Formats.Export;
using Busbar.Metering;
using Busbar.Runs;
using Busbar.Store;
using Busbar.Tests.Books;
using Busbar.Tests.Store;
using Busbar.Time;
using CsCheck;
using NodaTime;

namespace Busbar.Tests.Laws;

/// <summary>What is exported and imported into an empty database of the same book is what was known.</summary>
public class ExportLaws
{
    // Both changes of the clocks in the north and in the south, and one by half an hour.
    private static readonly Days Year = new(new(2025, 10, 1), new(2026, 10, 1));

    private static readonly LocalDate[] Days =
        [new(2025, 10, 4), new(2025, 10, 25), new(2025, 12, 30), new(2026, 3, 28), new(2026, 4, 4), new(2026, 7, 1)];

    private static readonly string[] Houses =
        ["london-5", "london-30", "sydney-60", "kolkata-60", "howe-30", "howe-day", "london-day"];

    private static readonly string[] Channels = ["import", "net"];

    private sealed record Sent(string House, string Channel, int Day, int Skip, long Version, Reading[] Readings);

    private sealed record Read(int Register, int Minutes, long Version, Reading Reading);

    private static readonly Gen<Quality> AnyQuality = Gen.Select(Gen.Int[0, 4], Gen.Byte[0, 99])
        .Select((kind, method) => kind == 0 ? Quality.Missing : new Quality((QualityKind)kind, method));

    private static readonly Gen<Sent> AnySent = Gen.Select(
        Gen.Int[0, Houses.Length - 1].Select(index => Houses[index]), Gen.Int[0, 1].Select(index => Channels[index]),
        Gen.Int[0, Days.Length - 1], Gen.Int[0, 60], Gen.Long[0, 2],
        Gen.Select(Gen.Long[0, 9_999_999_999], AnyQuality).Array[1, 60]).Select(
        (house, channel, day, skip, version, all) => new Sent(house, channel, day, skip, version,
            [.. all.Select(one => new Reading(one.Item2.Kind == QualityKind.Missing ? 0
                : channel == "net" ? one.Item1 - 5_000_000_000 : one.Item1, one.Item2))]));

    private static readonly Gen<Read> AnyRead = Gen.Select(
        Gen.Int[0, 2], Gen.Int[0, 500_000], Gen.Long[0, 2], Gen.Long[0, 99_999], AnyQuality).Select(
        (register, minutes, version, count, quality) => new Read(register, minutes, version,
            new(quality.Kind == QualityKind.Missing ? 0 : count * 1_000, quality)));

    [Fact]
    public void Of_csv_everything_comes_back() => AnySent.Array[1, 12].Sample(sent =>
    {
        using var here = new Shop();
        foreach (var (index, one) in sent.Index()) here.Take(index, [Shop.RowOf(one)]);
        using var there = new Shop();
        there.Take(0, Exported(here.Store.Database));
        return here.Intervals() == there.Intervals() && here.Intervals().Length > 0;
    }, iter: 10, threads: 1);

    /// <summary>Green Button has no methods and no final substitutes, and one time at which all was updated.</summary>
    [Fact]
    public void Of_green_button_values_and_kinds_of_qualities_come_back() => AnySent.Array[1, 12].Sample(sent =>
    {
        using var here = new Shop();
        foreach (var (index, one) in sent.Index()) here.Take(index, [Shop.RowOf(one)]);
        using var there = new Shop();
        there.Take(0, ExportedGreenButton(here.Store.Database));
        return here.Intervals(isPlain: true) == there.Intervals(isPlain: true)
            && there.Intervals().EndsWith(" 20261101120000", StringComparison.Ordinal);
    }, iter: 10, threads: 1);

    [Fact]
    public void Of_registers_everything_comes_back() => AnyRead.Array[1, 12].Sample(reads =>
    {
        using var here = new Shop();
        foreach (var (index, one) in reads.Index()) here.Take(index, [Shop.RowOf(one)]);
        using var there = new Shop();
        there.Take(0, ExportedRegisters(here.Store.Database));
        return here.Registers() == there.Registers() && here.Registers().Length > 0;
    }, iter: 10, threads: 1);

    private static List<MeterRow> Exported(Database database)
    {
        using var text = new StringWriter();
        Exporting.Intervals(database, new([], Year), _ => new LongCsvFile(text));
        return Formats.Files.Rows(text.ToString());
    }

    private static List<MeterRow> ExportedGreenButton(Database database)
    {
        using var bytes = new MemoryStream();
        Exporting.Intervals(database, new([], Year), updated => new GreenButtonFile(bytes, updated));
        return Formats.Files.Rows(bytes.ToArray());
    }

    private static List<MeterRow> ExportedRegisters(Database database)
    {
        using var text = new StringWriter();
        Exporting.Registers(database, new([], Year), new RegisterCsvFile(text));
        return Formats.Files.Rows(text.ToString());
    }

    /// <summary>A store with the book of these houses.</summary>
    private sealed class Shop : IDisposable
    {
        private static readonly CheckedBook Book = BookOf();

        public Shop() => Applying.Apply(Store.Database, Book);

        public TestStore Store { get; } = new(TestStore.Sqlite);

        public void Dispose() => Store.Dispose();

        /// <summary>Readings from a slot of a day on.</summary>
        public static MeterRow RowOf(Sent sent)
        {
            var house = Book.Book.Connections[sent.House];
            var (minutes, zone) = (house.IntervalMinutes, house.Zone);
            var day = LocalDay.StartOf(Days[sent.Day], zone);
            var first = Grid.SlotsOf(day, day + Duration.FromDays(1), minutes, zone).First;
            var start = Grid.StartOf(first + (minutes == 1440 ? 0 : sent.Skip), minutes, zone);
            return new(1, sent.House, sent.Channel, null, minutes, start.InUtc().LocalDateTime, Offset.Zero, false,
                sent.Version, sent.Readings[..Math.Min(sent.Readings.Length, minutes == 1440 ? 20 : 60)]);
        }

        public static MeterRow RowOf(Read read) => new(1, "registers", "", null, null,
            LocalDay.StartOf(Year.From, Book.Book.Connections["registers"].Zone).InUtc().LocalDateTime
                .PlusMinutes(read.Minutes), Offset.Zero, false, read.Version, [read.Reading],
            new("=M'1", read.Register == 2 ? "@2" : "1"));

        public void Take(int file, IReadOnlyList<MeterRow> rows)
        {
            var report = ReadStore.Import(
                Store.Database, $"file {file}", rows, () => $"{file}", Book.Book.Connections);
            Assert.Empty(report.Rejected.Where(one => one.Reason != "outranked").SelectMany(one => one.Examples));
            Assert.Equal(0, report.Rows.Suspended);
        }

        /// <summary>Every interval of which something is known.</summary>
        public string Intervals(bool isPlain = false)
        {
            using var snapshot = Store.Database.Snapshot();
            return string.Join('\n',
                from house in Houses
                from channel in Channels
                let connection = Book.Book.Connections[house]
                let span = Year.InstantsIn(connection.Zone)
                let known = ReadStore.Load(snapshot,
                    new ReadsWanted(connection, channel, span.Start, span.End) { WithVersions = true })
                from slot in Enumerable.Range(0, known.Length)
                where known.Receipts[slot] != 0
                let quality = known.Qualities[slot]
                select $"{house} {channel} {known.StartOf(slot)} {known.Counts[slot]} " + (isPlain
                    ? $"{(quality.Kind == QualityKind.Final ? QualityKind.Substituted : quality.Kind)}"
                    : $"{quality} {known.Versions[slot]}"));
        }

        public string Registers()
        {
            using var snapshot = Store.Database.Snapshot();
            return string.Join('\n', ReadStore.OfRegisters(snapshot, "registers").Select(one =>
                $"{one.Register} {one.Read.At} {one.Read.Micros} {one.Read.Provenance with { Receipt = 0 }}"));
        }

        private static CheckedBook BookOf()
        {
            using var book = new TestBook().With("book.yaml", """
                seller: { name: Shop }
                currency: GBP
                zone: Europe/London
                reads: { of-equals: latest }
                """).With("connections.yaml", string.Concat(Houses.Select(Connection)) + """
                - connection: registers
                  interval: day
                  channels: { import: kWh }
                  meters:
                    - meter: "=M'1"
                      from: 2025-10-01
                      registers:
                        - { register: "1", channel: import, digits: 6, decimals: 3 }
                        - { register: "@2", channel: import, digits: 6, decimals: 3 }
                """);
            return CheckedBook.Read(book.Folder);
        }

        private static string Connection(string house)
        {
            var (place, interval) = (house.Split('-')[0], house.Split('-')[1]);
            var zone = place switch
            {
                "sydney" => "Australia/Sydney", "kolkata" => "Asia/Kolkata", "howe" => "Australia/Lord_Howe",
                _ => "Europe/London",
            };
            return $"- {{ connection: {house}, zone: {zone}, interval: {interval}{(interval == "day" ? "" : "min")}, "
                + "channels: { import: kWh, net: MWh } }\n";
        }
    }
}
