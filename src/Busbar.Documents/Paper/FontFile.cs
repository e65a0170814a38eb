using System.Runtime.InteropServices;
using HarfBuzzSharp;
using SkiaSharp;

namespace Busbar.Documents.Paper;

/// <summary>A font that comes with the program: shaped by HarfBuzz and drawn by Skia from the same bytes, so that a
/// document is the same on every machine.</summary>
#pragma warning disable CA1001 // The fonts are there as long as the program.
internal sealed class FontFile
#pragma warning restore CA1001
{
    // In a fixed order, once for all: the order in which fonts stand in a PDF depends on it.
    private static readonly FontFile[] Usual = [new("", "Regular"), new("Hebrew", "Regular"), new("Arabic", "Regular")];
    private static readonly FontFile[] Strong =
        [new("", "SemiBold"), new("Hebrew", "SemiBold"), new("Arabic", "SemiBold")];

    private readonly byte[] _bytes;
    private readonly int _unitsPerEm;
    private readonly HarfBuzzSharp.Font _font;

    private FontFile(string script, string weight)
    {
        var name = $"IBMPlexSans{script}-{weight}.ttf";
        using var stream = typeof(FontFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The font {name} doesn't come with the program.");
        // HarfBuzz reads these bytes as long as the font lives, where they are: they must not be moved.
        _bytes = GC.AllocateUninitializedArray<byte>((int)stream.Length, pinned: true);
        stream.ReadExactly(_bytes);
        using var copy = SKData.CreateCopy(_bytes);
        using var typeface = SKTypeface.FromData(copy);
        _unitsPerEm = typeface.UnitsPerEm;
        var place = Marshal.UnsafeAddrOfPinnedArrayElement(_bytes, 0);
        using var blob = new Blob(place, _bytes.Length, MemoryMode.ReadOnly);
        // A face that can't change, and a font that nobody changes, may be used by many threads at once.
        var face = new Face(blob, 0) { UnitsPerEm = _unitsPerEm };
        face.MakeImmutable();
        _font = new(face);
        _font.SetScale(_unitsPerEm, _unitsPerEm);
        _font.SetFunctionsOpenType();
    }

    /// <summary>The fonts in the order in which they stand in a document.</summary>
    public static IEnumerable<FontFile> All => Usual.Concat(Strong);

    /// <summary>This font as Skia draws with it, with the outlines of some glyphs alone.</summary>
    public SKTypeface WithOnly(IEnumerable<ushort> glyphs)
    {
        using var bytes = SKData.CreateCopy(FontSubset.Of(_bytes, glyphs));
        return SKTypeface.FromData(bytes);
    }

    /// <summary>The fonts of a weight; where the first lacks a character, the next is asked.</summary>
    public static IReadOnlyList<FontFile> Of(bool isStrong) => isStrong ? Strong : Usual;

    public bool Has(int character) => _font.TryGetNominalGlyph(character, out _);

    /// <summary>A run of one direction as glyphs, from left to right.</summary>
    public GlyphRun Shape(string text, bool isRightToLeft)
    {
        using var buffer = new HarfBuzzSharp.Buffer { Direction = isRightToLeft ? Direction.RightToLeft
            : Direction.LeftToRight };
        buffer.AddUtf16(text);
        buffer.GuessSegmentProperties();
        _font.Shape(buffer, Features);
        var glyphs = buffer.GetGlyphInfoSpan();
        var places = buffer.GetGlyphPositionSpan();
        var run = new GlyphRun(this, text, new ushort[glyphs.Length], new uint[glyphs.Length],
            new SKPoint[glyphs.Length]);
        float em = _unitsPerEm;
        var x = 0;
        for (var i = 0; i < glyphs.Length; i++)
        {
            (run.Glyphs[i], run.Clusters[i]) = ((ushort)glyphs[i].Codepoint, glyphs[i].Cluster);
            run.Places[i] = new((x + places[i].XOffset) / em, -places[i].YOffset / em);
            x += places[i].XAdvance;
        }
        return run with { Width = x / em };
    }

    // Figures as wide as each other stand below each other; a ligature would be one glyph for two letters that are
    // searched and copied one by one.
    private static readonly Feature[] Features =
        [new(new Tag('t', 'n', 'u', 'm'), 1), new(new Tag('k', 'e', 'r', 'n'), 1), new(new Tag('l', 'i', 'g', 'a'), 0)];
}

/// <summary>Glyphs of one font with their places, for a size of one.</summary>
/// <param name="Clusters">The character of the text that each glyph belongs to.</param>
internal sealed record GlyphRun(FontFile Font, string Text, ushort[] Glyphs, uint[] Clusters, SKPoint[] Places)
{
    public double Width { get; init; }
}
