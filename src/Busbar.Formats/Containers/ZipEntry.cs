using System.Buffers.Binary;
using System.IO.Compression;

namespace Busbar.Formats.Containers;

/// <summary>A file in a zip archive, as the archive's directory has it.</summary>
internal sealed record ZipEntry(
    string Archive, string Name, bool IsEncrypted, int Method, uint Checksum, long PackedBytes, long UnpackedBytes,
    long Start)
{
    private const uint Signature = 0x04034B50;
    private const int HeaderLength = 30;
    private const int Stored = 0;
    private const int Deflated = 8;

    /// <summary>The name in messages.</summary>
    public string File => $"{Archive}!/{Name}";

    public bool IsFolder => UnpackedBytes == 0 && Name.EndsWith('/');

    /// <summary>
    /// Opens the content; it is refused, at its end at the latest, where it isn't what the directory says.
    /// </summary>
    public ForwardStream Open(Stream archive, Budget budget)
    {
        if (IsEncrypted) throw Refuse("The file is encrypted; unpack it with its password first.");
        if (Method is not (Stored or Deflated))
            throw Refuse($"The file is packed with method {Method} of zip; only deflate is read: pack it again, or "
                + "use gzip.");
        archive.Position = Start;
        var header = PrefixedStream.Take(archive, HeaderLength);
        if (header.Length < HeaderLength || BinaryPrimitives.ReadUInt32LittleEndian(header) != Signature)
            throw Refuse("The file isn't where the archive's directory says: the archive is damaged.");
        var begin = Start + HeaderLength + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(26))
            + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(28));
        if (begin + PackedBytes > archive.Length) throw Refuse("The file is cut off: the archive is damaged.");
        var packed = new SliceStream(archive, begin, PackedBytes);
        Stream unpacked = Method == Stored || PackedBytes == 0 ? packed
            : new DeflateStream(packed, CompressionMode.Decompress);
        return new Content(this, unpacked, budget);
    }

    private RefusedException Refuse(string message) => new(new Fault("damaged-archive", message, new(File)));

    /// <summary>The unpacked content, held to the length and checksum that the directory gives.</summary>
    private sealed class Content(ZipEntry entry, Stream unpacked, Budget budget) : ForwardStream
    {
        private Crc32 _checksum;
        private long _bytes;

        public override int Read(Span<byte> buffer)
        {
            if (buffer.IsEmpty) return 0;
            var read = Inflate(buffer);
            _checksum.Add(buffer[..read]);
            _bytes += read;
            if (_bytes > entry.UnpackedBytes || (read == 0 && _bytes < entry.UnpackedBytes))
                throw entry.Refuse($"The archive says that the file has {entry.UnpackedBytes} bytes, and it has "
                    + $"{(read == 0 ? $"only {_bytes}" : "more")}: the archive is damaged or was forged.");
            if (read == 0 && _checksum.Value != entry.Checksum)
                throw entry.Refuse("The file's checksum isn't the one in the archive: the archive is damaged.");
            budget.Spend(read, _bytes, entry.PackedBytes);
            return read;
        }

        private int Inflate(Span<byte> buffer)
        {
            try
            {
                return unpacked.Read(buffer);
            }
            catch (InvalidDataException)
            {
                throw entry.Refuse("What the archive holds can't be unpacked: it is damaged.");
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) unpacked.Dispose();
            base.Dispose(disposing);
        }
    }
}
