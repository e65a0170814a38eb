using System.IO.Enumeration;
using Busbar.Books;
using Busbar.Contracts;
using Busbar.Quantities;

namespace Busbar.Runs;

/// <summary>What sites must be, all of it: <c>account=hill-*</c>, <c>product=home</c>, <c>connection=10123*</c>,
/// <c>use&gt;3000</c> in kWh a year.</summary>
internal sealed class SiteFilter
{
    private static readonly string[] Signs = [">=", "<=", ">", "<", "="];
    private static readonly string[] Names = ["account", "product", "connection", "use"];

    private readonly List<(string Name, string Sign, string Value, Exact Number)> _conditions = [];

    /// <exception cref="RefusedException">A condition can't be read, or names something that isn't there.</exception>
    public SiteFilter(IReadOnlyList<string> conditions, Book book)
    {
        foreach (var text in conditions) Add(text, book);
    }

    /// <summary>Whether a site is what is asked for, whatever its use.</summary>
    public bool Takes(Site site) => _conditions.TrueForAll(one => one.Name == "use" || NamesOf(site, one.Name)
        .Any(name => FileSystemName.MatchesSimpleExpression(one.Value, name, ignoreCase: false)));

    /// <summary>Whether the use of a year is what is asked for; what isn't known isn't.</summary>
    public bool Takes(Exact? yearly) => _conditions.TrueForAll(one => one.Name != "use" || yearly is { } use
        && one.Sign switch
        {
            ">" => use > one.Number, ">=" => use >= one.Number, "<" => use < one.Number, "<=" => use <= one.Number,
            _ => use == one.Number,
        });

    private void Add(string text, Book book)
    {
        var sign = Signs.Where(one => text.Contains(one, StringComparison.Ordinal))
            .MinBy(one => (text.IndexOf(one, StringComparison.Ordinal), -one.Length));
        var (name, value) = sign is null ? (text, "") : (text[..text.IndexOf(sign, StringComparison.Ordinal)].Trim(),
            text[(text.IndexOf(sign, StringComparison.Ordinal) + sign.Length)..].Trim());
        if (!Names.Contains(name) || sign is null || value.Length == 0 || (name != "use" && sign != "="))
            throw Refuse($"The condition {text} can't be read.", (Names.Contains(name) ? null
                : Nearest.Hint(name, Names)) ?? "Write account=hill-*, "
                + "product=home, connection=10123* or use>3000, which is in kWh a year.");
        var number = Exact.Zero;
        if (name == "use" && (!Exact.TryParse(value.EndsWith("kWh", StringComparison.Ordinal) ? value[..^3] : value,
            out number, out _)))
            throw Refuse($"The use {value} is no number.", "Write it in kWh a year: use>3000.");
        var known = name switch
        {
            "account" => book.Accounts.Keys, "product" => book.Products.Keys, "connection" => book.Connections.Keys,
            _ => Enumerable.Empty<string>(),
        };
        if (name != "use" && !value.Contains('*', StringComparison.Ordinal) && !known.Contains(value))
            throw new RefusedException(new Fault($"unknown-{name}", $"There is no {name} {value}.", new("--where"),
                value, Nearest.Hint(value, known)));
        _conditions.Add((name, sign, value, number));
    }

    private static IEnumerable<string> NamesOf(Site site, string name) => name switch
    {
        "account" => site.Accounts.Select(account => account.Id),
        "product" => site.Agreements.Select(agreement => agreement.Product.Id),
        _ => site.Connections.Select(connection => connection.Id),
    };

    private static RefusedException Refuse(string message, string hint) =>
        new(new Fault("bad-condition", message, new("--where"), Hint: hint));
}
