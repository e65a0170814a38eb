using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Busbar.Books;
using Busbar.Formats;
using Busbar.Metering;
using Busbar.Runs;
using Busbar.Store;

namespace Busbar.Tests.Formats;

/// <summary>
/// A database that knows a sample's connections and has its readings: damaged files are imported into it. Of one that
/// is refused nothing may stay, and of one that isn't every row is accounted for.
/// </summary>
internal sealed class FuzzedStore : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("busbar-fuzz-").FullName;
    private readonly byte[] _whole;
    private Database _database;
    private string _state = "";

    public FuzzedStore(byte[] whole)
    {
        _whole = whole;
        WriteBook();
        _database = Filled();
    }

    /// <summary>Imports a file; says what of it stayed though it was refused, or that rows were lost, or null.
    /// </summary>
    public string? Import(byte[] damaged)
    {
        var (changed, path) = (false, Written("damaged", damaged));
        foreach (var (index, result) in Importing.Import(_database, [path], null).Index())
        {
            var state = State();
            if (result is ImportResult.Taken { Report: { AlreadyImported: false } report }
                && report.Rows is var rows && (rows.Total != RowsOf(path, index)
                    || rows.Rejected != report.Rejected.Sum(one => one.Count)
                    || rows.Suspended != report.Suspended.Sum(one => one.Count)))
                return $"rows were lost: of {RowsOf(path, index)} only {rows} are accounted for";
            if (result is ImportResult.TakenSessions sessions
                && sessions.Report.Records.Total != RowsOf(path, index))
                return $"sessions were lost: of {RowsOf(path, index)} only {sessions.Report.Records} are accounted for";
            if (result is ImportResult.Refused refused && state != _state)
                return $"something is kept of a file that was refused: {refused.Faults[0]}";
            (changed, _state) = (changed || state != _state, state);
        }
        if (!changed) return null;
        // Each file meets the same state, so that one seed is enough to see what went wrong.
        _database.Dispose();
        _database = Filled();
        return null;
    }

    /// <summary>How many rows a file has: of an archive, its file of this number.</summary>
    private static long RowsOf(string path, int index)
    {
        foreach (var (at, file) in MeterFile.Read(path).Index())
            if (at == index) return file.HasRecords ? file.Records().LongCount() : file.Rows().LongCount();
        return -1;
    }

    public void Dispose()
    {
        _database.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Database Filled()
    {
        var database = Database.Open(":memory:", TimeProvider.System);
        Applying.Apply(database, CheckedBook.Read(Path.Combine(_folder, "book")));
        foreach (var result in Importing.Import(database, [Written("whole", _whole)], null))
            Assert.IsNotType<ImportResult.Refused>(result);
        (var before, _database) = (_database, database);
        _state = State();
        _database = before;
        return database;
    }

    /// <summary>A connection for each that has readings of intervals; reads of registers wait.</summary>
    private void WriteBook()
    {
        var rows = MeterFile.Read(new MemoryStream(_whole), "whole").SelectMany(file => file.Rows())
            .Where(row => row.Register is null && row.Unit is not null && Ids.Problem(row.Connection) is null);
        var connections = rows.GroupBy(row => row.Connection).Select(same =>
        {
            var minutes = same.Select(row => row.IntervalMinutes).FirstOrDefault(one => one is 5 or 10 or 15 or 30)
                ?? 60;
            var channels = same.Where(row => row.IntervalMinutes is null || row.IntervalMinutes == minutes)
                .DistinctBy(row => row.Channel).Select(row => $"{row.Channel}: {UnitOf(row)}");
            return $"- {{ connection: {JsonSerializer.Serialize(same.Key)}, interval: {minutes}min, "
                + $"channels: {{ {string.Join(", ", channels)} }} }}";
        });
        var book = Directory.CreateDirectory(Path.Combine(_folder, "book")).FullName;
        File.WriteAllText(Path.Combine(book, "book.yaml"),
            "seller: { name: Nobody }\ncurrency: EUR\nzone: Europe/Berlin\n");
        File.WriteAllText(Path.Combine(book, "connections.yaml"), string.Join('\n', connections) + "\n");
    }

    private static string UnitOf(MeterRow row) => row.Unit!.Dimension.ToString() is var unit
        && unit is "kWh" or "kVArh" or "kVAh" or "m3" ? unit : "kWh";

    private string Written(string name, byte[] content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>A hash of every row of every table.</summary>
    private string State()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var connection = _database.Connect();
        var tables = Rows(connection, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            .Select(row => (string)row[0]).ToList();
        foreach (var table in tables)
            foreach (var row in Rows(connection, $"SELECT * FROM {table} ORDER BY 1, 2"))
                foreach (var value in row)
                {
                    hash.AppendData(value as byte[] ?? Encoding.UTF8.GetBytes($"{value}"));
                    hash.AppendData("\n"u8);
                }
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static List<object[]> Rows(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }
        return rows;
    }
}
