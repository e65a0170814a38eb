using System.Globalization;
using Busbar.Metering;
using Busbar.Store;
using Busbar.Tests.Formats;
using Busbar.Tests.Store;
using CsCheck;

namespace Busbar.Tests.Laws;

/// <summary>Laws of charge detail records: whatever comes in, in which order, and how often.</summary>
public class ChargeRecordLaws
{
    private static readonly Connection Depot = Sessions_come_in_once.Of("depot", new("BE*BEC*E1", null));
    private static readonly Connection Van = Sessions_come_in_once.Of("van", new(null, "A1"));

    /// <summary>Sessions, some credited, some of neither connection, cut into files in any order, some of them twice.
    /// </summary>
    private static readonly Gen<(string[] Files, string[] Others)> AnyFiles =
        from kinds in Gen.Int[0, 7].Array[1, 12]
        let records = kinds.Select((kind, i) => (Kind: kind, Id: (i + 1).ToString(CultureInfo.InvariantCulture)))
            .SelectMany(one => Records(one.Id, one.Kind)).ToArray()
        from first in Cut(records)
        from second in Cut(records)
        select (first, second);

    private static string[] Records(string id, int kind)
    {
        var (evse, contract) = ($"BE*BEC*E{1 + kind % 2}", kind / 2 % 2 == 0 ? "A1" : "B2");
        var record = Cdrs.Simple(id, evse: evse, contract: contract, start: $"0{kind}:00", end: $"{10 + kind}:00",
            cost: id).Replace("\"volume\": 1 ", "\"volume\": 1.0 ", StringComparison.Ordinal);
        return kind < 4 ? [record] : [record, Cdrs.Credit($"{id}-C", id, cost: $"-{id}")];
    }

    private static Gen<string[]> Cut(string[] records) =>
        from places in Gen.Int[0, 1000].Array[records.Length]
        from twice in Gen.Int[0, records.Length - 1].Array[0, 3]
        from size in Gen.Int[1, 4]
        select records.Zip(places).OrderBy(one => one.Second).Select(one => one.First)
            .Concat(twice.Select(i => records[i])).Chunk(size).Select(file => $"[{string.Join(",", file)}]").ToArray();

    [Fact]
    public void Any_order_of_files_ends_in_the_same_sessions() => AnyFiles.Sample(any =>
    {
        Assert.Equal(Ending(any.Files), Ending(any.Others));
        return true;
    }, iter: 25, threads: 1);

    /// <summary>What is known in the end, after each file was accounted for.</summary>
    private static string Ending(string[] files)
    {
        using var store = new TestStore(TestStore.Sqlite);
        foreach (var (i, file) in files.Index())
        {
            var counts = Sessions_come_in_once.Import(
                store, i.ToString(CultureInfo.InvariantCulture), file, Depot, Van).Records;
            Assert.Equal(Cdrs.Read(file).Count,
                counts.Accepted + counts.Unchanged + counts.Suspended + counts.Rejected);
        }
        using var snapshot = store.Database.Snapshot();
        var sessions = SessionStore.Load(
            snapshot, [Sessions_come_in_once.All(Depot), Sessions_come_in_once.All(Van)]);
        var waiting = SessionStore.Suspended(snapshot, [Depot, Van]).Sum(one => one.Count);
        return string.Join('|', sessions.Select(own => Convert.ToHexString(Session.Hash(own)) + string.Join(' ',
            own.Select(one => one.Id)))) + "|" + waiting.ToString(CultureInfo.InvariantCulture);
    }
}
