using System.Globalization;
using System.Text;

namespace Busbar.Documents.Paper;

/// <summary>
/// Writes a document as HTML that stands alone: one file with its styles, pictures and charts, without a script. It is
/// read by those who can't see it (WCAG 2.2 AA), on a telephone and on paper.
/// </summary>
public sealed class HtmlFile
{
    private const int ShortRows = 10;

    // A row of more cells is no list that anybody reads.
    private const int MostStacked = 12;

    private readonly Sheet _sheet;
    private readonly TextWriter _out;
    private int _figures;

    private HtmlFile(Sheet sheet, TextWriter output) => (_sheet, _out) = (sheet, output);

    /// <summary>Writes a document.</summary>
    public static void Write(Sheet sheet, TextWriter output) => new HtmlFile(sheet, output).Write();

    private void Write()
    {
        Line("<!DOCTYPE html>");
        Line($"<html lang=\"{Attribute(_sheet.Language)}\">");
        Line("<head>");
        Line("<meta charset=\"utf-8\">");
        Line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        Line("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
            + "img-src data:\">");
        Line($"<title>{Text(_sheet.Title)} – {Text(_sheet.Look.Seller)}</title>");
        Line($"<style>\n{HtmlStyle.Of(_sheet)}</style>");
        Line("</head>");
        Line("<body>");
        Line($"<header>{Letterhead()}</header>");
        Line("<main>");
        foreach (var part in _sheet.FirstPage.Concat(_sheet.Parts)) Write(part);
        Line("</main>");
        Line($"<footer><p>{Text(_sheet.Reference)}</p></footer>");
        Line("</body>");
        Line("</html>");
    }

    private string Letterhead() => _sheet.Look.Logo is not { } logo
        ? $"<p class=\"seller\">{Text(_sheet.Look.Seller)}</p>"
        : $"<img class=\"logo\" alt=\"{Attribute(logo.Alternative)}\" src=\"data:{logo.MediaType};base64,"
            + $"{Convert.ToBase64String(logo.Bytes.Span)}\">";

    private void Write(Part part)
    {
        switch (part)
        {
            case Part.Heading heading:
                Line($"<h{heading.Level}>{Text(heading.Text)}</h{heading.Level}>");
                break;
            case Part.Paragraph paragraph:
                Line($"<p{Kind(paragraph.Kind)}>{string.Concat(paragraph.Words.Select(Run))}</p>");
                break;
            case Part.Address address:
                Line($"<address>{string.Join("<br>", address.Lines.Select(Text))}</address>");
                break;
            case Part.Facts facts:
                Line("<dl>");
                foreach (var fact in facts.Rows)
                    Line($"<div><dt>{Text(fact.Name)}</dt><dd>{Text(fact.Value)}</dd></div>");
                Line("</dl>");
                break;
            case Part.Headline headline:
                Line("<section class=\"headline\">");
                Line($"<p><span class=\"label\">{Text(headline.Label)}</span> "
                    // A browser can't measure: how many signs there are says how large they may be.
                    + $"<strong class=\"sum\" style=\"--signs:{Signs(headline.Amount)}\">"
                    + $"{Text(headline.Amount)}</strong></p>");
                foreach (var note in headline.Notes) Line($"<p class=\"note\">{Text(note)}</p>");
                Line("</section>");
                break;
            case Part.Table table:
                Scrolling(table, stacks: table.Columns.Count <= MostStacked);
                break;
            case Part.Figure figure:
                Write(figure);
                break;
            case Part.Beside beside:
                Line("<div class=\"beside\">");
                foreach (var column in beside.Columns)
                {
                    Line("<div>");
                    foreach (var one in column) Write(one);
                    Line("</div>");
                }
                Line("</div>");
                break;
            case Part.Details details:
                Line($"<details><summary>{Text(details.Summary)}</summary>");
                foreach (var one in details.Parts) Write(one);
                Line("</details>");
                break;
            case Part.Whole whole:
                // Paper may tear a long table between its rows: browsers have no higher charts to fill a page with.
                Line($"<div class=\"whole{(IsShort(whole) ? " short" : "")}\">");
                foreach (var one in whole.Parts) Write(one);
                Line("</div>");
                break;
            default:
                throw new ArgumentException($"{part.GetType().Name} can't be written.");
        }
    }

    private static bool IsShort(Part.Whole whole) =>
        whole.Parts.OfType<Part.Table>().Sum(table => table.Rows.Count) <= ShortRows;

    private void Write(Part.Figure figure)
    {
        Line("<figure>");
        Line($"<p class=\"chart\" aria-hidden=\"true\">{Text(figure.Chart.Title)}</p>");
        // Several charts stand in one page: what their shapes refer to must not be another's.
        // Shrunk to a telephone its letters couldn't be read: it has a drawing of its own.
        Line(ChartSvg.Write(figure.Chart, _sheet.Look, $"figure-{++_figures}").TrimEnd());
        Line(ChartSvg.Narrow(figure.Chart, _sheet.Look, $"figure-{_figures}-narrow").TrimEnd());
        Line("<figcaption>");
        Line($"<p>{Text(figure.Chart.Description)}</p>");
        Line($"<details class=\"values\"><summary>{Text(_sheet.Words.ShowAsTable)}<span class=\"unseen\">: "
            + $"{Text(figure.Chart.Title)}</span></summary>");
        Scrolling(figure.Values, stacks: false);
        Line("</details>");
        Line("</figcaption>");
        Line("</figure>");
    }

    /// <summary>What is too wide for a telephone scrolls by itself, also by the keyboard.</summary>
    private void Scrolling(Part.Table table, bool stacks)
    {
        Line($"<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"{Attribute(table.Caption)}\">");
        new HtmlTable(table, BillLanguage.Of(_sheet.Language).Point, _out, stacks).Write();
        Line("</div>");
    }

    private static string Signs(string text) => text.Length.ToString(CultureInfo.InvariantCulture);

    private static string Kind(ParagraphKind kind) => kind switch
    {
        ParagraphKind.Lead => " class=\"lead\"", ParagraphKind.Small => " class=\"small\"",
        ParagraphKind.Notice => " class=\"notice\"", _ => "",
    };

    private static string Run(Words words) =>
        words.IsStrong ? $"<strong>{Text(words.Text)}</strong>" : Text(words.Text);

    private void Line(string text) => _out.Write(text + "\n");

    /// <summary>A text as HTML has it; each stands by itself where it runs from right to left.</summary>
    internal static string Text(string text)
    {
        var escaped = Escaped(text);
        return text.Any(IsRightToLeft) ? $"<bdi>{escaped}</bdi>" : escaped;
    }

    /// <summary>A text as the value of an attribute.</summary>
    internal static string Attribute(string text) => Escaped(text).Replace("\"", "&quot;", StringComparison.Ordinal);

    private static string Escaped(string text) => new StringBuilder(TextTable.Clean(text)).Replace("&", "&amp;")
        .Replace("<", "&lt;").Replace(">", "&gt;").ToString();

    /// <summary>The letters of Hebrew, Arabic and their neighbours (Unicode, Bidi_Class R and AL).</summary>
    private static bool IsRightToLeft(char sign) =>
        sign is >= '\u0590' and <= '\u08FF' or >= '\uFB1D' and <= '\uFDFF' or >= '\uFE70' and <= '\uFEFF';
}
