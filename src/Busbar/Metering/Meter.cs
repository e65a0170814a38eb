using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Metering;

/// <summary>A meter whose registers are read now and then, on the days on which it is at a connection.</summary>
/// <param name="Id">Its number.</param>
/// <param name="From">The day at whose start its registers have their opening reads.</param>
/// <param name="To">The day at whose start they have their closing reads; null while it stays.</param>
public sealed record Meter(string Id, LocalDate From, LocalDate? To, IReadOnlyList<Register> Registers, Place Place)
{
    /// <summary>The days on which it counts.</summary>
    public Days Days => new(From, To ?? LocalDate.MaxIsoValue);

    /// <summary>Whether one of its registers counts a channel.</summary>
    public bool Counts(string channel) => Registers.Any(register => register.Channel == channel);
}

/// <summary>A counter of a meter, which begins again at nought after its greatest number.</summary>
/// <param name="Digits">How many it has before the point.</param>
/// <param name="Decimals">How many it has after it.</param>
/// <param name="Multiplier">What is counted when it goes on by one of its unit: the ratio of current transformers, or
/// 2.83 m3 where it counts hundreds of cubic feet.</param>
/// <param name="Unit">Of the channel's dimension.</param>
/// <param name="Band">When it counts; null: always.</param>
public sealed record Register(
    string Id, string Channel, int Digits, int Decimals, Exact Multiplier, Unit Unit, RegisterBand? Band)
{
    /// <summary>The most digits that one may have before the point.</summary>
    public const int MostDigits = 12;

    /// <summary>The most decimals that one may have: those of a reading.</summary>
    public const int MostDecimals = Series.ReadingScale;

    /// <summary>How many steps of its last decimal it goes before it begins again.</summary>
    public long Range => Quantities.Digits.PowerOfTen(Digits + Decimals);

    /// <summary>What a step of its last decimal is, in the canonical unit.</summary>
    public Exact Step => Multiplier * Unit.Factor / Quantities.Digits.PowerOfTen(Decimals);

    /// <summary>Its read in steps of its last decimal; null where it can't show such a number.</summary>
    /// <param name="micros">A count of 10^-6 of its unit.</param>
    public long? StepsOf(long micros) =>
        Math.DivRem(micros, Quantities.Digits.PowerOfTen(MostDecimals - Decimals), out var rest) is var steps
            && rest == 0 && steps >= 0 && steps < Range ? steps : null;
}

/// <summary>The band of a calendar in which a register counts.</summary>
/// <param name="Band">Its number among the calendar's.</param>
public sealed record RegisterBand(Calendar Calendar, int Band)
{
    /// <summary>The band's name.</summary>
    public string Name => Calendar.Bands[Band];
}

/// <summary>Which register of a connection a read is of.</summary>
public readonly record struct RegisterName(string Meter, string Register)
{
    /// <inheritdoc/>
    public override string ToString() => $"meter {Meter}, register {Register}";
}

/// <summary>What a register showed at an instant.</summary>
/// <param name="Micros">A count of 10^-6 of the register's unit; means nothing where there is no value.</param>
public readonly record struct RegisterRead(Instant At, long Micros, Provenance Provenance)
{
    /// <summary>The read before, after which somebody accepted this one as right; null: nobody did.</summary>
    public (Instant At, long Micros)? AcceptedAfter { get; init; }

    /// <summary>Whether somebody accepted it as right after a read.</summary>
    public bool IsAcceptedAfter(RegisterRead before) => AcceptedAfter == (before.At, before.Micros);

    /// <summary>Whether it is a number, and not that there is none.</summary>
    public bool HasValue => Provenance.Quality.Kind != QualityKind.Missing;

    internal QualityKind Kind => Provenance.Quality.Kind;
}
