using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace Busbar.Tests.Tidy;

/// <summary>What a compiled type uses: it sees what no reading of its source can, whatever is imported
/// or inferred.</summary>
public static class CompiledCode
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static
        | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<int, OpCode> Codes = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value & 0xFFFF);

    /// <summary>One instruction of a method, with the member, if it names one.</summary>
    public readonly record struct Step(OpCode Code, MemberInfo? Member);

    /// <summary>Every type that this one names: in its bases, fields, signatures, variables and instructions.</summary>
    public static IReadOnlySet<Type> TypesUsedBy(Type type)
    {
        var used = new HashSet<Type>();
        Add(used, type.BaseType);
        foreach (var contract in type.GetInterfaces()) Add(used, contract);
        foreach (var field in type.GetFields(All)) Add(used, field.FieldType);
        foreach (var method in Methods(type))
        {
            AddSignature(used, method);
            foreach (var local in method.GetMethodBody()?.LocalVariables ?? []) Add(used, local.LocalType);
            foreach (var step in Steps(method)) AddMember(used, step.Member);
        }
        return used;
    }

    /// <summary>The methods and constructors of a type, and those that the compiler made for it.</summary>
    public static IEnumerable<MethodBase> Methods(Type type) =>
        type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All))
            .Concat(type.GetNestedTypes(All).Where(nested => nested.Name[0] == '<').SelectMany(Methods));

    /// <summary>The instructions of a method in their order; none when it has no body.</summary>
    public static IEnumerable<Step> Steps(MethodBase method)
    {
        var bytes = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var at = 0; at < bytes.Length;)
        {
            int value = bytes[at++];
            var code = Codes[value == 0xFE ? 0xFE00 | bytes[at++] : value];
            var operand = bytes.AsSpan(at);
            var member = code.OperandType is OperandType.InlineMethod or OperandType.InlineField
                or OperandType.InlineType or OperandType.InlineTok
                ? Resolve(method, BinaryPrimitives.ReadInt32LittleEndian(operand))
                : null;
            at += Length(code.OperandType, operand);
            yield return new Step(code, member);
        }
    }

    private static int Length(OperandType type, ReadOnlySpan<byte> operand) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + 4 * BinaryPrimitives.ReadInt32LittleEndian(operand),
        _ => 4,
    };

    private static MemberInfo? Resolve(MethodBase method, int token) => method.Module.ResolveMember(
        token,
        method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null,
        method.IsGenericMethod ? method.GetGenericArguments() : null);

    private static void AddMember(HashSet<Type> used, MemberInfo? member)
    {
        Add(used, member as Type ?? member?.DeclaringType);
        if (member is FieldInfo field) Add(used, field.FieldType);
        if (member is MethodBase method) AddSignature(used, method);
    }

    private static void AddSignature(HashSet<Type> used, MethodBase method)
    {
        if (method is MethodInfo { ReturnType: var returned }) Add(used, returned);
        foreach (var parameter in method.GetParameters()) Add(used, parameter.ParameterType);
        if (method.IsGenericMethod) foreach (var argument in method.GetGenericArguments()) Add(used, argument);
    }

    private static void Add(HashSet<Type> used, Type? type)
    {
        if (type is null) return;
        if (type.HasElementType) Add(used, type.GetElementType());
        if (!used.Add(type) || !type.IsGenericType) return;
        foreach (var argument in type.GetGenericArguments()) Add(used, argument);
        if (!type.IsGenericTypeDefinition) Add(used, type.GetGenericTypeDefinition());
    }
}
