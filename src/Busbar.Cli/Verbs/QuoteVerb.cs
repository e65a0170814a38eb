using System.CommandLine;
using System.Text.Json;
using Busbar.Billing;
using Busbar.Documents;
using Busbar.Documents.Paper;
using Busbar.Quantities;
using Busbar.Runs;
using Busbar.Time;

namespace Busbar.Cli.Verbs;

/// <summary><c>busbar quote PRODUCT… --connection C --period P</c>: what offers would be billed, by line and month, for
/// a connection or a load.</summary>
internal static class QuoteVerb
{
    private const int QuantityDecimals = 6;
    private const int PriceDecimals = 9;

    private static readonly string[] Formats = ["text", "html"];

    public static Command Of(Door door)
    {
        var offers = OfferArguments.Offers();
        var connection = new Option<string?>("--connection")
        {
            Description = "The connection as it was measured; with --load its zone, losses and terms alone.",
            HelpName = "C",
        };
        var load = new Option<string?>("--load")
        {
            Description = "What would be measured: 3100kWh/year; a map of channels as under reads: of an example, "
                + "\"{ import: { calendar: day-night, day: 2000 kWh, night: 1100 kWh } }\", or a YAML file of it; or a "
                + "file of readings.",
            HelpName = "LOAD",
        };
        var (period, terms, output) = (OfferArguments.Period(), OfferArguments.Terms(), OfferArguments.Out());
        var scheme = new Option<string?>("--scheme")
        {
            Description = "The scheme by which a broker brings it: the quote says its commission in each kWh. That of "
                + "the connection's agreement where it isn't given.",
            HelpName = "SCHEME",
        };
        var direct = new Option<bool>("--direct") { Description = "No broker brings it, whatever was agreed." };
        var format = new Option<string>("--format")
        {
            Description = "text; or html for a page with a chart.", HelpName = "FORMAT",
            DefaultValueFactory = _ => Formats[0],
        };
        var verb = new Command("quote", "What offers would be billed for a connection or a load. Issues nothing.")
        {
            offers, connection, load, period, terms, scheme, direct, format, output,
        };
        verb.SetAction(parsed =>
        {
            if (Days.Parse(parsed.GetValue(period)!) is not { } days)
                return door.Wrong(Arguments.NoPeriod(parsed.GetValue(period)!));
            if (parsed.GetValue(connection) is null && parsed.GetValue(load) is null)
                return door.Wrong("Say for what: --connection C, or --load 3100kWh/year.");
            if (parsed.GetValue(direct) && parsed.GetValue(scheme) is not null)
                return door.Wrong("--direct is without a broker, and --scheme names one: leave one of the two out.");
            var form = parsed.GetValue(format)!;
            if (OfferArguments.Trouble(form, Formats, parsed.GetValue(output), door) is { } trouble)
                return door.Wrong(trouble);
            return Run(door, new(parsed.GetValue(offers)!, parsed.GetValue(connection), parsed.GetValue(load), days,
                parsed.GetValue(terms) ?? [], parsed.GetValue(scheme), parsed.GetValue(direct)), form,
                parsed.GetValue(output));
        });
        return verb;
    }

    private static int Run(Door door, QuoteOrder order, string format, string? path)
    {
        using var database = door.Open(mustExist: true);
        var (book, results) = QuoteRun.Of(database, order);
        var offers = results.Select(one => one.Offer).ToList();
        var quotes = results.OfType<QuoteResult.Quoted>().Select(one => new PrintedQuote(
            OfferReporting.NameOf(one.Offer, offers), order.Period, book.Currency, one.Months,
            one.Commission)).ToList();
        var refused = results.OfType<QuoteResult.NotQuoted>().ToList();
        if (door.Json)
            door.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WritePeriod(order.Period);
                json.WriteString("currency", book.Currency.Code);
                json.WriteList("offers", quotes, quote => Write(json, quote));
                json.WriteList("not_quoted", refused, one =>
                {
                    json.WriteString("offer", OfferReporting.NameOf(one.Offer, offers));
                    json.WriteFaults("reasons", one.Reasons);
                });
                json.WriteEndObject();
            });
        else
        {
            if (quotes.Count > 0)
                OutFile.Write(door, path, $"Written: {path}.", text =>
                {
                    if (format == "html")
                        HtmlFile.Write(new QuoteSheet(quotes, BillLanguage.Of(book.Language)).Of(
                            BillSheet.LookOf(book.Seller, book.Stationery)), text);
                    else text.Write(string.Join("\n", quotes.Select(QuoteText.Write)));
                });
            foreach (var one in refused)
            {
                door.Say($"{OfferReporting.NameOf(one.Offer, offers)}: not quoted.");
                OfferArguments.SayBelow(door, one.Reasons);
            }
        }
        return refused.Count > 0 ? ExitCode.DoneWithHeld : ExitCode.Done;
    }

    private static void Write(Utf8JsonWriter json, PrintedQuote quote)
    {
        json.WriteString("offer", quote.Name);
        json.WriteList("lines", quote.Lines, line =>
        {
            json.WriteString("name", line.Name);
            if (line is { Quantity: { } quantity, Unit: { } unit })
            {
                json.WriteString("quantity", quantity.ToString(QuantityDecimals));
                json.WriteString("unit", unit);
            }
            json.WriteString("amount", line.Amount.ToString());
        });
        json.WriteString("net", quote.Net.ToString());
        json.WriteString("tax", quote.Tax.ToString());
        if (quote.Rounding.MinorUnits != 0) json.WriteString("rounding", quote.Rounding.ToString());
        json.WriteString("total", quote.Total.ToString());
        if (quote.Commission is { } own) Write(json, own, quote.Currency);
        json.WriteList("months", quote.Months, bill =>
        {
            json.WritePeriod(bill.Period);
            json.WriteList("lines", bill.Lines, line => Write(json, line));
            json.WriteString("net", bill.Net.ToString());
            json.WriteString("tax", bill.Tax.ToString());
            if (bill.Rounding.MinorUnits != 0) json.WriteString("rounding", bill.Rounding.ToString());
            json.WriteString("total", bill.Total.ToString());
        });
    }

    private static void Write(Utf8JsonWriter json, QuotedCommission own, Currency currency)
    {
        json.WriteStartObject("commission");
        json.WriteString("scheme", own.Scheme);
        json.WriteString("broker", own.Broker.Name);
        if (own.Expectation is { Rate: { } rate, Energy: var energy })
        {
            json.WriteString("rate", Disclosure.Text(rate));
            json.WriteString("unit", Disclosure.UnitOf(currency));
            json.WriteString("energy_kwh", energy.ToString(QuantityDecimals));
        }
        json.WriteString("amount", own.Expectation.Amount.ToString());
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, BillLine line)
    {
        json.WriteString("name", line.Name);
        json.WriteString("charge", line.Charge);
        if (line is { Quantity: { } quantity, Unit: { } unit })
        {
            json.WriteString("quantity", quantity.ToString(QuantityDecimals));
            json.WriteString("unit", unit.ToString());
        }
        if (line is { Price: { } price, PriceUnit: { } per })
        {
            json.WriteString("price", price.ToString(PriceDecimals));
            json.WriteString("price_unit", per.ToString());
        }
        json.WriteString("amount", line.Amount.ToString());
    }
}
