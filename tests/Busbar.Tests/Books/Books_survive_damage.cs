using System.Text;
using Busbar.Books;

namespace Busbar.Tests.Books;

/// <summary>
/// Good files, damaged at random from a fixed seed: each is read, or refused with faults that name the file; nothing
/// else ever happens.
/// </summary>
public class Books_survive_damage
{
    private const int Seed = 20260101;
    private const int Rounds = 20_000;

    private const string Yaml =
        "# a product\nproduct: ev-home\nfrom: 2026-04-01\nchannels: { import: kWh, \"ev\": 'kWh' }\n"
        + "terms: { standing: { in: p/day, default: 60.97 } }\nquantities:\n  ev-grid: min(ev, import)\n"
        + "  house: >-\n    import\n      - ev-grid\n  text: |\n    two\n    lines\n"
        + "charges:\n  - name: Standing charge\n    price: by(x, inside = 7.5 p/kWh, outside = 28.4 p/kWh)\n"
        + "  - { name: E, price: \"by(x, a = 1, b = 2)\", to: [a, b] }\n"
        + "---\nproduct: other\nempty:\nlist:\n- a\n- - b\n";

    private const string Csv =
        "agreement,terms.standing,name,terms.eac\na1,60.97 p/day,\"Smith, \"\"John\"\"\",3.1 MWh\n"
        + "a2,,Jones,\na3,\"\",\"two\nlines\",4 MWh\n";

    private static readonly string[] Pieces =
    [
        ": ", ":", "- ", "\n", "\r", "\t", "\"", "'", "{", "}", "[", "]", ",", "#", " #", "&", "*", "!", "|", ">", "%",
        "@", "`", "?", "? ", "---\n", "...\n", "\0", "\\", "\\u", "\\ud800", "é", "😀", "\uFEFF", "\u2028", "(", ")",
        "=", "  ", "<<: ", "~", "|2-", "!!str ", "%YAML 1.2\n", ".", ";",
    ];

    [Theory]
    [InlineData("yaml")]
    [InlineData("csv")]
    public void Whatever_is_altered_it_is_read_or_refused(string kind)
    {
        var whole = Encoding.UTF8.GetBytes(kind == "yaml" ? Yaml : Csv);
        var random = new Random(Seed);
        for (var round = 0; round < Rounds; round++)
        {
            var damaged = Damage(whole, random);
            var faults = new List<Fault>();
            try
            {
                var nodes = kind == "yaml"
                    ? YamlReader.Read(damaged, "f", faults) : CsvTable.Read(damaged, "f", faults);
                Assert.All(nodes, IsWhole);
                Assert.All(faults, fault => Assert.True(fault.Place.File == "f" && fault.Message.EndsWith('.')
                    && !fault.ToString().Contains("current state", StringComparison.Ordinal), fault.ToString()));
            }
            catch (Exception wrong)
            {
                Assert.Fail($"{kind}, round {round}: {wrong}\n{Encoding.UTF8.GetString(damaged)}");
            }
        }
    }

    /// <summary>Every node and character has a place, and the store can keep it all.</summary>
    private static void IsWhole(Node node)
    {
        Assert.True(NodeText.Read(NodeText.Write(node), default).SaysTheSameAs(node));
        HasPlaces(node);
    }

    private static void HasPlaces(Node node)
    {
        Assert.True(node.Place is { File: "f", Line: > 0, Column: > 0 });
        if (node is MapNode map) Assert.All(map.Entries, entry => HasPlaces(entry.Value));
        if (node is ListNode list) Assert.All(list.Items, HasPlaces);
        if (node is TextNode text)
            for (var at = 0; at <= text.Value.Length; at++)
                Assert.True(text.At(at).Line >= text.Place.Line);
    }

    private static byte[] Damage(byte[] whole, Random random)
    {
        var damaged = whole.ToList();
        for (var times = random.Next(1, 5); times > 0; times--)
        {
            var at = random.Next(damaged.Count + 1);
            var length = Math.Min(random.Next(1, 30), damaged.Count - at);
            switch (random.Next(5))
            {
                case 0:
                    damaged.RemoveRange(at, length);
                    break;
                case 1:
                    damaged.InsertRange(at, damaged.GetRange(at, length));
                    break;
                case 2 when length > 0:
                    damaged[at] = (byte)random.Next(256);
                    break;
                default:
                    damaged.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                    break;
            }
        }
        return [.. damaged];
    }
}
