namespace Busbar.Contracts;

/// <summary>Checks how charges use trades, which are an agreement's as a whole and delivered by the clock.</summary>
internal static class TradeUse
{
    /// <summary>Adds a fault for each use of trades by which they would be counted twice, or nowhere.</summary>
    public static void Check(Charge charge, int intervalMinutes, ICollection<Fault> faults)
    {
        void Fail(string code, string message, string hint) =>
            faults.Add(new(code, message, charge.Place, charge.Name, hint));

        if (charge is { HasLineByClip: true, Clips: null })
            Fail("no-clip", $"The charge {charge.Name} is to have a line per clip, and is no figure of trades alone.",
                "Give it amount: trades.cost, or quantity: trades.bought and a price; or leave lines out.");
        if (!charge.UsesTrades) return;
        if (charge.Each == Each.Connection)
            Fail("not-each", $"The {charge.Subject} is rated for each connection, and trades are made for all "
                + "connections of an agreement together: they would be counted for each.", "Leave each out.");
        if (intervalMinutes == Language.FormulaChecker.MinutesPerDay
            && charge.Calendars.FirstOrDefault(calendar => calendar.IsWithinDay) is { } calendar)
            Fail("no-order", $"The {charge.Subject} has trades and chooses by {calendar} within days: in a product by "
                + "the day it can't be said in which band a trade is delivered.",
                "Give the product a shorter interval.");
    }
}
