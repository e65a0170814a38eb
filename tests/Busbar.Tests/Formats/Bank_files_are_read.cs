using System.Text;
using System.Xml;
using System.Xml.Schema;
using Busbar.Formats;
using Busbar.Formats.Bank;
using Busbar.Quantities;

namespace Busbar.Tests.Formats;

/// <summary>Statements of banks: camt.053, camt.054 and CSV, with the figures of the samples.</summary>
public class Bank_files_are_read
{
    private static readonly Currency Euros = Currency.Of("EUR")!.Value;

    [Theory]
    [InlineData("camt053.v2.minimal.xml")]
    [InlineData("camt053.v4.xml")]
    [InlineData("camt053.v8.xml")]
    public void The_samples_of_statements_give_their_figures(string name)
    {
        var statement = Assert.Single(Read(name));
        Assert.Equal(("camt.053", "NL26VAYB8060476890"), (statement.Kind, statement.Bank));
        Assert.Equal(["OPBD 18.15 EUR", "CLBD -27.00 SEK", "OPAV 35.00 CHF", "CLAV -2700 JPY"],
            statement.Balances.Select(one => $"{one.Code} {one.Amount} {one.Amount.Currency}"));
        var entry = Assert.Single(statement.Entries);
        Assert.Equal(("8.85", "EUR", new NodaTime.LocalDate(2014, 12, 31)),
            (entry.Amount.ToString(), entry.Amount.Currency.Code, entry.BookedOn));
        Assert.Equal("mixed-currencies", statement.Refusal(name)!.Code);
    }

    [Theory]
    [InlineData("camt054.v2.xml", null)]
    [InlineData("camt054.v8.xml", "wrong-sum")]
    public void The_samples_of_notifications_give_their_figures(string name, string? within)
    {
        var statement = Assert.Single(Read(name));
        Assert.Equal("camt.054", statement.Kind);
        var entry = Assert.Single(statement.Entries);
        Assert.Equal(("-200000.00", "SEK"), (entry.Amount.ToString(), entry.Amount.Currency.Code));
        Assert.Equal(within, statement.Refusal(name)?.Code);
    }

    [Fact]
    public void What_a_bank_breaks_into_lines_is_read_as_one()
    {
        var text = BankFiles.Statement("GB33BUKB\n  20201555555555", "GBP", 500, [new("r\u0085 1", new(2026, 4, 1), 100,
            "Ann\n\tLee", "", "INV\u009b7")]);
        var statement = Assert.Single(BankFile.Read(Bytes(text), "s.xml", Euros)).Statement;
        Assert.Equal("GB33BUKB 20201555555555", statement.Bank);
        var entry = Assert.Single(statement.Entries);
        Assert.Equal(("r 1", "Ann Lee", "INV 7"), (entry.Called, entry.Name, entry.Text));
        var refused = Assert.Throws<RefusedException>(() => BankFile.Read(Bytes(text.Replace("<Ccy>GBP",
            "<Ccy>G\u009bBP", StringComparison.Ordinal)), "s.xml", Euros));
        Assert.Equal("The account is in G?BP, which is no currency.", refused.Faults[0].Message);
    }

    [Fact]
    public void Another_message_of_the_bank_is_refused()
    {
        var refused = Assert.Throws<RefusedException>(() => Read("camt052.v6.xml"));
        Assert.Equal(("unknown-bank-file", "The XML is no statement of a bank that is read: camt.053 and camt.054 of "
            + "ISO 20022 are."), (refused.Faults[0].Code, refused.Faults[0].Message));
    }

    [Fact]
    public void Something_else_is_refused_with_what_banks_give()
    {
        var refused = Assert.Throws<RefusedException>(() =>
            BankFile.Read(Bytes("SQLite format 3\0\u0010"), "r.db", Euros));
        Assert.Equal(("unknown-format", "Statements of banks come as camt.053, camt.054 or CSV, plain or packed with "
            + "gzip or zip."), (refused.Faults[0].Code, refused.Faults[0].Hint));
    }

    [Fact]
    public void Where_meter_data_is_taken_in_a_bank_file_is_shown_its_door()
    {
        using var file = Assert.Single(MeterFile.Read(
            Bytes(BankFiles.Statement("GB33BUKB20201555555555", "GBP", 0, [])), "s.xml"));
        Assert.Equal("It is of a bank: take it in with busbar pay import FILE.",
            Assert.Throws<RefusedException>(() => file.Rows().Count()).Faults[0].Hint);
    }

    [Fact]
    public void A_statement_says_all_that_is_needed_to_match_it()
    {
        var statement = Assert.Single(BankFile.Read(Bytes(BankFiles.Statement("GB33BUKB20201555555555", "GBP", 100_00,
        [
            new("N1", new(2026, 4, 9), 52_10, "ADA BYRON", "GB94BARC10201530093459", "ME-2026-00001"),
            new("N2", new(2026, 4, 9), -20_00, "BEN NEVIS", "", "", EndToEnd: "DD-000007", Reason: "AM04"),
        ])), "s.xml", Euros)).Statement;
        Assert.Null(statement.Refusal("s.xml"));
        Assert.Equal(("N1", "52.10", "ADA BYRON", "GB94BARC10201530093459", "ME-2026-00001", ""),
            statement.Entries[0] is var one
                ? (one.Called, one.Amount.ToString(), one.Name, one.Iban, one.Text, one.Reason) : default);
        Assert.Equal(("-20.00", "BEN NEVIS", "DD-000007", "AM04"), statement.Entries[1] is var two
            ? (two.Amount.ToString(), two.Name, two.EndToEnd, two.Reason) : default);
    }

    [Theory]
    [InlineData(">52.10<", ">52.11<", "wrong-balance", "Statement S-1 of account GB33BUKB20201555555555 opens with "
        + "100.00 and its 2 lines lead to 132.11, but it closes with 132.10 GBP.")]
    [InlineData("CLBD", "XPCD", "no-balance",
        "Statement S-1 of account GB33BUKB20201555555555 doesn't say with which balance it closes.")]
    [InlineData("<Amt Ccy=\"GBP\">52.10", "<Amt Ccy=\"EUR\">52.10", "mixed-currencies",
        "Statement S-1 of account GB33BUKB20201555555555 is in GBP, and has an amount in EUR.")]
    public void A_statement_that_does_not_come_out_is_refused(string old, string now, string code, string message)
    {
        var text = BankFiles.Statement("GB33BUKB20201555555555", "GBP", 100_00,
        [
            new("N1", new(2026, 4, 9), 52_10, "A", "", ""), new("N2", new(2026, 4, 9), -20_00, "B", "", ""),
        ]);
        var statement = Assert.Single(BankFile.Read(
            Bytes(text.Replace(old, now, StringComparison.Ordinal)), "s.xml", Euros)).Statement;
        var fault = statement.Refusal("s.xml")!;
        Assert.Equal((code, message), (fault.Code, fault.Message));
        Assert.True(fault.Place.Line > 1);
    }

    [Theory]
    [InlineData(">52.10<", ">52,10<", "bad-amount")]
    [InlineData(">52.10<", ">52.101<", "bad-amount")]
    [InlineData("Ccy=\"GBP\">52.10", "Ccy=\"GBX\">52.10", "unknown-currency")]
    [InlineData("<Dt>2026-04-09</Dt>", "<Dt>9 April</Dt>", "bad-date")]
    [InlineData("<Amt Ccy=\"GBP\">52.10</Amt>", "", "no-amount")]
    [InlineData("<IBAN>GB33BUKB20201555555555</IBAN>", "", "no-bank-account")]
    [InlineData("</Document>", "", "bad-xml")]
    [InlineData("<Document", "<!DOCTYPE a []><Document", "has-dtd")]
    public void A_damaged_statement_is_refused_where_it_is_damaged(string old, string now, string code)
    {
        var text = BankFiles.Statement("GB33BUKB20201555555555", "GBP", 100_00,
            [new("N1", new(2026, 4, 9), 52_10, "A", "", "")]);
        Assert.Contains(old, text, StringComparison.Ordinal);
        var refused = Assert.Throws<RefusedException>(() => BankFile.Read(
            Bytes(text.Replace(old, now, StringComparison.Ordinal)), "s.xml", Euros));
        Assert.Equal((code, "s.xml"), (refused.Faults[0].Code, refused.Faults[0].Place.File));
        Assert.True(refused.Faults[0].Place.Line > 0);
    }

    [Fact]
    public void Payments_of_csv_have_a_reference_of_what_they_say()
    {
        const string csv = """
            date,amount,currency,reference,name,iban,id
            2026-04-09,52.10,,ME-2026-00001,Ada,GB94 BARC 1020 1530 0934 59,
            2026-04-09,52.10,EUR,ME-2026-00001,Ada,GB94BARC10201530093459,
            2026-04-10,-5.00,EUR,,,,X9
            """;
        var entries = Assert.Single(BankFile.Read(Bytes(csv), "p.csv", Euros)).Statement.Entries;
        Assert.Equal(entries[0].Reference + "#2", entries[1].Reference);
        Assert.Equal(["52.10", "52.10", "-5.00"], entries.Select(entry => entry.Amount.ToString()));
        Assert.Equal(("X9", "X9/2026-04-10/-5.00"), (entries[2].Called, entries[2].Reference));
        Assert.Equal(entries.Select(entry => entry.Reference),
            BankFile.Read(Bytes(csv), "q.csv", Euros)[0].Statement.Entries.Select(entry => entry.Reference));
    }

    [Theory]
    [InlineData("date,amout\n", "unknown-column", "There is no column amout in a file of payments.")]
    [InlineData("date,name\n", "missing-column", "The column amount is missing.")]
    [InlineData("date,amount\n9.4.2026,1.00\n", "bad-date", "The date 9.4.2026 isn't a day such as 2026-04-01.")]
    [InlineData("date,amount\n2026-04-09,\"1,5\"\n", "bad-amount",
        "The amount 1,5 isn't a number with at most 2 decimals other than zero.")]
    [InlineData("date,amount,currency\n2026-04-09,1.00,EURO\n", "unknown-currency", "The currency EURO isn't one.")]
    [InlineData("date,amount,id\n2026-04-09,1.00,7\n2026-04-09,1.00,7\n", "same-id", "Two payments have the id 7.")]
    [InlineData("date,amount\n2026-04-09,\"1.00\n", "bad-quotes", null)]
    [InlineData("connection,channel,start,value\n", "unknown-bank-file",
        "The file has readings of connections, and no payments.")]
    [InlineData("", "empty-file", "The file is empty.")]
    public void A_row_that_is_wrong_is_refused(string csv, string code, string? message)
    {
        var refused = Assert.Throws<RefusedException>(() => BankFile.Read(Bytes(csv), "p.csv", Euros));
        Assert.Equal(code, refused.Faults[0].Code);
        if (message is not null) Assert.Equal(message, refused.Faults[0].Message);
        Assert.Equal("p.csv", refused.Faults[0].Place.File);
    }

    [Fact]
    public void What_tests_write_is_as_the_schema_has_it()
    {
        var schemas = new XmlSchemaSet();
        using (var schema = XmlReader.Create(
            Path.Combine(Tidy.House.Root, "tests/data/iso20022/xsd/camt.053.001.08.xsd")))
            schemas.Add(null, schema);
        using var reader = XmlReader.Create(new StringReader(BankFiles.Statement("GB33BUKB20201555555555", "GBP", 5,
        [
            new("N1", new(2026, 4, 9), 52_10, "A", "GB94BARC10201530093459", "text", "E1"),
            new("N2", new(2026, 4, 9), -20_00, "B", "", "", "E1", "AM04"),
        ])), new() { ValidationType = ValidationType.Schema, Schemas = schemas });
        while (reader.Read()) { }
    }

    private static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));

    private static IEnumerable<BankStatement> Read(string name) =>
        BankFile.Read(Path.Combine(Tidy.House.Root, "tests/data/iso20022", name), name, Euros)
            .Select(one => one.Statement);
}
