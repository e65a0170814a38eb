using Busbar.Contracts;

namespace Busbar.Tests.Formats;

/// <summary>IBANs, creditor references and creditor identifiers: their check digits, their lengths.</summary>
public class Accounts_and_references_are_checked
{
    [Theory]
    [InlineData("DE89370400440532013000", "DE89370400440532013000")]
    [InlineData("gb82 west 1234 5698 7654 32", "GB82WEST12345698765432")]
    [InlineData("NL26VAYB8060476890", "NL26VAYB8060476890")]
    [InlineData("NO93 8601 1117 947", "NO9386011117947")]
    public void An_account_is_read_with_and_without_blanks(string text, string plain)
    {
        var iban = Iban.Parse(text, out var problem);
        Assert.Equal("", problem);
        Assert.Equal(plain, iban?.Text);
        Assert.Equal(plain[..2], iban?.Country);
    }

    [Theory]
    [InlineData("", "two letters of a country")]
    [InlineData("370400440532013000", "two letters of a country")]
    [InlineData("DE8937040044053201300é", "two letters of a country")]
    [InlineData("DE8937040044053201300", "An IBAN of DE has 22 characters, and this one has 21.")]
    [InlineData("XX89370400440532013000370400440532013000", "at most 34 characters")]
    [InlineData("DE89370400440532013001", "check digits")]
    [InlineData("DE89730400440532013000", "check digits")]
    public void An_account_that_cannot_be_says_why(string text, string why)
    {
        Assert.Null(Iban.Parse(text, out var problem));
        Assert.Contains(why, problem, StringComparison.Ordinal);
    }

    // Every slip of one digit and every swap of two neighbours is found: what modulo 97 is for.
    [Fact]
    public void One_wrong_digit_is_always_found()
    {
        const string Good = "DE89370400440532013000";
        for (var i = 2; i < Good.Length; i++)
        {
            for (var digit = '0'; digit <= '9'; digit++)
                if (digit != Good[i]) Assert.Null(Iban.Parse($"{Good[..i]}{digit}{Good[(i + 1)..]}", out _));
            if (i + 1 < Good.Length && Good[i] != Good[i + 1])
                Assert.Null(Iban.Parse($"{Good[..i]}{Good[i + 1]}{Good[i]}{Good[(i + 2)..]}", out _));
        }
    }

    [Fact]
    public void A_reference_is_read_and_made()
    {
        Assert.Equal("539007547034", CreditorReference.Parse("RF18 5390 0754 7034", out _)?.Body);
        Assert.Equal("RF18539007547034", CreditorReference.Make("539007547034")?.Text);
    }

    [Theory]
    [InlineData("539007547034", "RF, two check digits")]
    [InlineData("RF18", "5 to 25 characters")]
    [InlineData("RF181234567890123456789012", "5 to 25 characters")]
    [InlineData("RF19539007547034", "check digits")]
    public void A_reference_that_cannot_be_says_why(string text, string why)
    {
        Assert.Null(CreditorReference.Parse(text, out var problem));
        Assert.Contains(why, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("B2026000001")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTU")]
    public void A_reference_that_was_made_can_be_read(string body)
    {
        var made = CreditorReference.Make(body);
        Assert.NotNull(made);
        Assert.Equal(made, CreditorReference.Parse(made.Value.Text, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("B-1")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUV")]
    public void A_body_that_cannot_be_a_reference_makes_none(string body) =>
        Assert.Null(CreditorReference.Make(body));

    [Theory]
    [InlineData("DE98ZZZ09999999999")]
    [InlineData("DE98 ABC 0999 9999 999")]
    public void The_creditors_own_letters_do_not_count(string text) => Assert.NotNull(CreditorId.Parse(text, out _));

    [Theory]
    [InlineData("ZZZ09999999999", "two letters of a country")]
    [InlineData("DE98ZZZ", "8 to 35 characters")]
    [InlineData("DE98ZZZ09999999998", "check digits")]
    public void A_creditor_that_cannot_be_says_why(string text, string why)
    {
        Assert.Null(CreditorId.Parse(text, out var problem));
        Assert.Contains(why, problem, StringComparison.Ordinal);
    }
}
