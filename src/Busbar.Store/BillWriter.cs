using System.Data.Common;
using Dapper;
using NodaTime;

namespace Busbar.Store;

/// <summary>The one transaction that issues bills.</summary>
internal static class BillWriter
{
    private readonly record struct ChargeKey(string Agreement, string Charge, string Connection, LocalDate PeriodStart);

    public static IReadOnlyList<IssueOutcome> Issue(
        DbConnection connection, IReadOnlyList<NewBill> bills, string series, Func<long, string> numberOf, Instant now)
    {
        var outcomes = new IssueOutcome?[bills.Count];
        var taken = Billed(connection, [.. bills.SelectMany(bill => bill.Charges).Select(charge => charge.Agreement)],
                [.. bills.SelectMany(bill => bill.Charges).Select(charge => charge.PeriodStart)])
            .ToDictionary(KeyOf, charge => charge.Number);
        // A batch may hold one charge twice: the first bill has it, and the other learns its number once there is one.
        var (claimed, twins) = (new Dictionary<ChargeKey, int>(), new List<(int Index, int First)>());
        var issued = new List<(int Index, string Id)>();
        for (var index = 0; index < bills.Count; index++)
        {
            var keys = bills[index].Charges.Select(KeyOf).ToList();
            if (keys.Where(taken.ContainsKey).Select(key => taken[key]).FirstOrDefault() is { } number)
                outcomes[index] = new IssueOutcome.AlreadyBilled(number);
            else if (keys.Find(claimed.ContainsKey) is { Agreement: not null } twin)
                twins.Add((index, claimed[twin]));
            else
            {
                foreach (var key in keys) claimed[key] = index;
                issued.Add((index, Guid.CreateVersion7(now.ToDateTimeOffset()).ToString()));
            }
        }
        if (issued.Count > 0) Store(connection, bills, issued, series, numberOf, outcomes);
        foreach (var (index, first) in twins) outcomes[index] = new IssueOutcome.AlreadyBilled(outcomes[first]!.Number);
        return outcomes!;
    }

    /// <summary>The live charges of some agreements in the periods that start on some days.</summary>
    public static IReadOnlyList<ChargeOnBill> Billed(
        DbConnection connection, IReadOnlyCollection<string> agreements, IReadOnlyCollection<LocalDate> periodStarts)
    {
        var starts = periodStarts.Distinct().Select(start => start.ToText()).ToArray();
        var chunks = agreements.Distinct().Chunk(Texts.Chunk)
            .SelectMany(chunk => starts.Chunk(Texts.Chunk), (chunk, days) => (chunk, days));
        return [.. chunks.SelectMany(either =>
        {
            var parameters = new DynamicParameters();
            return Charges(connection, $"""
                c.agreement IN {parameters.Any("a", either.chunk)}
                AND c.period_start IN {parameters.Any("d", either.days)}
                """, parameters);
        })];
    }

    /// <summary>The live charges of some agreements on bills with a day of supply between two days.</summary>
    public static IReadOnlyList<ChargeOnBill> BilledWithin(
        DbConnection connection, IReadOnlyCollection<string> agreements, LocalDate from, LocalDate to) =>
        [.. agreements.Distinct().Chunk(Texts.Chunk).SelectMany(chunk =>
        {
            var parameters = new DynamicParameters(new { from = from.ToText(), to = to.ToText() });
            return Charges(connection, $"""
                c.agreement IN {parameters.Any("a", chunk)} AND b.period_start < @to AND b.period_end > @from
                """, parameters);
        })];

    private static IEnumerable<ChargeOnBill> Charges(
        DbConnection connection, string condition, DynamicParameters parameters) => connection.Query<(
            string Agreement, string Charge, string Connection, string PeriodStart, string From, string To,
            string Number)>(
        $"""
        SELECT c.agreement, c.charge, c.connection, c.period_start, b.period_start, b.period_end, b.number
        FROM charges c JOIN bills b ON b.id = c.bill WHERE c.live = 1 AND {condition}
        """, parameters)
        .Select(row => new ChargeOnBill(row.Agreement, row.Charge, row.Connection, Texts.ToDate(row.PeriodStart),
            Texts.ToDate(row.From), Texts.ToDate(row.To), row.Number));

    private static void Store(
        DbConnection connection, IReadOnlyList<NewBill> bills, List<(int Index, string Id)> issued, string series,
        Func<long, string> numberOf, IssueOutcome?[] outcomes)
    {
        connection.ExecuteEach(
            """
            INSERT INTO charges (bill, agreement, charge, connection, period_start, amount, live)
            VALUES (@Id, @Agreement, @Charge, @Connection, @start, @Amount, 1)
            """, issued.SelectMany(one => bills[one.Index].Charges.Select(charge => new
            {
                one.Id, charge.Agreement, charge.Charge, charge.Connection, start = charge.PeriodStart.ToText(),
                charge.Amount,
            })));
        connection.ExecuteEach(
            """
            INSERT INTO bill_inputs (bill, connection, channel, from_at, to_at, hash)
            VALUES (@Id, @Connection, @Channel, @from, @to, @Hash)
            """,
            issued.SelectMany(one => bills[one.Index].Inputs.Select(input => new
            {
                one.Id, input.Connection, input.Channel, from = input.From.ToText(), to = input.To.ToText(), input.Hash,
            })));
        // The numbers come last: what fails before has taken none, and others wait for them only now.
        var last = connection.ExecuteScalar<long>(
            """
            INSERT INTO numbers (series, last) VALUES (@series, @count)
            ON CONFLICT (series) DO UPDATE SET last = numbers.last + @count RETURNING last
            """, new { series, count = (long)issued.Count });
        var first = last - issued.Count + 1;
        RefuseTaken(connection, [.. issued.Select((_, place) => numberOf(first + place))]);
        connection.ExecuteEach(
            """
            INSERT INTO bills (id, number, series, account, period_start, period_end, issued_on, currency, net,
                tax, total, receipt, inputs_hash, body, explanation)
            VALUES (@Id, @number, @series, @Account, @from, @to, @issuedOn, @Currency, @Net, @Tax, @Total, @Receipt,
                @InputsHash, @body, @explanation)
            """, issued.Select((one, place) =>
            {
                var (bill, number) = (bills[one.Index], numberOf(first + place));
                outcomes[one.Index] = new IssueOutcome.Issued(number);
                return new
                {
                    one.Id, number, series, bill.Account, from = bill.From.ToText(), to = bill.To.ToText(),
                    issuedOn = bill.IssuedOn.ToText(), bill.Currency, bill.Net, bill.Tax, bill.Total, bill.Receipt,
                    bill.InputsHash,
                    body = bill.Body(number), explanation = BillStore.Pack(bill.Explanation),
                };
            }));
    }

    /// <summary>Another form of numbers, another series, may come to a number that there is.</summary>
    private static void RefuseTaken(DbConnection connection, IReadOnlyList<string> numbers)
    {
        foreach (var chunk in numbers.Chunk(Texts.Chunk))
        {
            var parameters = new DynamicParameters();
            var any = parameters.Any("n", chunk);
            if (connection.QueryFirstOrDefault<(string Number, string Account, string From)?>(
                $"SELECT number, account, period_start FROM bills WHERE number IN {any} ORDER BY number", parameters)
                is { } bill)
                throw new RefusedException(new Fault("number-taken", $"The next bill would get the number "
                    + $"{bill.Number}, which the bill of account {bill.Account} from {bill.From} has.",
                    Name: bill.Number, Hint: "Give the bills of the book numbers of a form that no bill has yet: "
                    + "bills: { numbers: \"NW-{year}-{00000}\" }."));
        }
    }

    private static ChargeKey KeyOf(BilledCharge charge) =>
        new(charge.Agreement, charge.Charge, charge.Connection, charge.PeriodStart);

    private static ChargeKey KeyOf(ChargeOnBill charge) =>
        new(charge.Agreement, charge.Charge, charge.Connection, charge.PeriodStart);
}
