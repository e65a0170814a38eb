using Dapper;
using NodaTime;

namespace Busbar.Store;

/// <summary>What was billed at the end of a day, whatever was billed or taken back since.</summary>
public static class BilledOn
{
    /// <summary>The charges of some agreements on bills that were issued by then and weren't taken back by then.
    /// </summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyList<ChargeOnBill> Charges(
        Snapshot snapshot, IReadOnlyCollection<string> agreements, LocalDate day) => snapshot.Guard(() =>
        (IReadOnlyList<ChargeOnBill>)[.. agreements.Distinct().Chunk(Texts.Chunk).SelectMany(chunk =>
        {
            var parameters = new DynamicParameters(new { day = day.ToText() });
            return snapshot.Connection.Query<(
                string Agreement, string Charge, string Connection, string PeriodStart, string From, string To,
                string Number, string Issuer)>(
                $"""
                SELECT c.agreement, c.charge, c.connection, c.period_start, c.from_day, c.to_day, b.number, b.issuer
                FROM charges c JOIN bills b ON b.id = c.bill
                WHERE c.agreement IN {parameters.Any("a", chunk)} AND b.issued_on <= @day AND b.credits IS NULL
                  AND NOT EXISTS (SELECT 1 FROM bills n WHERE n.credits = b.number AND n.issued_on <= @day)
                """, parameters);
        }).Select(row => new ChargeOnBill(row.Agreement, row.Charge, row.Connection, Texts.ToDate(row.PeriodStart),
            Texts.ToDate(row.From), Texts.ToDate(row.To), row.Number, row.Issuer))]);
}
