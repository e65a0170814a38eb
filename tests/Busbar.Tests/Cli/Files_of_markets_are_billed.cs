using System.Globalization;
using Busbar.Documents;
using Busbar.Tests.Formats;

namespace Busbar.Tests.Cli;

/// <summary>What the markets' formats bring in is billed, and what is meant for others is kept out.</summary>
public sealed class Files_of_markets_are_billed
{
    private const string Gas = """
        product: gas
        from: 2020-01-01
        interval: day
        channels: { volume: m3 }
        quantities: { energy: "round(volume * 1.02264 * calorific-value, STEP, per = month)" }
        charges: [{ name: Gas, quantity: energy, price: 1 GBP/kWh }]
        """;

    private const string Energy = """
        product: energy
        from: 2000-01-01
        interval: day
        channels: { import: kWh }
        charges: [{ name: Energy, quantity: import, price: 1 GBP/kWh }]
        """;

    [Theory]
    [InlineData("40", "1 kWh", "digits: 5", "04321", "04441", "1364.00")]
    [InlineData("39.3", "0.001 kWh", "digits: 5, decimals: 2", "99950.25", "00050.25", "1116.382")]
    [InlineData("39.3", "0.001 kWh", "digits: 4, multiplier: 2.83", "0100", "0200", "3159.361")]
    public void Gas_by_reads_of_D0010(
        string calorificValue, string step, string register, string before, string now, string energy)
    {
        // 5-domain 1.4, WE1.8 to WE1.10.
        using var busbar = new Busbars();
        var book = Book(busbar, Gas.Replace("STEP", step, StringComparison.Ordinal), "gas", $$"""
            - connection: "1012345678901"
              interval: day
              channels: { volume: m3 }
              meters:
                - meter: F75A 00802
                  from: 2026-01-01
                  registers: [{ register: "01", channel: volume, {{register}} }]
            """, "series: { calorific-value: { unit: MJ/m3, interval: day, file: prices/calorific-value.csv } }");
        busbar.Write("book/prices/calorific-value.csv", "start,value\n" + string.Concat(Enumerable.Range(1, 31).Select(
            day => string.Create(CultureInfo.InvariantCulture, $"2026-01-{day:00},{calorificValue}\n"))));
        Assert.Equal(0, busbar.Run("apply", book).Code);
        Import(busbar, "reads.uff", Flows.D0010("026|1012345678901|V|\n028|F75A 00802|R|\n"
            + $"030|01|20260101000000|{before}|||T|N|\n030|01|20260201000000|{now}|||T|N|\n"),
            "(D0010): 2 rows: 2 accepted, 0 unchanged, 0 suspended, 0 rejected; 2 readings taken.");
        var line = Assert.Single(Billed(busbar).Lines);
        Assert.StartsWith(energy, line.Quantity, StringComparison.Ordinal);
    }

    [Fact]
    public void A_read_of_D0010_that_is_withdrawn_is_taken_back()
    {
        using var busbar = new Busbars();
        Assert.Equal(0, busbar.Run("apply", Book(busbar, Energy, "energy", Metered("01", "import"))).Code);
        const string mpan = "026|1012345678901|V|\n";
        const string last = "030|01|20260201000000|00140|||T|N|\n";
        Import(busbar, "one.uff", Flows.D0010(mpan + "028|M1|R|\n030|01|20260101000000|00100|||T|N|\n" + last
            + "030|MD|20260201000000|00082.5|20260201000000|41|T|N|\n"),
            "2 accepted, 0 unchanged, 0 suspended, 1 rejected", code: 3);
        Import(busbar, "two.uff", Flows.D0010(mpan + "028|M1|W|\n" + last)
            .Replace(Flows.Made, "20260203000000", StringComparison.Ordinal), "1 said to be missing");
        Assert.Contains("has no read after 2026-01-01.", busbar.Run("bill", "--period", "2026-01").Messages,
            StringComparison.Ordinal);
        Import(busbar, "three.uff", Flows.D0010(
            mpan + "028|M1|W|\n" + last + "028|M1|D|\n" + last.Replace("140", "150", StringComparison.Ordinal))
            .Replace(Flows.Made, "20260204000000", StringComparison.Ordinal), "1 reading taken");
        Assert.Equal("50.00", Billed(busbar).Net);
    }

    [Fact]
    public void Half_hours_of_D0036()
    {
        using var busbar = new Busbars();
        Assert.Equal(0, busbar.Run("apply", Book(busbar, Energy, "energy", """
            - { connection: "1012345678901", channels: { import: kWh } }
            """)).Code);
        // The clocks change on the last Sunday of March, and nobody has told the collector of the last day.
        var days = string.Concat(Enumerable.Range(1, 31).Select(day => $"102|202603{day:00}|\n"
            + Flows.Periods(day == 29 ? 46 : 48, "A|0.5|")));
        Import(busbar, "march.uff", Flows.D0036("101|1012345678901|AI|SLE|\n" + days + "102|20251026|\n"
            + Flows.Periods(48)), "31 accepted, 0 unchanged, 0 suspended, 1 rejected", code: 3);
        Assert.Equal("743.00", Billed(busbar, "2026-03").Net);
    }

    [Fact]
    public void Trading_periods_of_EIEP3()
    {
        using var busbar = new Busbars();
        Assert.Equal(0, busbar.Run("apply", Book(busbar, Energy, "energy", """
            - { connection: 0000000001ABCDE, channels: { import: kWh } }
            """, zone: "Pacific/Auckland", connection: "0000000001ABCDE")).Code);
        var details = string.Concat(
            from day in Enumerable.Range(1, 30)
            from period in Enumerable.Range(1, day == 5 ? 50 : 48)
            select $"DET,0000000001ABCDE,S1,F,{day}/04/2026,{period},0.25,0.1,,L,N\n");
        Import(busbar, "april.txt", "HDR,ICPHH,10.0,MEEN,MEEN,SLE,02/05/2026,03:04:05,1,1442,202604,E,I\n" + details,
            "30 accepted, 0 unchanged, 30 suspended, 0 rejected", code: 3);
        Assert.Equal("360.50", Billed(busbar, "2026-04").Net);
    }

    [Fact]
    public void Final_readings_of_EIEP3_are_measured_and_estimated_from()
    {
        using var busbar = new Busbars();
        Assert.Equal(0, busbar.Run("apply", Book(busbar, Energy, "energy", """
            - { connection: 0000000001ABCDE, channels: { import: kWh }, estimates: { import: [like-day] } }
            """, zone: "Pacific/Auckland", connection: "0000000001ABCDE")).Code);
        var details = string.Concat(
            from day in Enumerable.Range(1, 30)
            where day != 20
            from period in Enumerable.Range(1, day == 5 ? 50 : 48)
            select $"DET,0000000001ABCDE,S1,F,{day}/04/2026,{period},0.25,,,L,N\n");
        Import(busbar, "april.txt", "HDR,ICPHH,10.0,MEEN,MEEN,SLE,02/05/2026,03:04:05,1,1394,202604,E,I\n" + details,
            "29 rows: 29 accepted");
        Assert.Contains("2026-04-20 00:00 to 2026-04-21 00:00: 12 kWh by E62 like day: as on 2026-04-",
            busbar.Run("estimate", "--period", "2026-04").Results, StringComparison.Ordinal);
    }

    // F28
    [Fact]
    public void Accumulated_reads_of_NEM13_that_waited_for_their_connection()
    {
        using var busbar = new Busbars();
        var file = Tidy.House.Root + "/tests/data/nem12/unzipped/Example_NEM13_consumption_data.csv";
        string Connections(string more) => Metered("1", "import", $"digits: 6, decimals: 1{more}", "METSER123",
            "2003-10-01", "VABC005890");
        string Applied(string connections) => busbar.Run("apply", Book(busbar, Energy, "energy", connections,
            zone: "Australia/Brisbane", connection: "VABC005890", from: "2003-10-06")).Results;
        Assert.Contains("2 rows: 0 accepted, 0 unchanged, 2 suspended, 0 rejected", busbar.Run("import", file).Results,
            StringComparison.Ordinal);
        Assert.Contains("Of the rows that waited, 1 came in, 0 were known and 1 were rejected.",
            Applied(Connections(", multiplier: 10")), StringComparison.Ordinal);
        Assert.Contains("went from 6342.8 to 7654.9 at 2004-01-07 10:03 UTC+10, which is 13121 kWh by the book, and "
            + "the file says that it counted 1312.1 kWh.", busbar.Run("show").Results, StringComparison.Ordinal);
        Assert.Contains("Of the rows that waited, 1 came in, 0 were known and 0 were rejected.",
            Applied(Connections("")), StringComparison.Ordinal);
        // 1,312.1 kWh from 5 October 09:30:55 to 7 January 10:03:33: all of November by the time that passed.
        Assert.Equal("418.60", Billed(busbar, "2003-11").Net);
    }

    // F51
    [Fact]
    public void A_file_for_another_participant_is_refused_before_any_row_is_taken()
    {
        using var busbar = new Busbars();
        string Applied(string seller) => Book(busbar, Energy, "energy", Metered("01", "import"), seller: seller);
        var reads = "026|1012345678901|V|\n028|M1|R|\n030|01|20260101000000|00100|||T|N|\n";
        var path = busbar.Write("reads.uff", Flows.D0010(reads, recipient: "LOND"));
        Assert.Equal(0, busbar.Run("apply", Applied("participants: [SLE, SLEX]")).Code);
        var refused = busbar.Run("import", path);
        Assert.Equal(1, refused.Code);
        Assert.Contains("reads.uff: The file is for LOND, and the book's seller is SLE or SLEX.\n"
            + "  If the seller is LOND too, add it to seller: participants: in book.yaml and apply the book.",
            refused.Messages, StringComparison.Ordinal);
        Import(busbar, "own.uff", Flows.D0010(reads, recipient: "sle"), "1 accepted");
        Assert.Equal(0, busbar.Run("apply", Applied("participants: LOND")).Code);
        Assert.Equal(0, busbar.Run("import", path).Code);
    }

    [Fact]
    public void A_book_that_names_no_participants_takes_files_for_anybody()
    {
        using var busbar = new Busbars();
        Assert.Equal(0, busbar.Run("apply", Book(busbar, Energy, "energy", Metered("01", "import"))).Code);
        Import(busbar, "reads.uff", Flows.D0010("026|1012345678901|V|\n028|M1|R|\n030|01|20260101000000|00100|||T|N|\n",
            recipient: "LOND"), "1 accepted");
    }

    private static string Metered(
        string register, string channel, string what = "digits: 5", string meter = "M1", string from = "2026-01-01",
        string connection = "1012345678901") => $$"""
        - connection: "{{connection}}"
          interval: day
          channels: { import: kWh }
          meters:
            - meter: {{meter}}
              from: {{from}}
              registers: [{ register: "{{register}}", channel: {{channel}}, {{what}} }]
        """;

    private static string Book(
        Busbars busbar, string product, string name, string connections, string rules = "", string seller = "",
        string zone = "Europe/London", string connection = "1012345678901", string from = "2026-01-01")
    {
        busbar.Write("book/book.yaml", $$"""
            seller: { name: Northwind, {{seller}} }
            currency: GBP
            zone: {{zone}}
            {{rules}}
            """);
        busbar.Write("book/products/p.yaml", product);
        busbar.Write("book/connections.yaml", connections);
        busbar.Write("book/parties.yaml", "- { party: ada, name: Ada }");
        busbar.Write("book/accounts.yaml", "- { account: ada, party: ada }");
        busbar.Write("book/agreements.yaml",
            $"- {{ agreement: a, account: ada, product: {name}, connections: \"{connection}\", from: {from} }}");
        return busbar.PathOf("book");
    }

    private static void Import(Busbars busbar, string name, string text, string said, int code = 0)
    {
        var imported = busbar.Run("import", busbar.Write(name, text));
        Assert.Contains(said, imported.Results, StringComparison.Ordinal);
        Assert.Equal(code, imported.Code);
    }

    private static BillDocument Billed(Busbars busbar, string period = "2026-01")
    {
        var run = busbar.Run("bill", "--period", period, "--out", busbar.PathOf("bills"));
        Assert.True(run.Code == 0, run.Messages);
        return BillDocument.FromJson(File.ReadAllText(Assert.Single(
            Directory.GetFiles(busbar.PathOf("bills"), "*.json"))));
    }
}
