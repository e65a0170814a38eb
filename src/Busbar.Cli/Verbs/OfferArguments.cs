using System.CommandLine;

namespace Busbar.Cli.Verbs;

/// <summary>What the verbs about offers have in common.</summary>
internal static class OfferArguments
{
    private const int MostReasons = 3;

    public static Argument<string[]> Offers() => new("PRODUCT")
    {
        Description = "Products: of the book, home, or one version, home@2026-04-01; or files with versions that "
            + "needn't be in the book.",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Option<string> Period() => new("--period")
    {
        Description = "The days: a month 2026-01, a year 2026, or 2025-04-01..2026-04-01.", HelpName = "2026",
        Required = true,
    };

    public static Option<string[]> Terms() => new("--terms")
    {
        Description = "A term and its value for all: uplift=1.2p/kWh. Where it isn't given, it is what was agreed "
            + "under the same name and in the same unit, or the product's default.",
        HelpName = "TERM=VALUE",
    };

    public static Option<string?> Out() =>
        new("--out") { Description = "Writes it into this file.", HelpName = "FILE" };

    /// <summary>Why a result can't be written so; null where it can.</summary>
    public static string? Trouble(string format, IReadOnlyList<string> formats, string? path, Door door) =>
        !formats.Contains(format) ? $"There is no format {format}. There are {string.Join(", ", formats)}."
        : door.Json && (format != formats[0] || path is not null)
            ? "--format and --out write something else than --json: leave one of the two out." : null;

    /// <summary>Says the first reasons, and how many more there are.</summary>
    public static void SayBelow(Door door, IReadOnlyList<Fault> reasons)
    {
        door.SayBelow(reasons.Take(MostReasons));
        if (reasons.Count > MostReasons)
            door.Say($"  There are {reasons.Count - MostReasons} more reasons: --json lists all of them.");
    }
}
