using System.Text;
using Spectre.Console;

namespace Busbar.Cli;

/// <summary>The second output, where it is known to be a terminal.</summary>
internal sealed class Terminal(TextWriter writer) : IAnsiConsoleOutput
{
    private const int UsualWidth = 80;
    private const int UsualHeight = 24;

    public TextWriter Writer => writer;

    public bool IsTerminal => true;

    public int Width => Console.BufferWidth is > 0 and var width ? width : UsualWidth;

    public int Height => Console.WindowHeight is > 0 and var height ? height : UsualHeight;

    public void SetEncoding(Encoding encoding)
    {
        // The door's writers are UTF-8.
    }
}
