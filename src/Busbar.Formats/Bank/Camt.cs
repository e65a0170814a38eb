using System.Globalization;
using Busbar.Formats.Text;
using Busbar.Quantities;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Formats.Bank;

/// <summary>
/// Statements and notifications of a bank (ISO 20022, camt.053 and camt.054, any version): elements are known by their
/// names. A line with several payments and their amounts is several entries; what isn't booked is left out.
/// </summary>
internal sealed class Camt(Stream content, ContentHash hash, Problems problems, Limits limits)
{
    private const int MostEntries = 500_000;

    private int _entries;

    public IReadOnlyList<BankStatement> Read()
    {
        var xml = new FeedXml(new StrictText(content, problems, hash, limits.LineBytes, '<'), problems);
        var statements = new List<BankStatement>();
        var kind = "";
        if (xml.Name == "Document")
            foreach (var message in xml.Children())
            {
                kind = message switch
                {
                    "BkToCstmrStmt" => "camt.053", "BkToCstmrDbtCdtNtfctn" => "camt.054", _ => "",
                };
                if (kind.Length == 0) break;
                foreach (var part in xml.Children())
                    if (part is "Stmt" or "Ntfctn") statements.Add(Statement(xml, kind));
            }
        if (kind.Length == 0)
            throw problems.Fatal("unknown-bank-file", xml.Line, "The XML is no statement of a bank that is read: "
                + "camt.053 and camt.054 of ISO 20022 are.", "Meter data is taken in by busbar import FILE.");
        xml.ToEnd();
        if (statements.Count == 0) problems.Add("empty-file", 1, 0, "The file has no statement in it.");
        return statements;
    }

    private BankStatement Statement(FeedXml xml, string kind)
    {
        var (line, id, bank, currency) = (xml.Line, "", "", "");
        var (balances, entries) = (new List<BankBalance>(), new List<BankEntry>());
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in xml.Children())
            switch (name)
            {
                case "Id":
                    id = OneLine(xml.Content());
                    break;
                case "Acct":
                    var account = xml.Part();
                    (bank, currency) = (Text(account, "Id/IBAN", "Id/Othr/Id"), account.TextOf("Ccy"));
                    if (currency.Length > 0 && Currency.Of(currency) is null)
                        problems.Add("unknown-currency", account.Line, 0,
                            $"The account is in {Names.Show(currency)}, which is no currency.");
                    break;
                case "Bal":
                    if (Balance(xml.Part()) is { } balance) balances.Add(balance);
                    break;
                case "Ntry":
                    var entry = xml.Part();
                    if (entry.TextOf("Sts/Cd", "Sts") == "BOOK") entries.AddRange(Entries(entry, seen));
                    if (++_entries > MostEntries)
                        throw problems.Fatal("too-many-rows", xml.Line,
                            $"The file has more than {MostEntries} lines; ask for smaller ones.");
                    break;
            }
        if (bank.Length == 0)
            problems.Add("no-bank-account", line, 0, $"Statement {Names.Show(id)} doesn't say of which account it is.");
        return new(kind, line, id, bank, currency.Length == 0 ? null : currency, balances,
            Distinct(entries));
    }

    /// <summary>What an element says: the texts of a bank are lines, however their XML is broken.</summary>
    private static string Text(XmlPart part, params string[] paths) => OneLine(part.TextOf(paths));

    private static string OneLine(string text) => !text.Any(char.IsControl) ? text
        : string.Join(' ', string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The first reference that is one: many banks write that there is none.</summary>
    private static string Given(XmlPart part, params string[] paths) =>
        paths.Select(path => Text(part, path)).FirstOrDefault(text => !BankReference.IsNone(text)) ?? "";

    private BankBalance? Balance(XmlPart part) => Amount(part, part) is { } amount
        ? new(part.Line, Text(part, "Tp/CdOrPrtry/Cd", "Tp/CdOrPrtry/Prtry"), DayOf(part, "Dt", required: false),
            amount)
        : null;

    /// <summary>The payments of a line: each by itself where the bank gives them with amounts that add up to it.
    /// </summary>
    private IEnumerable<BankEntry> Entries(XmlPart entry, Dictionary<string, int> seen)
    {
        if (Amount(entry, entry) is not { } whole || DayOf(entry, "BookgDt",
            required: true) is not { } day) yield break;
        var details = entry.All("NtryDtls").SelectMany(one => one.All("TxDtls")).ToList();
        var given = Given(entry, "AcctSvcrRef", "NtryRef");
        var reference = given.Length > 0 ? Counted(seen, BankReference.Of(given, day, whole)) : "";
        // Of several without amounts nobody knows which part of the line is whose: the line is one.
        if (details.Count < 2 || !details.TrueForAll(detail => AmountOf(detail) is not null))
        {
            var line = Entry(entry, details is [var only] ? only : null, reference, day, whole) with { Given = given };
            const string Batch = "NtryDtls/Btch/";
            yield return line with
            {
                Batch = line.Batch.Length > 0 ? line.Batch : Text(entry, Batch + "MsgId"),
                Payment = line.Payment.Length > 0 ? line.Payment : Text(entry, Batch + "PmtInfId"),
            };
            yield break;
        }
        var amounts = details.ConvertAll(detail => Amount(detail, detail.Find("CdtDbtInd") is null ? entry : detail));
        if (amounts.Contains(null)) yield break;
        var first = amounts[0]!.Value.Currency;
        var sum = new Money(amounts.Sum(one => one!.Value.MinorUnits), first);
        if (amounts.Exists(one => one!.Value.Currency != first) || sum != whole)
        {
            yield return Entry(entry, null, reference, day, whole) with { Within = sum, Given = given };
            yield break;
        }
        foreach (var (index, detail) in details.Index())
        {
            // Some banks say the reference of the line again: it isn't the payment's own.
            var own = Given(detail, "Refs/AcctSvcrRef", "Refs/TxId") is var said && said != given ? said : "";
            var (place, amount) = ("/" + (index + 1).ToString(CultureInfo.InvariantCulture), amounts[index]!.Value);
            var part = own.Length > 0 ? BankReference.Of(own, day, amount)
                : reference.Length > 0 ? reference + place : "";
            yield return Entry(entry, detail, part, day, amount) with
            {
                Whole = reference.Length == 0 ? null : (reference, whole),
                Given = own.Length > 0 ? own : given.Length > 0 ? given + place : "",
            };
        }
    }

    private static BankEntry Entry(XmlPart entry, XmlPart? detail, string reference, LocalDate day, Money amount)
    {
        var from = detail ?? entry;
        // Who the other one is: of money that came in the debtor, of money that went out the creditor.
        var (party, account) = amount.MinorUnits >= 0 ? ("Dbtr", "DbtrAcct") : ("Cdtr", "CdtrAcct");
        if (from.Find("RtrInf") is not null)
            (party, account) = amount.MinorUnits >= 0 ? ("Cdtr", "CdtrAcct") : ("Dbtr", "DbtrAcct");
        var texts = new[] { Text(from, "RmtInf/Strd/CdtrRefInf/Ref") }
            .Concat(from.Find("RmtInf")?.All("Ustrd").Select(text => OneLine(text.Text)) ?? [])
            .Concat(detail is null ? [Text(entry, "AddtlNtryInf")] : [Text(detail, "AddtlTxInf")])
            .Where(text => text.Length > 0);
        var endToEnd = Text(from, "Refs/EndToEndId");
        return new(entry.Line, reference, day, amount,
            Text(from, $"RltdPties/{party}/Nm", $"RltdPties/{party}/Pty/Nm"),
            Text(from, $"RltdPties/{account}/Id/IBAN", $"RltdPties/{account}/Id/Othr/Id"), string.Join(' ', texts),
            BankReference.IsNone(endToEnd) ? "" : endToEnd, Text(from, "Refs/MsgId"),
            Text(from, "RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry"))
        {
            Payment = Text(from, "Refs/PmtInfId"),
        };
    }

    private Money? Amount(XmlPart part, XmlPart sign)
    {
        if (AmountOf(part) is not { } amount)
        {
            problems.Add("no-amount", part.Line, 0, $"The element {part.Name} has no amount.");
            return null;
        }
        if (Currency.Of(amount.Currency) is not { } currency)
        {
            problems.Add("unknown-currency", amount.Line, 0,
                $"The amount {Names.Show(amount.Text)} is in {Names.Show(amount.Currency)}, which is no currency.");
            return null;
        }
        if (!Digits.TryParse(amount.Text, currency.MinorDigits, out var minor, out _) || minor < 0)
        {
            problems.Add("bad-amount", amount.Line, 0,
                $"The amount {Names.Show(amount.Text)} {currency} isn't a number "
                + $"of at most {currency.MinorDigits} decimals, not below zero.");
            return null;
        }
        return new(Text(sign, "CdtDbtInd") == "DBIT" ? -minor : minor, currency);
    }

    private static XmlPart? AmountOf(XmlPart part) => part.Find("Amt") ?? part.Find("AmtDtls/TxAmt/Amt");

    private LocalDate? DayOf(XmlPart part, string name, bool required)
    {
        var text = Text(part, $"{name}/Dt", $"{name}/DtTm");
        if (text.Length >= 10 && LocalDatePattern.Iso.Parse(text[..10]) is { Success: true } day) return day.Value;
        if (required)
            problems.Add("bad-date", part.Line, 0, $"The line doesn't say on which day it was booked: {name} is "
                + $"{Names.Show(text)}.");
        return null;
    }

    /// <summary>A reference of its own for each line that the bank gives none: of what it says, counted among equals.
    /// </summary>
    private static List<BankEntry> Distinct(List<BankEntry> entries)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        return entries.ConvertAll(entry =>
        {
            var reference = entry.Reference.Length > 0 ? entry.Reference : BankReference.Of(entry);
            return entry with { Reference = Counted(seen, reference) };
        });
    }

    private static string Counted(Dictionary<string, int> seen, string reference)
    {
        var count = seen[reference] = seen.GetValueOrDefault(reference) + 1;
        return count == 1 ? reference : reference + "#" + count.ToString(CultureInfo.InvariantCulture);
    }
}
