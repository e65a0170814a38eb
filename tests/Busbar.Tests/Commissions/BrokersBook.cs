using Busbar.Billing;
using Busbar.Books;
using Busbar.Commissions;
using Busbar.Contracts;
using Busbar.Quantities;
using Busbar.Tests.Books;
using NodaTime;

namespace Busbar.Tests.Commissions;

/// <summary>A small book with a broker, whose scheme a test writes.</summary>
internal static class BrokersBook
{
    public static readonly Currency Pounds = Currency.Of("GBP")!.Value;

    /// <summary>A book with the one agreement <c>mill</c>.</summary>
    /// <param name="scheme">All of the scheme but its id and whom it pays.</param>
    /// <param name="terms">What the agreement fills in: <c>eac: 120000</c>.</param>
    /// <param name="isSold">Whether that agreement is of the scheme.</param>
    public static Book Of(string scheme, string terms, string more = "", string registrations = "",
        string connections = "", bool isSold = true)
    {
        var faults = new List<Fault>();
        return Read(scheme, terms, faults, more, registrations, connections, isSold)
            ?? throw new InvalidOperationException(
            string.Join("\n", faults.Select(fault => $"{fault.Place}: {fault.Message}")));
    }

    public static Book? Read(
        string scheme, string terms, List<Fault> faults, string more = "", string registrations = "",
        string connections = "", bool isSold = true, string accounts = "")
    {
        using var folder = new TestBook().With("book.yaml", """
                seller: { name: Northwind, vat: GB1 }
                currency: GBP
                zone: Europe/London
                taxes: { standard: 20 % }
                tax: standard
                """)
            .With("parties.yaml", "[{ party: p, name: P }, { party: q, name: Q, vat: GB2 }, { party: r, name: R }]")
            .With("accounts.yaml", """
                - { account: mill, party: p }
                - { account: acme, party: q, self-billed: true }
                - { account: northern, party: q, self-billed: true }
                - { account: eve, party: q, self-billed: true }

                """ + accounts)
            .With("connections.yaml", "- { connection: c1, interval: day, channels: { import: kWh } }\n"
                + "- { connection: c2, interval: day, channels: { import: kWh } }\n" + connections)
            .With("products/fixed.yaml", """
                product: fixed
                from: 2020-01-01
                interval: day
                channels: { import: kWh }
                charges: [{ name: Electricity, quantity: import, price: 24 p/kWh }]
                """)
            .With("products/other.yaml", """
                product: other
                from: 2020-01-01
                interval: day
                channels: { import: kWh }
                charges: [{ name: Service, quantity: import, price: 1 p/kWh }]
                """)
            .With("products/gas.yaml", """
                product: gas
                from: 2020-01-01
                interval: day
                channels: { import: m3 }
                charges: [{ name: Gas, quantity: import, price: 60 p/m3 }]
                """)
            .With("schemes/s.yaml", $"scheme: s\nto: acme\n{scheme}")
            .With("agreements.yaml", "- { agreement: mill, account: mill, product: fixed, connections: c1, "
                + "signed: 2026-02-10, from: 2026-04-01" + (isSold ? ", agreed-to: 2029-04-01, scheme: s, terms: { "
                    + terms + " }" : "") + " }\n" + more);
        if (registrations.Length > 0) folder.With("registrations.yaml", registrations);
        var source = folder.Read();
        faults.AddRange(source.Faults);
        return BookReader.Read(BookItem.Of(source, faults), faults);
    }

    /// <summary>A bill of some days that earns an amount in pence for some energy, all of it paid or a part.</summary>
    public static BilledCommission Bill(string number, LocalDate from, LocalDate to, long pence, decimal kWh,
        long total = 100, long received = 100, string charge = "unit-uplift") => new(number, to, new(from, to),
        new(total, Pounds), new(received, Pounds),
        [new EarnedCharge(charge, "Unit uplift", kWh, Dimension.Energy, new(pence, Pounds))],
        new Dictionary<string, Exact> { ["import"] = kWh });

    /// <summary>A bill for some connections that earns nothing by itself.</summary>
    public static BilledCommission BillOf(string number, LocalDate from, LocalDate to, params string[] connections) =>
        Bill(number, from, to, 0, 0) with { Connections = connections };

    /// <summary>The agreement of the book, ended on a day.</summary>
    public static Agreement Ended(Book book, LocalDate to)
    {
        var agreement = book.Agreements["mill"];
        var commission = agreement.Commission!;
        return agreement with
        {
            To = to, Commission = commission with { Rated = commission.Rated with { To = to } },
        };
    }

    /// <summary>What is due of an account, in pence, by cause and payee.</summary>
    public static IReadOnlyList<(string Cause, string Payee, long Pence)> Due(CommissionAccount account) =>
        [.. account.Targets.Where(target => target.Kind == CommissionKind.Due)
            .Select(target => (target.Cause, target.Payee!, target.Amount.MinorUnits))];

    /// <summary>All that is due of an account, in pence.</summary>
    public static long AllDue(CommissionAccount account) => Due(account).Sum(one => one.Pence);
}
