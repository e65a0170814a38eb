using System.Text.Json;
using Busbar.Ledger;
using Busbar.Statements;

namespace Busbar.Cli.Verbs;

/// <summary>A statement as JSON: amounts as text, with their signs.</summary>
internal static class StatementJson
{
    public static void Write(Utf8JsonWriter json, Statement statement)
    {
        json.WriteStartObject();
        json.WriteString("account", statement.Account.Id);
        json.WriteString("party", statement.Account.Party.Name);
        json.WriteString("currency", statement.Currency.Code);
        json.WritePeriod(statement.Days);
        Write(json, statement.Sums);
        json.WriteList("accounts", statement.Sections, section =>
        {
            json.WriteString("account", section.Account.Id);
            json.WriteString("party", section.Account.Party.Name);
            if (section.Account.CostCentre is { } centre) json.WriteString("cost_centre", centre);
            Write(json, section.Sums);
            json.WriteString("overdue", section.OverdueOn(statement.Days.To).ToString());
            json.WriteList("lines", section.Lines, line => Write(json, line));
            json.WriteList("open", section.Open, item => WriteOpen(json, item, statement.Days.To));
            if (section.PaidByOthers.Count > 0)
                json.WriteList("paid_by_others", section.PaidByOthers, part =>
                {
                    json.WriteString("kind", EntryKinds.WordOf(part.Kind));
                    json.WriteString("reference", part.Reference);
                    json.WriteString("posted_on", Door.Text(part.PostedOn));
                    json.WriteString("paid_by", part.By);
                    json.WriteString("amount", part.Amount.ToString());
                    json.WriteString("whole", part.Whole.ToString());
                });
        });
        json.WriteEndObject();
    }

    /// <summary>What is open of a document.</summary>
    /// <param name="day">What was due before it is overdue.</param>
    public static void WriteOpen(Utf8JsonWriter json, OpenAmount item, NodaTime.LocalDate day)
    {
        json.WriteString("document", item.Document);
        if (item.Due is { } due) json.WriteString("due", Door.Text(due));
        json.WriteBoolean("overdue", item.IsOverdueOn(day));
        json.WriteString("amount", item.Amount.ToString());
    }

    private static void Write(Utf8JsonWriter json, StatementSums sums)
    {
        json.WriteString("opening", sums.Opening.ToString());
        json.WriteString("bills", sums.Bills.ToString());
        json.WriteString("credits", sums.Credits.ToString());
        json.WriteString("payments", sums.Payments.ToString());
        json.WriteString("adjustments", sums.Adjustments.ToString());
        json.WriteString("closing", sums.Closing.ToString());
    }

    private static void Write(Utf8JsonWriter json, StatementLine line)
    {
        json.WriteString("posted_on", Door.Text(line.PostedOn));
        json.WriteString("kind", EntryKinds.WordOf(line.Kind));
        json.WriteString("reference", line.Reference);
        if (line.Text.Length > 0) json.WriteString("text", line.Text);
        if (line.Billed is { } billed) json.WriteString("billed_account", billed);
        if (line.Days is { } days) json.WritePeriod(days);
        if (line.Due is { } due) json.WriteString("due", Door.Text(due));
        json.WriteString("amount", line.Amount.ToString());
        if (line.Whole is { } whole) json.WriteString("whole", whole.ToString());
    }
}
