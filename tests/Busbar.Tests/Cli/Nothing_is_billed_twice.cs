using Busbar.Tests.Store;

namespace Busbar.Tests.Cli;

/// <summary>Whatever is edited after a bill was issued, no charge and no day of it is billed beside it.</summary>
public class Nothing_is_billed_twice
{
    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void When_the_billing_periods_change(string engine)
    {
        using var busbar = new Busbars(engine);
        var book = Billed(busbar);
        Edit(book, "accounts.yaml", "style: unbundled", "style: unbundled\n  bills: { every: month, day: 15 }");
        var held = busbar.Run("bill", book, "--period", "2011-07");
        Assert.Equal((3, ""), (held.Code, held.Results));
        Assert.Contains("accounts.yaml:1: Charge electricity of agreement wattle-home is billed on SL-2026-00001 for "
            + "2011-07-01 to 2011-07-31, of which 2011-07-15 to 2011-08-14 has days: the account's billing periods "
            + "have changed.", held.Messages, StringComparison.Ordinal);
        // Periods that touch nothing billed go on.
        Assert.Equal(0, busbar.Run("bill", "--period", "2011-08").Code);
    }

    [Fact]
    public void When_a_charge_gets_another_id()
    {
        using var busbar = new Busbars();
        var book = Billed(busbar);
        Edit(book, "products/solar-home.yaml", "name: Electricity\n", "name: Power\n");
        Edit(book, "products/solar-home.yaml", "Daily supply, Electricity", "Daily supply, Power");
        var held = busbar.Run("bill", book, "--period", "2011-07");
        Assert.Equal((3, ""), (held.Code, held.Results));
        Assert.Contains("Agreement wattle-home is billed on SL-2026-00001 for a charge electricity that its product "
            + "doesn't have any more", held.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public void An_agreement_that_comes_late_has_a_bill_of_its_own()
    {
        using var busbar = new Busbars();
        var book = Billed(busbar);
        File.Copy(Path.Combine(book, "products/solar-home.yaml"), Path.Combine(book, "products/solar-shed.yaml"));
        Edit(book, "products/solar-shed.yaml", "product: solar-home", "product: solar-shed");
        File.AppendAllText(Path.Combine(book, "agreements.yaml"),
            "- { agreement: shed, account: wattle, product: solar-shed, connections: ausgrid-12, from: 2011-07-10 }\n");
        var late = busbar.Run("bill", book, "--period", "2011-07");
        Assert.Equal(0, late.Code);
        Assert.StartsWith("SL-2026-00002", Assert.Single(late.Lines), StringComparison.Ordinal);
        Assert.Contains("1 bill issued", late.Messages, StringComparison.Ordinal);
        var explained = busbar.Run("explain", "SL-2026-00002", "electricity.day", "--intervals");
        Assert.Equal((0, ""), (explained.Code, explained.Messages));
    }

    [Fact]
    public void A_bill_is_explained_as_it_was_known_whatever_is_edited_later()
    {
        using var busbar = new Busbars();
        var book = Billed(busbar);
        var before = busbar.Run("explain", "SL-2026-00001", "electricity.day", "--intervals");
        Edit(book, "products/solar-home.yaml", "24.20 c/kWh", "99.90 c/kWh");
        busbar.Run("apply", book);
        busbar.Run("import", busbar.Write("later.csv", "connection,channel,start,value,unit,quality\n"
            + "ausgrid-12,consumption,2011-07-05T12:00+10:00,9,kWh,A\n"));
        Assert.Equal(before, busbar.Run("explain", "SL-2026-00001", "electricity.day", "--intervals"));
        Assert.Contains("99.9", busbar.Run("bill", "--period", "2011-07", "--draft", "--format", "text").Results,
            StringComparison.Ordinal);
    }

    /// <summary>The household's book, billed for July.</summary>
    private static string Billed(Busbars busbar)
    {
        var book = busbar.CopyOfBook();
        Assert.Equal(0, busbar.Run("bill", book, "--period", "2011-07").Code);
        return book;
    }

    private static void Edit(string book, string file, string from, string to)
    {
        var path = Path.Combine(book, file);
        var text = File.ReadAllText(path);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
    }
}
