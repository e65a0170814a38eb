using System.Text;
using Busbar.Documents;

namespace Busbar.Tests.Documents;

/// <summary>Documents are the same to the byte, whatever the machine's language.</summary>
public class Documents_know_no_culture
{
    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    [InlineData("th-TH")]
    public void Everything_is_written_alike(string culture)
    {
        var (usual, thread) = (Written(), Thread.CurrentThread);
        var (own, ofScreen) = (thread.CurrentCulture, thread.CurrentUICulture);
        try
        {
            (thread.CurrentCulture, thread.CurrentUICulture) = (new(culture), new(culture));
            // The culture is there, and it writes numbers or days in its own way.
            Assert.NotEqual("-1.5 2011-07-01", $"{-1.5m} {new DateTime(2011, 7, 1):yyyy-MM-dd}");
            Assert.Equal(usual, Written());
        }
        finally
        {
            (thread.CurrentCulture, thread.CurrentUICulture) = (own, ofScreen);
        }
    }

    private static string Written()
    {
        var household = (new Household() with { IsEstimated = (_, day) => day == 2 })
            .With("group: fixed", "group: insurance").With("groups: [", "groups: [insurance, ")
            .NewPricesFrom("2011-07-15");
        var (bill, charges, text) = (household.Bill(), household.Charges(), new StringBuilder());
        var document = BillDocument.FromJson(Bills_read_like_bills.Document(bill).ToJson());
        var explanation = ExplanationDocument.FromJson(ExplanationDocument.ToJson(bill.Explanation));
        text.Append(document.ToJson()).Append(Bills_read_like_bills.Text(document))
            .Append(ExplanationDocument.ToJson(explanation));
        foreach (var line in ExplanationText.LineIds(explanation).Prepend(null))
            text.Append(ExplanationText.Write(explanation, document, line));
        foreach (var leg in charges.SelectMany(charge => charge.Legs))
            text.Append(IntervalTable.Write(leg, null)).Append(IntervalTable.Csv(leg, null));
        return text.ToString();
    }
}
