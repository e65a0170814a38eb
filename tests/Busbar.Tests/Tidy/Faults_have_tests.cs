using System.Globalization;
using System.Text.RegularExpressions;

namespace Busbar.Tests.Tidy;

/// <summary>
/// What went wrong in billing systems elsewhere has a number here and a test that bears it: in its name, or in the
/// comment above it.
/// </summary>
public class Faults_have_tests
{
    private static readonly Dictionary<int, string> Faults = new()
    {
        [1] = "a run that is killed at any moment",
        [2] = "a stop before or after any one statement",
        [6] = "the same run twice at once",
        [7] = "two runs that overlap on an account",
        [8] = "a run that stands still and is woken",
        [9] = "somebody who bills during a run",
        [14] = "what can't be read of one account",
        [15] = "a deadlock",
        [20] = "fifty who take the same bill back",
        [21] = "credit that two bills want at once",
        [23] = "the same file twice",
        [24] = "the same content under another name, with other line ends, or packed",
        [25] = "a file that overlaps with another, with the same values",
        [26] = "a file that overlaps with another, with other values",
        [27] = "corrections that arrive out of order",
        [28] = "a row of a connection that nobody knows",
        [29] = "a file that is cut off, without its end, or with a wrong count",
        [30] = "too few or too many intervals for the day",
        [31] = "the hour of autumn that comes twice, without an offset",
        [32] = "the hour of spring that isn't there",
        [33] = "an error code, or more than the connection can carry",
        [34] = "a value below zero on import",
        [35] = "a register that passes nought",
        [36] = "a meter that is exchanged",
        [37] = "a read below the one before",
        [38] = "a glitch of nought, and then the true total",
        [39] = "a wrong unit or multiplier",
        [40] = "a text that is almost a number",
        [41] = "an actual after an estimate",
        [42] = "intervals that are missing",
        [43] = "prices that are missing, or given twice",
        [44] = "a price that is restated after billing",
        [45] = "XML with a document type",
        [46] = "an archive that is made to fill the machine, or to write elsewhere",
        [47] = "an archive that lies about sizes",
        [48] = "a file or a line without end",
        [49] = "other encodings, mixed ones, and no text at all",
        [50] = "a formula in a text that is exported",
        [51] = "a file for another participant of the market",
        [52] = "an import that is killed half way",
        [70] = "a number that was taken by what was then undone",
        [71] = "numbers and days of two runs at once",
        [72] = "a payment that comes several times at once",
        [73] = "a payment that is made twice",
        [74] = "a payment in another currency, too large or too small",
        [75] = "a clock that jumps",
        [81] = "somebody asks for what is another's",
        [82] = "a site manager asks for the whole bill",
        [86] = "a row that somebody edits in the database",
    };

    /// <summary>Faults of which nothing is said, since the answer is right all the same.</summary>
    private static readonly Dictionary<int, string> Silent = new()
    {
        [2] = "what was begun never was, or is whole",
        [6] = "the other is told the numbers",
        [7] = "the other is told the number",
        [8] = "it is told the numbers",
        [9] = "the other is told the number",
        [75] = "the run has one day",
        [50] = "a cell is written so that no spreadsheet runs it",
        [70] = "the next bill gets the number",
        [21] = "no more of it is used than there is",
        [72] = "it is posted once",
        [73] = "what is paid beyond a bill is credit",
    };

    private static readonly Regex Marked = new(
        @"^ +//.*\n(?= +(//.*\n +)*\[(Fact|Theory))|\bvoid F\d\d_", RegexOptions.Multiline);

    private static readonly Regex Member = new(@"\n\n    (?=\S)");

    private static readonly Regex Sentence = new(@"""[^""\n]*[A-Za-z]+ [a-z']+,? [a-z0-9']+[^""\n]*""");

    private static readonly Regex Number = new(@"\bF(?<from>\d\d)( to F(?<to>\d\d))?(?=\W|_)");

    [Fact]
    public void Each_of_them()
    {
        var named = Others().SelectMany(path => NamedIn(House.Read(path))).ToHashSet();
        House.IsTidy(Faults.Where(fault => !named.Contains(fault.Key))
            .Select(fault => $"F{fault.Key:00} has no test: {fault.Value}")
            .Concat(named.Where(number => !Faults.ContainsKey(number))
                .Select(number => $"F{number:00} is in a test, and nobody says here what it is")));
    }

    [Fact]
    public void Each_of_them_with_its_message()
    {
        var said = Others().SelectMany(path => WithMessage(House.Read(path))).ToHashSet();
        House.IsTidy(Faults.Where(fault => !said.Contains(fault.Key) && !Silent.ContainsKey(fault.Key))
            .Select(fault => $"F{fault.Key:00} has no test that says the message: {fault.Value}"));
    }

    [Fact]
    public void The_rule_of_messages_can_fail()
    {
        Assert.Equal([23], WithMessage("    // F23\n    [Fact]\n    public void A() => Assert.Equal(\"the file is "
            + "known\", Said());\n\n    // F24\n    [Fact]\n    public void B() { }\n"));
        Assert.Empty(WithMessage("    // F23\n    [Fact]\n    public void A() => Assert.Equal(\"bad-number\", "
            + "B());\n"));
    }

    [Fact]
    public void The_rule_can_fail()
    {
        Assert.Equal([23, 24, 25, 49], NamedIn("    // F23 to F25, F49\n    [Fact]\n    public void A() { }\n"));
        Assert.Equal([41], NamedIn("    public void F41_an_actual() { }\n"));
        Assert.Equal([46], NamedIn("    /// <summary>F46: little.</summary>\n    [Theory, Some]\n"));
        Assert.Empty(NamedIn("    // F23\n    private static int A;\n\n    [Fact]\n    public void B() { }\n"));
    }

    /// <summary>All tests but these: what stands here as an example tests nothing.</summary>
    private static IEnumerable<string> Others() => House.Files(".cs", "tests")
        .Where(path => Path.GetFileNameWithoutExtension(path) != nameof(Faults_have_tests));

    private static IEnumerable<int> NamedIn(string source) =>
        Marked.Matches(source).SelectMany(NumbersOf);

    /// <summary>The numbers whose test has words of a sentence in quotes: up to the next member of its class.</summary>
    private static IEnumerable<int> WithMessage(string source) =>
        from Match marked in Marked.Matches(source)
        let end = Member.Match(source, marked.Index + marked.Length)
        where Sentence.IsMatch(source[marked.Index..(end.Success ? end.Index : source.Length)])
        from number in NumbersOf(marked)
        select number;

    private static IEnumerable<int> NumbersOf(Match marked) =>
        from Match number in Number.Matches(marked.Value)
        let first = Parse(number.Groups["from"].Value)
        let last = number.Groups["to"].Success ? Parse(number.Groups["to"].Value) : first
        from one in Enumerable.Range(first, last - first + 1)
        select one;

    private static int Parse(string number) => int.Parse(number, CultureInfo.InvariantCulture);
}
