using Busbar.Contracts;
using Busbar.Documents;
using Busbar.Quantities;
using Busbar.Statements;
using Busbar.Store;
using Busbar.Time;

namespace Busbar.Runs;

/// <summary>A bill of which somebody sees something.</summary>
/// <param name="IsWhole">Whether with its sums; else there are lines of it.</param>
public sealed record SeenBill(BillHead Head, bool IsWhole);

/// <summary>
/// Shows what a viewer of the book may see. What a viewer may not see is refused in the same words as what isn't there:
/// nothing says which of the two it is.
/// </summary>
public sealed class Viewing
{
    private const string Energy = "kWh";
    private const int ShownDecimals = 6;

    private readonly Database _database;
    private readonly Book _book;
    private readonly Annexing _annexing;

    private Viewing(Database database, Book book, Viewer viewer) =>
        (_database, _book, _annexing, Sight, Viewer) = (database, book, new(database), new(book, viewer), viewer);

    /// <summary>What the viewer sees of the book.</summary>
    public Sight Sight { get; }

    /// <summary>Who looks.</summary>
    public Viewer Viewer { get; }

    /// <summary>Looks as a viewer of the book as it is known.</summary>
    /// <exception cref="RefusedException">There is no such viewer.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static Viewing As(Database database, string viewer)
    {
        using var snapshot = database.Snapshot();
        var book = StoredBook.Load(snapshot);
        return new(database, book, book.Viewers.GetValueOrDefault(viewer)
            ?? throw new RefusedException(new Fault("unknown-viewer", $"There is no viewer {viewer}.", Name: viewer,
                Hint: "access.yaml of the book says who sees what.")));
    }

    /// <summary>A bill with its sums.</summary>
    /// <exception cref="RefusedException">There is none that the viewer sees whole.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public IssuedBill Bill(string number) =>
        BillStore.Find(_database, number) is { } found && Sight.Sees(SightedOf(found.Head, DocumentOf(found)))
            ? Explaining.Find(_database, number) : throw NoBill(number);

    /// <summary>Whether the viewer sees a bill with its sums.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public bool SeesWhole(BillHead head, BillDocument bill) => Sight.Sees(SightedOf(head, bill));

    /// <summary>Whether the viewer may know, day by day, what was used for a bill that it sees: by the readings, or by
    /// how its lines came about.</summary>
    public bool SeesUse => Sight.Part(SeenThing.Readings) != SeenPart.Nothing
        || Sight.Part(SeenThing.Explanation) != SeenPart.Nothing;

    /// <summary>The lines of a bill that the viewer sees.</summary>
    /// <exception cref="RefusedException">There is none.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public IReadOnlyList<AnnexLine> Lines(string number)
    {
        if (BillStore.Find(_database, number) is not { } found) throw NoBill(number);
        var bill = DocumentOf(found);
        var sighted = SightedOf(found.Head, bill);
        var lines = LinesOf(found.Head, bill, sighted).ToList();
        return lines.Count > 0 ? lines : throw NoBill(number);
    }

    /// <summary>The bills of which the viewer sees something, by period and number.</summary>
    /// <param name="account">Only of this one; null: of all.</param>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public IEnumerable<SeenBill> Bills(string? account)
    {
        foreach (var head in BillStore.List(_database, account))
        {
            var bill = DocumentOf(BillStore.Find(_database, head.Number)!);
            var sighted = SightedOf(head, bill);
            if (Sight.Sees(sighted)) yield return new(head, IsWhole: true);
            else if (LinesOf(head, bill, sighted).Any()) yield return new(head, IsWhole: false);
        }
    }

    /// <summary>A bill with how its lines came about, without what would tell of others.</summary>
    /// <exception cref="RefusedException">There is none that the viewer sees whole.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public IssuedBill Explained(string number)
    {
        if (Sight.Part(SeenThing.Explanation) == SeenPart.Nothing) throw NoBill(number);
        var bill = Bill(number);
        var days = new Days(bill.Head.From, bill.Head.To);
        var hides = bill.Document.Lines.Select(line => line.Agreement).Distinct()
            .SelectMany(id => _book.Agreements.GetValueOrDefault(id)?.Pools.Values ?? [])
            .Any(pool => Neighbours.Hides(pool, days, Sight.ConnectionsIn(pool, days), _book) is not null);
        return !hides ? bill : bill with
        {
            Explanation = bill.Explanation with
            {
                Charges = [.. bill.Explanation.Charges.Select(charge => charge with
                {
                    Legs = [.. charge.Legs.Select(leg => leg with
                    {
                        Names = [.. leg.Names.Where(name => !name.Name.StartsWith(
                            Rating.NamedTotal.OfAll, StringComparison.Ordinal))],
                    })],
                })],
                // A hash of few figures tells them to whoever tries them all.
                Inputs = [.. bill.Explanation.Inputs.Where(input => !input.Name.StartsWith(
                    "pool.", StringComparison.Ordinal))],
            },
        };
    }

    /// <summary>The days of a span of which the viewer sees the readings of a connection.</summary>
    /// <exception cref="RefusedException">There are none.</exception>
    public Days Readings(string connection, Days span) => Sight.ReadingDays(connection, span) is { IsEmpty: false } seen
        ? seen : throw new RefusedException(new Fault("unknown-connection", $"There is no connection {connection}.",
            Name: connection));

    /// <summary>How a pool shares, what it shared among all, and the viewer's own part.</summary>
    /// <exception cref="RefusedException">There is no pool of which the viewer sees that.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public Listing Share(string id, Days days)
    {
        var own = _book.Pools.TryGetValue(id, out var pool) ? Sight.ConnectionsIn(pool, days) : [];
        if (own.Count == 0)
            throw new RefusedException(new Fault("unknown-pool", $"There is no pool {id}.", Name: id));
        using var snapshot = _database.Snapshot();
        var names = PoolRun.NamesOf(snapshot, _book, pool!, days);
        var hides = Neighbours.Hides(pool!, days, own, _book);
        return new($"What pool {id} shares, {days}", "shares",
            [new("name"), new("method"), new("own", true), new("all", true), new("unit"), new("note")],
            [.. names.Select(name => Row(name, pool!, own, hides))])
        {
            Facts = [("pool", id)], Nothing = "Nothing is settled yet.",
        };
    }

    private string[] Row(PoolName name, Pool pool, IReadOnlyList<string> own, string? hides)
    {
        var mine = name.Members.Where(member => own.Contains(member.Connection))
            .Aggregate(Exact.Zero, (sum, member) => sum + member.Amount);
        var hidden = hides ?? (Neighbours.IsOfOne(name.Members, own, _book) ? "nearly all of it is one other's" : null);
        return
        [
            name.Name, pool.Shares.TryGetValue(name.Name, out var share) ? share.Text : "as measured",
            mine.Round(ShownDecimals, Rounding.HalfAway).ToString(),
            hidden is null ? (name.Whole ?? name.Sum).Round(ShownDecimals, Rounding.HalfAway).ToString() : "",
            name.Dimension.ToString(), hidden is null ? "" : $"not told: {hidden}",
        ];
    }

    private static BillDocument DocumentOf(StoredBill bill) => BillDocument.FromJson(bill.Body);

    /// <summary>What is seen of the lines of a bill: a broker sees no money but its own, a payer its part, and others
    /// the lines.</summary>
    private IEnumerable<AnnexLine> LinesOf(BillHead head, BillDocument bill, SightedBill sighted)
    {
        var lines = bill.Lines.Where((_, i) => Sight.Sees(sighted, sighted.Lines[i]));
        if (Sight.Part(SeenThing.Lines) == SeenPart.Energy && !Sight.IsPaidBy(sighted))
            return lines.Where(line => line.Unit == Energy).Select(line =>
                new AnnexLine(bill.Account, null, head.Number, bill.Account, line, null).WithoutMoney());
        if (Viewer.Role != ViewerRole.Payer)
            return lines.Select(line => _annexing.LineOf(head, bill, bill.Account, line, null));
        return sighted.Payers.Where(Viewer.Accounts.Contains).Order(StringComparer.Ordinal).SelectMany(payer =>
            AnnexLine.OwnParts(lines.Select(line => _annexing.LineOf(head, bill, payer, line,
                sighted.Payers.Count == 1 ? Exact.One : _annexing.ShareOf(head, bill, payer, line.Group)))));
    }

    private SightedBill SightedOf(BillHead head, BillDocument bill)
    {
        using var snapshot = _database.Snapshot();
        var payers = StatementStore.PayersOf(snapshot, head.Number);
        return new(bill.Account, head.Issuer,
            [.. bill.Lines.Select(line => new SightedLine(line.Agreement, line.Connection,
                Days.Parse($"{line.From}..{line.To}")!.Value))],
            payers.Count > 0 ? payers : new HashSet<string> { bill.Account });
    }

    // Whatever is near it, and whether it is there: nothing is said that depends on what others have.
    private static RefusedException NoBill(string number) =>
        new(new Fault("unknown-bill", $"There is no bill {number}.", Name: number));
}
