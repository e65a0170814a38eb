using System.Globalization;
using System.Text;
using NodaTime;

namespace Busbar.Tests.Cli;

/// <summary>
/// Each folder of <c>tests/cases</c> is a small book, commands, and what they print. With BUSBAR_WRITE_CASES=1 what is
/// printed is written as expected, to be read before it is committed.
/// </summary>
public class Golden_cases
{
    private static readonly string Cases = Path.Combine(Tidy.House.Root, "tests/cases");

    public static TheoryData<string> Names => [.. Directory.GetDirectories(Cases).Select(path =>
        Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Names))]
    public void Print_what_is_expected(string name)
    {
        var folder = Path.Combine(Cases, name);
        using var busbar = new Busbars { Now = Instant.FromUtc(2026, 11, 26, 12, 0) };
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            File.Copy(file, Prepared(busbar.PathOf(Path.GetRelativePath(folder, file))));
        var printed = new StringBuilder();
        foreach (var command in File.ReadAllLines(Path.Combine(folder, "commands.txt")))
        {
            // What a case says of its figures stands above them.
            if (command.StartsWith('#'))
            {
                printed.Append(command + "\n");
                continue;
            }
            var run = busbar.RunLine(command);
            printed.Append("$ busbar " + command + "\n" + run.Results);
            if (run.Messages.Length > 0) printed.Append("-- messages\n" + run.Messages);
            printed.Append(CultureInfo.InvariantCulture, $"-- exit code {run.Code}\n\n");
        }
        var text = printed.ToString().Replace(busbar.Folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)
            .Replace(busbar.Where, "busbar.db", StringComparison.Ordinal);
        var expected = Path.Combine(folder, "expected.txt");
        if (Environment.GetEnvironmentVariable("BUSBAR_WRITE_CASES") == "1") File.WriteAllText(expected, text);
        Assert.Equal(File.ReadAllText(expected), text);
    }

    private static string Prepared(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }
}
