using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace Identity.Rpc.Wire;

/// <summary>Compresses and decompresses single messages; nothing is remembered between messages.</summary>
internal static class GzipCodec
{
    public static void Compress(ReadOnlySpan<byte> source, IBufferWriter<byte> target, CompressionLevel level)
    {
        using GZipStream gzip = new(new BufferWriterStream(target), level);
        gzip.Write(source);
    }

    /// <summary>Decompresses into <paramref name="target"/>.</summary>
    /// <returns>False when the message is longer than <paramref name="lengthMax"/>; at most that much, one byte and the
    /// slack of a pooled array has been written then, whatever the sender claims or packs.</returns>
    /// <exception cref="InvalidDataException">The bytes are no gzip.</exception>
    public static bool TryDecompress(ReadOnlySequence<byte> source, PooledBuffer target, int lengthMax)
    {
        using GZipStream gzip = new(new SequenceStream(source), CompressionMode.Decompress);
        while (true)
        {
            Span<byte> room = target.GetSpan();
            long allowed = (long)lengthMax - target.Length + 1;
            int read = gzip.Read(room.Length > allowed ? room[..(int)allowed] : room);
            if (read == 0)
            {
                ThrowIfCut(source, target.Length);
                return true;
            }

            target.Advance(read);
            if (target.Length > lengthMax) { return false; }
        }
    }

    // The decompressor takes the end of its input for the end of the content. The last four bytes of gzip are the
    // length of the content, so what was cut off shows. (Gzip may also be several parts in a row; no sender does that.)
    private static void ThrowIfCut(ReadOnlySequence<byte> source, int length)
    {
        Span<byte> stated = stackalloc byte[sizeof(uint)];
        if (source.Length >= stated.Length)
        {
            source.Slice(source.Length - stated.Length).CopyTo(stated);
            if (BinaryPrimitives.ReadUInt32LittleEndian(stated) == (uint)length) { return; }
        }

        throw new InvalidDataException("The gzip stream is cut off.");
    }
}
