using System.Xml;
using System.Xml.Linq;
using Busbar.Contracts;
using Busbar.Formats.Bank;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Tests.Formats;

/// <summary>pain.008, read back by a reader that knows nothing of the writer.</summary>
public class Direct_debits_are_written
{
    private static readonly Currency Euro = Currency.Of("EUR")!.Value;
    private static readonly Instant Created = Instant.FromUtc(2026, 3, 2, 8, 30);
    private static readonly LocalDate Day = new(2026, 3, 10);

    private static readonly Creditor Us = new(
        "Stadtwerke Mühl & Söhne", CreditorId.Parse("DE98ZZZ09999999999", out _)!.Value,
        Iban.Parse("DE89370400440532013000", out _)!.Value);

    private static readonly DebitMandate Mandate = new(
        "M-1", new(2025, 12, 1), "Zoë Weiß", Iban.Parse("GB82WEST12345698765432", out _)!.Value, "WESTGB2L");

    private static readonly DirectDebit[] Debits =
    [
        Debit("E1", 12_30),
        Debit("E2", 100_00) with { CollectOn = Day.PlusDays(1) },
        Debit("E3", 5) with
        {
            Reference = CreditorReference.Make("539007547034"), Mandate = Mandate with { Bic = null },
        },
        Debit("E4", 7_00) with { Sequence = DebitSequence.First },
        Debit("E5", 8_00) with { Scheme = DebitScheme.Business, Sequence = DebitSequence.OneOff, Text = "" },
        Debit("E6", 9_00) with { Sequence = DebitSequence.Final },
    ];

    [Theory]
    [InlineData(DirectDebitVersion.V2, "02", "BIC")]
    [InlineData(DirectDebitVersion.V8, "08", "BICFI")]
    public void What_is_written_is_read_back(DirectDebitVersion version, string number, string bic)
    {
        var root = Root(version, Debits);
        XNamespace space = "urn:iso:std:iso:20022:tech:xsd:pain.008.001." + number;
        Assert.Equal(space + "Document", root.Name);
        Assert.All(root.Descendants(), element => Assert.Equal(space, element.Name.Namespace));
        var body = root.Element(space + "CstmrDrctDbtInitn")!;
        Assert.Equal("MsgId=M1 CreDtTm=2026-03-02T08:30:00Z NbOfTxs=6 CtrlSum=136.35 "
            + "InitgPty/Nm=Stadtwerke Muhl + Sohne", Flat(body.Element(space + "GrpHdr")!));
        Assert.Equal(
            ["M1-1 CORE FRST 2026-03-10 1 7.00 E4", "M1-2 CORE RCUR 2026-03-10 2 12.35 E1 E3",
                "M1-3 CORE FNAL 2026-03-10 1 9.00 E6", "M1-4 B2B OOFF 2026-03-10 1 8.00 E5",
                "M1-5 CORE RCUR 2026-03-11 1 100.00 E2"],
            body.Elements(space + "PmtInf").Select(Summary));
        var recurring = body.Elements(space + "PmtInf").ElementAt(1);
        Assert.Equal(
            "PmtInfId=M1-2 PmtMtd=DD BtchBookg=true NbOfTxs=2 CtrlSum=12.35 PmtTpInf/SvcLvl/Cd=SEPA "
            + "PmtTpInf/LclInstrm/Cd=CORE PmtTpInf/SeqTp=RCUR ReqdColltnDt=2026-03-10 Cdtr/Nm=Stadtwerke Muhl + Sohne "
            + "CdtrAcct/Id/IBAN=DE89370400440532013000 CdtrAgt/FinInstnId/Othr/Id=NOTPROVIDED ChrgBr=SLEV "
            + "CdtrSchmeId/Id/PrvtId/Othr/Id=DE98ZZZ09999999999 CdtrSchmeId/Id/PrvtId/Othr/SchmeNm/Prtry=SEPA",
            Flat(new XElement("x", recurring.Elements().Where(one => one.Name.LocalName != "DrctDbtTxInf"))));
        const string Debtor = "DrctDbtTx/MndtRltdInf/MndtId=M-1 DrctDbtTx/MndtRltdInf/DtOfSgntr=2025-12-01 "
            + "DbtrAgt/FinInstnId/{0} Dbtr/Nm=Zoe Weiss DbtrAcct/Id/IBAN=GB82WEST12345698765432 RmtInf/";
        Assert.Equal(
            ["PmtId/EndToEndId=E1 InstdAmt=12.30 " + string.Format(null, Debtor, bic + "=WESTGB2L")
                + "Ustrd=Power, March",
                "PmtId/EndToEndId=E3 InstdAmt=0.05 " + string.Format(null, Debtor, "Othr/Id=NOTPROVIDED")
                + "Strd/CdtrRefInf/Tp/CdOrPrtry/Cd=SCOR RmtInf/Strd/CdtrRefInf/Tp/Issr=ISO "
                + "RmtInf/Strd/CdtrRefInf/Ref=RF18539007547034"],
            recurring.Elements(space + "DrctDbtTxInf").Select(Flat));
        Assert.All(
            root.Descendants(space + "InstdAmt"), amount => Assert.Equal("EUR", (string?)amount.Attribute("Ccy")));
        Assert.Empty(root.Descendants(space + "PmtInf").ElementAt(3).Descendants(space + "RmtInf"));
    }

    [Fact]
    public void The_same_debits_give_the_same_bytes() =>
        Assert.Equal(Bytes(DirectDebitVersion.V8, Debits), Bytes(DirectDebitVersion.V8, Debits));

    [Theory]
    [InlineData("Zoë Weiß", "Zoe Weiss")]
    [InlineData("Łukasz Ørsted_Æ", "Lukasz Orsted-AE")]
    [InlineData(" a\tb & c; ", "a b + c.")]
    [InlineData("Ελένη", ".....")]
    [InlineData("12345678901", "1234567890")]
    public void Other_letters_are_written_as_their_likes(string text, string written) =>
        Assert.Equal(written, SepaText.Of(text, written.StartsWith('1') ? 10 : 70));

    [Fact]
    public void What_a_bank_would_refuse_is_not_written()
    {
        Assert.Equal(["bad-debit-id"], Codes(Debit("/E", 1)));
        Assert.Equal(["bad-debit-id"], Codes(Debit("E", 1) with { Mandate = Mandate with { Id = new('M', 36) } }));
        Assert.Equal(["bad-debit-amount"], Codes(Debit("E", 0)));
        Assert.Equal(["bad-debit-amount"], Codes(Debit("E", 100_000_000_000)));
        Assert.Equal(["bad-debit-name"], Codes(Debit("E", 1) with { Mandate = Mandate with { Debtor = "Ελένη" } }));
        Assert.Equal(["bad-bic"], Codes(Debit("E", 1) with { Mandate = Mandate with { Bic = "WEST" } }));
        Assert.Equal(["bad-mandate-day"], Codes(Debit("E", 1) with { CollectOn = new(2025, 11, 30) }));
        Assert.Equal(["debit-twice"], Codes(Debit("E", 1), Debit("E", 2)));
        Assert.Equal(["no-debits"], Codes());
    }

    private static DirectDebit Debit(string id, long cents) => new(
        id, new(cents, Euro), Day, Mandate, DebitSequence.Recurring, DebitScheme.Core, "Power, March");

    private static string[] Codes(params DirectDebit[] debits)
    {
        using var nothing = new MemoryStream();
        var refused = Assert.Throws<RefusedException>(() =>
            DirectDebitFile.Write(nothing, DirectDebitVersion.V8, "M1", Created, Us, debits));
        Assert.Equal(0, nothing.Length);
        return [.. refused.Faults.Select(fault => fault.Code)];
    }

    private static byte[] Bytes(DirectDebitVersion version, DirectDebit[] debits)
    {
        using var file = new MemoryStream();
        DirectDebitFile.Write(file, version, "M1", Created, Us, debits);
        return file.ToArray();
    }

    private static XElement Root(DirectDebitVersion version, DirectDebit[] debits)
    {
        using var file = new MemoryStream(Bytes(version, debits));
        using var xml = XmlReader.Create(
            file, new() { DtdProcessing = DtdProcessing.Prohibit, IgnoreWhitespace = true });
        return XElement.Load(xml);
    }

    private static string Summary(XElement group)
    {
        string Of(string name) => group.Descendants().First(one => one.Name.LocalName == name).Value;
        var ids = group.Descendants().Where(one => one.Name.LocalName == "EndToEndId").Select(one => one.Value);
        var scheme = group.Descendants().First(one => one.Name.LocalName == "LclInstrm").Value;
        return $"{Of("PmtInfId")} {scheme} {Of("SeqTp")} {Of("ReqdColltnDt")} {Of("NbOfTxs")} {Of("CtrlSum")} "
            + string.Join(' ', ids);
    }

    // Every leaf with its path below the element, in the order of the file.
    private static string Flat(XElement top) => string.Join(
        ' ', top.Descendants().Where(one => !one.HasElements).Select(leaf => Path(leaf, top) + "=" + leaf.Value));

    private static string Path(XElement leaf, XElement top) => string.Join(
        '/', leaf.AncestorsAndSelf().TakeWhile(one => one != top).Reverse().Select(one => one.Name.LocalName));
}
