using NodaTime;

namespace Busbar.Documents.Paper;

/// <summary>
/// A document as it is read, before it becomes a PDF or HTML: parts in reading order. Its texts are final, in their
/// language, with their numbers and days as that language writes them.
/// </summary>
/// <param name="Title">What it is: <c>Bill NW-2026-00012</c>.</param>
/// <param name="Language">The tag of BCP 47: <c>en-GB</c>.</param>
/// <param name="Dated">The day that stands in the file as its date; the machine's clock never does.</param>
/// <param name="Reference">What each page says at its foot, so that a lost page is found again.</param>
/// <param name="FirstPage">What must be on the first page, and fits there.</param>
/// <param name="Parts">What follows.</param>
public sealed record Sheet(
    string Title, string Language, LocalDate Dated, string Reference, Look Look, SheetWords Words,
    IReadOnlyList<Part> FirstPage, IReadOnlyList<Part> Parts)
{
    /// <summary>Why texts of the seller aren't in it.</summary>
    public IReadOnlyList<Fault> LeftOut { get; init; } = [];
}

/// <summary>How a seller's documents look.</summary>
/// <param name="Logo">A PNG, JPEG or SVG that was checked when the book was read; null: the name stands in its place.
/// </param>
/// <param name="Colour">The seller's colour as <c>#rrggbb</c>, for rules, headings and charts.</param>
public sealed record Look(string Seller, SheetImage? Logo, string Colour);

/// <summary>A picture in a document.</summary>
/// <param name="MediaType"><c>image/png</c>, <c>image/jpeg</c> or <c>image/svg+xml</c>.</param>
public sealed record SheetImage(string MediaType, ReadOnlyMemory<byte> Bytes, string Alternative);

/// <summary>The few words that a document's form adds by itself.</summary>
/// <param name="Page"><c>Page {0} of {1}</c>.</param>
/// <param name="Continued">Above a table that goes on: <c>continued</c>.</param>
/// <param name="ShowAsTable">What opens the table of a chart.</param>
public sealed record SheetWords(string Page, string Continued, string ShowAsTable);

/// <summary>A piece of a document.</summary>
public abstract record Part
{
    /// <summary>A heading, of level 1 (one in a document) to 3.</summary>
    public sealed record Heading(int Level, string Text) : Part;

    /// <summary>A paragraph.</summary>
    public sealed record Paragraph(IReadOnlyList<Words> Words, ParagraphKind Kind = ParagraphKind.Usual) : Part;

    /// <summary>Lines of an address.</summary>
    public sealed record Address(IReadOnlyList<string> Lines) : Part;

    /// <summary>Names with their values: the number, the day of issue, the account.</summary>
    public sealed record Facts(IReadOnlyList<Fact> Rows) : Part;

    /// <summary>The one figure that a document is about.</summary>
    /// <param name="Notes">What is said below it: pay by when and how.</param>
    public sealed record Headline(string Label, string Amount, IReadOnlyList<string> Notes) : Part;

    /// <summary>Rows of cells below a head that is repeated on each page.</summary>
    /// <param name="Caption">What it shows; read by those who can't see it.</param>
    /// <param name="ShowsCaption">Whether the caption is printed, too.</param>
    public sealed record Table(
        string Caption, bool ShowsCaption, IReadOnlyList<TableColumn> Columns, IReadOnlyList<TableRow> Rows) : Part
    {
        /// <summary>Whether its rows are names with a quantity, a price and the amount that these come to: where there
        /// is no room for columns, that needs no words.</summary>
        public bool IsLines { get; init; }
    }

    /// <summary>A picture of figures, with the table of the same figures for those who can't see it.</summary>
    public sealed record Figure(Chart Chart, Table Values) : Part;

    /// <summary>Parts beside each other, as wide as each other; below each other where there is no room.</summary>
    public sealed record Beside(IReadOnlyList<IReadOnlyList<Part>> Columns) : Part;

    /// <summary>Parts that are opened by who wants to see them; where nothing can be opened, they stand below their
    /// summary.</summary>
    public sealed record Details(string Summary, IReadOnlyList<Part> Parts) : Part;

    /// <summary>Parts that aren't torn where there are pages: they begin on the page that holds all of them, and if
    /// none does, where there is enough room to begin.</summary>
    public sealed record Whole(IReadOnlyList<Part> Parts) : Part;
}

/// <summary>A run of text.</summary>
public readonly record struct Words(string Text, bool IsStrong = false);

/// <summary>What a paragraph is for.</summary>
public enum ParagraphKind
{
    /// <summary>To be read.</summary>
    Usual,

    /// <summary>To be seen first: why it is more or less than last time.</summary>
    Lead,

    /// <summary>To be found when it is needed.</summary>
    Small,

    /// <summary>To be seen: an estimate, an open amount.</summary>
    Notice,
}

/// <summary>A name with its value.</summary>
public readonly record struct Fact(string Name, string Value);

/// <summary>A column of a table.</summary>
/// <param name="Share">How much of the width it takes beside the others; null: what its cells need.</param>
public sealed record TableColumn(string Name, Alignment Alignment = Alignment.Start, int? Share = null);

/// <summary>At what the cells of a column stand below each other.</summary>
public enum Alignment
{
    /// <summary>Where lines begin.</summary>
    Start,

    /// <summary>Where lines end.</summary>
    End,

    /// <summary>At the decimal sign of their first number; what follows the number begins at one edge.</summary>
    Decimal,
}

/// <summary>A row of a table.</summary>
/// <param name="Cells">As many as there are columns; an empty text where there is nothing.</param>
public sealed record TableRow(RowKind Kind, IReadOnlyList<string> Cells);

/// <summary>What a row is.</summary>
public enum RowKind
{
    /// <summary>One of many.</summary>
    Usual,

    /// <summary>A title above others, that isn't left alone at the end of a page.</summary>
    Group,

    /// <summary>More about the row above: small, and never apart from it.</summary>
    Detail,

    /// <summary>A sum of those above, never apart from the last of them.</summary>
    Sum,

    /// <summary>The sum of all.</summary>
    Total,
}
