namespace Busbar.Cli;

/// <summary>The door: one word names a verb, each verb has a file.</summary>
public static class Program
{
    public static int Main(string[] args) => args.Length == 0 ? 2 : 0;
}
