using System.Text.Json;
using Busbar.Tests.Store;
using static Busbar.Tests.Cli.DailyHouse;

namespace Busbar.Tests.Cli;

/// <summary>What a file's rows put at risk that wait: bills and money, or what can be said where there is no bill.
/// </summary>
public class What_waits_is_told_in_money
{
    private const string Decide = "  To decide: busbar quarantine";

    private static Busbars Billed(string engine)
    {
        var busbar = With(engine);
        Assert.Equal(0, January(busbar).Code);
        Assert.Equal(0, Reads(busbar, "reads.csv", "2026-01-01 100", "2026-02-01 131", "2026-03-01 160").Code);
        Assert.Equal(0, busbar.Run("bill", "--period", "2026-01", "--issued", "2026-02-02").Code);
        return busbar;
    }

    // F26
    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void Another_value_of_the_same_rank_names_the_bill_and_what_it_is_about(string engine)
    {
        using var busbar = Billed(engine);
        var said = Days(busbar, "other.csv", "2026-01-05 12.5", "2026-01-06 9");
        Assert.Equal(3, said.Code);
        Assert.EndsWith("  If what waits is right, 1 issued bill would come out otherwise: B1 (1.50 GBP "
            + "more).\n" + Decide,
            After(busbar, said), StringComparison.Ordinal);
        // Decided so, the bill is what was said.
        Assert.Equal(0, busbar.Run("quarantine", "accept", "--connection", "c1", "--note", "Why.").Code);
        Assert.Contains("B1 would be taken back and made again, a difference of 1.50 GBP",
            busbar.Run("rebill", "B1", "--draft").Messages, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void And_so_does_another_read_of_a_register(string engine)
    {
        using var busbar = Billed(engine);
        var said = Reads(busbar, "other.csv", "2026-02-01 141");
        Assert.EndsWith("  If what waits is right, 1 issued bill would come out otherwise: B2 (10.00 GBP "
            + "more).\n" + Decide,
            After(busbar, said), StringComparison.Ordinal);
    }

    // F33, F34
    [Fact]
    public void Values_that_can_hardly_be_say_what_they_would_cost()
    {
        using var busbar = Billed(TestStore.Sqlite);
        var said = Days(busbar, "other.csv", "2026-01-05 1000 1", "2026-01-06 -2 1", "2026-01-07 4294967.295 1");
        Assert.EndsWith("  If what waits is right, 1 issued bill would come out otherwise: B1 (978.00 GBP more).\n"
            + Decide, After(busbar, said), StringComparison.Ordinal);
        var data = busbar.Run(
            "import", busbar.Write("json.csv", Header + "c1,import,2026-01-08,999,kWh,A,1\n"), "--json");
        Assert.Contains("\"difference\": \"989.00\"", data.Results, StringComparison.Ordinal);
    }

    [Fact]
    public void What_isnt_billed_yet_holds_its_bill()
    {
        using var busbar = Billed(TestStore.Sqlite);
        var said = Days(busbar, "february.csv", "2026-02-01 10", "2026-02-02 1000", "2026-02-03 10");
        Assert.EndsWith("  1 hole between known readings (gap), 1 reading missing:\n"
            + "    Connection c1, channel import, 1 from 2026-02-02 00:00 UTC+00 to 2026-02-03 00:00 UTC+00.\n"
            + "  Until it is decided, no bill is made of ada, 2026-02-01 to 2026-02-28 (connection c1): "
            + "1000 kWh if it is right, and the bill can't be made yet then either.\n" + Decide,
            After(busbar, said), StringComparison.Ordinal);
        // Where no agreement is, no bill waits.
        Assert.DoesNotContain("Until", Days(busbar, "later.csv", "2026-03-02 1000").Results, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void What_isnt_billed_yet_and_was_known_better_says_who_would_pay_more(string engine)
    {
        using var busbar = Billed(engine);
        const string Risk = "  If what waits is right, what isn't billed yet comes out otherwise; until it is decided, "
            + "what was known before is billed: ada, 2026-02-01 to 2026-02-28 (connection c1): ";
        Days(busbar, "begun.csv", "2026-02-01 10", "2026-02-02 10");
        var early = Days(busbar, "early.csv", "2026-02-01 1000 1", "2026-02-02 -2 1");
        Assert.EndsWith(Risk + "978 kWh more, and the bill can't be made yet.\n" + Decide, After(busbar, early),
            StringComparison.Ordinal);
        Days(busbar, "february.csv", [.. Enumerable.Range(3, 26).Select(day => $"2026-02-{day:00} 10")]);
        var said = Days(busbar, "wrong.csv", "2026-02-27 1000 1", "2026-02-28 -2.5 1");
        Assert.EndsWith(Risk + "977.50 GBP more.\n" + Decide, After(busbar, said), StringComparison.Ordinal);
        var data = busbar.Run(
            "import", busbar.Write("json.csv", Header + "c1,import,2026-02-03,999,kWh,A,1\n"), "--json");
        var risk = JsonDocument.Parse(data.Results).RootElement[0].GetProperty("exposed").GetProperty("unbilled")[0];
        Assert.Equal(("ada", "2026-02-01", "c1", "989.00", false), (risk.GetProperty("account").GetString(),
            risk.GetProperty("period").GetProperty("from").GetString(), risk.GetProperty("connections")[0].GetString(),
            risk.GetProperty("difference").GetString(), risk.GetProperty("held").GetBoolean()));
        // Decided so, the bill is what was said.
        string Total() => busbar.Run("bill", "--period", "2026-02", "--account", "ada", "--draft").Lines[0];
        Assert.Contains("280.00 GBP", Total(), StringComparison.Ordinal);
        Assert.Equal(0, busbar.Run("quarantine", "accept", "--connection", "c1", "--period", "2026-02-27..2026-03-01",
            "--note", "Why.").Code);
        Assert.Contains("1257.50 GBP", Total(), StringComparison.Ordinal);
    }

    // F28
    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void Rows_of_what_nobody_knows_say_how_much_no_bill_has_and_wait_in_the_list(string engine)
    {
        using var busbar = With(engine);
        string[] rows = ["c9,import,2026-01-01,8.5,kWh,A,0", "c9,import,2026-01-02,1,kWh,A,0",
            "c1,export,2026-01-01,3,kWh,A,0"];
        var said = Days(busbar, "strange.csv", rows);
        Assert.Equal("  1 row from line 4 on wait: the book has no connection c1 with a channel export; 3 kWh that no "
            + "bill has.\n  2 rows from line 2 on wait: the book has no connection c9 with a channel import; 9.5 kWh "
            + "that no bill has.", After(busbar, said));
        string List() => busbar.Run("quarantine").Results.Replace(busbar.Folder + "/", "", StringComparison.Ordinal);
        Assert.Equal("suspended-1 (unknown-connection)\n  strange.csv:2: The book has no connection c9: 2 rows up "
            + "to line "
            + "3 wait until it has.\nsuspended-3 (unknown-channel)\n  strange.csv:4: Connection c1 has no channel "
            + "export "
            + "in the book: this row waits until it has.\n", List());
        var accepted = busbar.Run("quarantine", "accept", "suspended-1", "--note", "Why.");
        Assert.Equal((1, $"{busbar.PathOf("strange.csv")}:2: suspended-1 can't be accepted, corrected or estimated: "
            + "nothing is known of connection c9.\n  Add it to the book and apply it: its rows come in then. Or reject "
            + "them.\n"), (accepted.Code, accepted.Messages));
        Assert.Equal("1 item rejected.\n",
            busbar.Run("quarantine", "reject", "--reason", "unknown-connection", "--note", "not-ours").Results);
        Assert.DoesNotContain("c9", List(), StringComparison.Ordinal);
        // What was left out doesn't wait again, in whatever file it comes.
        var again = Days(busbar, "again.csv", [.. rows, "c9,import,2026-01-03,1,kWh,A,0"]);
        Assert.Contains("4 rows: 0 accepted, 1 unchanged, 1 suspended, 2 rejected", again.Results,
            StringComparison.Ordinal);
        Assert.Contains("is a row that receipt 3 decided against (reject: not-ours).", again.Results,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Where_no_agreement_bills_nothing_is_estimated_and_that_is_said()
    {
        using var busbar = With();
        January(busbar);
        Days(busbar, "march.csv", "2026-03-05 1000");
        var said = busbar.Run("quarantine", "estimate", "row-1", "--note", "Why.");
        Assert.Equal("1 item to be estimated.\n  No agreement bills connection c1 on 2026-03-05: nothing is estimated "
            + "there, and the reading stays missing.\n", said.Results);
    }

    [Fact]
    public void A_row_that_never_was_in_isnt_taken_back()
    {
        using var busbar = With();
        Days(busbar, "february.csv",
            [.. Enumerable.Range(1, 28).Select(day => $"2026-02-{day:00} {(day == 20 ? 1000 : 10)}")]);
        var said = busbar.Run("quarantine", "estimate", "row-1", "--note", "Why.");
        Assert.StartsWith("1 item to be estimated.\nc1, import: 1 reading estimated.\n", said.Results,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_correction_that_is_still_wrong_says_of_what()
    {
        using var busbar = With();
        Days(busbar, "february.csv", "2026-02-20 1000");
        var said = busbar.Run("quarantine", "correct", "row-1", "--value", "900", "--note", "Why.");
        Assert.Equal((1, $"{busbar.PathOf("february.csv")}:2: row-1 can't be corrected so: Connection c1, channel "
            + "import, "
            + "has 900 kWh at 2026-02-20 00:00; its limit of 10 kW allows no more than 250 kWh.\n  Give a value "
            + "that can "
            + "be right: busbar quarantine correct. Or estimate or reject it.\n"), (said.Code, said.Messages));
    }

    [Theory]
    [InlineData("c2,X,1,2026-01-01,1,A\n", "unknown-meter",
        "Correct the meters of the connection in the book and apply it: the row comes in then.")]
    [InlineData("c2,M,1,2027-01-01,1,A\n", "future",
        "It comes in when its time is over and its file is imported again.")]
    public void What_isnt_about_values_says_how_it_comes_in(string row, string reason, string way)
    {
        using var busbar = With();
        Reads(busbar, "reads.csv", row);
        var said = busbar.Run("quarantine", "accept", "row-1", "--note", "Why.");
        Assert.Equal((1, $"{busbar.PathOf("reads.csv")}:2: row-1 can't be accepted, corrected or estimated: "
            + $"{reason} isn't "
            + $"about its values.\n  {way} Or reject the row.\n"), (said.Code, said.Messages));
    }

    // F37
    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void A_corrected_read_fits_between_those_beside_it(string engine)
    {
        using var busbar = With(engine, limit: "");
        Reads(busbar, "reads.csv", "2026-01-01 100", "2026-02-01 50", "2026-03-01 160");
        const string Id = "read-below-previous:c2:M:1:2026-02-01T00:00";
        Printed Correct(string value) => busbar.Run("quarantine", "correct", Id, "--value", value, "--note", "Why.");
        var (low, high) = (Correct("90"), Correct("170"));
        const string Way = "  It must be between 100 and 160, by the reads on either side. If another read is "
            + "wrong, decide "
            + "of that one first; --earlier means the one before.\n";
        Assert.Equal((1, $"{Id} can't be corrected to 90: meter M, register 1, reads 90 on 2026-02-01, below 100 on "
            + "2026-01-01, and 160 on 2026-03-01: it can't have gone back and "
            + "forth.\n" + Way), (low.Code, low.Messages));
        // The fault doesn't move to the next read without a word.
        Assert.Equal((1, $"{Id} can't be corrected to 170: meter M, register 1, reads 160 on 2026-03-01, below 170 on "
            + "2026-02-01, and can't have passed nought between them.\n" + Way), (high.Code, high.Messages));
        Assert.Equal("1 item corrected; 1 reading taken.\n", Correct("130").Results);
        Assert.Equal("", busbar.Run("quarantine").Results);
    }

    [Fact]
    public void And_within_what_the_limit_allows()
    {
        using var busbar = With();
        Reads(busbar, "reads.csv", "2026-01-01 100", "2026-01-02 90000", "2026-03-01 91000");
        var said = busbar.Run("quarantine", "correct", "--reason", "above-limit", "--value", "20000", "--note", "Why.");
        Assert.Equal(1, said.Code);
        Assert.EndsWith("can't be corrected to 20000: meter M, register 1, went on by 19900 kWh from 2026-01-01 to "
            + "2026-01-02, and a limit of 10 kW allows 240.\n  If another read is wrong, decide of that one first; "
            + "--earlier means the one before.\n", said.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public void The_past_of_registers_is_shown_alone()
    {
        using var busbar = With();
        Reads(busbar, "one.csv", "2026-01-01 100", "2026-02-01 131");
        busbar.Run("quarantine");
        busbar.Run("import", busbar.Write("two.csv",
            "connection,meter,register,time,reading,quality,version\nc2,M,1,2026-02-01,130,A,1\n"));
        var said = busbar.Run("reads", "c2", "--period", "2026-01", "--register", "--history").Results;
        Assert.Contains("Of each register and time the last read holds.", said, StringComparison.Ordinal);
        Assert.Contains(" 131 ", said, StringComparison.Ordinal);
        Assert.Contains(" 130 ", said, StringComparison.Ordinal);
        Assert.DoesNotContain("by the day", said, StringComparison.Ordinal);
        Assert.Contains("\"has_held\": true",
            busbar.Run("reads", "c2", "--period", "2026-01", "--register", "--history", "--json").Results,
            StringComparison.Ordinal);
        Assert.Equal(2, busbar.Run("reads", "c2", "--period", "2026-01", "--intervals", "--history").Code);
    }

    [Fact]
    public void A_credit_note_that_isnt_there_is_no_bill()
    {
        using var busbar = Billed(TestStore.Sqlite);
        Assert.Equal("There is no credit note C1.\n  busbar show lists what was issued.\n",
            busbar.Run("rebill", "C1").Messages);
        Assert.StartsWith("There is no bill B3.\n  Did you mean B", busbar.Run("rebill", "B3").Messages,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_that_files_go_into_are_made_and_said()
    {
        using var busbar = Billed(TestStore.Sqlite);
        var path = busbar.PathOf("new/deep/reads.csv");
        var said = busbar.Run("export", "--period", "2026", "--out", path);
        Assert.StartsWith($"{busbar.PathOf("new/deep")}: the folder wasn't there, and was made.\n", said.Messages,
            StringComparison.Ordinal);
        Assert.DoesNotContain("folder", busbar.Run("export", "--period", "2026", "--out", path, "--force").Messages,
            StringComparison.Ordinal);
        Assert.Contains("the folder wasn't there, and was made.",
            busbar.Run("show", "B1", "--format", "text", "--out", busbar.PathOf("bills")).Messages,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_export_says_what_its_format_has_no_place_for()
    {
        using var busbar = With();
        Days(busbar, "plain.csv", "2026-01-01 10");
        Printed Export(string format, string name) => busbar.Run("export", "c1", "--period", "2026-01", "--format",
            format,
            "--out", busbar.PathOf(name));
        Assert.DoesNotContain("Green Button", Export("green-button", "plain.xml").Messages, StringComparison.Ordinal);
        Days(busbar, "versions.csv", "2026-01-02 10 3");
        Assert.Equal("Green Button says neither how a value was estimated, nor that a substitute is final, nor "
            + "the version "
            + "of each value: csv and parquet do.\n", Export("green-button", "version.xml").Messages);
        Assert.DoesNotContain("Green Button", Export("parquet", "all.parquet").Messages, StringComparison.Ordinal);
        var back = busbar.Run("import", busbar.PathOf("all.parquet"));
        Assert.Equal(1, back.Code);
        Assert.Contains("This is a Parquet file, which Busbar doesn't read.", back.Messages, StringComparison.Ordinal);
    }
}
