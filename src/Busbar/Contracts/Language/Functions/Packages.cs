using Busbar.Quantities;

namespace Busbar.Contracts.Language.Functions;

/// <summary><c>packages(size, price, per = month, of = x)</c>: a fixed amount for each package of a fixed size that is
/// begun in the window.</summary>
internal static class Packages
{
    public static Formula? Check(CallSyntax call, FormulaChecker checker)
    {
        var plain = call.Arguments.Where(argument => argument is { Name: null, Key: null }).ToList();
        if (plain.Count != 2) return Function.Misused(call, checker, "needs a size and a price");
        if (Counting.Of(call, call.Arguments.Except(plain), checker) is not { } counting) return null;
        var (size, price) = (checker.Of(plain[0].Value), checker.Of(plain[1].Value));
        if (size is null || price is null) return null;
        var (counted, money) = (counting.Counted.Shape.Dimension, Dimension.Money(checker.Vocabulary.Currency));
        if (size.Shape.Dimension != counted || size.Shape.Step != Step.Forever)
            return checker.Fail(plain[0].At, "wrong-dimension",
                $"{Combining.Say((plain[0].Value, size))}; the size of a package is a fixed number of {counted}.");
        if (Combining.ConstantOf(size) is { Sign: <= 0 })
            return Function.Misused(call, checker, $"needs a size above zero, and not {plain[0]}", plain[0].At);
        return price.Shape.Dimension == money && price.Shape.Step == Step.Forever
            ? new PackagesFormula(counting.Counted, counting.CountsOnIn, size, price,
                new(money / counted, counting.Counted.Shape.Step, AddsUp: false))
            : checker.Fail(plain[1].At, "wrong-dimension",
                $"{Combining.Say((plain[1].Value, price))}; the price of a package is a fixed sum of {money}.");
    }
}
