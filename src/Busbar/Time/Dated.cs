using NodaTime;

namespace Busbar.Time;

/// <summary>A value with the day from which it holds, until the next.</summary>
public readonly record struct DatedValue<T>(LocalDate From, T Value);

/// <summary>
/// What changes at local midnights: values in the order of their days, each holding until the next. Before the first
/// there is none.
/// </summary>
public sealed class Dated<T>
{
    private readonly DatedValue<T>[] _values;

    /// <summary>Values by their days, in any order.</summary>
    /// <exception cref="ArgumentException">There is none, or one day has two.</exception>
    public Dated(IEnumerable<DatedValue<T>> values)
    {
        _values = [.. values.OrderBy(value => value.From)];
        if (_values.Length == 0) throw new ArgumentException("There is no value.");
        if (_values.DistinctBy(value => value.From).Count() < _values.Length)
            throw new ArgumentException("One day has two values.");
    }

    /// <summary>The values, earliest first.</summary>
    public IReadOnlyList<DatedValue<T>> Values => _values;

    /// <summary>The value that holds on a day, or nothing before the first.</summary>
    public bool TryAt(LocalDate date, out T value)
    {
        var index = Array.FindLastIndex(_values, candidate => candidate.From <= date);
        value = index < 0 ? default! : _values[index].Value;
        return index >= 0;
    }

    /// <summary>The value that holds on a day.</summary>
    /// <exception cref="ArgumentException">The day is before the first.</exception>
    public T At(LocalDate date) =>
        TryAt(date, out var value) ? value : throw new ArgumentException("No value holds on that day.");

    /// <summary>The days inside a span, its first one excepted, from which another value holds.</summary>
    public IEnumerable<LocalDate> ChangesWithin(LocalDate from, LocalDate to) =>
        _values.Where(value => value.From > from && value.From < to).Select(value => value.From)
            .Where(day => !TryAt(day.PlusDays(-1), out var before)
                || !EqualityComparer<T>.Default.Equals(before, At(day)));
}

/// <summary>Makes dated values.</summary>
public static class Dated
{
    /// <summary>One value for ever.</summary>
    public static Dated<T> Always<T>(T value) => new([new(LocalDate.MinIsoValue, value)]);
}
