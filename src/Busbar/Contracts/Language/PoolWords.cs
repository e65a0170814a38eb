using Busbar.Contracts.Language.Functions;

namespace Busbar.Contracts.Language;

/// <summary>What <c>pool.</c> and <c>parent.</c> mean, and the names of pools in a product.</summary>
internal static class PoolWords
{
    private const string Pool = "pool";
    private const string Parent = "parent";

    /// <summary>A name by itself; null where it is none of a pool's.</summary>
    public static Formula? Bare(string name, Vocabulary vocabulary) => vocabulary.Pools switch
    {
        PoolNames.Within within when within.Brought.TryGetValue(name, out var shape) =>
            new BroughtFormula(name, shape),
        PoolNames.Outside outside when outside.Pools.GetValueOrDefault("")?.GetValueOrDefault(name) is { } settled =>
            new SettledFormula("", name, Settled.Own, settled.Per, settled.Shape),
        _ => null,
    };

    /// <summary>Whether something of a pool is meant by an owner's name.</summary>
    public static bool Owns(string owner, Vocabulary vocabulary) => vocabulary.Pools is not null
        && (owner is Pool or Parent || (vocabulary.Pools as PoolNames.Outside)?.Pools.ContainsKey(owner) == true);

    /// <summary><c>pool.consumption</c>, <c>parent.import</c>, <c>roof.solar</c>.</summary>
    public static Formula? Member(MemberSyntax member, FormulaChecker checker) => checker.Vocabulary.Pools switch
    {
        PoolNames.Within within => member.Owner == Parent ? OfParent(member, within, checker)
            : OfMembers(member, checker),
        PoolNames.Outside outside => OfPool(member, outside, checker),
        _ => null,
    };

    /// <summary><c>pool.residual(wind)</c>, <c>parent.cost(energy)</c>.</summary>
    public static Formula? Call(CallSyntax call, FormulaChecker checker) => (call.Owner, call.Function) switch
    {
        (Pool, "residual") => Residual(call, checker),
        (Parent, "cost") when checker.Vocabulary.Pools is PoolNames.Within within => within.Parent is null
            ? NoParent(call.At, checker) : OfParentsCost(call, checker),
        _ => checker.Fail(call.At, "unknown-function", $"{call.Owner} has no function {call.Function}.",
            call.Owner == Pool ? "There is pool.residual(name): what no member got of a share."
                : "There is parent.cost(group): what the parent pays, in the formulas of a pool."),
    };

    /// <summary>Whether a formula has a value for each member, and not one for the pool.</summary>
    public static bool IsOfMember(Formula formula) => formula is BroughtFormula or ShareFormula
        || (formula is not (PooledFormula or ResidualFormula) && formula
            .All(part => part is not (PooledFormula or ResidualFormula))
            .Any(part => part is BroughtFormula or ShareFormula));

    private static Formula? OfMembers(MemberSyntax member, FormulaChecker checker)
    {
        var inner = checker.Of(new NameSyntax(member.Name, member.At));
        if (inner is null) return null;
        return IsOfMember(inner) ? new PooledFormula(inner) : checker.Fail(member.At, "not-of-member",
            $"{member.Name} is one value of the pool already, and pool.{member.Name} would be a sum over members.",
            $"Write {member.Name}.");
    }

    private static Formula? OfParent(MemberSyntax member, PoolNames.Within within, FormulaChecker checker)
    {
        if (within.Parent is not { } channels) return NoParent(member.At, checker);
        if (!channels.TryGetValue(member.Name, out var channel))
            return checker.Fail(member.At, "unknown-channel", $"The parent has no channel {member.Name}.",
                Nearest.Hint(member.Name, channels.Keys) ?? $"It has {string.Join(", ", channels.Keys)}.");
        Formula measured = new ChannelFormula(channel);
        if (within.Boundary is { } boundary) measured = At.Moved(measured, boundary, checker);
        return new ParentFormula(measured);
    }

    private static Formula? NoParent(TextSpan at, FormulaChecker checker) => checker.Fail(at, "no-parent",
        "The pool has no parent.", "Name the connection behind which its members are: parent: { connection: … }.");

    private static Formula? OfPool(MemberSyntax member, PoolNames.Outside outside, FormulaChecker checker)
    {
        var (owner, whose) = member.Owner == Pool ? ("", Settled.All) : (member.Owner, Settled.Own);
        if (member.Owner == Parent || !outside.Pools.TryGetValue(owner, out var names))
            return checker.Fail(member.At, "unknown-name", $"Nothing is called {member.Owner} here.",
                "Say what is used of a pool: pool: { consumption: kWh }.");
        return names.TryGetValue(member.Name, out var settled)
            ? new SettledFormula(owner, member.Name, whose, settled.Per, settled.Shape)
            : checker.Fail(member.At, "unknown-name", $"The product doesn't say that it uses {member.Name} of "
                + $"{(owner.Length == 0 ? "its pool" : owner)}.", Nearest.Hint(member.Name, names.Keys)
                ?? $"Add it: pool: {{ {member.Name}: kWh }}.");
    }

    private static Formula? Residual(CallSyntax call, FormulaChecker checker)
    {
        if (Function.Plain(call, checker) is not { } arguments) return null;
        if (arguments is not [NameSyntax name])
            return checker.Fail(call.At, "wrong-arguments", "pool.residual needs the name of a share.");
        if (checker.Vocabulary.Pools is PoolNames.Outside outside)
            return outside.Pools.GetValueOrDefault("")?.GetValueOrDefault(name.Name) is { } settled
                ? new SettledFormula("", name.Name, Settled.Residual, settled.Per, settled.Shape)
                : OfPool(new MemberSyntax(Pool, name.Name, name.At), outside, checker);
        if (checker.Of(name) is not { } formula) return null;
        return (formula as QuantityFormula)?.Meaning.Formula is ShareFormula share ? new ResidualFormula(share)
            : checker.Fail(name.At, "not-a-share", $"{name.Name} is no share of the pool, so nothing is left of it.");
    }

    private static Formula? OfParentsCost(CallSyntax call, FormulaChecker checker)
    {
        var (groups, known) = (new List<string>(), checker.Vocabulary.Book.Groups);
        foreach (var argument in call.Arguments)
            if (argument is not { Name: null, Key: null, Value: NameSyntax { Name: var group } })
                return checker.Fail(argument.At, "wrong-arguments", $"parent.cost can't use {argument}.",
                    "It is written parent.cost(group, group).");
            else if (!known.Contains(group))
                return checker.Fail(argument.At, "unknown-group", $"The book has no group {group}.",
                    Nearest.Hint(group, known) ?? $"It has {string.Join(", ", known)}.");
            else if (!groups.Contains(group)) groups.Add(group);
        return groups.Count > 0 ? new ParentCostFormula(groups, call.ToString(), checker.Vocabulary.Currency)
            : checker.Fail(call.At, "wrong-arguments", "parent.cost needs a group.");
    }
}
