using System.Data.Common;
using Busbar.Ledger;
using Dapper;
using NodaTime;

namespace Busbar.Store;

/// <summary>The one transaction that issues bills.</summary>
internal static class BillWriter
{
    private readonly record struct ChargeKey(string Agreement, string Charge, string Connection);

    public static IReadOnlyList<IssueOutcome> Issue(
        DbConnection connection, IReadOnlyList<NewBill> bills, Instant now, string? replaces = null)
    {
        var outcomes = new IssueOutcome?[bills.Count];
        var charges = bills.SelectMany(bill => bill.Charges).ToList();
        var taken = charges.Count == 0 ? Enumerable.Empty<ChargeOnBill>().ToLookup(KeyOf)
            : BilledWithin(connection, [.. charges.Select(charge => charge.Agreement)],
                charges.Min(charge => LocalDate.Min(charge.From, charge.PeriodStart)),
                charges.Max(charge => charge.To)).ToLookup(KeyOf);
        // A batch may hold one charge twice: the first bill has it, and the other learns its number once there is one.
        var (claimed, twins) = (new Dictionary<(ChargeKey, LocalDate), int>(), new List<(int Index, int First)>());
        var issued = new List<(int Index, string Id)>();
        for (var index = 0; index < bills.Count; index++)
        {
            var own = bills[index].Charges;
            if (own.SelectMany(charge => taken[KeyOf(charge)].Where(before => Collide(charge, before)))
                .Select(before => before.Number).FirstOrDefault() is { } number)
                outcomes[index] = new IssueOutcome.AlreadyBilled(number);
            else if (own.Select(charge => (KeyOf(charge), charge.PeriodStart)).Where(claimed.ContainsKey)
                .Select(key => (int?)claimed[key]).FirstOrDefault() is { } first)
                twins.Add((index, first));
            else
            {
                foreach (var charge in own) claimed[(KeyOf(charge), charge.PeriodStart)] = index;
                issued.Add((index, Guid.CreateVersion7(now.ToDateTimeOffset()).ToString()));
            }
        }
        if (issued.Count > 0) Store(connection, bills, issued, replaces, outcomes);
        foreach (var (index, first) in twins) outcomes[index] = new IssueOutcome.AlreadyBilled(outcomes[first]!.Number);
        return outcomes!;
    }

    public static RebillOutcome Rebill(
        DbConnection connection, NewCredit credit, NewBill? bill, Numbering credits, Instant now)
    {
        if (CreditOf(connection, credit.Bill) is { } before) return new RebillOutcome.CreditedBefore(before);
        connection.Execute(
            """
            UPDATE charges SET live = 0
            WHERE live = 1 AND bill = (SELECT id FROM bills WHERE number = @bill)
            """, new { bill = credit.Bill });
        var instead = bill is null ? null
            : Issue(connection, [bill], now, credit.Bill)[0];
        if (instead is IssueOutcome.AlreadyBilled other) return new RebillOutcome.AlreadyBilled(other.Number);
        var number = credits.NumberOf(LastTaken(connection, credits.Series, 1));
        RefuseTaken(connection, [number]);
        RefuseEarlier(connection, credits, [credit.IssuedOn]);
        connection.Execute(
            """
            INSERT INTO bills (id, number, series, account, period_start, period_end, issued_on, currency, net,
                tax, rounding, total, receipt, inputs_hash, body, explanation, credits, issuer)
            SELECT @id, @number, @series, account, period_start, period_end, @issuedOn, currency, -net, -tax, -rounding,
                -total, receipt, inputs_hash, @body, explanation, number, issuer
            FROM bills WHERE number = @bill
            """,
            new
            {
                id = Guid.CreateVersion7(now.ToDateTimeOffset()).ToString(), number, series = credits.Series,
                issuedOn = credit.IssuedOn.ToText(), body = credit.Body(number), bill = credit.Bill,
            });
        Reverse(connection, credit, number);
        return new RebillOutcome.Done(number, instead?.Number);
    }

    /// <summary>Posts a bill's entry once more with the other sign: every balance is as it was before it.</summary>
    private static void Reverse(DbConnection connection, NewCredit credit, string number)
    {
        if (LedgerStore.Find(connection, EntryKind.Bill, credit.Bill) is not { } posted) return;
        LedgerWriter.Post(connection, [posted.Entry.Reversed(credit.IssuedOn, EntryKind.CreditNote, number)],
            [posted.Number]);
    }

    public static string? CreditOf(DbConnection connection, string bill) => connection.ExecuteScalar<string?>(
        "SELECT number FROM bills WHERE credits = @bill", new { bill });

    /// <summary>The live charges of some agreements that cover a day, or are of a period, between two days.</summary>
    /// <param name="standingOn">The day on which the bills stood; null: those that stand now.</param>
    public static IReadOnlyList<ChargeOnBill> BilledWithin(
        DbConnection connection, IReadOnlyCollection<string> agreements, LocalDate from, LocalDate to,
        LocalDate? standingOn = null) =>
        [.. agreements.Distinct().Chunk(Texts.Chunk).SelectMany(chunk =>
        {
            var parameters = new DynamicParameters(
                new { from = from.ToText(), to = to.ToText(), on = standingOn?.ToText() });
            var stands = standingOn is null ? "c.live = 1"
                : "b.issued_on <= @on AND NOT EXISTS (SELECT 1 FROM bills k WHERE k.credits = b.number "
                    + "AND k.issued_on <= @on)";
            return connection.Query<(
                string Agreement, string Charge, string Connection, string PeriodStart, string From, string To,
                string Number, string Issuer)>(
                $"""
                SELECT c.agreement, c.charge, c.connection, c.period_start, c.from_day, c.to_day, b.number, b.issuer
                FROM charges c JOIN bills b ON b.id = c.bill
                WHERE {stands} AND c.agreement IN {parameters.Any("a", chunk)}
                  AND (c.from_day < @to AND c.to_day > @from OR c.period_start >= @from AND c.period_start < @to)
                """, parameters);
        }).Select(row => new ChargeOnBill(row.Agreement, row.Charge, row.Connection, Texts.ToDate(row.PeriodStart),
            Texts.ToDate(row.From), Texts.ToDate(row.To), row.Number, row.Issuer))];

    /// <summary>Whether two charges of one key are for the same period or have a day in common.</summary>
    private static bool Collide(BilledCharge charge, ChargeOnBill before) => charge.PeriodStart == before.PeriodStart
        || (charge.From < before.To && before.From < charge.To);

    private static void Store(
        DbConnection connection, IReadOnlyList<NewBill> bills, List<(int Index, string Id)> issued, string? replaces,
        IssueOutcome?[] outcomes)
    {
        connection.ExecuteEach(
            """
            INSERT INTO charges (bill, agreement, charge, connection, period_start, from_day, to_day, amount, live)
            VALUES (@Id, @Agreement, @Charge, @Connection, @start, @from, @to, @Amount, 1)
            """, issued.SelectMany(one => bills[one.Index].Charges.Select(charge => new
            {
                one.Id, charge.Agreement, charge.Charge, charge.Connection, start = charge.PeriodStart.ToText(),
                from = charge.From.ToText(), to = charge.To.ToText(), charge.Amount,
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
        var numbers = Numbers(connection, issued.ConvertAll(one => bills[one.Index].Numbering));
        RefuseTaken(connection, numbers);
        foreach (var same in issued.Select(one => bills[one.Index]).GroupBy(bill => bill.Numbering.Series))
            RefuseEarlier(connection, same.First().Numbering, [.. same.Select(bill => bill.IssuedOn)]);
        connection.ExecuteEach(
            """
            INSERT INTO bills (id, number, series, account, period_start, period_end, issued_on, currency, net,
                tax, rounding, total, receipt, inputs_hash, body, explanation, replaces, issuer)
            VALUES (@Id, @number, @Series, @Account, @from, @to, @issuedOn, @Currency, @Net, @Tax, @Rounding, @withTax,
                @Receipt, @InputsHash, @body, @explanation, @replaces, @Issuer)
            """, issued.Zip(numbers, (one, number) =>
            {
                var bill = bills[one.Index];
                outcomes[one.Index] = new IssueOutcome.Issued(number);
                return new
                {
                    one.Id, number, bill.Numbering.Series, bill.Account, from = bill.From.ToText(),
                    to = bill.To.ToText(), issuedOn = bill.IssuedOn.ToText(), bill.Currency, bill.Net, bill.Tax,
                    bill.Rounding, withTax = bill.Total - bill.Rounding, bill.Receipt, bill.InputsHash, replaces,
                    bill.Issuer, body = bill.Body(number), explanation = BillStore.Pack(bill.Explanation),
                };
            }));
        LedgerWriter.Post(connection,
            [.. issued.Zip(numbers, (one, number) => bills[one.Index].Entry(number)).OfType<Entry>()]);
    }

    /// <summary>The next numbers, each of its own series, in the order given; series in one order, so that no two who
    /// bill wait for each other.</summary>
    private static string[] Numbers(DbConnection connection, List<Numbering> wanted)
    {
        var numbers = new string[wanted.Count];
        foreach (var same in wanted.Index().GroupBy(one => one.Item.Series)
            .OrderBy(same => same.Key, StringComparer.Ordinal))
        {
            var places = same.Select(one => one.Index).ToList();
            var last = LastTaken(connection, same.Key, places.Count);
            foreach (var (i, place) in places.Index())
                numbers[place] = wanted[place].NumberOf(last - places.Count + 1 + i);
        }
        return numbers;
    }

    /// <summary>Takes the next numbers of a series and gives the last of them.</summary>
    internal static long LastTaken(DbConnection connection, string series, long count) =>
        connection.ExecuteScalar<long>(
            """
            INSERT INTO numbers (series, last) VALUES (@series, @count)
            ON CONFLICT (series) DO UPDATE SET last = numbers.last + @count RETURNING last
            """, new { series, count });

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
                throw new RefusedException(new Fault("number-taken", $"The next document would get the number "
                    + $"{bill.Number}, which the bill of account {bill.Account} from {bill.From} has.",
                    Name: bill.Number, Hint: "Give the bills of the book numbers of a form that no bill has yet: "
                    + "bills: { numbers: \"NW-{year}-{00000}\" }."));
        }
    }

    /// <summary>The numbers of a series ascend with the days of issue: who comes with an earlier day comes too late.
    /// </summary>
    /// <param name="days">The days of issue of the last numbers that were taken, in their order; none where the next
    /// ones aren't taken yet.</param>
    internal static void RefuseEarlier(
        DbConnection connection, Numbering series, IReadOnlyList<LocalDate> days, LocalDate? next = null)
    {
        var taken = connection.ExecuteScalar<long?>("SELECT last FROM numbers WHERE series = @Series", series) ?? 0;
        var number = series.NumberOf(taken - days.Count);
        if (connection.ExecuteScalar<string?>("SELECT issued_on FROM bills WHERE number = @number AND series = @Series",
            new { number, series.Series }) is not { } text) return;
        var before = Texts.ToDate(text);
        foreach (var day in next is { } asked ? [asked] : days)
            if (day < before)
                throw new RefusedException(new Fault("dated-before",
                    $"{number} was issued on {before.ToText()}; the next of its series can't be dated {day.ToText()}.",
                    Name: number,
                    Hint: $"Numbers ascend with their dates: issue it with --issued {before.ToText()}, or later."));
            else before = day;
    }

    private static ChargeKey KeyOf(BilledCharge charge) => new(charge.Agreement, charge.Charge, charge.Connection);

    private static ChargeKey KeyOf(ChargeOnBill charge) => new(charge.Agreement, charge.Charge, charge.Connection);
}
