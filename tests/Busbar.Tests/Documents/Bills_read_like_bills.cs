using Busbar.Billing;
using Busbar.Documents;
using Busbar.Documents.Paper;
using NodaTime;

namespace Busbar.Tests.Documents;

/// <summary>The text of a bill, as its customer sees it.</summary>
public class Bills_read_like_bills
{
    private static readonly Household Usual = new();

    /// <summary>A bill as text, in English.</summary>
    internal static string Text(BillDocument bill) => BillText.Write(bill, BillLanguage.Of("en"));

    [Fact]
    public void Unbundled_each_line_stands_under_its_group() => Reads(Usual.Bill(),
        """
        Southern Light Energy

        Bill      SL-2011-00001
        Date      3 August 2011
        Customer  A. and R. Wattle
        Account   wattle
        Period    1 July 2011 to 31 July 2011

                                                       Quantity        Price      Amount

        Fixed
        Daily supply                                    31 days  78.65 c/day       24.38

        Energy
        Electricity: day                           262.880 kWh   24.20 c/kWh       63.62
        Electricity: night                         115.506 kWh   12.10 c/kWh       13.97

        Solar
        Solar feed-in                              116.560 kWh    8.00 c/kWh       -9.32
        --------------------------------------------------------------------------------
        Subtotal before tax                                                        92.65
        Tax of 10 % on 101.97                                                      10.20
        No tax on -9.32                                                             0.00
        Total due                                                             AUD 102.85
        """);

    [Fact]
    public void Bundled_the_bundles_come_first_and_then_what_is_in_none() => Reads(Usual.Bundled().Bill(),
        """
        Southern Light Energy

        Bill      SL-2011-00001
        Date      3 August 2011
        Customer  A. and R. Wattle
        Account   wattle
        Period    1 July 2011 to 31 July 2011

                                                        Quantity       Price      Amount
        Electricity supply                                                        101.97
        Solar feed-in                                 116.56 kWh  8.00 c/kWh       -9.32
        --------------------------------------------------------------------------------
        Subtotal before tax                                                        92.65
        Tax of 10 % on 101.97                                                      10.20
        No tax on -9.32                                                             0.00
        Total due                                                             AUD 102.85
        """);

    [Fact]
    public void A_draft_has_neither_number_nor_date() =>
        Assert.StartsWith(
            """
            Southern Light Energy

            Bill      DRAFT, not issued
            Customer  A. and R. Wattle

            """, Text(BillDocument.Of(Usual.Bill(), null, null)), StringComparison.Ordinal);

    [Fact]
    public void What_the_seller_owes_is_a_credit_to_the_customer() =>
        Reads((Usual with { Reading = (channel, _) => channel == "generation" ? 9583 : 207 }).Bill(),
        """
        Southern Light Energy

        Bill      SL-2011-00001
        Date      3 August 2011
        Customer  A. and R. Wattle
        Account   wattle
        Period    1 July 2011 to 31 July 2011

                                                      Quantity        Price       Amount

        Fixed
        Daily supply                                   31 days  78.65 c/day        24.38

        Energy
        Electricity: day                            0.000 kWh   24.20 c/kWh         0.00
        Electricity: night                          0.000 kWh   12.10 c/kWh         0.00

        Solar
        Solar feed-in                           13951.488 kWh    8.00 c/kWh     -1116.12
        --------------------------------------------------------------------------------
        Subtotal before tax                                                     -1091.74
        Tax of 10 % on 24.38                                                        2.44
        No tax on -1116.12                                                          0.00
        Credit to you                                                        AUD 1089.30
        """);

    [Fact]
    public void Days_are_told_where_prices_changed_and_estimates_are_marked() => Reads(
        (Usual with { IsEstimated = (channel, day) => channel == "consumption" && day == 3 })
            .NewPricesFrom("2011-07-15").Bill(),
        """
        Southern Light Energy

        Bill      SL-2011-00001
        Date      3 August 2011
        Customer  A. and R. Wattle
        Account   wattle
        Period    1 July 2011 to 31 July 2011

                                                    Quantity        Price      Amount

        Fixed
        Daily supply                                 31 days  78.65 c/day       24.38

        Energy
        Electricity: day                        118.720 kWh   24.20 c/kWh       28.73  E
          1 July 2011 to 14 July 2011
        Electricity: night                       52.164 kWh   12.10 c/kWh        6.31  E
          1 July 2011 to 14 July 2011
        Electricity: day                        144.160 kWh   26.35 c/kWh       37.99
          15 July 2011 to 31 July 2011
        Electricity: night                       63.342 kWh   13.48 c/kWh        8.54
          15 July 2011 to 31 July 2011

        Solar
        Solar feed-in                           116.560 kWh    8.00 c/kWh       -9.32  E
        --------------------------------------------------------------------------------
        Subtotal before tax                                                     96.63
        Tax of 10 % on 105.95                                                   10.60
        No tax on -9.32                                                          0.00
        Total due                                                          AUD 107.23

        E: This amount is based, at least in part, on estimated readings.
           Before tax, AUD 2.20 rests on them.
        """);

    [Fact]
    public void Agreements_and_connections_are_told_where_there_are_several() => Reads(
        Usual.And("{ connection: ausgrid-13, interval: 30min, channels: { consumption: kWh, generation: kWh } }")
            .And(
                """
                agreement: wattle-shed
                account: wattle
                product: solar-home
                connections: [ausgrid-13]
                from: 2011-07-10
                terms: { supply: 120.1 c/day }
                """)
            .With("{ name: Daily supply, ", "{ name: Daily supply, each: connection, ")
            .With("price: 8.00 c/kWh", "price: \"by(day-night, day = 8.00 c/kWh, night = 4 c/kWh)\"").Bill(),
        """
        Southern Light Energy

        Bill      SL-2011-00001
        Date      3 August 2011
        Customer  A. and R. Wattle
        Account   wattle
        Period    1 July 2011 to 31 July 2011

                                                     Quantity          Price      Amount

        Fixed
        Daily supply                                  31 days  78.65 c/day         24.38
          Agreement wattle-home
          Connection ausgrid-12
        Daily supply                                  22 days  1.201 AUD/day       26.42
          Agreement wattle-shed
          Connection ausgrid-13
          10 July 2011 to 31 July 2011

        Energy
        Electricity: day                         262.880 kWh   24.20 c/kWh         63.62
          Agreement wattle-home
          Connection ausgrid-12
        Electricity: night                       115.506 kWh   12.10 c/kWh         13.97
          Agreement wattle-home
          Connection ausgrid-12
        Electricity: day                         186.560 kWh   24.20 c/kWh         45.15
          Agreement wattle-shed
          Connection ausgrid-13
          10 July 2011 to 31 July 2011
        Electricity: night                        81.972 kWh   12.10 c/kWh          9.92
          Agreement wattle-shed
          Connection ausgrid-13
          10 July 2011 to 31 July 2011

        Solar
        Solar feed-in                            116.560 kWh          varies       -9.32
          Agreement wattle-home
          Connection ausgrid-12
        Solar feed-in                             82.720 kWh          varies       -6.62
          Agreement wattle-shed
          Connection ausgrid-13
          10 July 2011 to 31 July 2011
        --------------------------------------------------------------------------------
        Subtotal before tax                                                       167.52
        Tax of 10 % on 183.46                                                      18.35
        No tax on -15.94                                                            0.00
        Total due                                                             AUD 185.87
        """);

    [Fact]
    public void Long_names_wrap_and_large_amounts_keep_their_column()
    {
        var bill = Usual.With("{ name: Daily supply, ", "{ id: daily-supply, name: Daily supply of the connection to "
            + "the distribution network in Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetzstraße, ")
            .With("[Daily supply, ", "[daily-supply, ").With("24.20 c/kWh", "24200000.125 AUD/kWh").Bill();
        Reads(bill,
        """
        Southern Light Energy

        Bill      SL-2011-00001
        Date      3 August 2011
        Customer  A. and R. Wattle
        Account   wattle
        Period    1 July 2011 to 31 July 2011

                                       Quantity                 Price             Amount

        Fixed
        Daily supply of the             31 days         78.65 c/day                24.38
        connection to the
        distribution network in
        Rindfleischetikettierungs
        überwachungsaufgabenübert
        ragungsgesetzstraße

        Energy
        Electricity: day           262.880 kWh   24200000.125 AUD/kWh      6361696032.86
        Electricity: night         115.506 kWh          12.10 c/kWh                13.98

        Solar
        Solar feed-in              116.560 kWh           8.00 c/kWh                -9.32
        --------------------------------------------------------------------------------
        Subtotal before tax                                                6361696061.90
        Tax of 10 % on 6361696071.22                                        636169607.12
        No tax on -9.32                                                             0.00
        Total due                                                      AUD 6997865669.02
        """);
    }

    [Fact]
    public void Nothing_in_a_name_moves_the_cursor() =>
        Assert.Contains("\nCustomer  A. [2J Wattle\n", Text(
            Document(Usual.Bill()) with { Customer = "A.\u001b[2J\u202e\tWattle" }), StringComparison.Ordinal);

    [Theory]
    [InlineData("0.242", "AUD/kWh", "24.20 c/kWh")]
    [InlineData("0.2420125", "GBP/kWh", "24.20125 p/kWh")]
    [InlineData("-0.05", "EUR/kWh", "-5.00 ct/kWh")]
    [InlineData("1.5", "EUR/day", "1.50 EUR/day")]
    [InlineData("0.5", "CHF/kVA/day", "0.50 CHF/kVA/day")]
    [InlineData("3", "JPY/m3", "3 JPY/m³")]
    [InlineData("0.05", "1", "5 %")]
    [InlineData("2", "1", "2")]
    public void A_price_has_the_unit_that_people_say(string price, string unit, string said)
    {
        var document = Document(Usual.Bill());
        document = document with { Lines = [document.Lines[0] with { Price = price, PriceUnit = unit }] };
        Assert.Contains($" {said} ", Text(document), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.000000", "day", "1 day")]
    [InlineData("0.500000", "month", "0.5 months")]
    [InlineData("310.000000", "day·kVA", "310 kVA days")]
    [InlineData("12.345678", "m3", "12.346 m³")]
    [InlineData("100.500000", "AUD", "100.50 AUD")]
    public void A_quantity_has_the_unit_that_people_say(string quantity, string unit, string said)
    {
        var document = Document(Usual.Bill());
        document = document with { Lines = [document.Lines[0] with { Quantity = quantity, Unit = unit }] };
        Assert.Contains($" {said} ", Text(document), StringComparison.Ordinal);
    }

    /// <summary>A bill of July 2011 with a number.</summary>
    internal static BillDocument Document(Bill bill) =>
        BillDocument.Of(bill, "SL-2011-00001", new LocalDate(2011, 8, 3));

    private static void Reads(Bill bill, string text)
    {
        var written = Text(Document(bill));
        Assert.Equal(text + "\n", written);
        Assert.All(written.Split('\n'), line => Assert.True(line == line.TrimEnd() && line.Length <= 80, line));
    }
}
