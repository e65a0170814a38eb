namespace Busbar.Metering;

/// <summary>
/// Reads below the one before that the next one isn't below: glitches, mostly of nought. To count from one would bill
/// all that the register ever counted.
/// </summary>
/// <remarks>A read that is better than the one before, such as a measurement after an estimate that was too high, is
/// none.</remarks>
internal static class Glitches
{
    /// <summary>The place of each among reads in order, and that of the next read; between them the register may have
    /// been stuck.</summary>
    public static IReadOnlyList<(int First, int Next)> In(IReadOnlyList<RegisterRead> reads)
    {
        var glitches = new List<(int, int)>();
        for (var first = 1; first < reads.Count; first++)
        {
            var (before, shown) = (reads[first - 1], reads[first]);
            if (shown.Micros >= before.Micros || shown.Provenance.Quality.Kind < before.Provenance.Quality.Kind)
                continue;
            var next = first + 1;
            while (next < reads.Count && reads[next].Micros == shown.Micros) next++;
            if (next < reads.Count && reads[next].Micros >= before.Micros) glitches.Add((first, next));
        }
        return glitches;
    }
}
