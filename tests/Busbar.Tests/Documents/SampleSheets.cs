using System.Globalization;
using Busbar.Documents.Paper;

namespace Busbar.Tests.Documents;

/// <summary>Documents as bills are, made up by hand: what a page looks like depends on nothing else.</summary>
internal static class SampleSheets
{
    private static readonly SheetWords English = new("Page {0} of {1}", "continued", "Show as a table");
    private static readonly SheetWords German = new("Seite {0} von {1}", "Fortsetzung", "Als Tabelle zeigen");

    private static readonly Part.Table NoValues = new("Daily use", false, [new("Day"), new("Use")], []);

    private static readonly TableColumn[] Lines =
    [
        new("What"), new("Quantity", Alignment.Decimal), new("Price", Alignment.Decimal), new("GBP", Alignment.Decimal),
    ];

    public static Sheet Household(string customer = "Ada Lovelace") => new(
        "Bill NW-2026-00012", "en-GB", new(2026, 4, 2), "NW-2026-00012 · account 4711", SampleCharts.Look, English,
        [
            new Part.Heading(1, "Your electricity bill"),
            new Part.Beside([
                [new Part.Address([customer, "12 St James's Square", "London", "SW1Y 4JH"])],
                [
                    new Part.Facts([
                        new("Bill", "NW-2026-00012"), new("Issued", "2 April 2026"), new("Account", "4711"),
                        new("Period", "1 March 2026 to 31 March 2026"), new("Meter point", "MPAN 10 1234 5678 901"),
                    ]),
                ],
            ]),
            new Part.Headline("To pay", "£126.43", [
                "By direct debit on 16 April 2026, from the account that ends in 4471. You need do nothing."]),
            new Part.Paragraph([new("£11.02 more than last month: "),
                new("you used 34 kWh more, mostly in the evening. The prices are the same.")], ParagraphKind.Lead),
            new Part.Figure(SampleCharts.Days(), NoValues),
            new Part.Paragraph([new("19 and 20 March are estimated", IsStrong: true),
                new(" from the days before and after, since your meter sent no readings.")],
                ParagraphKind.Notice),
            new Part.Paragraph([new("Questions? Call 0800 000 000 or write to help@northwind.example. "
                + "In a power cut, call 105.")],
                ParagraphKind.Small),
        ],
        [
            new Part.Whole([
                new Part.Heading(2, "What you pay for"),
                new Part.Table("What you pay for", false, Lines, [
                    new(RowKind.Group, ["Energy", "", "", ""]),
                    new(RowKind.Usual, ["Day", "212.400 kWh", "27.50 p/kWh", "58.41"]),
                    new(RowKind.Detail, ["1 March to 31 March, 07:00 to 23:00", "", "", ""]),
                    new(RowKind.Usual, ["Night", "98.125 kWh", "12.75 p/kWh", "12.51"]),
                    new(RowKind.Usual, ["Evening peak", "88.011 kWh", "41.03 p/kWh", "36.11"]),
                    new(RowKind.Detail, ["7.200 kWh of it estimated", "", "", ""]),
                    new(RowKind.Sum, ["Energy", "398.536 kWh", "", "107.03"]),
                    new(RowKind.Group, ["Fixed", "", "", ""]),
                    new(RowKind.Usual, ["Standing charge", "31 days", "47.20 p/day", "14.63"]),
                    new(RowKind.Usual, ["Loyalty credit", "", "", "−1.25"]),
                    new(RowKind.Usual, ["Paper bill", "", "", "included"]),
                    new(RowKind.Sum, ["Fixed", "", "", "13.38"]),
                    new(RowKind.Usual, ["VAT", "120.41 GBP", "5 %", "6.02"]),
                    new(RowKind.Total, ["Total", "", "", "126.43"]),
                ]),
            ]),
            new Part.Beside([
                [new Part.Figure(SampleCharts.HalfHours(), NoValues)],
                [new Part.Figure(SampleCharts.TypicalDay(), NoValues)],
            ]),
            new Part.Heading(2, "How to check this bill"),
            new Part.Paragraph([new("Each amount is its quantity times its price: 212.400 kWh × 27.50 p/kWh is £58.41. "
                + "It is rounded once, half a penny away from nought. Your meter's readings are on your page.")]),
        ]);

    /// <summary>A site of many lines: tables over pages, with groups, details and sums.</summary>
    public static Sheet Business(int lines = 500)
    {
        var (rows, site, total) = (new List<TableRow>(), 0m, 0m);
        for (var i = 0; i < lines; i++)
        {
            var number = i / 12 + 1;
            var (quantity, price) = (i * 7919 % 90_000_000 / 1000m + 120.5m, i % 30 + 1 + i % 90 / 100m);
            var amount = decimal.Round(quantity * price / 100, 2, MidpointRounding.AwayFromZero);
            (site, total) = (site + amount, total + amount);
            if (i % 12 == 0) rows.Add(new(RowKind.Group, [$"Site {number}, Harbour Road {i + 3}", "", "", ""]));
            rows.Add(new(RowKind.Usual, [$"Use of network, band {i % 7 + 1}, measured at the boundary of the site",
                Said($"{quantity:#,0.000} kWh"), Said($"{price:0.00} p/kWh"), Said($"{amount:#,0.00}")]));
            if (i % 3 == 0)
                rows.Add(new(RowKind.Detail, [$"Meter {100_000 + i}, loss factor 1.0{i % 90 + 10}", "", "", ""]));
            if (i % 12 != 11 && i != lines - 1) continue;
            rows.Add(new(RowKind.Sum, [$"Site {number}", "", "", Said($"{site:#,0.00}")]));
            site = 0;
        }
        rows.Add(new(RowKind.Total, ["Total", "", "", Said($"{total:#,0.00}")]));
        var sites = Enumerable.Range(1, Math.Max(1, lines / 12)).SelectMany(site => new Part[]
        {
            new Part.Heading(2, $"Site {site}"),
            new Part.Facts([new("Meter point", $"MPAN 10 {1000 + site} 5678 901"),
                new("Capacity", $"{site * 37 % 900} kVA")]),
            new Part.Figure(SampleCharts.Days(), NoValues),
        });
        return Household("Harbour Holdings plc") with
        {
            Parts = [new Part.Whole([new Part.Heading(2, "Charges by site"),
                new Part.Table("Charges by site", false, Lines, rows)]), .. sites],
        };
    }

    public static Sheet CreditNote() => Household() with
    {
        Title = "Credit note NW-2026-00013", Reference = "NW-2026-00013 · account 4711",
        FirstPage =
        [
            new Part.Heading(1, "Credit note"),
            new Part.Address(["Ada Lovelace", "12 St James's Square", "London", "SW1Y 4JH"]),
            new Part.Headline("Credit", "−£126.43", ["It takes back bill NW-2026-00012. There is nothing to pay."]),
            new Part.Table("What is taken back", true, Lines,
                [
                    new(RowKind.Usual, ["Day", "−212.400 kWh", "27.50 p/kWh", "−58.41"]),
                    new(RowKind.Usual, ["Night", "−98.125 kWh", "12.75 p/kWh", "−12.51"]),
                    new(RowKind.Usual, ["Evening peak", "−88.011 kWh", "41.03 p/kWh", "−36.11"]),
                    new(RowKind.Usual, ["Standing charge", "−31 days", "47.20 p/day", "−14.63"]),
                    new(RowKind.Usual, ["Loyalty credit", "", "", "1.25"]),
                    new(RowKind.Usual, ["VAT", "−120.41 GBP", "5 %", "−6.02"]),
                    new(RowKind.Total, ["Total", "", "", "−126.43"]),
                ]),
        ],
        Parts = [],
    };

    public static Sheet GermanBill() => new(
        "Rechnung SW-2026-00007", "de-DE", new(2026, 4, 2), "SW-2026-00007 · Konto 815",
        new("Stadtwerke Überlingen", null, "#9b1c31"), German,
        [
            new Part.Heading(1, "Ihre Stromrechnung"),
            new Part.Headline("Zu zahlen", "1.154,95 €",
                ["Bis zum 16. April 2026 auf das Konto DE89 3704 0044 0532 0130 00."]),
            new Part.Paragraph([new("Straßenbeleuchtung und Wärmepumpe: Größe, Maß, Ölheizungszählerkasten.")]),
            new Part.Table("Posten", true,
                [
                    new("Was"), new("Menge", Alignment.Decimal), new("Preis", Alignment.Decimal),
                    new("EUR", Alignment.Decimal),
                ],
                [
                    new(RowKind.Usual, ["Arbeit", "3.412,5 kWh", "28,123 ct/kWh", "959,70"]),
                    new(RowKind.Usual, ["Grundpreis", "31 Tage", "0,35 €/Tag", "10,85"]),
                    new(RowKind.Usual, ["Umsatzsteuer", "970,55 EUR", "19 %", "184,40"]),
                    new(RowKind.Total, ["Summe", "", "", "1.154,95"]),
                ]),
        ], []);

    private static string Said(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
