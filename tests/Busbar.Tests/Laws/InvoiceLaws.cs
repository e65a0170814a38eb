using System.Globalization;
using System.Text.Json;
using Busbar.Quantities;
using Busbar.Tests.Cli;
using CsCheck;

namespace Busbar.Tests.Laws;

/// <summary>What invoices of odd days are shared to, through a book, whatever members use and whoever joins.</summary>
public class InvoiceLaws
{
    // Each is a database of its own.
    private const int Tries = 5;
    private const int Days = 61;

    /// <summary>Members' kWh in rhythms, the days on which an invoice begins, their pence, and the day on which c
    /// joins.</summary>
    private sealed record Case(int[][] Rhythms, int[] Cuts, int[] Pence, int Joins, int[] Order)
    {
        public (string, string, decimal[])[] Readings
        {
            get
            {
                decimal[][] all = [.. Rhythms.Select(rhythm => Enumerable.Range(0, Days * 24)
                    .Select(hour => rhythm[hour % rhythm.Length] / 1000m).ToArray())];
                // What is lost is by the hour a whole number of watt-hours as well.
                return [("a", "import", all[0]), ("b", "import", all[1]), ("c", "import", all[2]), ("p", "import",
                    [.. Enumerable.Range(0, Days * 24).Select(i => all.Sum(member => member[i]))])];
            }
        }

        /// <summary>The spans of the invoices, which tile March and April.</summary>
        public IReadOnlyList<(int From, int To)> Spans
        {
            get
            {
                int[] edges = [0, .. Cuts.Distinct().Order(), Days];
                return [.. edges.Zip(edges.Skip(1))];
            }
        }

        public string Costs(bool reversed)
        {
            var rows = Spans.SelectMany((span, i) => Lines(span, i)).ToList();
            if (reversed) rows.Reverse();
            return "connection,group,from,to,amount,document,date\n" + string.Concat(rows);
        }

        public decimal Total => Spans.SelectMany((_, i) => Amounts(i)).Sum();

        private IEnumerable<string> Lines((int From, int To) span, int i) => Amounts(i).Select(amount =>
            string.Create(CultureInfo.InvariantCulture,
                $"p,energy,{Date(span.From)},{Date(span.To)},{amount},INV-{i},{Date(span.To)}\n"));

        /// <summary>Two lines, of which the second may be a credit.</summary>
        private decimal[] Amounts(int i) => [Pence[i] / 100m, (Pence[i + 1] / 100m) - 20m];

        private static string Date(int day) =>
            new DateOnly(2026, 3, 1).AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        public string Pool(IEnumerable<int> order)
        {
            string[] members =
            [
                "  - { connection: a, consumption: import, weight: 3, from: 2026-03-01 }\n",
                "  - { connection: b, consumption: import, weight: 2, from: 2026-03-01 }\n",
                $"  - {{ connection: c, consumption: import, weight: 1, from: {Date(Joins)} }}\n",
            ];
            return "pool: quay\ninterval: 60min\nparent: { connection: p }\nmembers:\n"
                + string.Concat(order.Select(i => members[i])) + """
                shares:
                  use: "share(parent.cost(energy), by = sum(consumption) else 1)"
                  even: share(parent.cost(energy), by = weight)
                  top: "share(parent.cost(energy), by = peak(consumption, when = parent.import) else 1)"
                  metered: "share(parent.cost(energy), by = sum(consumption), of = sum(parent.import))"
                """;
        }
    }

    private static readonly Gen<Case> Any =
        from rhythms in Gen.OneOf(Gen.Int[0, 3], Gen.Int[0, 5_000]).Array[1, 29].Array[3]
        // Somebody always uses something.
        let some = rhythms.Select((rhythm, i) => i == 0 ? [.. rhythm.Select(value => value + 1)] : rhythm).ToArray()
        from cuts in Gen.Int[1, Days - 1].Array[0, 4]
        from pence in Gen.Int[0, 100_000].Array[6]
        from joins in Gen.Int[0, 40]
        from order in Gen.Shuffle(new[] { 0, 1, 2 })
        select new Case(some, cuts, pence, joins, order);

    [Fact]
    public void What_is_shared_is_what_was_invoiced_and_order_doesnt_matter() => Any.Sample(one =>
    {
        using var program = new Busbars();
        var first = Settled(program, one, [0, 1, 2], reversed: false);
        using var other = new Busbars();
        var second = Settled(other, one, one.Order, reversed: true);
        Assert.Equal(first, second);
        var names = JsonDocument.Parse(first).RootElement.GetProperty("names").EnumerateArray()
            .ToDictionary(name => name.GetProperty("name").GetString()!);
        foreach (var name in (string[])["use", "even", "top", "metered"])
        {
            Assert.True(names[name].GetProperty("closes").GetBoolean());
            Assert.Equal(one.Total, Amount(names[name], "whole"));
            Assert.Equal(one.Total, names[name].GetProperty("members").EnumerateArray()
                .Sum(member => Amount(member, "amount")) + Amount(names[name], "residual"));
        }
    }, iter: Tries);

    private static string Settled(Busbars program, Case one, IEnumerable<int> order, bool reversed)
    {
        program.Write("book/costs.csv", one.Costs(reversed));
        var done = PoolBooks.Apply(program, one.Pool(order), "", "", one.Readings);
        Assert.True(done.Code == 0, done.Results + done.Messages);
        var balance = program.Run("pool", "quay", "--period", "2026-03-01..2026-05-01", "--json");
        Assert.True(balance.Code == 0, balance.Results + balance.Messages);
        return balance.Results;
    }

    private static decimal Amount(JsonElement of, string name)
    {
        Assert.True(Digits.TryParse(of.GetProperty(name).GetString()!, 2, out var pence, out var problem), problem);
        return pence / 100m;
    }
}
