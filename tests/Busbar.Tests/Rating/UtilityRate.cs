using System.IO.Compression;
using System.Text.Json;
using Busbar.Tests.Tidy;
using NodaTime;

namespace Busbar.Tests.Rating;

/// <summary>
/// A case of ssc's utilityrate5: a tariff in the parameters of the utility rate database, the load and the generation
/// of a year, and the bills that ssc makes of them. The year has 8,760 hours and begins on a Monday.
/// </summary>
internal sealed class UtilityRate
{
    public const int Months = 12;

    private const int HoursPerYear = 8760;
    private const int ReadingDecimals = 6;
    private static readonly string Folder = Path.Combine(House.Root, "tests/data/ssc-utilityrate");

    private readonly JsonElement _tariff;
    private readonly JsonElement _monthly;
    private readonly decimal[] _load;
    private readonly decimal[] _generation;
    private readonly int _stepsPerHour;

    private UtilityRate(JsonElement given)
    {
        (_tariff, _monthly) = (given.GetProperty("tariff_inputs"),
            given.GetProperty("expected_year1").GetProperty("monthly"));
        _load = Profile("load_" + given.GetProperty("load_profile").GetString());
        _generation = Profile("gen_" + given.GetProperty("gen_profile_year1").GetString());
        _stepsPerHour = Math.Max(_load.Length, _generation.Length) / HoursPerYear;
    }

    public static UtilityRate Of(string name)
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, name + ".json")));
        return new(file.RootElement.Clone());
    }

    public int IntervalMinutes => 60 / _stepsPerHour;

    /// <summary>A number of the tariff, or what ssc takes where it isn't given.</summary>
    public decimal Number(string key, decimal otherwise = 0) =>
        _tariff.TryGetProperty(key, out var value) ? value.GetDecimal() : otherwise;

    /// <inheritdoc cref="Number"/>
    public int Whole(string key, int otherwise = 0) => (int)Number(key, otherwise);

    /// <summary>The rows of a table of the tariff; an entry without a bound is null.</summary>
    public IReadOnlyList<decimal?[]> Table(string key) =>
        !_tariff.TryGetProperty(key, out var table) ? [] : [.. table.EnumerateArray().Select(row => row.EnumerateArray()
            .Select(value => value.TryGetDecimal(out var number) ? number : (decimal?)null).ToArray())];

    /// <summary>A list of numbers of the tariff.</summary>
    public IReadOnlyList<decimal> List(string key) =>
        !_tariff.TryGetProperty(key, out var list) ? []
            : [.. list.EnumerateArray().Select(value => value.GetDecimal())];

    /// <summary>The period of an hour, as the schedules of weekdays and weekends have it.</summary>
    /// <param name="kind"><c>ec</c> for energy, <c>dc</c> for demand.</param>
    /// <param name="month">From 0.</param>
    public int Period(string kind, int month, bool isWeekend, int hour) => (int)_tariff
        .GetProperty($"ur_{kind}_sched_{(isWeekend ? "weekend" : "weekday")}")[month][hour].GetDecimal();

    /// <summary>What ssc makes of a figure in each month.</summary>
    public decimal Expected(string figure, int month) => _monthly.GetProperty(figure)[month].GetDecimal();

    /// <summary>What is drawn in the interval that begins at a time, in kWh to the millionth, rounded once.</summary>
    public decimal Load(ZonedDateTime at) => Energy(At(_load, at));

    /// <summary>What is generated, below zero where the system draws by itself.</summary>
    public decimal Generation(ZonedDateTime at) => Energy(At(_generation, at));

    /// <summary>What is drawn less what is generated.</summary>
    public decimal Net(ZonedDateTime at) => Energy(At(_load, at) - At(_generation, at));

    private decimal Energy(decimal kilowatts) =>
        Math.Round(kilowatts / _stepsPerHour, ReadingDecimals, MidpointRounding.AwayFromZero);

    /// <summary>A profile by the hour holds for all steps of its hours.</summary>
    private static decimal At(decimal[] profile, ZonedDateTime at)
    {
        var minutes = (at.DayOfYear - 1) * 1440 + at.Hour * 60 + at.Minute;
        return profile[minutes * (profile.Length / HoursPerYear) / 60];
    }

    private static decimal[] Profile(string name)
    {
        using var file = File.OpenRead(Path.Combine(Folder, "profiles", name + ".csv.gz"));
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1);
        return JsonSerializer.Deserialize<decimal[]>($"[{string.Join(',', lines)}]")!;
    }
}
