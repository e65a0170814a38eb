namespace Busbar.Metering;

/// <summary>What an operator of chargers says of one session that is over: a charge detail record of OCPI. It never
/// changes; to correct it, its operator takes it back by another, which credits it, and sends a new one.</summary>
/// <param name="Line">The line of the file at which it begins, from 1.</param>
/// <param name="Operator">Who sent it: country and party, <c>BE*BEC</c>.</param>
/// <param name="Number">Its id, unique with its operator whatever the case of its letters.</param>
/// <param name="Credits">The number of the record that it takes back; null: none.</param>
/// <param name="Charger">The id of the charger (EVSE).</param>
/// <param name="Connector">The connector at the charger.</param>
/// <param name="Token">The number of the card or of whatever else it was started with.</param>
/// <param name="Contract">The contract that this is of.</param>
/// <param name="Session">What happened, and what is asked for it; below zero where it credits another.</param>
public sealed record ChargeRecord(
    int Line, string Operator, string Number, string? Credits, string Charger, string Connector, string Token,
    string Contract, Session Session)
{
    /// <summary>What the number is compared by: it is the same whatever the case of its letters.</summary>
    public string Key => KeyOf(Operator, Number);

    /// <summary>What the record that it credits is compared by; null where it credits none.</summary>
    public string? CreditsKey => Credits is null ? null : KeyOf(Operator, Credits);

    /// <summary>The names under which a book may know the charger, as they are compared.</summary>
    public IReadOnlyList<string> ChargerKeys =>
        [SessionSource.Key(Charger), SessionSource.Key($"{Charger}/{Connector}")];

    /// <summary>The names under which a book may know the card, as they are compared.</summary>
    public IReadOnlyList<string> CardKeys => [SessionSource.Key(Token), SessionSource.Key(Contract)];

    /// <summary>Whether the session is one of those that a connection names.</summary>
    public bool IsOf(SessionSource source) =>
        (source.Charger is not { } charger || ChargerKeys.Contains(SessionSource.Key(charger)))
        && (source.Card is not { } card || CardKeys.Contains(SessionSource.Key(card)));

    /// <summary>Whether a credit takes back all that it costs; else it isn't the credit of it.</summary>
    public bool IsTakenBackBy(ChargeRecord credit) =>
        -(credit.Session.Cost ?? 0) == (Session.Cost ?? 0) && credit.Session.CostCurrency == Session.CostCurrency;

    private static string KeyOf(string sender, string number) =>
        $"{sender} {number}".ToUpperInvariant();
}
