namespace Busbar.Contracts;

/// <summary>Checks that charges which ask for the cost of groups never come back to their own.</summary>
/// <param name="charges">Those that may be rated together: of a version, or of all versions of a product.</param>
public sealed class CostOrder(IReadOnlyList<Charge> charges, ICollection<Fault> faults)
{
    /// <summary>Adds a fault for each charge that asks for what it is part of, or for more than it can see.</summary>
    public void Check()
    {
        foreach (var charge in charges.Where(charge => charge.Costs.Count > 0))
            if (PathTo(charge.Group, charge.Costs.SelectMany(cost => cost.Groups), [charge.Group], []) is { } path)
                faults.Add(new("circle", path.Count == 2
                    ? $"The charge {charge.Name} is in the group {charge.Group}, whose cost it asks for."
                    : $"The charge {charge.Name} is made of its own group: {string.Join(" → ", path)}.", charge.Place,
                    charge.Name, "Put it into a group of its own."));
            else if (charge.Each == Each.Connection && charges.FirstOrDefault(other => other.Each == Each.Agreement
                && charge.Costs.Any(cost => cost.Groups.Contains(other.Group))) is { } joint)
                faults.Add(new("not-per-connection", $"The {charge.Subject} is rated per connection, and "
                    + $"{joint.Name}, whose cost it asks for, once for all of them.", charge.Place, charge.Name,
                    $"Give {joint.Name} each: connection too, or leave it out of both."));
    }

    /// <param name="seen">Groups from which no path leads there.</param>
    private List<string>? PathTo(string own, IEnumerable<string> groups, List<string> path, HashSet<string> seen)
    {
        foreach (var group in groups.Distinct())
        {
            if (group == own) return [.. path, group];
            if (!seen.Add(group)) continue;
            var next = charges.Where(charge => charge.Group == group)
                .SelectMany(charge => charge.Costs).SelectMany(cost => cost.Groups);
            if (PathTo(own, next, [.. path, group], seen) is { } found) return found;
        }
        return null;
    }
}
