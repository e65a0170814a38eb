namespace Busbar.Formats;

/// <summary>Opens a file that a user names.</summary>
public static class GivenFile
{
    /// <summary>The file's content, to be read once from its beginning.</summary>
    /// <param name="name">What the file is called in messages.</param>
    /// <exception cref="RefusedException">It isn't there, or can't be read.</exception>
    public static FileStream Open(string path, string name)
    {
        var problem = "can't be read";
        try
        {
            if (Directory.Exists(path)) problem = "is a folder";
            else if (!File.Exists(path)) problem = "doesn't exist";
            else return new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problem = "can't be opened: " + failure.Message;
        }
        throw new RefusedException(new Fault("unreadable-file", $"The file {problem}.", new(name)));
    }
}
