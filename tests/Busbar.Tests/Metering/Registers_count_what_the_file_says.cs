using Busbar.Metering;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Tests.Metering;

/// <summary>What a file says of a register must be so by the book: unit, direction, and how far it went.</summary>
public class Registers_count_what_the_file_says
{
    private static readonly Judge Judge = new("reads.csv", Instant.FromUtc(2030, 1, 1, 0, 0));
    private static readonly Unit Reactive = Unit.Parse("kVArh", null, [], out _)!;
    private static readonly Unit Power = Unit.Parse("kW", null, [], out _)!;

    private static Connection House(Register register) => Store.TestStore.House("house", minutes: 1440) with
    {
        Meters = [new("A", new(2026, 1, 1), null, [register], default)],
    };

    private static Register Register(
        int digits = 5, int decimals = 0, Exact? multiplier = null, string channel = "import", Unit? unit = null) =>
        new("1", channel, digits, decimals, multiplier ?? Exact.One, unit ?? Unit.KilowattHour, null);

    private static MeterRow Read(Exact number, Counted? counted = null, Unit? unit = null, string register = "1") =>
        new(7, "house", "", unit, null, new LocalDate(2026, 2, 1).AtMidnight(), null, WholeDay: false, 0,
            [new(Micros(number), Quality.Actual)], new("A", register)) { Counted = counted };

    private static long Micros(Exact number) => number.ToScaled(6);

    /// <summary>What went through since a read before, to one decimal.</summary>
    private static Counted Went(Exact before, Exact amount) =>
        new("import", Micros(before), Micros(amount), Step: 100_000);

    private static Fault? Judged(MeterRow row, Register? register = null) =>
        Judge.OfRegister(row, House(register ?? Register())).Rejection;

    private static void Says(string fault, MeterRow row, Register? register = null)
    {
        var found = Judged(row, register)!;
        Assert.Equal(fault, $"{found.Code}: {found.Message}");
        Assert.Contains(found.Code, Judge.Reasons);
    }

    [Fact]
    public void What_is_not_said_is_not_judged()
    {
        Assert.Null(Judged(Read(140)));
        Assert.Null(Judged(Read(140, new("import")), Register(channel: "heat")));
        Assert.Null(Judged(Read(140, new("export")), Register(channel: "solar")));
    }

    [Fact]
    public void A_unit_of_another_dimension_is_refused()
    {
        Says("wrong-unit: Connection house, meter A, register 1, counts in kWh, but the file says kVArh.",
            Read(140, unit: Reactive));
        Assert.Null(Judged(Read(140, unit: Unit.Parse("MWh", null, [], out _))));
    }

    [Fact]
    public void A_greatest_power_is_no_read_of_a_register_whether_the_book_has_it_or_not()
    {
        const string said = "was read in kW: it shows the greatest power, and registers count energy or volume.";
        Says($"wrong-unit: Connection house, meter A, register 1, {said}", Read(140, unit: Power));
        Says($"wrong-unit: Connection house, meter A, register MD, {said}", Read(140, unit: Power, register: "MD"));
    }

    [Theory]
    [InlineData("export", "import")]
    [InlineData("import", "export")]
    [InlineData("reactive-export", "reactive-import")]
    public void The_other_direction_is_refused(string told, string channel) =>
        Says($"wrong-direction: Connection house, meter A, register 1, counts {channel} in the book, and the file says "
            + $"that it counts {told}.", Read(140, new(told)), Register(channel: channel));

    [Theory]
    [InlineData("100", "140", "40", 5, 0, "1")]
    [InlineData("99950.25", "50.25", "100", 5, 2, "1")]
    [InlineData("100", "200", "283", 4, 0, "2.83")]
    [InlineData("7654.9", "6342.8", "8687.9", 4, 1, "1")]
    [InlineData("1.00", "2.55", "1.5", 4, 2, "1")]
    [InlineData("1.00", "2.55", "1.6", 4, 2, "1")]
    [InlineData("100", "100", "0", 5, 0, "40")]
    public void The_amount_is_the_advance_by_the_books_register(
        string before, string now, string amount, int digits, int decimals, string multiplier) =>
        Assert.Null(Judged(Read(Number(now), Went(Number(before), Number(amount))),
            Register(digits, decimals, Number(multiplier))));

    [Fact]
    public void Another_amount_is_refused_with_both()
    {
        Says("wrong-advance: Connection house, meter A, register 1, went from 100 to 140 at 2026-02-01 00:00, which is "
            + "40 kWh by the book, and the file says that it counted 1600 kWh.", Read(140, Went(100, 1600)));
        Assert.Equal("wrong-advance", Judged(Read(140, Went(100, 40.1m)))?.Code);
        Assert.Equal("wrong-advance", Judged(Read(140, Went(150, -10)))?.Code);
        Assert.Null(Judged(Read(140, Went(100, 1600)), Register(multiplier: 40)));
    }

    [Fact]
    public void A_read_before_that_the_register_cannot_show_says_nothing() =>
        Assert.Null(Judged(Read(140, Went(100.5m, 39.5m))));

    private static Exact Number(string text) =>
        Exact.TryParse(text, out var number, out var problem) ? number : throw new FormatException(problem);
}
