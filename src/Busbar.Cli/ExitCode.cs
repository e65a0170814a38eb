namespace Busbar.Cli;

/// <summary>What the program says to the shell when it ends.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Refused = 1;
    public const int WrongCommand = 2;
    public const int DoneWithHeld = 3;
    public const int StoreUnreachable = 4;
    public const int Interrupted = 5;
    public const int OurFault = 70;
}
