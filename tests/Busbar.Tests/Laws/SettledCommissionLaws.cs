using System.Globalization;
using System.Text.Json;
using Busbar.Quantities;
using Busbar.Tests.Cli;
using CsCheck;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Tests.Laws;

/// <summary>Commissions in the store after any order of bills, rebills, payments, bounced ones, settlements, invoices
/// and an early end, as commands make them.</summary>
public class SettledCommissionLaws
{
    private const int Months = 4;
    private const string Mill = "1012345678901";
    private const string Dyer = "1012345678902";

    private enum Step
    {
        Bill,
        Rebill,
        Pay,
        Bounce,
        Settle,
        Invoice,
        End,
    }

    private static readonly Gen<(Step, int)[]> AnySteps =
        Gen.Select(Gen.Int[0, 6].Select(number => (Step)number), Gen.Int[0, 40]).Array[4, 14];

    [Fact]
    public void What_is_due_is_what_is_earned_after_any_order_of_events() => AnySteps.Sample(steps =>
    {
        using var world = new World();
        foreach (var (step, number) in steps) world.Do(step, number);
        world.BillTheRest();
        world.Do(Step.End, 0);
        world.Do(Step.Settle, 0);
        world.Check();
        world.Do(Step.Invoice, 0);
        world.Check();
    }, iter: 6, threads: 1);

    [Fact]
    public void A_rebill_and_its_reverse_leave_nothing() => Gen.Int[0, 40].Array[1, 6].Sample(numbers =>
    {
        using var world = new World();
        world.BillTheRest();
        world.Do(Step.Pay, 3);
        world.Do(Step.Settle, 0);
        var before = world.Balances();
        foreach (var number in numbers)
        {
            world.Do(Step.Rebill, number);
            if (number % 3 > 0) world.Do(Step.Settle, 0);
        }
        world.Reverse();
        world.Do(Step.Settle, 0);
        Assert.Equal(before, world.Balances());
    }, iter: 3, threads: 1);

    /// <summary>The mill's broker is paid in advance and at the end, the dyer's as the dyer pays: 1 p for each kWh.
    /// </summary>
    private sealed class World : IDisposable
    {
        private readonly Busbars _busbar = new();
        private readonly Dictionary<string, (string Connection, int Month)> _standing = new(StringComparer.Ordinal);
        private readonly Dictionary<(string Connection, LocalDate Day), int> _read = [];
        private readonly List<string> _receipts = [];
        private readonly Dictionary<(string Connection, LocalDate Day), int> _first = [];
        private LocalDate _day = new(2026, 7, 1);
        private int _billed;
        private int _version = 1;
        private bool _isEnded;

        public World()
        {
            _busbar.Write("book/book.yaml", """
                seller: { name: Northwind }
                currency: GBP
                zone: Europe/London
                taxes: { standard: 20 % }
                tax: standard
                bills: { every: month, numbers: "B-{0000}", credits: "C-{0000}", self-billed: "S-{0000}" }
                """);
            _busbar.Write("book/parties.yaml", "[{ party: p, name: P }, { party: q, name: Q, vat: GB2 }]\n");
            _busbar.Write("book/accounts.yaml", "[{ account: mill, party: p }, { account: dyer, party: p },\n"
                + "  { account: acme, party: q, self-billed: true }, { account: eve, party: q, self-billed: true }]\n");
            _busbar.Write("book/connections.yaml", $"- {{ connection: \"{Mill}\", interval: day, channels: {{ import: "
                + $"kWh }} }}\n- {{ connection: \"{Dyer}\", interval: day, channels: {{ import: kWh }} }}\n");
            _busbar.Write("book/products/fixed.yaml", """
                product: fixed
                from: 2020-01-01
                interval: day
                channels: { import: kWh }
                charges: [{ name: Electricity, quantity: import, price: 24 p/kWh }]
                """);
            _busbar.Write("book/schemes/all.yaml", """
                scheme: upfront
                to: acme
                terms: { eac: kWh/year }
                expected: { import: eac * years }
                charges: [{ name: Uplift, quantity: import, price: 1 p/kWh }]
                pays:
                  - { when: supply-start, amount: 70 % * expected }
                  - { when: [contract-end, early-end], amount: earned - paid }
                split: [{ to: eve, share: 33 % }]
                ---
                scheme: residual
                to: acme
                charges: [{ name: Uplift, quantity: import, price: 1 p/kWh }]
                earned: received
                """);
            Agreements("");
            Run("apply book");
        }

        public void Dispose() => _busbar.Dispose();

        public void Do(Step step, int number)
        {
            _day = _day.PlusDays(1);
            switch (step)
            {
                case Step.Bill when _billed < Months:
                    Bill(number);
                    break;
                case Step.Rebill when _standing.Count > 0:
                    Rebill(Any(_standing.Keys, number), number);
                    break;
                case Step.Pay when _standing.Count > 0:
                    Pay(Any(_standing.Keys, number), 1 + number);
                    break;
                case Step.Bounce when _receipts.Count > 0:
                    // What isn't set against a bill any more, it may be already.
                    _busbar.RunLine($"pay unmatch {Any(_receipts, number)} --on {Text(_day)}");
                    break;
                case Step.Settle:
                    Run($"commission settle --on {Text(_day)}");
                    Assert.Contains("Nothing has changed.", Run($"commission settle --on {Text(_day)}"),
                        StringComparison.Ordinal);
                    break;
                case Step.Invoice:
                    Run($"commission invoice --issued {Text(_day)}");
                    break;
                case Step.End when _billed == Months && !_isEnded:
                    _isEnded = true;
                    Agreements($", to: {Text(Start(Months))}");
                    Run("apply book");
                    break;
            }
        }

        public void BillTheRest()
        {
            while (_billed < Months) Do(Step.Bill, _billed);
        }

        /// <summary>What is earned by the mill is a penny for each kWh of the bills that stand, and what is due is
        /// that; and all of it is in the ledger.</summary>
        public void Check()
        {
            var rows = Run("commission feed").Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement).ToList();
            Exact Sum(string agreement, string kind) => rows.Where(row =>
                    row.GetProperty("agreement").GetString() == agreement
                        && row.GetProperty("kind").GetString() == kind)
                .Aggregate(Exact.Zero, (sum, row) => sum + Number(row.GetProperty("amount").GetString()!));
            Assert.Equal(Exact.Ratio(_standing.Values.Where(bill => bill.Connection == Mill).Sum(KWhOf), 100),
                Sum("mill", "earned"));
            Assert.Equal(Sum("mill", "earned"), Sum("mill", "due"));
            Assert.Equal(Sum("dyer", "earned"), Sum("dyer", "due"));
            var most = Exact.Ratio(_standing.Values.Where(bill => bill.Connection == Dyer).Sum(KWhOf), 100);
            Assert.True(Sum("dyer", "earned").Sign >= 0 && Sum("dyer", "earned") <= most);
            Run("verify");
        }

        /// <summary>What each is due and each agreement has earned, and what the ledger has on each account.</summary>
        public string Balances()
        {
            var rows = Run("commission feed").Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement);
            string Field(JsonElement row, string name) =>
                row.TryGetProperty(name, out var value) ? value.ToString() : "";
            var sums = from row in rows
                       group Number(Field(row, "amount")) by
                           $"{Field(row, "agreement")} {Field(row, "kind")} {Field(row, "payee")}" into same
                       let sum = same.Aggregate(Exact.Zero, (all, one) => all + one)
                       where !sum.IsZero
                       orderby same.Key
                       select $"{same.Key} {sum}\n";
            return string.Concat(sums) + string.Join('\n', Run("ledger balance --format csv").Split('\n')
                .Select(row => row.Split(',')).Where(row => row[^1] is not "0.00")
                .Select(row => $"{row[0]} {row[^1]}"));
        }

        /// <summary>Everything is read again as it was first, and billed again.</summary>
        public void Reverse()
        {
            foreach (var (bill, (connection, month)) in _standing.ToList())
            {
                var changed = _first.Where(one => one.Key.Connection == connection && one.Key.Day >= Start(month)
                    && one.Key.Day < Start(month + 1)).ToList();
                if (changed.TrueForAll(one => _read[one.Key] == one.Value)) continue;
                _day = _day.PlusDays(1);
                _version++;
                foreach (var (key, value) in changed) _read[key] = value;
                Import(changed.Select(one =>
                    $"{connection},import,{Text(one.Key.Day)},{one.Value},kWh,A,{_version}"));
                MakeAgain(bill);
            }
        }

        private static Exact Number(string text) => Exact.TryParse(text, out var one, out _) ? one
            : throw new ArgumentException(text);

        private void Bill(int number)
        {
            var (from, to) = (Start(_billed), Start(_billed + 1));
            var rows = new List<string>();
            for (var day = from; day < to; day = day.PlusDays(1))
                foreach (var connection in new[] { Mill, Dyer })
                {
                    // Now and then a month in which nothing is used, whose bill comes to nothing.
                    var kWh = number % 5 == 0 ? 0 : number * 7 + day.Day;
                    _read[(connection, day)] = kWh;
                    rows.Add($"{connection},import,{Text(day)},{kWh},kWh,A,1");
                }
            Import(rows);
            foreach (var bill in Run($"bill --period {Text(from)}..{Text(to)} --issued {Text(_day)}").Split('\n')
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(words => words.Length > 2))
                _standing.Add(bill[0], (bill[1] == "mill" ? Mill : Dyer, _billed));
            _billed++;
            Assert.Equal(2, _standing.Values.Count(bill => bill.Month == _billed - 1));
        }

        private void Rebill(string bill, int number)
        {
            var (connection, month) = _standing[bill];
            var day = Start(month).PlusDays(number % 28);
            if (_read[(connection, day)] == number) return;
            _first.TryAdd((connection, day), _read[(connection, day)]);
            _read[(connection, day)] = number;
            Import([$"{connection},import,{Text(day)},{number},kWh,A,{++_version}"]);
            MakeAgain(bill);
        }

        private void MakeAgain(string bill)
        {
            var (connection, month) = _standing[bill];
            var instead = Run($"rebill {bill} --issued {Text(_day)}").Split(' ', '\n')
                .SkipWhile(word => word != "back,").First(word => word.StartsWith("B-", StringComparison.Ordinal));
            _standing.Remove(bill);
            _standing.Add(instead, (connection, month));
        }

        private void Pay(string bill, int pounds)
        {
            // What is paid too much is credit.
            _busbar.RunLine("pay import " + Write($"{_day:uuuuMMdd}.csv", "date,amount,reference,name,id\n"
                + $"{Text(_day)},{pounds}.00,{bill},P,N-{Text(_day)}\n"));
            _receipts.Add(string.Create(CultureInfo.InvariantCulture, $"R-{_receipts.Count + 1:000000}"));
        }

        private long KWhOf((string Connection, int Month) bill) => _read.Where(one =>
            one.Key.Connection == bill.Connection && one.Key.Day >= Start(bill.Month)
            && one.Key.Day < Start(bill.Month + 1)).Sum(one => (long)one.Value);

        private void Import(IEnumerable<string> rows) => Run("import " + Write($"reads-{_day:uuuuMMdd}.csv",
            "connection,channel,start,value,unit,quality,version\n" + string.Join("\n", rows) + "\n"));

        private void Agreements(string end) => _busbar.Write("book/agreements.yaml", $$"""
            - { agreement: mill, account: mill, product: fixed, connections: "{{Mill}}", from: 2026-01-01,
                agreed-to: 2028-01-01, scheme: upfront, terms: { eac: 60000 }{{end}} }
            - { agreement: dyer, account: dyer, product: fixed, connections: "{{Dyer}}", from: 2026-01-01,
                scheme: residual }
            """);

        private string Write(string name, string text)
        {
            _busbar.Write(name, text);
            return name;
        }

        private string Run(string line)
        {
            var run = _busbar.RunLine(line);
            Assert.True(run.Code == 0, $"{line}: {run.Messages}{run.Results}");
            return run.Results;
        }

        private static string Any(IEnumerable<string> all, int number)
        {
            var ordered = all.Order(StringComparer.Ordinal).ToList();
            return ordered[number % ordered.Count];
        }

        private static LocalDate Start(int month) => new LocalDate(2026, 1, 1).PlusMonths(month);

        private static string Text(LocalDate day) => LocalDatePattern.Iso.Format(day);
    }
}
