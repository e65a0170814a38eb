namespace Busbar.Books;

/// <summary>All that the files of a book say, as nodes, and where the files stand that others read.</summary>
public sealed record BookSource
{
    /// <summary>How a file of approved boundary cases ends, after the product's id.</summary>
    public const string CasesEnding = ".cases.txt";

    /// <summary>The folder, as it was given.</summary>
    public required string Folder { get; init; }

    /// <summary><c>book.yaml</c>; null when it couldn't be read, and a fault says why.</summary>
    public MapNode? Book { get; init; }

    public IReadOnlyList<MapNode> Products { get; init; } = [];

    public IReadOnlyList<MapNode> Parties { get; init; } = [];

    public IReadOnlyList<MapNode> Accounts { get; init; } = [];

    public IReadOnlyList<MapNode> Connections { get; init; } = [];

    public IReadOnlyList<MapNode> Pools { get; init; } = [];

    public IReadOnlyList<MapNode> Agreements { get; init; } = [];

    public IReadOnlyList<MapNode> Trades { get; init; } = [];

    /// <summary>The events of programmes.</summary>
    public IReadOnlyList<MapNode> Events { get; init; } = [];

    /// <summary>Those who see a part of the book.</summary>
    public IReadOnlyList<MapNode> Viewers { get; init; } = [];

    /// <summary>How brokers are paid.</summary>
    public IReadOnlyList<MapNode> Schemes { get; init; } = [];

    /// <summary>What markets say of supplies.</summary>
    public IReadOnlyList<MapNode> Registrations { get; init; } = [];

    /// <summary>The rows of other sellers' invoices.</summary>
    public IReadOnlyList<MapNode> Costs { get; init; } = [];

    /// <summary>The files of prices, <c>prices/day-ahead.csv</c>, by name.</summary>
    public IReadOnlyList<string> Prices { get; init; } = [];

    /// <summary>All files under <c>reads</c>, in ordinal order of their paths.</summary>
    public IReadOnlyList<string> Reads { get; init; } = [];

    /// <summary>All files under <c>sessions</c>, likewise.</summary>
    public IReadOnlyList<string> Sessions { get; init; } = [];

    /// <summary>All files under <c>examples</c>, likewise: readings that only example bills use.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>The files of approved boundary cases, <c>products/ev-home.cases.txt</c>, by name.</summary>
    public IReadOnlyList<string> Cases { get; init; } = [];

    /// <summary>The pictures, <c>pictures/logo.png</c>, with their bytes.</summary>
    public IReadOnlyList<(string File, byte[] Bytes)> Pictures { get; init; } = [];

    /// <summary>The seller's own texts, by their file's name without ending.</summary>
    public IReadOnlyList<(string Name, string Template)> Texts { get; init; } = [];

    /// <summary>What is wrong, in the order of the files.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>The path with which a file of the book is opened.</summary>
    public string PathOf(string file) => Path.Combine(Folder, file.Replace('/', Path.DirectorySeparatorChar));
}
