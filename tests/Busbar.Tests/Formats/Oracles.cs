namespace Busbar.Tests.Formats;

/// <summary>Files of others that may not be copied into this repository: they stay where they are.</summary>
internal static class Oracles
{
    /// <summary>The path of a file in the folder that BUSBAR_ORACLES names; without it the test is skipped.</summary>
    public static string PathOf(string file)
    {
        var folder = Environment.GetEnvironmentVariable("BUSBAR_ORACLES")
            ?? Path.Combine(Tidy.House.Root, "../shared/data");
        var path = Path.Combine(folder, file);
        Assert.SkipUnless(File.Exists(path),
            $"BUSBAR_ORACLES names no folder with {file}, which has no licence to be copied here.");
        return path;
    }
}
