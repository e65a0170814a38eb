namespace Busbar.Contracts.Language;

/// <summary>Writes a formula in its one canonical way, which parses back to the same tree.</summary>
public static class SyntaxPrinter
{
    /// <summary>The text of a formula.</summary>
    public static string Print(Syntax syntax) => syntax switch
    {
        NumberSyntax number => number.Unit is null ? number.Value.ToString() : $"{number.Value} {number.Unit}",
        DateSyntax date => date.Text,
        NameSyntax name => name.Name,
        MemberSyntax member => $"{member.Owner}.{member.Name}",
        NegateSyntax negate => "-" + Print(negate.Operand, Binding.Sign),
        NotSyntax not => "not " + Print(not.Operand, Binding.Not),
        BinarySyntax binary => Print(binary),
        ElseSyntax other => $"{Print(other.Value, Binding.Or)} else {Print(other.Otherwise, Binding.Else)}",
        TupleSyntax tuple => $"({string.Join(", ", tuple.Items.Select(Print))})",
        CallSyntax call => (call.Owner is null ? call.Function : $"{call.Owner}.{call.Function}")
            + $"({string.Join(", ", call.Arguments.Select(Print))})",
        _ => throw new ArgumentException($"{syntax.GetType().Name} is no case of a formula."),
    };

    /// <summary>The text of an argument.</summary>
    public static string Print(Argument argument) => argument switch
    {
        { Name: { } name } => $"{name} = {Print(argument.Value)}",
        { Key: NameSyntax key } => $"({Print(key)}) = {Print(argument.Value)}",
        { Key: { } key } => $"{Print(key)} = {Print(argument.Value)}",
        _ => Print(argument.Value),
    };

    private static string Print(BinarySyntax binary)
    {
        // Operators of one binding go from left to right; a comparison has no comparison beside it.
        var binding = binary.Operator.Tightness();
        var left = Print(binary.Left, binding == Binding.Comparison ? binding + 1 : binding);
        return $"{left} {binary.Operator.Symbol()} {Print(binary.Right, binding + 1)}";
    }

    private static string Print(Syntax syntax, Binding atLeast) =>
        BindingOf(syntax) < atLeast ? $"({Print(syntax)})" : Print(syntax);

    private static Binding BindingOf(Syntax syntax) => syntax switch
    {
        ElseSyntax => Binding.Else,
        BinarySyntax binary => binary.Operator.Tightness(),
        NotSyntax => Binding.Not,
        NegateSyntax => Binding.Sign,
        _ => Binding.Value,
    };
}
