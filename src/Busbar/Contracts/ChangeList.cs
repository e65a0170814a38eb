using Busbar.Contracts.Language;
using Busbar.Quantities;

namespace Busbar.Contracts;

/// <summary>The changes of one part of a product, found one after another.</summary>
internal sealed class ChangeList(ChangedPart part, ICollection<VersionChange> changes)
{
    /// <summary>Adds what one version alone has, or what isn't a matter of now and before.</summary>
    public void Add(string id, string aspect, string? before, string? after, string text, Exact? growth = null) =>
        changes.Add(new(part, id, aspect, before, after, growth, text));

    /// <summary>Adds what is now one text and was another; nothing where both are the same.</summary>
    public void Compare(string id, string aspect, string before, string after, string subject)
    {
        if (before != after) Add(id, aspect, before, after, $"{subject} is now {after} (was {before})");
    }

    /// <summary>Adds a number that became another.</summary>
    public void Number(
        string id, string aspect, string before, string after, Exact? growth, string subject, string note = "") =>
        Add(id, aspect, before, after, $"{subject} from {before} to {after}{Said(growth)}{note}", growth);

    /// <summary>
    /// Adds how a formula differs: the numbers where its form is the same, and all of it where it isn't.
    /// </summary>
    /// <param name="whole">The formula as a subject: <c>Standing charge: the price</c>.</param>
    /// <param name="inside">Where a part of it stands: <c>Standing charge: in the price</c>.</param>
    /// <param name="note">What is said after each.</param>
    public void Formula(
        string id, string aspect, WrittenFormula before, WrittenFormula after, FormulaComparison formulas,
        string whole, string inside, string note = "")
    {
        if (formulas.Numbers(before, after) is not { } numbers)
            Add(id, aspect, before.Text, after.Text, $"{whole} is now {after.Text} (was {before.Text}){note}");
        else
            foreach (var one in numbers)
                if (one.IsAll)
                    Number(id, aspect, one.Before, one.After, one.Growth, $"{whole}{one.Where} goes", note);
                else if (one.What is { } what)
                    Number(id, aspect, one.Before, one.After, one.Growth, $"{inside}{one.Where}, {what} goes", note);
                else
                    Add(id, aspect, one.Before, one.After, $"{inside}{one.Where}, {one.Before} goes to {one.After}"
                        + Said(one.Growth) + note, one.Growth);
    }

    private static string Said(Exact? growth) => growth is { } fraction ? $" ({Growth.Percent(fraction)})" : "";
}
