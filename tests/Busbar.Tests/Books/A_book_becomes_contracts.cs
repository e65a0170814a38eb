using System.Text;
using Busbar.Books;
using Busbar.Contracts;
using Busbar.Tests.Rating;
using Busbar.Tests.Tidy;

namespace Busbar.Tests.Books;

/// <summary>The readers of a book together: samples, lists in either form, and all faults at once.</summary>
public class A_book_becomes_contracts
{
    private const string Product = """
        product: p
        from: 2026-01-01
        interval: 30min
        channels: { import: kWh }
        terms: { standing: p/day, unit: { in: p/kWh, default: 25 } }
        charges: [{ name: Standing, quantity: days, price: standing }, { name: Units, quantity: import, price: unit }]
        """;

    public static TheoryData<string> Samples =>
    [
        .. Directory.GetDirectories(Path.Combine(House.Root, "books")).Select(folder => Path.GetFileName(folder))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_book_reads_without_a_fault(string name)
    {
        var (book, faults) = Read(BookFolder.Read(Path.Combine(House.Root, "books", name)));
        Assert.Empty(faults.Select(fault => fault.ToString()));
        Assert.NotEmpty(book!.Agreements);
    }

    [Fact]
    public void The_household_with_solar_says_what_its_files_say()
    {
        var (book, _) = Read(BookFolder.Read(Path.Combine(House.Root, "books", "household-solar")));
        var agreement = book!.Agreements["wattle-home"];
        Assert.Equal(("AUD", "Australia/Sydney", "wattle", BillStyle.Unbundled),
            (book.Currency.Code, book.Zone.Id, agreement.Account.Party.Id, agreement.Account.Style));
        Assert.Equal(["solar-home@2011-07-01", "solar-home@2011-10-15"],
            agreement.Product.Versions.Values.Select(version => version.Value.Id));
        var charges = agreement.VersionOn(new(2011, 10, 15)).Charges;
        Assert.Equal(
            [
                "daily-supply fixed ToSeller gst", "electricity energy ToSeller gst",
                "solar-feed-in solar ToCustomer outside",
            ],
            charges.Select(charge => $"{charge.Id} {charge.Group} {charge.Direction} {charge.Tax.Name}"));
        Assert.Equal("by(day-night, day = 26.35 c/kWh, night = 13.48 c/kWh)", charges[1].Rate.Formulas[1].Text);
        Assert.Equal("SL-2011-00012", book.Numbers.Bills.NumberOf(2011, 12));
    }

    [Fact]
    public void Lists_of_a_table_say_what_lists_of_YAML_say()
    {
        using var yaml = Folder()
            .With("parties.yaml",
                "- { party: p1, name: \"Lee, Ann\", address: 1 High Street }\n- { party: p2, name: B }")
            .With("accounts.yaml", "- { account: a1, party: p1, style: bundled, bills: { every: quarter, day: 5 } }\n"
                + "- { account: a2, party: p2 }")
            .With("connections.yaml", "- { connection: c1, interval: 15min, channels: { import: kWh }, limit: 20 kW }\n"
                + "- { connection: c2, zone: Europe/Berlin, channels: { import: kWh, export: kWh } }\n"
                + "- { connection: c3, channels: { import: kWh } }")
            .With("agreements.yaml", "- agreement: g1\n  account: a1\n  product: p\n  connections: [c1, c3]\n"
                + "  from: 2026-01-01\n  terms: { standing: 50 }\n"
                + "- agreement: g2\n  account: a2\n  product: p@2026-01-01\n  connections: c2\n  from: 2026-02-01\n"
                + "  to: 2027-01-01\n  terms: { standing: 0.5 GBP/day, unit: 20 }");
        using var csv = Folder()
            .With("parties.csv", "party,name,address\np1,\"Lee, Ann\",1 High Street\np2,B,")
            .With("accounts.csv", "account,party,style,bills.every,bills.day\na1,p1,bundled,quarter,5\na2,p2,,,")
            .With("connections.csv", "connection,interval,zone,channels.import,channels.export,limit\n"
                + "c1,15min,,kWh,,20 kW\nc2,,Europe/Berlin,kWh,kWh,\nc3,,,kWh,,")
            .With("agreements.csv", "agreement,account,product,connections,from,to,terms.standing,terms.unit\n"
                + "g1,a1,p,c1 c3,2026-01-01,,50,\ng2,a2,p@2026-01-01,c2,2026-02-01,2027-01-01,0.5 GBP/day,20");
        var (first, second) = (Read(yaml.Read()), Read(csv.Read()));
        Assert.Empty(first.Faults.Concat(second.Faults).Select(fault => fault.ToString()));
        Assert.Equal(Said(first.Book!), Said(second.Book!));
    }

    [Theory]
    [InlineData("", new string[0])]
    [InlineData(", participants: SLE", new[] { "SLE" })]
    [InlineData(", participants: [SLE, SLEX]", new[] { "SLE", "SLEX" })]
    public void A_seller_may_have_ids_in_the_markets(string participants, string[] ids)
    {
        using var folder = Folder().With("book.yaml",
            $"seller: {{ name: S{participants} }}\ncurrency: GBP\nzone: Europe/London");
        Assert.Equal(ids, Read(folder.Read()).Book!.Seller.Participants);
    }

    [Fact]
    public void A_book_with_many_errors_in_many_files_says_them_all_and_nothing_twice()
    {
        using var folder = new TestBook()
            .With("book.yaml", """
                seller: { name: Northwind }
                currency: GPB!
                zone: Europe/Lodnon
                colour: green
                taxes: { standard: 120 %, reduced: 5 % }
                series: { spot: { unit: GBP/MWh, interval: 7min, file: prices/spot.csv } }
                bills: { every: week, numbers: NW }
                rounding: { line: sideways }
                """)
            .With("products/p.yaml", """
                product: p
                from: 2026-01-01
                interval: 30min
                channels: { import: kWh }
                charges:
                  - { name: Units, quantity: imprt, price: 1 GBP/kWh, tax: reduced }
                  - { name: Standing, quantity: days, price: 1 GBP/kWh, tax: standard }
                """)
            .With("parties.yaml", "- { party: x, nme: Customer }")
            .With("connections.yaml",
                "- { connection: c1, channels: { import: kwh } }\n- { connection: c2, channels: {} }")
            .With("accounts.yaml", "- { account: a1, party: x, style: fancy }\n- { account: a2, party: y }")
            .With("agreements.yaml", """
                - { agreement: g1, account: a1, product: p, connections: c1, from: 2026-01-01 }
                - { agreement: g2, account: a2, product: p, connections: c9, from: 2026-13-01 }
                """);
        var (book, faults) = Read(folder.Read());
        Assert.Null(book);
        Assert.Equal(
            [
                "accounts.yaml:1:35 bad-choice", "accounts.yaml:2:25 unknown-party",
                "agreements.yaml:2:58 unknown-connection", "agreements.yaml:2:68 bad-date",
                "book.yaml:2:11 unknown-currency", "book.yaml:3:7 unknown-zone",
                "book.yaml:4:1 unknown-key", "book.yaml:5:20 bad-rate", "book.yaml:6:44 bad-interval",
                "book.yaml:7:17 bad-choice", "book.yaml:7:32 bad-pattern", "book.yaml:8:19 bad-choice",
                "connections.yaml:1:41 unknown-unit", "parties.yaml:1:15 unknown-key", "parties.yaml:1:3 missing-key",
                "products/p.yaml:6:30 unknown-name", "products/p.yaml:7:46 wrong-dimension",
            ],
            faults.Select(fault => $"{fault.Place} {fault.Code}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Who_refers_to_what_has_a_fault_is_not_told_that_it_is_not_there()
    {
        var faults = Bench.Faults(Product.Replace("price: standing", "price: standng", StringComparison.Ordinal),
            accounts: "- { account: acc, party: nobody }",
            connections: "- { connection: c1, zone: Mars/Olympus, channels: { import: kWh } }");
        Assert.Equal(["unknown-name", "unknown-zone", "unknown-party"], faults.Select(fault => fault.Code));
    }

    [Theory]
    [InlineData("taxes: { vat: 20 }", "bad-rate: The tax vat must be from 0 % to 100 %.")]
    [InlineData("taxes: { vat: -1 % }", "bad-rate: The tax vat must be from 0 % to 100 %.")]
    [InlineData("taxes: { vat: {} }",
        "missing-key: The tax vat is an empty map; expected a number, or days with one each.")]
    [InlineData("taxes: { exempt: 1 % }", "name-taken: A tax can't be called exempt: every book has that.")]
    [InlineData("taxes: { vat: 20 p }", "unknown-unit: Expected a unit after 20, found p.")]
    [InlineData("tax: vatt\ntaxes: { vat: 20 % }", "unknown-tax: There is no tax vatt, which the book names.")]
    [InlineData("bills: { day: 32 }",
        "bad-number: day of bills of the book is the text 32; expected a whole number from 1 to 31.")]
    [InlineData("series: { spot: { unit: GBP/kwh, interval: hour, file: a.csv } }",
        "unknown-unit: unit of series spot is the text GBP/kwh, and kwh is not a unit.")]
    [InlineData("series: { spot: { unit: GBP/kWh, interval: hour } }", "missing-key: file is missing in series spot.")]
    [InlineData("calendars: { dn: { zone: Mars, bands: { a: rest } } }",
        "unknown-zone: Mars is not a time zone of the IANA database.")]
    [InlineData("calendars: { dn: { holidays: atlantis, bands: { a: rest } } }",
        "unknown-holidays: There is no holidays atlantis, which calendar dn names.")]
    [InlineData("calendars: { dn: { bands: { a: daily 07:00-22:00 } } }",
        "no-band: No band has 00:00-07:00 on Monday 1 January.")]
    public void A_rule_of_the_book_that_is_wrong_says(string book, string expected)
    {
        var fault = Bench.Faults("charges: [{ name: A, quantity: import, price: 1 p/kWh }]", book)[0];
        Assert.Equal(expected, $"{fault.Code}: {fault.Message}");
    }

    [Fact]
    public void Things_of_one_id_are_told_with_the_place_of_the_other()
    {
        var fault = Assert.Single(Bench.Faults(Product + "\n---\n" + Product, agreements: ""));
        Assert.Equal(("duplicate-id", "There are two of product p@2026-01-01: the other is at product.yaml:1:1.",
            "Give each version a day of its own."), (fault.Code, fault.Message, fault.Hint));
    }

    private static TestBook Folder() => new TestBook()
        .With("book.yaml", "seller: { name: S }\ncurrency: GBP\nzone: Europe/London").With("products/p.yaml", Product);

    private static (Book? Book, IReadOnlyList<Fault> Faults) Read(BookSource source)
    {
        List<Fault> faults = [.. source.Faults];
        return (BookReader.Read(BookItem.Of(source, faults), faults), faults);
    }

    /// <summary>All that the lists of a book say, without places.</summary>
    private static string Said(Book book)
    {
        var text = new StringBuilder();
        foreach (var party in book.Parties.Values)
            text.AppendJoin('|', party.Id, party.Name, string.Join(';', party.Address), party.VatNumber).Append('\n');
        foreach (var one in book.Accounts.Values)
            text.AppendJoin('|', one.Id, one.Party.Id, one.Style.ToString(), one.Cycle.ToString()).Append('\n');
        foreach (var one in book.Connections.Values)
            text.AppendJoin('|', one.Id, one.Zone.Id, $"{one.IntervalMinutes}", one.Limit?.ToString(),
                string.Join(';', one.Channels.Values.Select(channel => channel.ToString()))).Append('\n');
        foreach (var one in book.Agreements.Values)
            text.AppendJoin('|', one.Id, one.Account.Id, one.Product.Id, $"{one.Pinned:uuuu-MM-dd}",
                string.Join(';', one.Connections.Select(connection => connection.Id)), $"{one.From:uuuu-MM-dd}",
                $"{one.To:uuuu-MM-dd}", string.Join(';', one.Terms.OrderBy(term => term.Key, StringComparer.Ordinal)
                    .Select(term => $"{term.Key}={term.Value.Values[0].Value}"))).Append('\n');
        return text.ToString();
    }
}
