using System.Globalization;
using System.Text;
using System.Xml;

namespace Busbar.Formats.Text;

/// <summary>
/// XML read once from beginning to end in bounded memory. Nothing outside the file is ever asked for: a document type
/// definition, where entities would be declared, is refused where it begins.
/// </summary>
internal sealed class FeedXml
{
    private const int MostDepth = 64;
    private const int MostNames = 5_000;

    private readonly XmlReader _reader;
    private readonly IXmlLineInfo _place;
    private readonly Problems _problems;

    public FeedXml(StrictText text, Problems problems)
    {
        _problems = problems;
        _reader = XmlReader.Create(text, new()
        {
            DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreWhitespace = true,
            IgnoreProcessingInstructions = true, NameTable = new FewNames(TooManyNames),
        });
        _place = (IXmlLineInfo)_reader;
        while (Step() && _reader.NodeType != XmlNodeType.Element) { }
    }

    /// <summary>The line of what is read, from 1.</summary>
    public int Line => Math.Max(1, _place.LineNumber);

    /// <summary>Its column, from 1.</summary>
    public int Column => _place.LinePosition;

    /// <summary>The name of the element, without its prefix.</summary>
    public string Name => _reader.LocalName;

    /// <summary>The name space of the element.</summary>
    public string Space => _reader.NamespaceURI;

    /// <summary>An attribute of the element, empty where it hasn't it.</summary>
    public string Attribute(string name) => _reader.GetAttribute(name) ?? "";

    /// <summary>
    /// The names of the elements right below this one, one after another. Whoever gets one may read what is in it, or
    /// not.
    /// </summary>
    public IEnumerable<string> Children()
    {
        if (_reader.IsEmptyElement) yield break;
        var depth = _reader.Depth;
        while (Step() && _reader.Depth > depth)
            if (_reader.NodeType == XmlNodeType.Element && _reader.Depth == depth + 1) yield return _reader.LocalName;
    }

    /// <summary>The text of the element, without blanks around it.</summary>
    public string Content()
    {
        if (_reader.IsEmptyElement) return "";
        var depth = _reader.Depth;
        string? only = null;
        StringBuilder? parts = null;
        while (Step() && _reader.Depth > depth)
        {
            if (_reader.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA)) continue;
            if (only is null) only = Value();
            else (parts ??= new(only)).Append(Value());
        }
        return (parts?.ToString() ?? only ?? "").Trim();
    }

    /// <summary>The element with all that is in it. Whoever asks knows that it is small.</summary>
    public XmlPart Part()
    {
        var (line, name, currency) = (Line, Name, Attribute("Ccy"));
        if (_reader.IsEmptyElement) return new(line, name, currency, "", []);
        var (depth, text, children) = (_reader.Depth, new StringBuilder(), new List<XmlPart>());
        while (Step() && _reader.Depth > depth)
            if (_reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA) text.Append(Value());
            else if (_reader.NodeType == XmlNodeType.Element) children.Add(Part());
        return new(line, name, currency, text.ToString().Trim(), children);
    }

    /// <summary>The whole number in the element; null and a fault where it isn't one.</summary>
    public long? Number()
    {
        var (name, line, column) = (Name, Line, Column);
        var text = Content();
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return number;
        _problems.Add("bad-number", line, column,
            $"The {Names.Show(name)} {Names.Show(text)} isn't a whole number that fits in 64 bits.");
        return null;
    }

    /// <summary>Reads to the end of the file: after the root there is nothing.</summary>
    public void ToEnd()
    {
        while (Step()) { }
    }

    /// <summary>The text here. Of a long one the reader looks at the rest only when it is asked for.</summary>
    private string Value()
    {
        try
        {
            return _reader.Value;
        }
        catch (XmlException wrong)
        {
            throw Malformed(wrong);
        }
    }

    private bool Step()
    {
        try
        {
            if (!_reader.Read()) return false;
        }
        catch (XmlException wrong)
        {
            throw Malformed(wrong);
        }
        if (_reader.Depth > MostDepth)
            throw _problems.Fatal("too-deep", Line,
                $"The elements are nested more than {MostDepth} deep; no meter data and no bank statement is.");
        return true;
    }

    private RefusedException Malformed(XmlException wrong)
    {
        var line = Math.Max(1, wrong.LineNumber);
        if (wrong.Message.Contains("DTD", StringComparison.Ordinal))
            return _problems.Fatal("has-dtd", line,
                "The XML has a document type definition (DTD), which Busbar doesn't read: no file that it takes has "
                    + "one.",
                "Remove it from the file if it is yours; otherwise don't trust the file.");
        // The framework ends its sentence with the place, which stands in front already.
        var end = wrong.Message.LastIndexOf(" Line ", StringComparison.Ordinal);
        var why = string.Concat((end < 0 ? wrong.Message : wrong.Message[..end])
            .Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
        return _problems.Fatal("bad-xml", line, $"The XML isn't well-formed: {why.TrimEnd('.')}.",
            "The file is damaged or cut off; ask for it again.");
    }

    private RefusedException TooManyNames() => _problems.Fatal("too-many-names", Line,
        $"Elements and attributes have more than {MostNames} different names; no meter data and no bank statement "
            + "has.");

    /// <summary>Names are kept for good: a file of ever new ones must not fill the memory with them.</summary>
    private sealed class FewNames(Func<RefusedException> tooMany) : XmlNameTable
    {
        private readonly NameTable _names = new();
        private int _count;

        public override string Add(char[] array, int offset, int length) =>
            _names.Get(array, offset, length) ?? Counted(_names.Add(array, offset, length));

        public override string Add(string array) => _names.Get(array) ?? Counted(_names.Add(array));

        public override string? Get(char[] array, int offset, int length) => _names.Get(array, offset, length);

        public override string? Get(string array) => _names.Get(array);

        private string Counted(string name) => ++_count <= MostNames ? name : throw tooMany();
    }
}
