using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Books;

/// <summary>Checks that tax which depends on use can be settled: who uses it, and at which premises.</summary>
internal sealed class TaxFit(IReadOnlyDictionary<string, Agreement> agreements, List<Fault> faults)
{
    /// <summary>Adds a fault for all that can't be settled.</summary>
    public void Check(IEnumerable<Connection> connections, IEnumerable<Account> accounts)
    {
        foreach (var agreement in agreements.Values) CheckOneLiability(agreement);
        foreach (var account in agreements.Values.GroupBy(agreement => agreement.Account.Id))
            CheckPremises([.. account]);
        var byConnection = agreements.Values
            .SelectMany(agreement => agreement.Connections.Select(one => (one.Id, agreement)))
            .ToLookup(pair => pair.Id, pair => pair.agreement);
        foreach (var connection in connections)
            CheckCertificates(connection.Certificates, byConnection[connection.Id], $"connection {connection.Id}",
                connection.Id);
        var byAccount = agreements.Values.ToLookup(agreement => agreement.Account.Id);
        foreach (var account in accounts)
            CheckCertificates(account.Certificates, byAccount[account.Id], $"account {account.Id}", account.Id);
    }

    private static IEnumerable<Charge> ChargesOf(Agreement agreement) =>
        agreement.Product.Versions.Values.SelectMany(version => version.Value.Rated);

    /// <summary>What is rated once for several connections has one liability.</summary>
    private void CheckOneLiability(Agreement agreement)
    {
        if (agreement.Connections.Count == 1) return;
        if (ChargesOf(agreement).FirstOrDefault(charge => charge.Each == Each.Agreement
            && charge.RuledTaxes.Count > 0) is not { } charge) return;
        var first = agreement.Connections[0];
        foreach (var other in agreement.Connections.Skip(1))
        {
            var isElsewhere = charge.RuledTaxes.Any(tax => tax.Rule!.Small is not null)
                && (first.Premises is null || first.Premises != other.Premises);
            if (!isElsewhere && IsUsedAlike(agreement, first, other)) continue;
            faults.Add(new("several-premises", $"The {charge.Subject} is rated once for all connections of agreement "
                + $"{agreement.Id}, and its tax depends on use: {first.Id} and {other.Id} "
                + (isElsewhere ? "aren't said to be at the same premises." : "are used differently."), agreement.Place,
                agreement.Id, "Give the charge each: connection, or the connections one premises and use."));
            return;
        }
    }

    private static bool IsUsedAlike(Agreement agreement, Connection one, Connection other)
    {
        var all = new Days(agreement.From, agreement.To ?? LocalDate.MaxIsoValue);
        return agreement.ChangesOfUse(all, one).Concat(agreement.ChangesOfUse(all, other)).Append(agreement.From)
            .All(day => agreement.UseOn(day, one) == agreement.UseOn(day, other));
    }

    /// <summary>Where use is tested, it must be said which meters are at the same premises.</summary>
    private void CheckPremises(IReadOnlyList<Agreement> own)
    {
        foreach (var small in own.SelectMany(ChargesOf).SelectMany(charge => charge.RuledTaxes)
            .Select(tax => tax.Rule!.Small).OfType<SmallUse>().Distinct())
        {
            var meters = own.SelectMany(agreement => agreement.Connections).DistinctBy(one => one.Id)
                .Where(one => one.Channels.ContainsKey(small.Channel)).ToList();
            foreach (var meter in meters.Where(one => one.Channels[small.Channel].Unit.Dimension != small.Dimension))
                faults.Add(new("wrong-unit", $"The tax depends on the {small.Dimension} of channel {small.Channel} a "
                    + $"day, and connection {meter.Id} has it in {meter.Channels[small.Channel].Unit}.", meter.Place,
                    meter.Id, "Give the tax the unit of the channel."));
            if (meters.Count < 2 || !own.Any(MayBeTested)) continue;
            if (meters.Find(one => one.Premises is null) is { } nowhere)
                faults.Add(new("which-premises", $"Account {own[0].Account.Id} has {meters.Count} connections with "
                    + $"{small.Channel}, and its tax depends on how much is used at each premises; connection "
                    + $"{nowhere.Id} doesn't say where it is.", nowhere.Place, nowhere.Id,
                    "Give it premises: NAME, the same where several are at one place."));
        }
    }

    private static bool MayBeTested(Agreement agreement) => agreement.Connections.Any(connection =>
        agreement.ChangesOfUse(new(agreement.From, agreement.To ?? LocalDate.MaxIsoValue), connection)
            .Append(agreement.From).Any(day => agreement.UseOn(day, connection) < Exact.One));

    /// <summary>A certificate is for a term, a plain number, of a product.</summary>
    private void CheckCertificates(
        IReadOnlyList<Certificate> certificates, IEnumerable<Agreement> bound, string what, string name)
    {
        if (certificates.Count == 0) return;
        var terms = bound.SelectMany(agreement => agreement.Product.Versions.Values)
            .SelectMany(version => version.Value.Terms.Values).DistinctBy(term => term.Name)
            .ToDictionary(term => term.Name);
        foreach (var one in certificates)
            if (!terms.TryGetValue(one.For, out var term))
                faults.Add(new("unknown-term", $"No product of {what} has a term {one.For}, which the certificate "
                    + $"{one.Number} is for.", one.Place, name, Nearest.Hint(one.For, terms.Keys)
                    ?? $"Give the product terms: {{ {one.For}: {{ in: \"%\", default: 0 % }} }}."));
            else if (term.Unit.Dimension != Dimension.None)
                faults.Add(new("wrong-unit", $"The certificate {one.Number} of {what} is for {one.For}, which is in "
                    + $"{term.Unit}; a relief is a share.", one.Place, name,
                    $"Give the term in: \"%\"."));
    }
}
