using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Books;

/// <summary>Checks that what an agreement binds fits together.</summary>
/// <param name="place">Where it is said which connections it binds.</param>
internal sealed class AgreementFit(
    MapReader reader, Place place, Agreement agreement, IReadOnlyList<ProductVersion> versions)
{
    // The rules for the clocks of years to come are those of today, so that some of them show all that comes.
    private static readonly LocalDate FarEnough = new(2040, 1, 1);

    private readonly string _product = agreement.Product.Id;

    /// <summary>Adds a fault for all that doesn't fit.</summary>
    public void Check()
    {
        foreach (var connection in agreement.Connections)
        {
            CheckChannels(connection);
            CheckIntervals(connection);
            CheckClocks(connection);
            CheckLosses(connection);
            CheckTermUnits(connection);
        }
        new BandFit(reader, place, agreement, versions).Check();
        CheckZones();
        CheckSharedTerms();
        CheckTaxes();
        CheckSelfBilling();
        CheckParties();
    }

    /// <summary>Whoever is paid is bound, and a charge is paid to one, whatever the version.</summary>
    private void CheckParties()
    {
        foreach (var same in versions.SelectMany(version => version.Charges).GroupBy(charge => charge.Id))
        {
            var words = same.Select(charge => charge.Payee).Distinct().ToList();
            if (words.Count > 1)
                reader.Fault("payee-changes", place, $"The charge {same.Key} of product {_product} is paid to the "
                    + $"{string.Join(" and to the ", words.Select(word => word ?? "seller"))} in versions of "
                    + $"{reader.Thing}; a bill of one can't go on as one of the other.",
                    "Give the charge another id where somebody else is paid.");
            foreach (var word in words.OfType<string>().Where(word => agreement.PartyOf(word) is null))
                reader.Fault("unknown-party", place, $"Product {_product} has the {word} paid for "
                    + $"{same.Last().Name}, and neither {reader.Thing} nor a pool of it says who that is.",
                    $"Add it: parties: {{ {word}: … }}.");
        }
    }

    /// <summary>Adds a fault for each connection that has the product by another agreement too.</summary>
    /// <param name="supplied">What the agreements before this one bind.</param>
    public void CheckSupply(Supplied supplied)
    {
        foreach (var connection in agreement.Connections)
            if (supplied.Add(agreement, connection) is { } other)
                reader.Fault("supplied-twice", place, $"Connection {connection.Id} has product {_product} by "
                    + $"agreement {other.Id} too, on some days of {reader.Thing}: they would be billed twice.",
                    "End one of the two with to:, or take the connection out of one.");
    }

    private void CheckChannels(Connection connection)
    {
        foreach (var channel in versions.SelectMany(version => version.Channels.Values)
            .DistinctBy(channel => (channel.Name, channel.Unit.Dimension)))
            if (!connection.Channels.TryGetValue(channel.Name, out var measured))
                reader.Fault("missing-channel", place,
                    $"Product {_product} needs channel {channel.Name}, which connection {connection.Id} hasn't.",
                    Nearest.Hint(channel.Name, connection.Channels.Keys) ?? "Add it to the connection's channels.");
            else if (measured.Unit.Dimension != channel.Unit.Dimension)
                reader.Fault("wrong-unit", place,
                    $"Product {_product} needs channel {channel.Name} in {channel.Unit}; connection "
                    + $"{connection.Id} measures it in {measured.Unit}.");
    }

    private void CheckIntervals(Connection connection)
    {
        var coarse = from version in versions
            from channel in version.Channels.Keys
            where connection.Channels.ContainsKey(channel)
            let own = connection.IntervalOf(channel)
            where version.IntervalMinutes % own != 0
            select (Needed: version.IntervalMinutes, Own: own, IsCounted: connection.IsReadByRegisters(channel),
                Channel: own == connection.IntervalMinutes ? "" : $" of channel {channel}");
        foreach (var (needed, own, isCounted, channel) in coarse.DistinctBy(one => (one.Needed, one.Channel)))
            reader.Fault("too-coarse", place,
                $"Product {_product} needs readings every {Minutes(needed)}; connection {connection.Id} has them"
                + $"{channel} every {Minutes(own)}.", !isCounted ? null
                    : string.Create(System.Globalization.CultureInfo.InvariantCulture,
                        $"Give the connection a profile and interval: {needed}min, or bind another product."));
    }

    private void CheckTermUnits(Connection connection)
    {
        foreach (var term in versions.SelectMany(version => version.Terms.Values).DistinctBy(term => term.Name))
            if (connection.Terms.TryGetValue(term.Name, out var own)
                && own.Dimension is { } given && given != term.Unit.Dimension)
                reader.Fault("wrong-unit", own.Place, $"Product {_product} has the term {term.Name} in {term.Unit}; "
                    + $"connection {connection.Id} gives it "
                    + (given == Dimension.None ? "without a unit." : $"in {given}."));
    }

    /// <summary>A charge that is rated once for several connections has one value of each term.</summary>
    private void CheckSharedTerms()
    {
        if (agreement.Connections.Count == 1) return;
        var shared = from version in versions
            from charge in version.Rated
            where charge.Each == Each.Agreement
            from term in charge.Rate.Formulas.SelectMany(written => written.Formula.All()).OfType<TermFormula>()
            where agreement.Connections.Any(connection => connection.Terms.ContainsKey(term.Term.Name)
                || connection.Certificates.Any(one => one.For == term.Term.Name))
            select (Charge: charge, term.Term);
        foreach (var (charge, term) in shared.DistinctBy(one => (one.Charge.Id, one.Term.Name)))
        {
            // What was before supply began is looked at too.
            var days = new Days(charge.Histories.Contains(term) ? LocalDate.MinIsoValue : agreement.From,
                agreement.To ?? LocalDate.MaxIsoValue);
            var starts = agreement.Connections
                .SelectMany(connection => agreement.ChangesOf(term, days, connection)).Append(days.From);
            foreach (var day in starts.Order())
                if (agreement.Connections.FirstOrDefault(one => agreement.FindTerm(term, day, one)
                    != agreement.FindTerm(term, day, null)) is { } other)
                {
                    reader.Fault("terms-differ", place, $"The {charge.Subject} is rated once for all connections of "
                        + $"{reader.Thing}, and on {LocalDatePattern.Iso.Format(day)} {term.Name} is "
                        + $"{Said(term, day, agreement.Connections[0])} and {Said(term, day, other)}.",
                        "Rate it for each: connection, or give the connections one value.");
                    break;
                }
        }
    }

    private string Said(Term term, LocalDate day, Connection connection) =>
        $"{agreement.FindTerm(term, day, connection)} {term.Unit.Dimension} at {connection.Id}";

    /// <summary>Every loss factor that a formula needs is there, and changes no more often than it is asked.</summary>
    private void CheckLosses(Connection connection)
    {
        var needed = from version in versions
            from charge in version.Rated
            from formula in charge.Rate.Formulas.SelectMany(written => written.Formula.All()).OfType<AtFormula>()
            from factor in formula.Factors
            select (Formula: formula, Factor: factor, Minutes: version.IntervalMinutes);
        foreach (var (formula, factor, minutes) in needed.DistinctBy(one => (one.Factor, one.Minutes)))
        {
            var own = connection.Losses.GetValueOrDefault(factor);
            var series = formula.SeriesOf(connection, factor)?.Series;
            if (own is null && series is null)
                reader.Fault("missing-loss-factor", place, $"Product {_product} needs the loss factor {factor}, which "
                    + $"connection {connection.Id} hasn't, and the book has no series of that name.",
                    $"Add losses: {{ {factor}: … }} to it.");
            else if ((own as LossFactor.ByBand)?.Calendar.ResolutionMinutes % minutes > 0
                || series?.IntervalMinutes % minutes > 0)
                reader.Fault("too-fine", place, $"The loss factor {factor} of connection {connection.Id} changes "
                    + $"within the product's interval of {Minutes(minutes)}.", "Give the product a shorter interval.");
        }
    }

    /// <summary>The edges of a band are edges of intervals only where the two clocks differ by whole intervals.
    /// </summary>
    private void CheckClocks(Connection connection)
    {
        var clocks = from version in versions
            from calendar in version.Calendars
            where calendar.Zone is { } zone && zone.Id != connection.Zone.Id
            // What is split into bands by their edges needs none of the product's own.
            let isSplit = calendar.IsWithinDay && version.IntervalMinutes == 1440
            where !isSplit || connection.IntervalMinutes < 1440
            select (Calendar: calendar, Interval: isSplit ? connection.IntervalMinutes : version.IntervalMinutes,
                isSplit);
        foreach (var (calendar, interval, isSplit) in clocks.Distinct()
            .Where(one => !Fit(one.Calendar.Zone!, connection.Zone, one.Interval)))
            reader.Fault("too-fine", place, $"Calendar {calendar.Name} has the clock of {calendar.Zone!.Id}, and "
                + $"connection {connection.Id} that of {connection.Zone.Id}: bands begin or end within "
                + $"{(isSplit ? "readings" : "the product's interval")} of {Minutes(interval)}.",
                isSplit ? "Give the calendar zone: connection."
                    : "Give the product a shorter interval, or the calendar zone: connection.");
    }

    /// <summary>Whether two zones differ by whole intervals, whatever their clocks do within the agreement.</summary>
    private bool Fit(DateTimeZone one, DateTimeZone other, int intervalMinutes)
    {
        var span = new Interval(agreement.From.AtMidnight().InUtc().ToInstant(),
            (agreement.To ?? LocalDate.Max(FarEnough, agreement.From.PlusYears(2))).AtMidnight().InUtc().ToInstant());
        return one.GetZoneIntervals(span).Concat(other.GetZoneIntervals(span))
            .Select(interval => interval.HasStart ? Instant.Max(interval.Start, span.Start) : span.Start).Distinct()
            .All(at => (one.GetUtcOffset(at) - other.GetUtcOffset(at)).Seconds % (intervalMinutes * 60) == 0);
    }

    private void CheckZones()
    {
        if (agreement.Connections.Select(connection => connection.Zone.Id).Distinct().Count() > 1
            && versions.SelectMany(version => version.Rated).FirstOrDefault(charge => charge.Each == Each.Agreement)
                is { } joint)
            reader.Fault("several-zones", place,
                $"The connections of {reader.Thing} are in several time zones, and the {joint.Subject} is rated "
                + "once for all of them.", "Give the charge each: connection, or make an agreement per zone.");
    }

    /// <summary>Nobody makes an invoice with tax for a party that doesn't account for it.</summary>
    private void CheckSelfBilling()
    {
        if (agreement.Account is not { IsSelfBilled: true, IsTaxedAsCharged: true, Party: { VatNumber: null } party })
            return;
        var taxed = versions.SelectMany(version => version.Charges).FirstOrDefault(charge => charge.Tax.MayBeDue);
        if (taxed is not null)
            reader.Fault("no-vat-number", place, $"Account {agreement.Account.Id} is self-billed, and its party "
                + $"{party.Id} has no VAT number, so that no tax can be invoiced for it; the charge {taxed.Name} has "
                + $"the tax {taxed.Tax.Name}.",
                "Give the party its vat. If it isn't registered for the tax, write tax: outside in its account, or in "
                    + "the charges.");
    }

    private void CheckTaxes()
    {
        var charges = versions.SelectMany(version => version.Charges.Select(charge =>
            (Charge: charge, First: agreement.Pinned is null ? LocalDate.Max(agreement.From, version.From)
                : agreement.From)));
        var unrated = from one in charges
            from tax in one.Charge.Tax.Plain
            where tax.Rates is { } rates && !rates.TryAt(one.First, out _)
            select (one.Charge, one.First, Tax: tax);
        foreach (var (charge, first, tax) in unrated.DistinctBy(one => one.Tax.Name))
        {
            var needed = LocalDatePattern.Iso.Format(first);
            reader.Fault("no-tax-rate", reader.Map["from"]?.Place ?? place, $"The tax {tax.Name} has its first rate on "
                + $"{LocalDatePattern.Iso.Format(tax.Rates!.Values[0].From)}; the charge {charge.Name} of "
                + $"{reader.Thing} needs one on {needed}.",
                $"Add the rate of that day to the book: taxes: {{ {tax.Name}: {{ {needed}: … }} }}.");
        }
    }

    private static string Minutes(int minutes) =>
        minutes == 1440 ? "day"
            : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{minutes} minutes");
}

/// <summary>Which agreement gives a product to a connection, and when: each day once.</summary>
internal sealed class Supplied
{
    private readonly Dictionary<(string Product, string Connection), List<Agreement>> _agreements = [];

    /// <summary>Notes a connection of an agreement; the earlier one that has it on a day too, or null.</summary>
    public Agreement? Add(Agreement agreement, Connection connection)
    {
        var key = (agreement.Product.Id, connection.Id);
        if (!_agreements.TryGetValue(key, out var others)) _agreements[key] = others = [];
        var days = new Days(agreement.From, agreement.To ?? LocalDate.MaxIsoValue);
        var other = others.Find(one => !one.SupplyIn(days).IsEmpty);
        others.Add(agreement);
        return other;
    }
}
