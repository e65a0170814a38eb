using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Time;
using NodaTime;

namespace Busbar.Books;

/// <summary>A product that is tried on connections which needn't have it.</summary>
/// <param name="Name">What it is called: <c>ev-home@2026-04-01</c>, or <c>ev-home</c> where its versions are followed.
/// </param>
/// <param name="File">The file that it is read from; null: it is in the book.</param>
/// <param name="Pinned">The day of the one version that holds on all days; null: each from its own day.</param>
public sealed record Offer(string Name, string? File, Product Product, LocalDate? Pinned)
{
    /// <summary>A version that holds on all days.</summary>
    public static Offer Of(ProductVersion version, string? file) => new(
        version.Id, file, new(version.Product, new([new(version.From, version)])), version.From);

    /// <summary>The versions that it may come to.</summary>
    public IReadOnlyList<ProductVersion> Versions => Pinned is { } day ? [Product.Versions.At(day)]
        : [.. Product.Versions.Values.Select(version => version.Value)];
}

/// <summary>Connections that are supplied together on some days, by agreements that go on beside each other.</summary>
/// <param name="Days">The days of supply within what is asked for.</param>
/// <param name="Agreements">Those that supply them now; none where nobody does.</param>
/// <param name="EndsBefore">Whether supply ends with these days.</param>
public sealed record Site(
    IReadOnlyList<Connection> Connections, Days Days, IReadOnlyList<Agreement> Agreements, bool EndsBefore)
{
    /// <summary>Its connections, as they are listed.</summary>
    public string Name => string.Join(" ", Connections.Select(connection => connection.Id));

    /// <summary>The accounts that pay for it now.</summary>
    public IReadOnlyList<Account> Accounts => [.. Agreements.Select(agreement => agreement.Account)
        .DistinctBy(account => account.Id)];
}
