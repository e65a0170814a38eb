namespace Busbar.Tests.Formats;

/// <summary>
/// Real files, damaged at random from a fixed seed: each is read or refused with faults that name the file and a line;
/// nothing else ever happens.
/// </summary>
public class Formats_survive_damage
{
    private const int Seed = 20260101;
    private const int Rounds = 3_000;

    public static TheoryData<string> MeterData() => [.. Samples.OfMeterData];

    public static TheoryData<string> Banks() => [.. Samples.OfBanks];

    public static TheoryData<string> Prices() => [.. Samples.OfPrices];

    [Theory]
    [MemberData(nameof(MeterData))]
    public void Whatever_is_altered_it_is_read_or_refused(string sample) =>
        Survives(sample, content => Outcome.OfMeterData(content, out _));

    [Theory]
    [MemberData(nameof(Prices))]
    public void And_so_are_prices(string sample) => Survives(sample, Outcome.OfPrices);

    [Theory]
    [MemberData(nameof(Banks))]
    public void And_so_is_what_banks_send(string sample) => Survives(sample, Outcome.OfBank);

    [Fact]
    public void Before_it_is_altered_it_is_read()
    {
        Assert.All(Samples.OfMeterData, sample => Files.ReadToEnd(new MemoryStream(Samples.Content(sample))));
        Assert.All(Samples.OfBanks, sample => Assert.InRange(Outcome.ReadBank(Samples.Content(sample)), 1, 2));
        Assert.All(Samples.OfPrices, sample => Assert.NotEmpty(Outcome.ReadPrices(Samples.Content(sample))));
    }

    private static void Survives(string sample, Func<byte[], string?> outcome)
    {
        var whole = Samples.Content(sample);
        var random = new Random(Seed);
        for (var round = 0; round < Rounds; round++)
        {
            var damaged = Samples.Damage(whole, random);
            if (outcome(damaged) is { } wrong)
                Assert.Fail($"{sample}, round {round}: {wrong}");
        }
    }
}
