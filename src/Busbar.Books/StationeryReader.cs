using Busbar.Contracts;

namespace Busbar.Books;

/// <summary>Reads how the documents of a seller look: keys of <c>seller</c> and <c>bills</c>, and the files of texts
/// and pictures.</summary>
internal static class StationeryReader
{
    private const int MostDueDays = 365;
    private const int MostConnections = 1_000_000;

    /// <summary>The languages in which there are texts.</summary>
    public static readonly IReadOnlyList<string> Languages = ["en", "de"];

    /// <summary>What the seller's own texts are for.</summary>
    public static readonly IReadOnlyList<string> Texts = ["opening", "payment", "credit", "help", "closing"];

    /// <summary>What the seller says of itself; its pictures and texts come from files.</summary>
    public static Stationery Read(MapReader? seller, MapReader? bills) => Contact(seller, bills) with
    {
        Logo = seller?.Written("logo") is { } logo ? new(logo.Value, default, logo.Place) : null,
        Colour = seller?.Written("colour") is { } colour ? new(colour.Value, colour.Place) : null,
    };

    /// <summary>Whom to ask, where to pay, and by when.</summary>
    public static Stationery Contact(MapReader? seller, MapReader? bills) => Stationery.None with
    {
        Phone = seller?.OptionalText("phone"), Email = seller?.OptionalText("email"), Web = seller?.OptionalText("web"),
        Bank = seller is null ? [] : [.. from entry in seller.Entries("bank")
            let value = seller.ToText(entry.Value, $"{entry.Key} of bank")
            where value is not null && IsAccount(seller, entry, value)
            select new BankLine(entry.Key, value.Value, entry.Value.Place)],
        DueDays = bills is null ? Stationery.UsualDueDays : DueDaysOf(bills) ?? Stationery.UsualDueDays,
        SummaryOver = (int)(bills?.OptionalWhole("summary-over", 1, MostConnections) ?? Stationery.UsualSummaryOver),
    };

    /// <summary>The same with the files that it names, and its texts.</summary>
    public static Stationery WithFiles(
        Stationery written, IEnumerable<MapNode> pictures, IEnumerable<MapNode> texts, List<Fault> faults)
    {
        var files = pictures.ToDictionary(node => Of(node, BookItem.OfPicture), StringComparer.Ordinal);
        var logo = written.Logo;
        if (logo is not null && !files.ContainsKey(logo.File))
            faults.Add(new("unknown-file", $"The book has no file {logo.File}, which seller names as its logo.",
                logo.Place, Hint: Nearest.Hint(logo.File, files.Keys)
                ?? "Pictures stand in the book's folder pictures: logo: pictures/logo.png."));
        foreach (var file in files.Keys.Where(file => file != logo?.File).Order(StringComparer.Ordinal))
            faults.Add(new("unused-file", $"Nothing of the book names {file}: it would never be shown.", new(file),
                Hint: $"Add logo: {file} to seller in book.yaml, or take the file out."));
        return written with
        {
            Logo = logo is not null && files.TryGetValue(logo.File, out var found)
                ? logo with { Bytes = Convert.FromBase64String(Of(found, "bytes")) } : null,
            Texts = texts.ToDictionary(node => Of(node, BookItem.OfText), node => new SellerText(
                $"texts/{Of(node, BookItem.OfText)}.liquid", Of(node, "template")), StringComparer.Ordinal),
        };
    }

    /// <summary>The language of documents, where it is written and there are texts in it.</summary>
    public static string? LanguageOf(MapReader reader)
    {
        if (reader.Written("language") is not { } text) return null;
        var parts = text.Value.Split('-');
        if (Languages.Contains(parts[0]) && parts.Length <= 2
            && parts.Skip(1).All(part => part is [>= 'A' and <= 'Z', >= 'A' and <= 'Z'])) return text.Value;
        reader.Fault("unknown-language", text.Place,
            $"language of {reader.Thing} is {text.What}; there are texts in English and German.",
            "Write en-GB, en-AU, en-US, de-DE, de-AT, …");
        return null;
    }

    /// <summary>Whether a name is that of a text: what it is for and, where wanted, its language.</summary>
    public static bool IsText(string name) => name.Split('.') is var parts && Texts.Contains(parts[0])
        && (parts.Length == 1 || (parts.Length == 2 && Languages.Contains(parts[1])));

    private static string Of(MapNode node, string key) => ((TextNode)node[key]!).Value;

    /// <summary>How long there is to pay, <c>due: 14 days</c>; null where nothing is said, or after a fault.</summary>
    public static int? DueDaysOf(MapReader reader)
    {
        if (reader.Written("due") is not { } due) return null;
        var parts = due.Value.Split(' ');
        if (parts is [var count, "days" or "day"] && count.Length is > 0 and <= 3 && count.All(char.IsAsciiDigit)
            && int.Parse(count, System.Globalization.CultureInfo.InvariantCulture) is <= MostDueDays and var days)
            return days;
        reader.Fault("bad-number", due.Place, $"due of {reader.Thing} is {due.What}; expected how many days after its "
            + "issue a bill is to be paid.", "Write due: 14 days.");
        return null;
    }

    /// <summary>An IBAN has digits that prove it (ISO 13616): who pays to a wrong one pays somebody else.</summary>
    private static bool IsAccount(MapReader seller, MapEntry entry, TextNode value)
    {
        if (!entry.Key.Equals("iban", StringComparison.OrdinalIgnoreCase)) return true;
        if (!value.Value.Any(char.IsAsciiLetterLower) && Iban.Parse(value.Value, out _) is not null) return true;
        seller.Fault("bad-iban", value.Place, $"{entry.Key} of bank is {value.What}, which is no IBAN.",
            "Compare it with the bank's: one of its characters is wrong or missing.");
        return false;
    }
}
