using System.CommandLine;

namespace Busbar.Cli.Verbs;

/// <summary><c>busbar init DIR --from NAME</c>: copies a sample book to start from.</summary>
internal static class InitVerb
{
    private static string Samples => Path.Combine(AppContext.BaseDirectory, "books");

    public static Command Of(Door door)
    {
        var folder = new Argument<string>("DIR")
        {
            Description = "The folder of the new book; it may be there, empty.",
        };
        var from = new Option<string?>("--from") { Description = "The sample book to copy.", HelpName = "NAME" };
        var verb = new Command("init", "Copies a sample book to start from.") { folder, from };
        verb.SetAction(parsed => Run(door, parsed.GetValue(folder)!, parsed.GetValue(from)));
        return verb;
    }

    private static int Run(Door door, string folder, string? name)
    {
        string[] names = [.. Directory.GetDirectories(Samples).Select(path => Path.GetFileName(path)!)
            .Order(StringComparer.Ordinal)];
        if (name is null || !names.Contains(name))
            return door.Wrong(string.Join(' ', new[]
            {
                name is null ? "Name a sample book with --from." : $"There is no sample book {name}.",
                name is null ? null : Nearest.Hint(name, names), $"There are {string.Join(", ", names)}.",
            }.OfType<string>()));
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw new RefusedException(new Fault("not-empty", $"{folder} is there already, and isn't an empty folder.",
                new(folder), Hint: "Name a folder that isn't there."));
        try
        {
            Copy(Path.Combine(Samples, name), folder);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(new Fault("unwritable-folder",
                $"The book can't be written into this folder: {problem.Message}", new(folder)));
        }
        door.Say($"{folder} is a book of your own now, a copy of {name}. Go on with:");
        door.Say($"  ./busbar check {folder}");
        return ExitCode.Done;
    }

    /// <summary>The book appears whole under its name, or not at all.</summary>
    private static void Copy(string sample, string folder)
    {
        var unfinished = Directory.CreateDirectory(
            $"{Path.TrimEndingDirectorySeparator(folder)}.{Guid.NewGuid():N}").FullName;
        try
        {
            foreach (var file in Directory.EnumerateFiles(sample, "*", SearchOption.AllDirectories))
            {
                var to = Path.Combine(unfinished, Path.GetRelativePath(sample, file));
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                // Written anew, so that a sample that may only be read becomes a book that may be edited.
                File.WriteAllBytes(to, File.ReadAllBytes(file));
            }
            if (Directory.Exists(folder)) Directory.Delete(folder);
            Directory.Move(unfinished, folder);
        }
        finally
        {
            if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        }
    }
}
