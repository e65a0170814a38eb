using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Tests.Store;
using Busbar.Time;
using CsCheck;
using NodaTime;

namespace Busbar.Tests.Laws;

/// <summary>What registers advance by a profile, whatever was read when and asked for in what intervals.</summary>
public class ProfileLaws
{
    private static readonly LocalDate First = new(2026, 3, 20);

    private static readonly string[] Zones = ["Europe/London", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia"];

    private static readonly int[] Lengths = [5, 15, 30, 60, 1440];

    private static readonly Calendar Week = CalendarOf();

    /// <summary>Reads in minutes from the first midnight, each with what was counted since the one before, and a
    /// profile of a few values that come again and again.</summary>
    private sealed record Reads(
        string Zone, int Minutes, string ProfileZone, int ProfileMinutes, bool HasBand, (int Minutes, int Steps)[] All,
        int[] Values)
    {
        public DateTimeZone In => DateTimeZoneProviders.Tzdb[Zone];

        private IEnumerable<RegisterRead> Shown()
        {
            var (at, total) = (LocalDay.StartOf(First, In), 0L);
            foreach (var (minutes, steps) in All.Prepend((0, 0)))
                yield return new(at += Duration.FromMinutes(minutes),
                    (total += steps) * Digits.PowerOfTen(Series.ReadingScale - 1), new(Quality.Actual, 0, 1));
        }

        public Instant End => Shown().Last().At;

        /// <summary>The series of intervals from a slot to another of those between the reads.</summary>
        public Series Of(int minutes, Instant from, Instant to)
        {
            var profile = new Profile("p", ProfileMinutes, DateTimeZoneProviders.Tzdb[ProfileZone], "p.csv");
            var connection = TestStore.House("c", Zone, minutes, ["import"]) with
            {
                Profile = profile,
                Meters = [new("M", First, null, [.. Enumerable.Range(0, HasBand ? 2 : 1).Select(band => new Register(
                    $"{band}", "import", 9, 1, Exact.One, Unit.KilowattHour, HasBand ? new(Week, band) : null))],
                    default)],
            };
            var reads = Enumerable.Range(0, 2).SelectMany(band => Shown().Select(read =>
                (Name: new RegisterName("M", $"{band}"), read))).ToLookup(one => one.Name, one => one.read);
            var days = RegisterSeries.ProfileDays(connection, "import", from, to, reads)!.Value;
            var values = profile.Empty(days);
            for (var slot = 0; slot < values.Length; slot++)
                values.Set(slot, Values[(int)((values.FirstSlot + slot) % Values.Length)], Quality.Actual);
            return RegisterSeries.Of(connection, "import", from, to, reads, new(profile, values));
        }

        /// <summary>The midnights between the reads, one at least.</summary>
        public List<Instant> Midnights()
        {
            var midnights = new List<Instant>();
            for (var day = First; LocalDay.StartOf(day, In) <= End; day = day.PlusDays(1))
                midnights.Add(LocalDay.StartOf(day, In));
            return midnights;
        }
    }

    private static readonly Gen<Reads> AnyReads = Gen.Select(
        Gen.Select(Gen.Int[0, Zones.Length - 1], Gen.Int[0, Zones.Length - 1]),
        Gen.Select(Gen.Int[0, Lengths.Length - 1], Gen.Int[0, Lengths.Length - 1]), Gen.Bool,
        Gen.Select(Gen.Int[1, 12_000], Gen.Int[0, 499]).Array[1, 5], Gen.Int[1, 9].Array[1, 50])
        .Select((zones, lengths, hasBand, all, values) => new Reads(Zones[zones.Item1], Lengths[lengths.Item1],
            Zones[zones.Item2], Lengths[lengths.Item2], hasBand, all, values));

    [Fact]
    public void Parts_add_up_whatever_intervals_are_asked_for() =>
        Gen.Select(AnyReads, Gen.Int[0, 50], Gen.Int[0, 50]).Sample((reads, from, middle) =>
        {
            var midnights = reads.Midnights();
            var (start, end) = (midnights[from % midnights.Count], midnights[^1]);
            var cut = midnights[Math.Max(from % midnights.Count, middle % midnights.Count)];
            if (Total(reads.Of(5, start, end)) is not { } whole) return true;
            return whole == Total(reads.Of(reads.Minutes, start, cut)) + Total(reads.Of(reads.Minutes, cut, end))
                && Lengths.All(minutes => whole == Total(reads.Of(minutes, start, end)));
        }, iter: 60);

    [Fact]
    public void What_two_bills_have_is_what_they_have_as_one() => AnyReads.Sample(reads =>
    {
        var midnights = reads.Midnights();
        var (start, cut, end) = (midnights[0], midnights[midnights.Count / 2], midnights[^1]);
        var (whole, part) = (reads.Of(reads.Minutes, start, end), reads.Of(reads.Minutes, cut, end));
        var same = whole.Between(cut, end);
        Assert.Equal(part.Hash(), same.Hash());
        Assert.Equal(part.Profile?.Span, same.Profile?.Span);
    }, iter: 60);

    [Fact]
    public void A_flat_profile_is_the_time_that_passes() => AnyReads.Sample(reads =>
    {
        // Flat where all of its intervals are of one length.
        var flat = reads with { HasBand = false, Values = [7], ProfileZone = "Asia/Kolkata" };
        var midnights = flat.Midnights();
        return flat.Of(1440, midnights[0], midnights[^1]).Counts.SequenceEqual(
            ByTime(flat, midnights[0], midnights[^1]).Counts);
    }, iter: 60);

    private static Series ByTime(Reads reads, Instant from, Instant to)
    {
        var (at, total) = (LocalDay.StartOf(First, reads.In), 0L);
        var shown = reads.All.Prepend((0, 0)).Select(one => (Name: new RegisterName("M", "0"), Read: new RegisterRead(
            at += Duration.FromMinutes(one.Item1), (total += one.Item2) * Digits.PowerOfTen(Series.ReadingScale - 1),
            new(Quality.Actual, 0, 1)))).ToLookup(one => one.Name, one => one.Read);
        return RegisterSeries.Of(TestStore.House("c", reads.Zone, 1440, ["import"]) with
        {
            Meters = [new("M", First, null,
                [new("0", "import", 9, 1, Exact.One, Unit.KilowattHour, null)], default)],
        }, "import", from, to, shown);
    }

    /// <summary>The sum; null where a register of a band went on without a time of its band.</summary>
    private static Exact? Total(Series series)
    {
        if (series.Gaps.Count > 0 && series.Gaps.All(gap => gap.Code == "profile-of-nought")) return null;
        Assert.True(series.IsComplete, string.Join('\n', series.Gaps));
        return Enumerable.Range(0, series.Length).Aggregate(Exact.Zero, (sum, slot) => sum + series.ValueOf(slot));
    }

    private static Calendar CalendarOf()
    {
        var faults = new List<Fault>();
        return Calendar.Parse("week", null, null, new Dictionary<string, IReadOnlySet<LocalDate>>(),
            [new("busy", "mon-fri 08:00-20:00", default), new("off", "rest", default)], faults)!;
    }
}
