using System.Buffers.Binary;

namespace Busbar.Formats.Containers;

/// <summary>The checksum of gzip and zip (ISO 3309, RFC 1952 section 8), eight bytes at a step.</summary>
internal struct Crc32
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] Tables = MakeTables();

    private uint _inverse;

    /// <summary>The checksum of all bytes added so far.</summary>
    public readonly uint Value => _inverse;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        var crc = ~_inverse;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = Tables[0x700 + (int)(low & 0xFF)] ^ Tables[0x600 + (int)((low >> 8) & 0xFF)]
                ^ Tables[0x500 + (int)((low >> 16) & 0xFF)] ^ Tables[0x400 + (int)(low >> 24)]
                ^ Tables[0x300 + (int)(high & 0xFF)] ^ Tables[0x200 + (int)((high >> 8) & 0xFF)]
                ^ Tables[0x100 + (int)((high >> 16) & 0xFF)] ^ Tables[(int)(high >> 24)];
        }
        foreach (var next in bytes) crc = Tables[(int)((crc ^ next) & 0xFF)] ^ (crc >> 8);
        _inverse = ~crc;
    }

    private static uint[] MakeTables()
    {
        var tables = new uint[8 * 256];
        for (var i = 0; i < tables.Length; i++)
        {
            var crc = i < 256 ? (uint)i : tables[i - 256];
            if (i >= 256) crc = tables[(int)(crc & 0xFF)] ^ (crc >> 8);
            else
                for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? Polynomial ^ (crc >> 1) : crc >> 1;
            tables[i] = crc;
        }
        return tables;
    }
}
