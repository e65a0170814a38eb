using System.Text.Json;
using Busbar.Store;
using Busbar.Tests.Formats;
using Busbar.Tests.Store;
using static Busbar.Tests.Cli.Bills_are_paid;

namespace Busbar.Tests.Cli;

/// <summary>What would be posted is shown, and is what is posted then; the draft itself keeps nothing.</summary>
public class Money_is_moved_as_a_draft
{
    public static TheoryData<string, string[]> Moves { get; } = new()
    {
        { TestStore.Sqlite, ["match", "R-000002", "--to", "wattle"] },
        { TestStore.Postgres, ["match", "R-000002", "--to", "wattle"] },
        { TestStore.Sqlite, ["release", "R-000001"] },
        { TestStore.Postgres, ["release", "R-000001"] },
        { TestStore.Sqlite, ["refund", "banksia"] },
        { TestStore.Sqlite, ["transfer", "banksia", "wattle", "--amount", "10.00"] },
        { TestStore.Sqlite, ["write-off", "--account", "wattle", "--up-to", "50.00"] },
        { TestStore.Sqlite, ["allocate", "wattle", "--to", "SL-2011-00001", "--amount", "5.00"] },
    };

    [Theory, MemberData(nameof(Moves))]
    public void A_draft_shows_what_is_posted_and_keeps_nothing(string engine, string[] move)
    {
        using var busbar = Billed(engine, Two);
        Pay(busbar, new WrittenEntry("N1", new(2011, 9, 9), 100_00, "", "", "wattle"));
        Pay(busbar, new WrittenEntry("N2", new(2011, 9, 9), 30_00, "SMITH J", "", "electricity"));
        Pay(busbar, new WrittenEntry("N3", new(2011, 9, 9), 20_00, "", "", "banksia"));
        if (move[0] == "allocate") busbar.Run("pay", "release", "R-000001", "--on", "2011-09-10");
        string[] args = ["pay", .. move, "--on", "2011-09-20"];
        var before = Entries(busbar);

        var draft = busbar.Run([.. args, "--draft"]);
        Assert.True(draft.Code == 0, draft.Messages);
        Assert.StartsWith("A draft: nothing is posted.\n", draft.Messages, StringComparison.Ordinal);
        Assert.Equal(before, Entries(busbar));
        var json = JsonDocument.Parse(busbar.Run([.. args, "--draft", "--json"]).Results).RootElement;
        Assert.NotEmpty(json.GetProperty("draft").GetString()!);
        Assert.Equal(before, Entries(busbar));

        var done = JsonDocument.Parse(busbar.Run([.. args, "--json"]).Results).RootElement;
        var posted = Entries(busbar)[before.Length..];
        Assert.NotEmpty(posted);
        Assert.Equal(posted, PostingsOf(json));
        Assert.Equal(posted, PostingsOf(done));
        // Whatever it was, a program needn't read the sentence.
        Assert.NotEmpty(done.GetProperty("done").GetString()!);
        var facts = done.EnumerateObject().Where(one => one.Name is not ("done" or "currency" or "postings"))
            .Select(one => $"{one.Name} {one.Value.GetString()}");
        Assert.Equal(Facts(move), string.Join(", ", facts));
    }

    private static IEnumerable<string> PostingsOf(JsonElement listing) =>
        listing.GetProperty("postings").EnumerateArray().Select(one => string.Join(' ',
            new[] { "kind", "reference", "code", "account", "document" }.Select(name =>
                one.TryGetProperty(name, out var value) ? value.GetString() : "")));

    [Fact]
    public void A_draft_is_refused_as_the_move_would_be()
    {
        using var busbar = Billed(accounts: Two);
        Says(busbar, "Account banksia has 0.00 AUD of credit.", "pay", "refund", "banksia", "--draft");
        Says(busbar, "There is no receipt R-000009.", "pay", "match", "R-000009", "--to", "wattle", "--draft");
    }

    private static string Facts(string[] move) => move[0] switch
    {
        "match" => "receipt R-000002, account wattle",
        "release" => "receipt R-000001",
        "refund" => "refund REF-000001, account banksia, amount 20.00",
        "transfer" => "from banksia, to wattle, amount 10.00",
        "allocate" => "account wattle, bill SL-2011-00001, amount 5.00",
        _ => "",
    };

    private static string[] Entries(Busbars busbar)
    {
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        using var snapshot = database.Snapshot();
        return [.. LedgerStore.Entries(snapshot).SelectMany(one => one.Entry.Postings.Select(posting =>
            $"{Busbar.Ledger.EntryKinds.WordOf(one.Entry.Kind)} {one.Entry.Reference} {posting.To.Code} "
            + $"{posting.Account} {posting.Document}"))];
    }
}
