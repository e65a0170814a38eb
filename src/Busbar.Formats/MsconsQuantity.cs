using Busbar.Formats.Text;
using Busbar.Metering;

namespace Busbar.Formats;

/// <summary>A value of MSCONS while the segments are read that say when it was measured and how.</summary>
internal sealed class MsconsQuantity(int line, int column, Measure unit, string text, Quality quality)
{
    private byte _method;
    private MsconsTime? _noted;

    public int Line => line;

    public int Column => column;

    public Measure Unit => unit;

    public string Text => text;

    /// <summary>With the method by which a substitute was made.</summary>
    public Quality Quality => quality.Kind == QualityKind.Substituted ? quality with { Method = _method } : quality;

    public byte Method { set => _method = value; }

    /// <summary>When an interval begins (163).</summary>
    public MsconsTime? Start { get; private set; }

    /// <summary>When it ends (164).</summary>
    public MsconsTime? End { get; private set; }

    /// <summary>When a register's read counts (7); where that isn't told, when it was noted (9).</summary>
    public MsconsTime? Read { get => field ?? _noted; private set; }

    /// <summary>The month of its greatest demand (306).</summary>
    public MsconsTime? Month { get; private set; }

    /// <summary>Sets a time by its qualifier.</summary>
    public void Set(ReadOnlySpan<char> kind, MsconsTime time)
    {
        switch (kind)
        {
            case "163": Start = time; break;
            case "164": End = time; break;
            case "7": Read = time; break;
            case "9": _noted = time; break;
            default: Month = time; break;
        }
    }
}
