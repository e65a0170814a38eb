using System.Globalization;
using System.Text;
using System.Xml;
using Busbar.Quantities;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Formats.Bank;

/// <summary>The versions of pain.008 that are written.</summary>
public enum DirectDebitVersion
{
    /// <summary>pain.008.001.02.</summary>
    V2,

    /// <summary>pain.008.001.08.</summary>
    V8,
}

/// <summary>Direct debits for the bank, as pain.008, those in euros of SEPA: the same debits give the same bytes.
/// </summary>
/// <remarks>Debits of one day, scheme, sequence and account of the creditor stand together, in the order in which they
/// were given. Names and texts are written in the letters of <see cref="SepaText"/>.</remarks>
public static class DirectDebitFile
{
    /// <summary>The most letters of a message id: what stands together is called after it, in 35 letters.</summary>
    public const int LongestMessageId = 29;

    internal const int LongestName = 70;
    private const int LongestText = 140;
    private const string Euro = "EUR";

    /// <summary>Writes the file; refused, with nothing written, when a bank would refuse it.</summary>
    public static void Write(
        Stream to, DirectDebitVersion version, string messageId, Instant created, Creditor creditor,
        IReadOnlyList<DirectDebit> debits)
    {
        var faults = DirectDebitFaults.Of(messageId, creditor, debits);
        if (faults.Count > 0) throw new RefusedException(faults);
        using var xml = XmlWriter.Create(to, new()
        {
            Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n", CloseOutput = false,
        });
        var number = version == DirectDebitVersion.V2 ? "02" : "08";
        xml.WriteStartElement("Document", "urn:iso:std:iso:20022:tech:xsd:pain.008.001." + number);
        xml.WriteStartElement("CstmrDrctDbtInitn");
        xml.WriteStartElement("GrpHdr");
        xml.WriteElementString("MsgId", messageId);
        xml.WriteElementString("CreDtTm", InstantPattern.General.Format(created));
        Sums(xml, debits);
        Nested(xml, SepaText.Of(creditor.Name, LongestName), "InitgPty", "Nm");
        xml.WriteEndElement();
        var bic = version == DirectDebitVersion.V2 ? "BIC" : "BICFI";
        foreach (var (id, together) in PaymentsOf(messageId, debits)) Group(xml, id, creditor, together, bic);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    /// <summary>What stands together in a file, with its id: a bank may book it as one.</summary>
    public static IEnumerable<(string Id, IReadOnlyList<DirectDebit> Debits)> PaymentsOf(
        string messageId, IEnumerable<DirectDebit> debits) => debits
        .GroupBy(debit => (debit.CollectOn, debit.Scheme, debit.Sequence, Into: debit.Into?.Text ?? ""))
        .OrderBy(same => same.Key.CollectOn).ThenBy(same => same.Key.Scheme).ThenBy(same => same.Key.Sequence)
        .ThenBy(same => same.Key.Into, StringComparer.Ordinal)
        .Select((same, i) => ($"{messageId}-{(i + 1).ToString(CultureInfo.InvariantCulture)}",
            (IReadOnlyList<DirectDebit>)[.. same]));

    private static void Group(
        XmlWriter xml, string id, Creditor creditor, IReadOnlyList<DirectDebit> debits, string bic)
    {
        xml.WriteStartElement("PmtInf");
        xml.WriteElementString("PmtInfId", id);
        xml.WriteElementString("PmtMtd", "DD");
        xml.WriteElementString("BtchBookg", "true");
        Sums(xml, debits);
        xml.WriteStartElement("PmtTpInf");
        // In other currencies the bank and its customer agree on a scheme of their country.
        if (debits[0].Amount.Currency.Code == Euro)
        {
            Nested(xml, "SEPA", "SvcLvl", "Cd");
            Nested(xml, debits[0].Scheme == DebitScheme.Core ? "CORE" : "B2B", "LclInstrm", "Cd");
        }
        xml.WriteElementString("SeqTp", DebitSequences.CodeOf(debits[0].Sequence));
        xml.WriteEndElement();
        xml.WriteElementString("ReqdColltnDt", LocalDatePattern.Iso.Format(debits[0].CollectOn));
        Nested(xml, SepaText.Of(creditor.Name, LongestName), "Cdtr", "Nm");
        Nested(xml, (debits[0].Into ?? creditor.Account).Text, "CdtrAcct", "Id", "IBAN");
        Agent(xml, "CdtrAgt", creditor.Bic, bic);
        xml.WriteElementString("ChrgBr", "SLEV");
        xml.WriteStartElement("CdtrSchmeId");
        xml.WriteStartElement("Id");
        xml.WriteStartElement("PrvtId");
        xml.WriteStartElement("Othr");
        xml.WriteElementString("Id", creditor.Id.Text);
        Nested(xml, "SEPA", "SchmeNm", "Prtry");
        for (var open = 0; open < 4; open++) xml.WriteEndElement();
        foreach (var debit in debits) Debit(xml, debit, bic);
        xml.WriteEndElement();
    }

    private static void Debit(XmlWriter xml, DirectDebit debit, string bic)
    {
        xml.WriteStartElement("DrctDbtTxInf");
        Nested(xml, debit.EndToEndId, "PmtId", "EndToEndId");
        xml.WriteStartElement("InstdAmt");
        xml.WriteAttributeString("Ccy", debit.Amount.Currency.Code);
        xml.WriteString(debit.Amount.ToString());
        xml.WriteEndElement();
        xml.WriteStartElement("DrctDbtTx");
        xml.WriteStartElement("MndtRltdInf");
        xml.WriteElementString("MndtId", debit.Mandate.Id);
        xml.WriteElementString("DtOfSgntr", LocalDatePattern.Iso.Format(debit.Mandate.SignedOn));
        xml.WriteEndElement();
        xml.WriteEndElement();
        Agent(xml, "DbtrAgt", debit.Mandate.Bic, bic);
        Nested(xml, SepaText.Of(debit.Mandate.Debtor, LongestName), "Dbtr", "Nm");
        Nested(xml, debit.Mandate.Account.Text, "DbtrAcct", "Id", "IBAN");
        Remittance(xml, debit);
        xml.WriteEndElement();
    }

    private static void Remittance(XmlWriter xml, DirectDebit debit)
    {
        var text = SepaText.Of(debit.Text, LongestText);
        if (debit.Reference is { } reference)
        {
            xml.WriteStartElement("RmtInf");
            xml.WriteStartElement("Strd");
            xml.WriteStartElement("CdtrRefInf");
            xml.WriteStartElement("Tp");
            Nested(xml, "SCOR", "CdOrPrtry", "Cd");
            xml.WriteElementString("Issr", "ISO");
            xml.WriteEndElement();
            xml.WriteElementString("Ref", reference.Text);
            for (var open = 0; open < 3; open++) xml.WriteEndElement();
        }
        else if (text.Length > 0)
        {
            Nested(xml, text, "RmtInf", "Ustrd");
        }
    }

    private static void Sums(XmlWriter xml, IReadOnlyList<DirectDebit> debits)
    {
        var sum = debits.Aggregate(Money.Zero(debits[0].Amount.Currency), (sum, debit) => sum + debit.Amount);
        xml.WriteElementString("NbOfTxs", debits.Count.ToString(CultureInfo.InvariantCulture));
        xml.WriteElementString("CtrlSum", sum.ToString());
    }

    private static void Agent(XmlWriter xml, string name, string? code, string bic)
    {
        if (code is not null) Nested(xml, code, name, "FinInstnId", bic);
        else Nested(xml, "NOTPROVIDED", name, "FinInstnId", "Othr", "Id");
    }

    private static void Nested(XmlWriter xml, string text, params ReadOnlySpan<string> path)
    {
        foreach (var name in path) xml.WriteStartElement(name);
        xml.WriteString(text);
        foreach (var _ in path) xml.WriteEndElement();
    }
}
