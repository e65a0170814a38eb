namespace Busbar.Tests.Contracts;

/// <summary>What tiers, packages, carry and cost refuse, with the place of what is wrong and the way out.</summary>
public class Blocks_and_balances_are_refused_where_they_are_wrong
{
    private const string TiersUsage =
        "It is written tiers(per = month, 0 kWh = a, 300 kWh = b, of = x, fill = in-order).";

    [Theory]
    [InlineData("tiers(0 kWh = rate)", 11, "counts-nothing",
        "tiers counts a charge's own quantity, and here is none.", "Say what it counts: of = import.")]
    [InlineData("tiers(of = import)", 11, "wrong-arguments", "tiers needs a price for each block.", TiersUsage)]
    [InlineData("tiers(of = import, 10 kWh = rate)", 30, "wrong-arguments",
        "tiers begins at nothing, and not at 10 kWh.", TiersUsage)]
    [InlineData("tiers(of = import, 0 kWh = rate, 300 kWh = rate, 200 kWh = rate)", 60, "edges-out-of-order",
        "The edge 200 kWh isn't above the one before it, 300 kWh.",
        "Write the blocks from the lowest edge to the highest.")]
    [InlineData("tiers(of = import, 0 kWh = rate, 300 kW = rate)", 44, "wrong-dimension",
        "300 kW is kW, and what is counted is kWh.", "Give the edge in kWh.")]
    [InlineData("tiers(of = import, 0 kWh = rate, 300 kWh = standing)", 54, "wrong-dimension",
        "rate is GBP/kWh and standing is GBP/day: tiers needs values of one kind.", null)]
    [InlineData("tiers(of = import, 0 kWh = (rate, 3 kWh))", 45, "wrong-dimension",
        "3 kWh is kWh; the amount for having reached a block is a fixed sum of GBP.", null)]
    [InlineData("tiers(of = import, per = month, 0 kWh = rate, import > export = rate)", 57,
        "not-a-value", "import > export is a condition and not a value.",
        "Choose by it: when(condition, a, b). Or count where it is true: count(condition).")]
    [InlineData("tiers(of = import, per = day, 0 kWh = rate, sum(import, per = month) = rate)", 55, "changes-within",
        "sum(import, per = month) is counted per month and is no edge per day.", "Give the edge one value per day.")]
    [InlineData("tiers(of = sum(import, per = month), per = day, 0 kWh = rate)", 22, "never-spread",
        "sum(import, per = month) is counted per month and can't be split by the day.",
        "Count over the same window: per = month.")]
    [InlineData("tiers(of = import / hours, 0 kW = rate)", 22, "does-not-add-up",
        "import / hours is kW per interval: it holds and doesn't add up to what is counted per billing period.",
        "Give it one value per window, such as peak(x, per = period).")]
    [InlineData("tiers(of = import, fill = first, 0 kWh = rate)", 37, "wrong-arguments",
        "tiers fills in-order or evenly, and not first.", TiersUsage)]
    [InlineData("tiers(of = import, whole = yes, 0 kWh = rate)", 38, "wrong-arguments",
        "tiers is whole = true or false, and not yes.", TiersUsage)]
    [InlineData("tiers(of = import, whole = true, fill = evenly, 0 kWh = rate)", 51, "wrong-arguments",
        "tiers has nothing to fill where all is in one block: leave fill out.", TiersUsage)]
    [InlineData("tiers(of = import, per = day-night, 0 kWh = rate)", 36, "unknown-window",
        "Calendar day-night has bands that begin or end within a day, and a window is of whole days.",
        "Use a calendar of seasons, whose bands have no times.")]
    [InlineData("packages(10 kWh, of = import)", 11, "wrong-arguments", "packages needs a size and a price.",
        "It is written packages(size, price, per = month).")]
    [InlineData("packages(10 kW, 3 GBP, of = import)", 20, "wrong-dimension",
        "10 kW is kW; the size of a package is a fixed number of kWh.", null)]
    [InlineData("packages(10 kWh, 3 p/kWh, of = import)", 28, "wrong-dimension",
        "3 p/kWh is GBP/kWh; the price of a package is a fixed sum of GBP.", null)]
    [InlineData("carry(import - export)", 17, "no-window",
        "import - export is kWh per interval; what is carried is one sum per window.",
        "Sum it: sum(import - export, per = month).")]
    [InlineData("carry(sum(import, per = month), clear = spring)", 51, "wrong-arguments",
        "carry clears at the end of a month, and spring is none.",
        "It is written carry(x, earned = y, clear = march).")]
    [InlineData("carry(sum(import, per = month), clear = aprl)", 51, "wrong-arguments",
        "carry clears at the end of a month, and aprl is none.", "Did you mean apr?")]
    [InlineData("carry(sum(import, per = month), earned = sum(export, per = day))", 52, "wrong-dimension",
        "sum(export, per = day) is kWh per day, and what is carried is kWh per month.",
        "Give both one dimension and one window.")]
    [InlineData("drawn(export, store = import)", 11, "wrong-arguments",
        "drawn needs what it was charged with, and what of that is asked for.",
        "It is written drawn(discharging, from = pv-charged, store = charging, efficiency = 90 %, order = mixed).")]
    [InlineData("drawn(export, from = import, store = import, order = firstin)", 64, "wrong-arguments",
        "drawn has no order firstin.", "Did you mean first-in?")]
    [InlineData("drawn(export, from = import, store = import, efficiency = 110 %)", 69, "wrong-arguments",
        "drawn needs as efficiency what comes out again of what goes in, a number above 0 % and at most 100 %, and "
        + "not 110 %.",
        "It is written drawn(discharging, from = pv-charged, store = charging, efficiency = 90 %, order = mixed).")]
    [InlineData("drawn(export, from = reactive-import, store = import)", 32, "wrong-dimension",
        "reactive-import is kVArh per interval, and import is kWh per interval: a store has one kind of energy at one "
        + "place.", null)]
    [InlineData("drawn(sum(export, per = day), from = import, store = import)", 17, "no-interval",
        "sum(export, per = day) is kWh per day; what goes into a store and comes out is energy per interval.", null)]
    [InlineData("drawn(export, from = import * day-ahead, store = import, order = from-first)", 76, "wrong-arguments",
        "drawn draws money mixed or first-in: it has no part of the energy to go before the rest.",
        "It is written drawn(discharging, from = pv-charged, store = charging, efficiency = 90 %, order = mixed).")]
    [InlineData("drawn(export, from = import * rate, store = import)", 32, "not-remembered",
        "import * rate has the term rate, and a store remembers days on which it had another value.",
        "Use a series of the book, which has its value of each day.")]
    [InlineData("whole(export, 1 MWh)", 17, "no-window",
        "export is kWh per interval; what is carried is one sum per window.",
        "Sum it: sum(export, per = month).")]
    [InlineData("whole(sum(export, per = month))", 11, "wrong-arguments", "whole needs a value and the size of a unit.",
        "It is written whole(x, 1 MWh, clear = march).")]
    [InlineData("whole(sum(export, per = month), 0 MWh)", 43, "wrong-arguments",
        "whole needs a size above zero, and not 0 MWh.", "It is written whole(x, 1 MWh, clear = march).")]
    [InlineData("whole(sum(export, per = month), rate)", 43, "wrong-arguments",
        "whole needs a size above zero, and not rate.", "It is written whole(x, 1 MWh, clear = march).")]
    [InlineData("whole(sum(export, per = month), 1)", 43, "wrong-dimension",
        "1 is a number; the size of a unit is a number of kWh.", "It is written 1 MWh, or 1 MWh/certificate.")]
    [InlineData("whole(sum(export, per = month), 1 kW)", 43, "wrong-dimension",
        "1 kW is kW; the size of a unit is a number of kWh.", "It is written 1 MWh, or 1 MWh/certificate.")]
    [InlineData("whole(sum(export, per = month), 1 MWh, clear = spring)", 58, "wrong-arguments",
        "whole clears at the end of a month, and spring is none.", "It is written whole(x, 1 MWh, clear = march).")]
    [InlineData("cost(enrgy)", 16, "unknown-group", "The book has no group enrgy.", "Did you mean energy?")]
    [InlineData("cost(per = month)", 11, "wrong-arguments", "cost needs a group.",
        "It is written cost(group, group, per = month).")]
    [InlineData("cost(energy, per = interval)", 11, "wrong-arguments",
        "cost is of a day or more: charges aren't rounded by the interval.",
        "It is written cost(group, group, per = month).")]
    public void A_wrong_formula_says(string text, int column, string code, string message, string? hint)
    {
        var (formula, faults) = Checking.Check(text);
        Assert.Null(formula);
        var fault = faults.Single();
        Assert.Equal((code, message, hint), (fault.Code, fault.Message, fault.Hint));
        Assert.Equal(column, fault.Place.Column);
    }
}
