using Busbar.Documents.Paper;
using Busbar.Tests.Store;
using NodaTime;

namespace Busbar.Tests.Cli;

/// <summary>A reminder is a document: in the seller's own words, or in usual ones.</summary>
public class Reminders_are_written
{
    private const string Own = """

        payments:
          interest: 8 %
          reminders:
            - { name: Reminder, after-days: 7 }
            - name: Last reminder
              after-days: 21
              fee: 5.00 AUD
              subject: { en: "Last call, {name}", de: "Letzte Mahnung, {name}" }
              text:
                en: |
                  Of {document}, due on {due}, {amount} are open
                  for {days-late} days.

                  {stage} of {date} to account {account}: with {fee} and {interest} it is {total}. {seller}
                de: "Von {document} sind {amount} offen."
        """;

    [Fact]
    public void A_reminder_has_the_words_of_its_stage()
    {
        using var busbar = Billed(Own);
        var run = busbar.Run("collect", "--on", "2011-10-06", "--out", busbar.PathOf("out"), "--format",
            "text,html,pdf");
        Assert.True(run.Code == 0, run.Messages);
        Assert.Contains("1 reminder as text, html, pdf.", run.Messages, StringComparison.Ordinal);
        const string Name = "reminder-wattle-SL-2011-00001-Last-reminder";
        Assert.Equal("""
            Southern Light Energy
            Last call, A. and R. Wattle

            A. and R. Wattle
            12 Banksia Street
            Merewether NSW 2291

            Of SL-2011-00001, due on 15 September 2011, $144.47 are open for 21 days.

            Last reminder of 6 October 2011 to account wattle: with $5.00 and $0.66 it is
            $150.13. Southern Light Energy

              Open of SL-2011-00001                                                   144.47
              Fee: Last reminder                                                        5.00
              Interest since 15 September 2011                                          0.66
              ------------------------------------------------------------------------------
              To be paid                                                          AUD 150.13

            BSB: 000-000
            Account number: 12345678

            """, File.ReadAllText(busbar.PathOf($"out/{Name}.txt")));
        var html = File.ReadAllText(busbar.PathOf($"out/{Name}.html"));
        Assert.Contains("<h1>Last call, A. and R. Wattle</h1>", html, StringComparison.Ordinal);
        Assert.Contains("$150.13", html, StringComparison.Ordinal);
        Assert.StartsWith("%PDF-", File.ReadAllText(busbar.PathOf($"out/{Name}.pdf")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stage_without_words_has_the_usual_ones_in_the_language_of_the_account()
    {
        using var busbar = Billed(Own, "\n  language: de-DE");
        busbar.Run("collect", "--on", "2011-09-22", "--out", busbar.PathOf("out"), "--format", "text");
        Assert.Contains("Reminder: SL-2011-00001\n", Only(busbar), StringComparison.Ordinal);
        Assert.Contains("SL-2011-00001 war am 15. September 2011 fällig, vor 7 Tagen,", Only(busbar),
            StringComparison.Ordinal);
        busbar.Run("collect", "--on", "2011-10-06", "--out", busbar.PathOf("later"), "--format", "text");
        Assert.Contains("Von SL-2011-00001 sind 144,47 AUD offen.\n", Only(busbar, "later"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_draft_is_written_to_be_looked_at_and_reminds_nobody()
    {
        using var busbar = Billed(Own);
        var run = busbar.Run("collect", "--on", "2011-10-06", "--draft", "--out", busbar.PathOf("out"), "--format",
            "text");
        Assert.Equal(0, run.Code);
        Assert.Contains("\nA draft: nobody was reminded.\n", Only(busbar), StringComparison.Ordinal);
        Assert.EndsWith("draft-reminder-wattle-SL-2011-00001-Last-reminder.txt",
            Assert.Single(Directory.GetFiles(busbar.PathOf("out"))), StringComparison.Ordinal);
        Assert.Contains("1 reminder", busbar.Run("collect", "--on", "2011-10-06").Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--format doc is none of csv, json, text, html, pdf, or several with commas.", "--format", "doc",
        "--out", "x")]
    [InlineData("The documents of reminders are files: name the folder that they come into with --out.",
        "--format", "pdf")]
    public void What_cannot_be_written_is_refused(string message, params string[] args)
    {
        using var busbar = Billed(Own);
        var run = busbar.Run(["collect", "--on", "2011-10-06", .. args]);
        Assert.Equal(2, run.Code);
        Assert.StartsWith(message, run.Messages, StringComparison.Ordinal);
        Assert.Contains("1 reminder", busbar.Run("collect", "--on", "2011-10-06").Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text: \"{amout} is open\"", "unknown-field", "text of reminder A names {amout}, which no reminder "
        + "has.\n  Did you mean amount?")]
    [InlineData("subject: \"{tariff-of-meter}\"", "unknown-field",
        "subject of reminder A names {tariff-of-meter}, which no reminder has.\n  It may name {name}, {account},")]
    [InlineData("subject: \"{amount\"", "bad-text", "subject of reminder A has a brace without its other.\n"
        + "  What is filled in stands in braces: {amount}.")]
    [InlineData("text: { fr: Bonjour }", "unknown-language", "text of reminder A is in fr; documents are in English "
        + "and German.\n  Write text: { en: …, de: … }.")]
    public void A_text_that_cannot_be_filled_is_refused(string text, string code, string message)
    {
        using var busbar = new Busbars();
        var book = busbar.CopyOfBook();
        File.AppendAllText(busbar.PathOf("book/book.yaml"),
            $"\npayments:\n  reminders:\n    - {{ name: A, after-days: 1, {text} }}\n");
        var line = File.ReadAllLines(busbar.PathOf("book/book.yaml")).Length;
        var run = busbar.Run("check", book);
        Assert.Equal(1, run.Code);
        Assert.Contains($"book.yaml:{line}:", run.Messages, StringComparison.Ordinal);
        Assert.Contains(message, run.Messages, StringComparison.Ordinal);
        Assert.Contains($"\"code\": \"{code}\"", busbar.Run("check", book, "--json").Results,
            StringComparison.Ordinal);
    }

    /// <summary>Whatever it says, all that it names is filled.</summary>
    [Fact]
    public void Usual_words_name_what_there_is()
    {
        foreach (var language in BillLanguage.Names.Select(BillLanguage.Of))
            foreach (var key in new[] { "reminder-subject", "reminder-text" })
                Assert.Empty(Busbar.Contracts.ReminderFields.UnknownIn(language.Say(key)));
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void Letters_are_written_again_as_they_were_sent(string engine)
    {
        using var busbar = Billed(Own, engine: engine);
        Assert.Equal(0, busbar.Run("collect", "--on", "2011-09-22", "--out", busbar.PathOf("first"), "--format",
            "text,pdf").Code);
        Assert.Equal(0, busbar.Run("collect", "--on", "2011-10-06", "--out", busbar.PathOf("out"), "--format",
            "text,html,pdf").Code);
        // Since then the bill was paid, and the book says everything in other words.
        var paid = busbar.Run("pay", "import", busbar.Write("n.csv",
            "date,amount,reference\n2011-10-01,144.47,SL-2011-00001\n"));
        Assert.True(paid.Code == 0, paid.Messages);
        var book = File.ReadAllText(busbar.PathOf("book/book.yaml"));
        File.WriteAllText(busbar.PathOf("book/book.yaml"), book.Replace("Last call", "Good-bye",
            StringComparison.Ordinal).Replace("Last reminder", "Third", StringComparison.Ordinal));
        File.WriteAllText(busbar.PathOf("book/accounts.yaml"),
            "- { account: wattle, party: wattle, language: de-DE }\n");
        var applied = busbar.Run("apply", busbar.PathOf("book"));
        Assert.True(applied.Code == 0, applied.Messages);
        foreach (var (day, formats, folder) in new[]
        {
            ("2011-10-06", "pdf,text,html", "out"), ("2011-09-22", "text,pdf", "first"),
        })
        {
            var again = busbar.Run("collect", "--letters", day, "--format", formats, "--out",
                busbar.PathOf($"again-{folder}"));
            Assert.Equal(0, again.Code);
            Assert.Contains($"1 reminder as {formats.Replace(",", ", ", StringComparison.Ordinal)}.", again.Messages,
                StringComparison.Ordinal);
            var written = Directory.GetFiles(busbar.PathOf(folder)).Order(StringComparer.Ordinal).ToList();
            Assert.Equal(written.Select(Path.GetFileName), Directory.GetFiles(busbar.PathOf($"again-{folder}"))
                .Order(StringComparer.Ordinal).Select(Path.GetFileName));
            foreach (var file in written)
                Assert.Equal(File.ReadAllBytes(file),
                    File.ReadAllBytes(busbar.PathOf($"again-{folder}/{Path.GetFileName(file)}")));
        }
        // Nobody was reminded by that.
        Assert.DoesNotContain("2011-11-26", busbar.Run("pay", "list").Results, StringComparison.Ordinal);
        Assert.Equal(0, busbar.Run("verify", "--quick").Code);
    }

    [Theory]
    [InlineData(1, "Nobody was reminded on 2011-10-07.\n  The nearest day on which somebody was is 2011-10-06.",
        "--letters", "2011-10-07", "--format", "pdf", "--out", "x")]
    [InlineData(2, "--letters 6.10. is no day, such as 2026-02-01.", "--letters", "6.10.", "--format", "pdf", "--out",
        "x")]
    [InlineData(2, "Letters are files: say with --format", "--letters", "2011-10-06")]
    [InlineData(2, "Letters are files: say with --format", "--letters", "2011-10-06", "--format", "csv", "--out", "x")]
    [InlineData(2, "--letters writes what was sent on its day", "--letters", "2011-10-06", "--draft")]
    public void Letters_that_were_not_sent_are_not_written(int code, string message, params string[] args)
    {
        using var busbar = Billed(Own);
        Assert.StartsWith("Nobody was reminded on 2011-10-06.\n  Nobody was on any day", busbar.Run("collect",
            "--letters", "2011-10-06", "--format", "pdf", "--out", busbar.PathOf("x")).Messages,
            StringComparison.Ordinal);
        busbar.Run("collect", "--on", "2011-10-06");
        var run = busbar.Run(["collect", .. args]);
        Assert.Equal(code, run.Code);
        Assert.StartsWith(message, run.Messages, StringComparison.Ordinal);
    }

    private static string Only(Busbars busbar, string folder = "out") =>
        File.ReadAllText(Assert.Single(Directory.GetFiles(busbar.PathOf(folder))));

    private static Busbars Billed(string terms, string account = "", string engine = TestStore.Sqlite)
    {
        var busbar = new Busbars(engine) { Now = Instant.FromUtc(2026, 11, 26, 12, 0) };
        var book = busbar.CopyOfBook();
        File.AppendAllText(busbar.PathOf("book/book.yaml"), terms + "\n");
        File.WriteAllText(busbar.PathOf("book/accounts.yaml"), "- account: wattle\n  party: wattle" + account + "\n");
        var billed = busbar.Run("bill", book, "--period", "2011-07", "--issued", "2011-09-01");
        Assert.True(billed.Code == 0, billed.Messages);
        return busbar;
    }
}
