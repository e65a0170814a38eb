using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Busbar.Documents.Paper;
using Busbar.Tests.Cli;

namespace Busbar.Tests.Documents;

/// <summary>
/// What a browser makes of documents in HTML: no rule of WCAG 2.2 A and AA that a program can check is broken, a
/// telephone shows them without scrolling sideways, and paper has all of them. BUSBAR_AXE names the rules, the file
/// axe.min.js of axe-core; without it they aren't asked.
/// </summary>
public class Pages_are_read_in_a_browser
{
    private const int Telephone = 320;

    // In the pixels of a page, of which an inch has 96.
    private const int LeastLetters = 10;

    private static readonly Lazy<Dictionary<string, string>> Pages = new(() =>
    {
        using var busbar = new Busbars();
        var billed = busbar.Run("bill", Busbars.HouseholdSolar, "--period", "2011-09-01..2011-11-01", "--issued",
            "2026-11-01", "--format", "html", "--out", busbar.PathOf("bills"));
        Assert.True(billed.Code == 0, billed.Messages);
        return new()
        {
            ["bill"] = File.ReadAllText(busbar.PathOf("bills/SL-2026-00002.html")),
            ["explanation"] = busbar.Run("explain", "SL-2026-00002", "--format", "html").Results,
            ["business"] = Html(SampleSheets.Business()),
            ["credit-note"] = Html(SampleSheets.CreditNote()),
            ["german"] = Html(SampleSheets.GermanBill()),
            ["large-amount"] = Html(LargeAmount("CHF\u00a01’800’205.54")),
            ["long-name"] = Html(SampleSheets.Household(new string('W', 300))),
        };
    });

    public static TheoryData<string> Names => ["bill", "explanation", "business", "credit-note", "german",
        "long-name", "large-amount"];

    [Theory, MemberData(nameof(Names))]
    public void On_a_telephone_nothing_is_beside_the_screen(string name)
    {
        using var folder = new Folder();
        folder.Write("page.html", Pages.Value[name]);
        // A page can't measure itself without a script: it stands in a frame, and the page around it measures.
        folder.Write("around.html", $$"""
            <iframe id="page" src="page.html" width="{{Telephone}}" height="3000"></iframe><pre id="said"></pre><script>
            // Words that begin in one line and end in the next, besides those that are longer than any line.
            const broken = cell => {
              const found = [], texts = cell.ownerDocument.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
              while (texts.nextNode())
                for (const word of texts.currentNode.data.matchAll(/[\p{L}\p{N}]+/gu)) {
                  const range = cell.ownerDocument.createRange();
                  range.setStart(texts.currentNode, word.index);
                  range.setEnd(texts.currentNode, word.index + word[0].length);
                  if (word[0].length < 25 && range.getClientRects().length > 1) found.push(word[0]);
                }
              return found;
            };
            onload = () => {
              const frame = document.getElementById('page').contentDocument, wide = [];
              // The values of charts are scrolled, by who wants to see them.
              for (const one of frame.querySelectorAll('details:not(.values)')) one.open = true;
              const room = frame.documentElement.clientWidth;
              for (const one of frame.querySelectorAll('body *')) {
                // What is unseen is said to those who don't see: so are heads of columns where there are none.
                if (one.closest('.unseen, .lines thead, .stack thead, .values')) continue;
                const own = one.getBoundingClientRect();
                if (own.right > room + 1) wide.push(one.tagName + ' ' + one.className);
                if (one.tagName === 'text' && own.width > 0) {
                  const svg = one.closest('svg');
                  const size = parseFloat(svg.getAttribute('font-size')) * svg.clientWidth / svg.viewBox.baseVal.width;
                  if (size < {{LeastLetters}}) wide.push('letters of ' + size + ': ' + one.textContent);
                }
                if (/^T[HD]$/.test(one.tagName)) for (const word of broken(one)) wide.push('broken: ' + word);
              }
              document.getElementById('said').textContent =
                JSON.stringify({ width: frame.documentElement.scrollWidth, room, wide });
            };
            </script>
            """);
        var said = Said(folder);
        Assert.Equal("[]", said.GetProperty("wide").GetRawText());
        Assert.Equal(said.GetProperty("room").GetInt32(), said.GetProperty("width").GetInt32());
    }

    [Theory, MemberData(nameof(Names))]
    public void No_rule_that_a_program_can_check_is_broken(string name)
    {
        var axe = Environment.GetEnvironmentVariable("BUSBAR_AXE");
        if (axe is null) Assert.Skip("BUSBAR_AXE names no rules.");
        using var folder = new Folder();
        // The page's own policy forbids scripts, and these would be one.
        var policy = Pages.Value[name].Split('\n').Single(line => line.Contains("Content-Security-Policy",
            StringComparison.Ordinal));
        folder.Write("around.html", Pages.Value[name].Replace(policy, "", StringComparison.Ordinal)
            .Replace("</body>", $$"""
                <script>{{File.ReadAllText(axe).Replace("</script", "<\\/script", StringComparison.Ordinal)}}</script>
                <script>
                for (const one of document.querySelectorAll('details')) one.open = true;
                axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then(found => {
                  document.body.innerHTML = '<pre id="said"></pre>';
                  document.getElementById('said').textContent = JSON.stringify({ passed: found.passes.length,
                    broken: found.violations.map(one => one.id + ': ' + one.nodes.slice(0, 3).map(
                      node => node.html.slice(0, 200) + ' ' + node.failureSummary).join(' / ')) });
                });
                </script></body>
                """, StringComparison.Ordinal));
        var said = Said(folder);
        Assert.Equal("[]", said.GetProperty("broken").GetRawText());
        Assert.InRange(said.GetProperty("passed").GetInt32(), 10, 200);
    }

    [Theory, MemberData(nameof(Names))]
    public void On_paper_all_of_it_is_there(string name)
    {
        using var folder = new Folder();
        folder.Write("page.html", Pages.Value[name]);
        Run(folder, "--no-pdf-header-footer", $"--print-to-pdf={folder.PathOf("page.pdf")}",
            folder.PathOf("page.html"));
        var text = PdfText.Of(File.ReadAllBytes(folder.PathOf("page.pdf")));
        string[] parts = name switch
        {
            "bill" => ["$211.35", "Please pay by", "Electricity: night", "22.84", "Tax by rate", "Questions?",
                "Readings"],
            "business" => ["Site 1, Harbour Road", "Use of network, band 7", "Total"],
            "german" => ["Zu zahlen"],
            // What is closed on a screen stands open on paper.
            "explanation" => ["Electricity: night", "Day by day", "3 October 2011", "What the names in it come to"],
            "credit-note" => ["Credit note", "126.43", "What is taken back", "Standing charge"],
            "long-name" => ["WWWWWWWW", "£126.43", "Standing charge", "How to check this bill"],
            "large-amount" => ["1’800’205.54", "How to check this bill"],
            _ => throw new ArgumentException(name),
        };
        Assert.NotEmpty(parts);
        Assert.All(parts, part => Assert.Contains(part, text, StringComparison.Ordinal));
        // A heading is never the last of a page.
        Assert.All(text.Split('\f').SkipLast(2).Select(page => page.TrimEnd().Split('\n')[^1].Trim()),
            last => Assert.DoesNotContain(last, Headings(Pages.Value[name])));
    }

    /// <summary>A bill whose amount stands in half the width.</summary>
    private static Sheet LargeAmount(string amount) => SampleSheets.Household() with
    {
        FirstPage = [new Part.Heading(1, "Bill"), new Part.Beside([[new Part.Headline("To pay", amount, [])],
            [new Part.Paragraph([new("beside it")])]])],
    };

    private static HashSet<string> Headings(string page) =>
        [.. System.Text.RegularExpressions.Regex.Matches(page, "<h[23]>([^<]*)</h").Select(one => one.Groups[1].Value)];

    private static string Html(Sheet sheet)
    {
        using var html = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        HtmlFile.Write(sheet, html);
        return html.ToString();
    }

    /// <summary>What the page around.html says when it has run.</summary>
    private static JsonElement Said(Folder folder)
    {
        var html = Run(folder, "--allow-file-access-from-files", "--virtual-time-budget=60000", "--dump-dom",
            folder.PathOf("around.html"));
        var from = html.IndexOf("<pre id=\"said\">", StringComparison.Ordinal) + "<pre id=\"said\">".Length;
        var said = html[from..html.IndexOf("</pre>", from, StringComparison.Ordinal)];
        using var json = JsonDocument.Parse(System.Net.WebUtility.HtmlDecode(said));
        return json.RootElement.Clone();
    }

    private static string Run(Folder folder, params string[] args)
    {
        var start = new ProcessStartInfo("chromium")
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var arg in (string[])["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            $"--user-data-dir={folder.PathOf("profile")}", "--window-size=1280,1000", .. args])
            start.ArgumentList.Add(arg);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException(errors.Result);
    }

    /// <summary>A folder of a test's own.</summary>
    private sealed class Folder : IDisposable
    {
        private readonly string _path = Directory.CreateTempSubdirectory("busbar-browser-").FullName;

        public string PathOf(string name) => Path.Combine(_path, name);

        public void Write(string name, string text) => File.WriteAllText(PathOf(name), text);

        public void Dispose() => Directory.Delete(_path, recursive: true);
    }
}
