using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Time;
using NodaTime;

namespace Busbar.Rating;

/// <summary>Something that a pool settles, as its members' bills ask for it: what a member brings or gets, the sum over
/// all, or what nobody gets.</summary>
/// <param name="Name">What members bring, or a share.</param>
/// <param name="Member">The connection that it is of; null: it is of the pool.</param>
public sealed record SettledPart(Pool Pool, string Name, Settled Whose, Connection? Member)
{
    /// <summary>The share; null for what members bring.</summary>
    public ShareFormula? Share => Pool.Shares.TryGetValue(Name, out var share) ? (ShareFormula)share.Formula : null;

    /// <summary>Whether it is known per interval, and not as amounts on the last days of windows.</summary>
    public bool IsByInterval => Share is not { IsLumped: true };

    /// <summary>The connection under which it is kept.</summary>
    public Connection Kept => IsByInterval ? Pool.Intervals : Pool.Lumps;

    /// <summary>The channel under which it is kept.</summary>
    public string Channel => Whose switch
    {
        Settled.All => $"pool.{Name}", Settled.Residual => $"pool.residual({Name})",
        Settled.Whole => $"pool.whole({Name})", _ => $"{Name} {Member!.Id}",
    };

    /// <summary>As what it is measured or counted.</summary>
    public Channel Measured
    {
        get
        {
            var dimension = Share?.Shape.Dimension ?? Pool.Brought[Name].Dimension;
            return new(Channel, new(dimension.ToString(), dimension, Quantities.Exact.One));
        }
    }

    /// <summary>All parts of a name of a pool, those of members first.</summary>
    public static IEnumerable<SettledPart> AllOf(Pool pool, string name) =>
    [
        .. pool.Members.Select(member => member.Connection).DistinctBy(connection => connection.Id)
            .Select(connection => new SettledPart(pool, name, Settled.Own, connection)),
        new(pool, name, Settled.All, null),
        .. pool.Shares.ContainsKey(name) ? (SettledPart[])[new(pool, name, Settled.Residual, null),
            new(pool, name, Settled.Whole, null)] : [],
    ];

    /// <summary>What a formula of a product asks for, of the connections that it is rated from.</summary>
    public static IEnumerable<SettledPart> Of(
        SettledFormula formula, Pool pool, IReadOnlyList<Connection> connections) => formula.Whose != Settled.Own
        ? [new(pool, formula.Name, formula.Whose, null)]
        : connections.Where(connection => pool.DaysOf(connection.Id).Any())
            .Select(connection => new SettledPart(pool, formula.Name, Settled.Own, connection));

    /// <summary>What was shared, for who has a part of it; null where it is no part of a share.</summary>
    public SettledPart? Shared =>
        Whose == Settled.Own && Share is not null ? new(Pool, Name, Settled.Whole, null) : null;

    /// <summary>How it comes about, as its pool says it; null where members bring it each in a way of their own.
    /// </summary>
    public string? Text => Pool.Shares.TryGetValue(Name, out var share) ? share.Text
        : Member is null ? null : Pool.Members.Where(member => member.Connection.Id == Member.Id)
            .Select(member => member.Brings.GetValueOrDefault(Name)?.Text).FirstOrDefault(text => text is not null);

    /// <summary>Whether there is anything of it on some days.</summary>
    public bool IsIn(Days days) =>
        Member is null || Pool.DaysOf(Member.Id).Any(own => !own.Intersect(days).IsEmpty);

    /// <summary>The need for it on some days.</summary>
    public ChannelNeed Need(Days days) => new(Kept, Channel, days) { Settled = this };

    /// <summary>The days on which the amounts of a window stand: for each membership the last of the window on which it
    /// lasts, so that it is on the bill with which supply ends.</summary>
    public IEnumerable<LocalDate> LumpDays(Days window) => Member is null ? [window.To.PlusDays(-1)]
        : Pool.DaysOf(Member.Id).Select(days => days.Intersect(window)).Where(days => !days.IsEmpty)
            .Select(days => days.To.PlusDays(-1));

    /// <summary>The windows whose amounts stand within some days.</summary>
    /// <param name="windows">Those that touch the days.</param>
    public IEnumerable<(Days Window, LocalDate Day)> LumpsIn(Days days, IEnumerable<Days> windows) =>
        from window in windows
        from day in LumpDays(window)
        where days.Contains(day)
        select (window, day);
}
