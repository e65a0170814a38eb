using Busbar.Metering;
using Busbar.Store;
using NodaTime;

namespace Busbar.Tests.Store;

public class Contracts_and_prices_are_versions
{
    public static TheoryData<string> Engines => TestStore.Engines;

    private static readonly DateTimeZone London = DateTimeZoneProviders.Tzdb["Europe/London"];
    private static readonly Instant Start = Instant.FromUtc(2026, 1, 31, 23, 0);

    [Theory, MemberData(nameof(Engines))]
    public void Applying_the_same_book_twice_changes_nothing(string engine)
    {
        using var store = new TestStore(engine);
        var book = new[] { new Item("product", "home", "a", "book.yaml:1"), new Item("account", "ann", "b") };
        Assert.Equal((new ItemCounts(2, 0, 0, 0), 1), Apply(store, book));
        Assert.Equal((new ItemCounts(0, 0, 0, 2), null), Apply(store, book));
        Assert.Equal([book[1], book[0]], Load(store));
    }

    [Theory, MemberData(nameof(Engines))]
    public void An_edit_is_a_new_version_and_the_old_one_stays_known(string engine)
    {
        using var store = new TestStore(engine);
        Apply(store, new("product", "home", "a"), new("account", "ann", "b"));
        Assert.Equal((new ItemCounts(1, 1, 1, 0), 2),
            Apply(store, new("product", "home", "a2"), new("account", "bob", "c")));
        Assert.Equal((new ItemCounts(1, 0, 0, 2), 3),
            Apply(store, new("product", "home", "a2"), new("account", "bob", "c"), new("account", "ann", "b")));
        Assert.Equal(["ann b", "home a"], Load(store, 1).Select(item => $"{item.Id} {item.Body}"));
        Assert.Equal(["bob c", "home a2"], Load(store, 2).Select(item => $"{item.Id} {item.Body}"));
        Assert.Equal(["ann b", "bob c", "home a2"], Load(store).Select(item => $"{item.Id} {item.Body}"));
        Assert.Empty(Load(store, 0));
    }

    [Theory, MemberData(nameof(Engines))]
    public void A_moved_line_is_no_new_version_but_messages_know_its_place(string engine)
    {
        using var store = new TestStore(engine);
        Apply(store, new Item("product", "home", "a", "book.yaml:1"));
        Assert.Equal((new ItemCounts(0, 0, 0, 1), null), Apply(store, new Item("product", "home", "a", "book.yaml:7")));
        Assert.Equal("book.yaml:7", Assert.Single(Load(store)).Place);
    }

    [Theory, MemberData(nameof(Engines))]
    public void A_change_that_is_not_committed_never_was(string engine)
    {
        using var store = new TestStore(engine);
        using (var change = store.Database.Begin("apply", "book"))
            ItemStore.Apply(change, [new("product", "home", "a")]);
        Assert.Empty(Load(store));
        Assert.Empty(store.Database.Receipts());
    }

    [Theory, MemberData(nameof(Engines))]
    public void Receipts_say_what_came_when(string engine)
    {
        using var store = new TestStore(engine);
        Apply(store, new Item("product", "home", "a"));
        store.Clock.Now = Instant.FromUtc(2026, 11, 2, 8, 30);
        Apply(store, new Item("product", "home", "b"));
        Assert.Equal(["2 2026-11-02T08:30:00Z apply book", "1 2026-11-01T12:00:00Z apply book"],
            store.Database.Receipts().Select(one => $"{one.Number} {one.ReceivedAt} {one.Kind} {one.Source}"));
    }

    [Theory, MemberData(nameof(Engines))]
    public void Prices_say_what_their_file_says_and_what_it_said_before(string engine)
    {
        using var store = new TestStore(engine);
        Assert.Equal(new ReadingCounts(3, 0, 0, 0), Price(store, (0, 10), (1, -20), (2, 30)));
        Assert.Equal(new ReadingCounts(0, 0, 3, 0), Price(store, (0, 10), (1, -20), (2, 30)));
        Assert.Equal(new ReadingCounts(2, 1, 1, 0), Price(store, (0, 10), (1, 21), (3, 40)));
        Assert.Equal(2, store.Database.Receipts().Count);
        Assert.Equal([10, 21, 0, 40], Prices(store).Counts);
        Assert.Equal([new(At(2), At(3))], Prices(store).Missing());
        Assert.Equal([10, -20, 30, 0], Prices(store, 1).Counts);
        Assert.All(Prices(store, 0).Qualities, quality => Assert.Equal(Quality.Missing, quality));
        Assert.Equal([new ChangedSpan("", "day-ahead", At(1), At(4))],
            Take(store, (0, 10), (1, 22), (3, 41)).Changed);
    }

    [Theory, MemberData(nameof(Engines))]
    public void Prices_that_contradict_each_other_are_refused(string engine)
    {
        using var store = new TestStore(engine);
        var refused = Assert.Throws<RefusedException>(() => Price(store, (0, 10), (1, 20), (0, 11)));
        Assert.Equal("day-ahead.csv:3: Lines 1 and 3 give day-ahead different prices for 2026-01-31 23:00 UTC+00.",
            Assert.Single(refused.Faults).ToString());
    }

    private static ReadingCounts Price(TestStore store, params (int Slot, long Nanos)[] prices) =>
        Take(store, prices).Counts;

    private static AppliedPrices Take(TestStore store, params (int Slot, long Nanos)[] prices)
    {
        using var change = store.Database.Begin("apply", "book");
        var counts = PriceStore.Apply(change, "day-ahead", "day-ahead.csv", 60, London,
            prices.Select((price, index) => new PricePoint(At(price.Slot), price.Nanos, index + 1)));
        change.Commit();
        return counts;
    }

    private static Series Prices(TestStore store, long? receipt = null)
    {
        using var snapshot = store.Database.Snapshot(receipt);
        return PriceStore.Load(snapshot, new PricesWanted("day-ahead", 60, London, At(0), At(4)));
    }

    private static Instant At(int slot) => Start + Duration.FromHours(slot);

    private static (ItemCounts, long?) Apply(TestStore store, params Item[] items)
    {
        using var change = store.Database.Begin("apply", "book");
        var counts = ItemStore.Apply(change, items);
        return (counts, change.Commit());
    }

    private static IReadOnlyList<Item> Load(TestStore store, long? receipt = null)
    {
        using var snapshot = store.Database.Snapshot(receipt);
        return ItemStore.Load(snapshot);
    }
}
