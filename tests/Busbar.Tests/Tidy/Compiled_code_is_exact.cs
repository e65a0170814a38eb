using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Text;

namespace Busbar.Tests.Tidy;

/// <summary>Read from the compiled programs: nothing floats, nothing asks the machine.</summary>
public class Compiled_code_is_exact
{
    private static readonly Type[] Floating = [typeof(double), typeof(float), typeof(Half)];

    private static readonly OpCode[] FloatingCodes =
        [OpCodes.Ldc_R4, OpCodes.Ldc_R8, OpCodes.Conv_R4, OpCodes.Conv_R8, OpCodes.Conv_R_Un];

    // Whole numbers are left out: in messages they count rows, and the door runs without cultures anyway.
    private static readonly Type[] Cultural =
        [typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly)];

    private static readonly Type[] Outside =
    [
        typeof(File), typeof(FileInfo), typeof(FileStream), typeof(Directory), typeof(DirectoryInfo), typeof(Console),
        typeof(Environment), typeof(System.Diagnostics.Process), typeof(Random), typeof(TimeProvider),
    ];

    [Fact]
    public void Energy_and_money_are_never_floating() => House.IsTidy(
        House.ExactProjects.SelectMany(House.Types).SelectMany(FloatingUses));

    [Fact]
    public void Texts_never_follow_a_culture() => House.IsTidy(
        House.Projects.Keys.SelectMany(House.Types).SelectMany(CulturalTexts));

    [Fact]
    public void The_engine_touches_nothing_outside() =>
        House.IsTidy(House.Types("Busbar").SelectMany(OutsideUses));

    [Fact]
    public void An_interface_has_more_than_one_implementation() => House.IsTidy(
        LonelyInterfaces(
            [.. House.Projects.Keys.Where(project => project != "Busbar.Store").SelectMany(House.Types)],
            [.. House.Projects.Keys.SelectMany(House.Types)])
        .Select(contract => $"{contract} has fewer than two implementations"));

    [Fact]
    public void The_rules_can_fail()
    {
        Assert.NotEmpty(FloatingUses(typeof(FloatingField)));
        Assert.NotEmpty(FloatingUses(typeof(FloatingStep)));
        Assert.NotEmpty(FloatingUses(typeof(FloatingCall)));
        Assert.NotEmpty(OutsideUses(typeof(House)));
        Assert.Single(CulturalTexts(typeof(CulturalText)));
        Assert.Empty(CulturalTexts(typeof(InvariantText)));
        Assert.Equal([typeof(ILonely)], LonelyInterfaces([typeof(ILonely), typeof(IShared)],
            [typeof(Lonely), typeof(OneSharer), typeof(OtherSharer)]));
    }

    private static IEnumerable<string> FloatingUses(Type type) =>
        CompiledCode.TypesUsedBy(type).Intersect(Floating).Select(found => $"{type} uses {found.Name}")
            .Concat(from method in CompiledCode.Methods(type)
                    where CompiledCode.Steps(method).Any(step => FloatingCodes.Contains(step.Code))
                    select $"{type}: {method.Name} computes in floating point");

    private static IEnumerable<string> OutsideUses(Type type) =>
        from used in CompiledCode.TypesUsedBy(type)
        where Outside.Contains(used) || used.Namespace?.StartsWith("System.Net", StringComparison.Ordinal) == true
        select $"{type} uses {used}";

    /// <summary>Interpolated texts that hold a decimal or a time and were given no culture.</summary>
    private static IEnumerable<string> CulturalTexts(Type type)
    {
        foreach (var method in CompiledCode.Methods(type))
        {
            var isGivenOne = false;
            foreach (var called in CompiledCode.Steps(method).Select(step => step.Member).OfType<MethodBase>())
            {
                if (called.DeclaringType != typeof(DefaultInterpolatedStringHandler)
                    && called.DeclaringType != typeof(StringBuilder.AppendInterpolatedStringHandler)) continue;
                if (called.IsConstructor)
                    isGivenOne = called.GetParameters().Any(given => given.ParameterType == typeof(IFormatProvider));
                else if (!isGivenOne && called.IsGenericMethod && FollowsCulture(called.GetGenericArguments()[0]))
                    yield return $"{type}: {method.Name} writes a {called.GetGenericArguments()[0].Name} into a text";
            }
        }
    }

    private static bool FollowsCulture(Type type) =>
        Cultural.Contains(Nullable.GetUnderlyingType(type) ?? type)
        || (Nullable.GetUnderlyingType(type) ?? type).Namespace == "NodaTime";

    private static IEnumerable<Type> LonelyInterfaces(Type[] interfaces, Type[] types) =>
        interfaces.Where(contract => contract.IsInterface && types.Count(type =>
            !type.IsInterface && !type.IsAbstract && type.GetInterfaces().Any(has =>
                has == contract || (has.IsGenericType && has.GetGenericTypeDefinition() == contract))) < 2);

#pragma warning disable CA1812, CA1822, CA1852, CA1823, CS0414, CS0169, IDE0044, IDE0051, MA0038, MA0182
    private sealed class FloatingField { private readonly double? _rate; }

    private sealed class FloatingStep { public long Half(long whole) => (long)(whole * 0.5); }

    private sealed class FloatingCall { public TimeSpan Pause() => TimeSpan.FromMinutes(TimeSpan.Zero.TotalHours); }

    private sealed class CulturalText { public string Say(decimal amount) => $"{amount} is due"; }

    private sealed class InvariantText
    {
        public string Say(decimal amount, int row) =>
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{amount} is due") + $"row {row}";
    }

    private interface ILonely;

    private sealed class Lonely : ILonely;

    private interface IShared;

    private sealed class OneSharer : IShared;

    private sealed class OtherSharer : IShared;
#pragma warning restore CA1812, CA1822, CA1852, CA1823, CS0414, CS0169, IDE0044, IDE0051, MA0038, MA0182
}
