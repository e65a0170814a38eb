using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Rating;
using NodaTime;

namespace Busbar.Runs.Proving;

/// <summary>Market series that no store has: of a book's files, or one value for all of the time.</summary>
/// <param name="constants">The one value of some series, in their unit.</param>
internal sealed class GivenPrices(CheckedBook book, IReadOnlyDictionary<string, Exact> constants)
{
    private readonly Dictionary<string, Dictionary<Instant, long>> _files = new(StringComparer.Ordinal);

    /// <summary>The values of a series over the span needed; missing where nobody gives one.</summary>
    public Series Of(MarketNeed need)
    {
        var series = need.Empty();
        var isConstant = constants.TryGetValue(need.Series.Name, out var constant);
        for (var slot = 0; slot < series.Length; slot++)
            if (isConstant) series.Set(slot, constant, Quality.Actual);
            else if (FileOf(need.Series.Name).TryGetValue(series.StartOf(slot), out var nanos))
                series.Set(slot, Exact.FromScaled(nanos, Series.PriceScale), Quality.Actual);
        return series;
    }

    private Dictionary<Instant, long> FileOf(string series) => _files.TryGetValue(series, out var known) ? known
        : _files[series] = book.Prices.GetValueOrDefault(series, []).ToDictionary(point => point.Start,
            point => point.Nanos);
}
