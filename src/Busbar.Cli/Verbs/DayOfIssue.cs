using System.CommandLine;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Cli.Verbs;

/// <summary><c>--issued 2026-02-01</c>: the day of issue.</summary>
internal static class DayOfIssue
{
    public static Option<string?> Option() => new("--issued")
    {
        Description = "The day of issue, today where it isn't given.", HelpName = "2026-02-01",
    };

    /// <summary>The day on which something counts.</summary>
    public static Option<string?> On() => new("--on")
    {
        Description = "The day on which it counts; today if not said.", HelpName = "2026-02-01",
    };

    /// <summary>Reads what was given; null where nothing was. False, and said, where it is no day.</summary>
    /// <param name="option">What it was given under.</param>
    public static bool TryRead(Door door, string? text, out LocalDate? day, string option = "--issued")
    {
        var parsed = text is null ? null : LocalDatePattern.Iso.Parse(text);
        day = parsed is { Success: true } ? parsed.Value : null;
        if (parsed is not { Success: false }) return true;
        door.Wrong($"{option} {text} is no day, such as 2026-02-01.");
        return false;
    }

    /// <summary>The day on which something of money counts, which can't be one to come.</summary>
    /// <param name="hint">What else can be done.</param>
    public static LocalDate Counting(Door door, DateTimeZone zone, LocalDate? on,
        string hint = "Leave --on out to do it today.")
    {
        var today = door.Today(zone);
        return on is not { } day || day <= today ? on ?? today : throw new RefusedException(new Fault("day-in-future",
            $"Nothing is posted on {Door.Text(day)}: today is {Door.Text(today)}.", Hint: hint));
    }

    /// <summary>The day of issue, which can't be one to come.</summary>
    public static LocalDate Of(Door door, DateTimeZone zone, LocalDate? issuedOn)
    {
        var today = door.Today(zone);
        if (issuedOn > today)
            throw new RefusedException(new Fault("issued-in-future", $"A bill can't be issued on "
                + $"{Door.Text(issuedOn.Value)}: today is {Door.Text(today)}.",
                Hint: "Leave --issued out to issue it today, or make a draft with --draft."));
        return issuedOn ?? today;
    }
}
