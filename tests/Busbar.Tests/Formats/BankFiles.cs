using System.Globalization;
using System.Text;
using Busbar.Quantities;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Tests.Formats;

/// <summary>A line of a statement that is written for a test.</summary>
internal sealed record WrittenEntry(string Reference, LocalDate On, long Amount, string Name, string Iban, string Text,
    string EndToEnd = "", string Reason = "")
{
    /// <summary>The message in which it was ordered, of a line that is the sum of several.</summary>
    public string Batch { get; init; } = "";

    /// <summary>The payment of that message.</summary>
    public string Payment { get; init; } = "";

    /// <summary>The payments of a line that is their sum, each with its amount; without a reference of its own where
    /// that is empty.</summary>
    public IReadOnlyList<WrittenEntry> Parts { get; init; } = [];
}

/// <summary>Writes statements of banks, version 8 of camt.053.</summary>
internal static class BankFiles
{
    /// <param name="on">The day of its balances.</param>
    public static string Statement(string bank, string currency, long opening, IReadOnlyList<WrittenEntry> entries,
        LocalDate? on = null)
    {
        var day = LocalDatePattern.Iso.Format(on ?? new(2026, 4, 30));
        var digits = Currency.Of(currency)!.Value.MinorDigits;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
              <BkToCstmrStmt>
                <GrpHdr><MsgId>M-1</MsgId><CreDtTm>2026-04-30T18:00:00Z</CreDtTm></GrpHdr>
                <Stmt>
                  <Id>S-1</Id>
                  <Acct><Id><IBAN>{bank}</IBAN></Id><Ccy>{currency}</Ccy></Acct>

            """);
        Balance("OPBD", opening);
        Balance("CLBD", opening + entries.Sum(entry => entry.Amount));
        foreach (var entry in entries) Append(entry);
        return text.Append("    </Stmt>\n  </BkToCstmrStmt>\n</Document>\n").ToString();

        string Amount(long minor)
        {
            var amount = Exact.FromScaled(Math.Abs(minor), digits).ToString(digits);
            return $"<Amt Ccy=\"{currency}\">{amount}</Amt>\n<CdtDbtInd>{(minor < 0 ? "DBIT" : "CRDT")}</CdtDbtInd>";
        }

        void Balance(string code, long minor) => text.Append(CultureInfo.InvariantCulture, $"""
            <Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{Amount(minor)}<Dt><Dt>{day}</Dt></Dt></Bal>

            """);

        void Append(WrittenEntry entry)
        {
            var party = entry.Amount >= 0 == (entry.Reason.Length == 0) ? "Dbtr" : entry.Reason.Length > 0 ? "Dbtr"
                : "Cdtr";
            text.Append(CultureInfo.InvariantCulture, $"""
                <Ntry>
                {Amount(entry.Amount)}
                <Sts><Cd>BOOK</Cd></Sts>
                <BookgDt><Dt>{LocalDatePattern.Iso.Format(entry.On)}</Dt></BookgDt>
                <AcctSvcrRef>{entry.Reference}</AcctSvcrRef>
                <BkTxCd><Prtry><Cd>NTRF</Cd></Prtry></BkTxCd>
                <NtryDtls>

                """);
            if (entry.Batch.Length + entry.Payment.Length > 0)
            {
                text.Append("<Btch>");
                if (entry.Batch.Length > 0) text.Append("<MsgId>").Append(entry.Batch).Append("</MsgId>");
                if (entry.Payment.Length > 0) text.Append("<PmtInfId>").Append(entry.Payment).Append("</PmtInfId>");
                text.Append("</Btch></NtryDtls>\n</Ntry>\n");
                return;
            }
            foreach (var part in entry.Parts)
                text.Append(CultureInfo.InvariantCulture, $"""
                    <TxDtls><Refs>{(part.Reference.Length > 0 ? $"<AcctSvcrRef>{part.Reference}</AcctSvcrRef>" : "")}
                    <EndToEndId>{part.EndToEnd}</EndToEndId></Refs>{Amount(part.Amount)}
                    <RmtInf><Ustrd>{part.Text}</Ustrd></RmtInf></TxDtls>

                    """);
            if (entry.Parts.Count > 0)
            {
                text.Append("</NtryDtls>\n</Ntry>\n");
                return;
            }
            text.Append("<TxDtls>\n");
            if (entry.EndToEnd.Length > 0)
                text.Append("<Refs><EndToEndId>").Append(entry.EndToEnd).Append("</EndToEndId></Refs>\n");
            text.Append("<RltdPties>");
            if (entry.Name.Length > 0)
                text.Append(CultureInfo.InvariantCulture, $"<{party}><Pty><Nm>{entry.Name}</Nm></Pty></{party}>");
            if (entry.Iban.Length > 0)
                text.Append(CultureInfo.InvariantCulture,
                    $"<{party}Acct><Id><IBAN>{entry.Iban}</IBAN></Id></{party}Acct>");
            text.Append("</RltdPties>\n");
            if (entry.Text.Length > 0) text.Append("<RmtInf><Ustrd>").Append(entry.Text).Append("</Ustrd></RmtInf>\n");
            if (entry.Reason.Length > 0)
                text.Append("<RtrInf><Rsn><Cd>").Append(entry.Reason).Append("</Cd></Rsn></RtrInf>\n");
            text.Append("</TxDtls></NtryDtls>\n</Ntry>\n");
        }
    }
}
