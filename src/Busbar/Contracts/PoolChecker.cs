using System.Globalization;
using Busbar.Contracts.Language;
using Busbar.Contracts.Language.Functions;
using Busbar.Metering;

namespace Busbar.Contracts;

/// <summary>Checks a pool whole: what each member brings, every formula, and reports all that is wrong.</summary>
/// <param name="book">What its formulas may use of the book.</param>
/// <param name="faults">Where is added what is wrong.</param>
public sealed class PoolChecker(BookNames book, ICollection<Fault> faults)
{
    private const string UsualConsumption = "consumption";
    private const string UsualImport = "import";

    /// <summary>The checked pool; null when a fault was found.</summary>
    public Pool? Check(PoolText text)
    {
        var before = faults.Count;
        CheckMembers(text);
        var boundary = BoundaryOf(text);
        if (faults.Count > before) return null;
        var members = text.Members.Select(member => Member(text, member, boundary)).ToList();
        if (BroughtBy(members) is not { } brought || faults.Count > before) return null;
        CheckNames(text, brought);
        var names = new PoolNames.Within(
            brought, text.Shares.Keys.ToHashSet(), text.Parent?.Channels, boundary);
        var vocabulary = new Vocabulary(book, text.IntervalMinutes, new Dictionary<string, Channel>(),
            new Dictionary<string, Term>(), new Dictionary<string, FormulaText>(text.Quantities.Concat(text.Shares)))
        {
            Pools = names,
        };
        var checker = new FormulaChecker(vocabulary, faults);
        var formulas = checker.CheckQuantities();
        foreach (var (name, formula) in formulas) CheckShare(text, name, formula);
        var musts = text.Musts.Select(must => Must(must, checker)).OfType<PoolMust>().ToList();
        foreach (var written in formulas.Values.Concat(musts.Select(must => must.Be)))
            CheckIsOfPool(written, text.Place);
        if (faults.Count > before) return null;
        PoolClaims.Check(text, [.. members.OfType<Member>()], formulas.Where(one => text.Shares.ContainsKey(one.Key))
            .Select(one => (one.Key, (ShareFormula)one.Value.Formula)), faults);
        if (faults.Count > before) return null;
        if (text.Musts.Count == 0 && !text.MayExceedParent
            && Usual(brought, names, checker, text.Place) is { } usual) musts.Add(usual);
        return new(text.Id, text.Zone, text.IntervalMinutes, boundary, text.Parent,
            [.. members.OrderBy(one => one!.Connection.Id, StringComparer.Ordinal).ThenBy(one => one!.Days.From)!],
            brought, formulas.Where(one => text.Quantities.ContainsKey(one.Key)).ToDictionary(),
            formulas.Where(one => text.Shares.ContainsKey(one.Key)).ToDictionary(), musts, text.Place);
    }

    /// <summary>Each connection once at a time, none coarser than the pool, at least one.</summary>
    private void CheckMembers(PoolText text)
    {
        if (text.Members.Count == 0)
            Fail("no-member", $"The pool {text.Id} has no member.", text.Place, text.Id,
                "Name those that share: members: [{ connection: …, consumption: import, from: 2026-01-01 }].");
        foreach (var same in text.Members.GroupBy(member => member.Connection.Id))
        {
            var rows = same.OrderBy(member => member.Days.From).ToList();
            foreach (var (one, next) in rows.Zip(rows.Skip(1)))
                if (next.Days.From < one.Days.To)
                    Fail("overlapping-members", $"Connection {same.Key} is a member of pool {text.Id} twice from "
                        + $"{Day(next.Days.From)} on.", next.Place, same.Key,
                        $"End the other, at {one.Place}, with to:.");
            if (same.First().Connection is { } connection && text.IntervalMinutes % connection.IntervalMinutes != 0)
                Fail("too-coarse", $"Pool {text.Id} is settled every "
                    + $"{FormulaChecker.Minutes(text.IntervalMinutes)}, and "
                    + $"its member {same.Key} has readings every "
                    + $"{FormulaChecker.Minutes(connection.IntervalMinutes)}.", same.First().Place, same.Key,
                    "Give the pool the interval of its coarsest member.");
        }
        foreach (var member in text.Members.Where(member => member.Brings.Count == 0))
            Fail("brings-nothing", $"Member {member.Connection.Id} of pool {text.Id} brings nothing.", member.Place,
                member.Connection.Id, "Say what: consumption: import.");
    }

    /// <summary>Where members meet; null: behind one meter.</summary>
    private string? BoundaryOf(PoolText text)
    {
        if (text.Boundary is not { Text: var boundary } written)
        {
            if (text.Parent is null)
                Fail("no-parent", $"The pool {text.Id} doesn't say where its members meet.", text.Place, text.Id,
                    "Name the connection behind which they are, parent: { connection: … }; or the boundary to which "
                    + "their energy is moved, boundary: nbp; or boundary: meter, where nothing is lost between them.");
            return null;
        }
        if (boundary == At.Meter) return null;
        if (book.Boundaries.ContainsKey(boundary)) return boundary;
        Fail("unknown-boundary", $"The book has no boundary {boundary}, which pool {text.Id} names.", written.Place,
            text.Id, Nearest.Hint(boundary, [At.Meter, .. book.Boundaries.Keys]));
        return null;
    }

    private Member? Member(PoolText pool, MemberText text, string? boundary)
    {
        var before = faults.Count;
        var checker = new FormulaChecker(new(book, pool.IntervalMinutes, text.Connection.Channels,
            new Dictionary<string, Term>(), new Dictionary<string, FormulaText>()), faults);
        var brings = new Dictionary<string, WrittenFormula>(StringComparer.Ordinal);
        foreach (var (name, written) in text.Brings)
        {
            if (checker.Check(written) is not { } value) continue;
            var shape = value.Formula.Shape;
            if (shape.IsCondition || (shape.Step != Step.Interval && shape.Step != Step.Forever))
                Fail("not-brought", $"{name} of member {text.Connection.Id} is {shape}; a member brings a number, or a "
                    + "value per interval.", written.Place, text.Connection.Id);
            else if (boundary is not null && shape.Dimension.IsMetered && shape.Step == Step.Interval
                && shape.Boundary != boundary)
                value = value with { Formula = At.Moved(value.Formula, boundary, checker) };
            CheckIsOfPool(value, written.Place);
            CheckLosses(value.Formula, text, written.Place);
            brings[name] = value;
        }
        return faults.Count > before ? null : new(text.Connection, text.Days, brings, text.Place);
    }

    /// <summary>Every loss factor that moves a member's energy is there.</summary>
    private void CheckLosses(Formula formula, MemberText member, Place place)
    {
        foreach (var at in formula.All().OfType<AtFormula>())
            foreach (var factor in at.Factors)
                if (!member.Connection.Losses.ContainsKey(factor) && at.SeriesOf(member.Connection, factor) is null)
                    Fail("missing-loss-factor", $"Member {member.Connection.Id} has no loss factor {factor}, and the "
                        + "book has no series of that name.", place, member.Connection.Id,
                        $"Add losses: {{ {factor}: … }} to the connection.");
    }

    /// <summary>The shapes of what members bring; of one name all bring the same. Null after a fault.</summary>
    private Dictionary<string, Shape>? BroughtBy(IReadOnlyList<Member?> members)
    {
        var (brought, before) = (new Dictionary<string, Shape>(StringComparer.Ordinal), faults.Count);
        foreach (var member in members.OfType<Member>())
            foreach (var (name, value) in member.Brings)
            {
                var own = value.Formula.Shape;
                // A number holds for the days of the membership.
                if (own.Step == Step.Forever) own = new(own.Dimension, Step.Day, AddsUp: false);
                if (Combining.IsPlainZero(value.Formula)) continue;
                if (brought.TryAdd(name, own) || brought[name] == own) continue;
                Fail("wrong-dimension", $"Member {member.Connection.Id} brings {name} as {own}, and another as "
                    + $"{brought[name]}.", member.Place, member.Connection.Id, "Give what all bring under one name one "
                    + "kind.");
            }
        return faults.Count > before ? null : brought;
    }

    private void CheckNames(PoolText text, Dictionary<string, Shape> brought)
    {
        foreach (var (name, written) in text.Quantities.Concat(text.Shares))
            if (brought.ContainsKey(name) || book.Declared.Contains(name) || Vocabulary.Elapsed.ContainsKey(name)
                || (text.Quantities.ContainsKey(name) && text.Shares.ContainsKey(name)))
                Fail("name-taken", $"Pool {text.Id}: the name {name} stands for something else too.", written.Place,
                    name, "Give it another name.");
        foreach (var name in brought.Keys.Where(name => book.Declared.Contains(name)
            || Vocabulary.Elapsed.ContainsKey(name) || Vocabulary.Once.ContainsKey(name)))
            Fail("name-taken", $"Pool {text.Id}: what members bring as {name} has the name of something else.",
                text.Place, name, "Give it another name.");
    }

    /// <summary>A share stands under <c>shares</c> and is nothing else; a quantity is none.</summary>
    private void CheckShare(PoolText text, string name, WrittenFormula written)
    {
        if (text.Shares.TryGetValue(name, out var share) && written.Formula is not ShareFormula)
            Fail("not-a-share", $"{name} of pool {text.Id} is under shares and isn't share(…).", share.Place, name,
                "Put it under quantities.");
        else if (text.Quantities.TryGetValue(name, out var quantity)
            && written.Formula.All(part => part is not QuantityFormula).Any(part => part is ShareFormula))
            Fail("share-within", $"{name} of pool {text.Id} shares within a formula, where nobody could see what is "
                + "left.", quantity.Place, name, "Put the share under shares, and use its name.");
    }

    /// <summary>Nothing in a pool asks for what an agreement has.</summary>
    private void CheckIsOfPool(WrittenFormula written, Place place)
    {
        if (written.Formula.All().FirstOrDefault(part => part is CostFormula or BalanceFormula or OnceFormula
            or BlockFormula or PastPeakFormula or UnbrokenFormula || part.InWindow == Step.ContractYear) is not null)
            Fail("not-in-pool", $"{written.Text} asks for what only an agreement has: its charges, its blocks, its own "
                + "years, what was before.", place, null, "Put that into the product of the members.");
    }

    private PoolMust? Must(MustText text, FormulaChecker checker)
    {
        if (checker.Check(text.Be) is not { } be) return null;
        if (be.Formula.Shape.IsCondition && !PoolWords.IsOfMember(be.Formula)) return new(be, text.Else, text.Place);
        Fail("not-a-condition", be.Formula.Shape.IsCondition ? $"{be.Text} is said of each member, and a pool's "
            + "conditions are of the pool." : $"{be.Text} is {be.Formula.Shape} and not a condition.", text.Be.Place,
            null, be.Formula.Shape.IsCondition ? "Compare sums: pool.consumption."
                : "Compare it with something: x <= y.");
        return null;
    }

    /// <summary>What must be where nothing else is said: those behind a meter take no more than it does.</summary>
    private static PoolMust? Usual(
        Dictionary<string, Shape> brought, PoolNames.Within names, FormulaChecker checker, Place place)
    {
        if (names.Parent?.ContainsKey(UsualImport) != true || !brought.ContainsKey(UsualConsumption)) return null;
        var text = new FormulaText($"pool.{UsualConsumption} <= parent.{UsualImport}", place);
        return checker.Check(text) is { } be
            ? new(be, "The members take more than comes in at their parent", place) : null;
    }

    private static string Day(NodaTime.LocalDate day) => day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);

    private void Fail(string code, string message, Place place, string? name, string? hint = null) =>
        faults.Add(new(code, message, place, name, hint));
}
