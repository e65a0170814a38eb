using Busbar.Formats.Containers;
using Busbar.Formats.Text;
using Busbar.Quantities;

namespace Busbar.Formats.Bank;

/// <summary>
/// A file of a bank, recognised by its content: camt.053 and camt.054 of ISO 20022 in any version, or CSV, by itself or
/// in gzip or zip.
/// </summary>
public static class BankFile
{
    private const string Expected =
        "Statements of banks come as camt.053, camt.054 or CSV, plain or packed with gzip or zip.";

    /// <summary>The statements of a file, with what it is called in messages; nothing of it is checked against what is
    /// known.</summary>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="currency">That of amounts of CSV which don't say theirs.</param>
    /// <exception cref="RefusedException">The file isn't there or is malformed; every fault found is in it.</exception>
    public static IReadOnlyList<(string File, BankStatement Statement)> Read(
        string path, string name, Currency currency)
    {
        using var stream = GivenFile.Open(path, name);
        return Read(stream, name, currency);
    }

    /// <summary>The same of a stream, which the caller keeps and closes.</summary>
    /// <exception cref="RefusedException">The content is malformed.</exception>
    public static IReadOnlyList<(string File, BankStatement Statement)> Read(
        Stream stream, string name, Currency currency, Limits? limits = null)
    {
        limits ??= Limits.Default;
        var statements = new List<(string, BankStatement)>();
        foreach (var (inner, content) in Container.Open(stream, name, limits, Expected))
        {
            using var open = content;
            using var hash = new ContentHash();
            var problems = new Problems(inner, limits.Faults);
            Stream rest = open;
            var own = Beginning.Take(ref rest).IsXml ? new Camt(rest, hash, problems, limits).Read()
                : new BankCsv(new(rest, problems, hash, limits.LineBytes), problems, currency).Read();
            problems.ThrowIfAny();
            statements.AddRange(own.Select(statement => (inner, statement)));
        }
        return statements;
    }
}
