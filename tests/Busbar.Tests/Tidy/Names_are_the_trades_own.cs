namespace Busbar.Tests.Tidy;

/// <summary>A name says what a thing is in the trade, never what it is in a pattern.</summary>
public class Names_are_the_trades_own
{
    private static readonly string[] Folders =
    [
        "Common", "Shared", "Helpers", "Helper", "Utils", "Util", "Utilities", "Core", "Abstractions", "Manager",
        "Managers", "Service", "Services", "Interfaces", "Models", "Extensions",
    ];

    private static readonly string[] Endings =
    [
        "Common", "Helper", "Helpers", "Util", "Utils", "Utility", "Abstractions", "Manager", "Service", "Dto", "Info",
        "Data",
    ];

    [Fact]
    public void A_folder_is_named_after_what_is_in_it() => House.IsTidy(
        House.Sources().SelectMany(path => BannedFolders(path).Select(word => $"{path}: {word}")));

    [Fact]
    public void A_type_is_named_after_what_it_is() => House.IsTidy(
        from project in House.Projects.Keys
        from type in House.Types(project)
        where BannedEnding(type.Name) is not null
        select $"{type} ends in {BannedEnding(type.Name)}");

    // What a contract is called by those who sell it. The engine knows formulas over series, and no kind of contract.
    // A commission is none: it is what is kept of bills for somebody else, as a ledger is, and has a room of its own.
    private static readonly string[] Kinds =
    [
        "Ppa", "PowerPurchase", "Offtake", "Sleeve", "Cfd", "ForDifference", "Flex", "DemandResponse", "Vpp",
        "VirtualPower", "Tenant", "Landlord", "Mieterstrom", "Community", "PrivateNetwork", "MultiParty", "Broker",
        "NetMetering", "NetBilling", "TakeOrPay", "Fleet", "Vehicle",
    ];

    [Fact]
    public void Nothing_of_the_engine_is_named_after_a_kind_of_contract() => House.IsTidy(
        House.Sources().Where(path => path.StartsWith("src/Busbar/", StringComparison.Ordinal)
                && !path.StartsWith("src/Busbar/Contracts/", StringComparison.Ordinal))
            .SelectMany(path => KindsIn(Path.GetFileNameWithoutExtension(path)).Select(kind => $"{path}: {kind}"))
            .Concat(from type in House.Types("Busbar")
                where type.Namespace?.StartsWith("Busbar.Contracts", StringComparison.Ordinal) != true
                from kind in KindsIn(type.Name)
                select $"{type}: {kind}"));

    [Fact]
    public void The_rules_can_fail()
    {
        Assert.Equal(["Ppa"], KindsIn("PpaOperator"));
        Assert.Equal(["Tenant"], KindsIn("SharesOfTenants"));
        Assert.Empty(KindsIn("Mappable"));
        Assert.Equal(["Helpers"], BannedFolders("src/Busbar/Helpers/Text.cs"));
        Assert.Equal(["Core"], BannedFolders("src/Busbar.Core/Text.cs"));
        Assert.Empty(BannedFolders("src/Busbar/Metering/Service.cs"));
        Assert.Equal("Manager", BannedEnding("BillManager"));
        Assert.Equal("Data", BannedEnding("MeterData`1"));
        Assert.Null(BannedEnding("Dataset"));
    }

    private static IEnumerable<string> BannedFolders(string path) =>
        path.Split('/').SkipLast(1).SelectMany(folder => folder.Split('.')).Intersect(Folders);

    private static IEnumerable<string> KindsIn(string name) =>
        Kinds.Where(kind => name.Contains(kind, StringComparison.Ordinal));

    private static string? BannedEnding(string name) =>
        Array.Find(Endings, ending => name.Split('`')[0].EndsWith(ending, StringComparison.Ordinal));
}
