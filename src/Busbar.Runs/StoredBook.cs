using System.Globalization;
using Busbar.Books;
using Busbar.Contracts;
using Busbar.Store;

namespace Busbar.Runs;

/// <summary>The contracts as a store knows them.</summary>
public static class StoredBook
{
    /// <summary>The book as known in a snapshot.</summary>
    /// <exception cref="RefusedException">None was applied, or this program can't read it any more.</exception>
    public static Book Load(Snapshot snapshot) => Find(snapshot) ?? throw NoBook();

    /// <summary>The book as known in a snapshot, with the things that it was read from.</summary>
    /// <exception cref="RefusedException">None was applied, or this program can't read it any more.</exception>
    internal static (Book Book, IReadOnlyList<BookItem> Items) LoadWhole(Snapshot snapshot) =>
        ItemsIn(snapshot) is { Count: > 0 } items ? (Read(items), items) : throw NoBook();

    /// <summary>The book as known in a snapshot; null when none was applied.</summary>
    /// <exception cref="RefusedException">This program can't read it any more.</exception>
    public static Book? Find(Snapshot snapshot) => ItemsIn(snapshot) is { Count: > 0 } items ? Read(items) : null;

    private static List<BookItem> ItemsIn(Snapshot snapshot) => [.. ItemStore.Load(snapshot).Select(item =>
        new BookItem(item.Kind, item.Id, (MapNode)NodeText.Read(item.Body, PlaceOf(item.Place))))];

    private static Book Read(IReadOnlyList<BookItem> items)
    {
        var faults = new List<Fault>();
        return BookReader.Read(items, faults) ?? throw new RefusedException(faults);
    }

    private static RefusedException NoBook() => new(new Fault(
        "no-book", "The store has no book yet.", Hint: "Apply one first: busbar apply BOOK."));

    /// <summary>The things of a book as the store keeps them.</summary>
    internal static IReadOnlyList<Item> ItemsOf(CheckedBook book) => [.. book.Items.Select(item =>
        new Item(item.Kind, item.Id, NodeText.Write(item.Kept), item.Node.Place.ToString()))];

    /// <summary><c>file:line:column</c>, of which the later may be absent.</summary>
    internal static Place PlaceOf(string? text)
    {
        if (string.IsNullOrEmpty(text)) return default;
        var parts = text.Split(':');
        var numbers = parts.Skip(1).Select(part =>
            int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).ToList();
        return new(parts[0], numbers.ElementAtOrDefault(0), numbers.ElementAtOrDefault(1));
    }
}
