using Busbar.Billing;
using Busbar.Tests.Rating;
using NodaTime;

namespace Busbar.Tests.Billing;

/// <summary>A book with the taxes on fuel and power of the United Kingdom, at rates of a test's day.</summary>
internal static class Fuel
{
    public const string Rule =
        "domestic: reduced, business: standard, small: { channel: import, at-most: 33 kWh/day }, mixed-from: 60 %";

    /// <summary>What book.yaml says of tax.</summary>
    public static string Book(string standard = "20 %", string rule = Rule, string more = "") => $$"""
        rounding: { line: down, tax: down }
        taxes: { standard: {{standard}}, reduced: 5 %, fuel: { {{rule}} } }
        {{more}}
        """;

    /// <summary>Energy, a standing charge and the levy, with its relief.</summary>
    public static string Charges(
        string energy = "10 p/kWh", string standing = "10 GBP/month", string levy = "0.43 p/kWh") => $$"""
        terms: { ccl-relief: { in: "%", default: 0 % } }
        charges:
          - { name: Energy, tax: fuel, quantity: import, price: {{energy}} }
          - { name: Standing, group: fixed, tax: fuel, quantity: {{(standing.Contains("month", StringComparison.Ordinal)
              ? "months" : "days")}}, price: {{standing}} }
          - { name: Levy, group: levy, tax: standard, quantity: import * (1 - fuel.qualifying),
              price: {{levy}} }
          - { name: Relief, group: levy, tax: standard, quantity: import * (1 - fuel.qualifying) * ccl-relief,
              price: -{{levy}} }

        """;

    /// <summary>Account and use, and more of the account.</summary>
    public static string Account(string more = "") => $"- {{ account: acc, party: p{more} }}";

    /// <summary>All that was used in a month, on its first day, for a meter.</summary>
    public static Bench Uses(this Bench bench, decimal kWh, string connection = "c1") =>
        bench.Reads("import", at => at.Day == 1 && at.TimeOfDay == LocalTime.Midnight ? kWh : 0, connection);

    /// <summary>Net amount and tax by rate: <c>17.5 % of 218.60 = 38.25</c>.</summary>
    public static IReadOnlyList<string> Taxes(this Bill bill) =>
        [.. bill.Taxes.Select(tax => $"{tax.Rate * 100} % of {tax.Net} = {tax.Amount}")];
}
