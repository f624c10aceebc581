using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Identity.Application.Access;

/// <summary>
/// SHA-256 of a key's text, by which keys are found. Two are compared without regard to where they differ; and who
/// could see that would learn bits of a hash, which is of no use. The empty one is no key's.
/// </summary>
internal readonly record struct KeyHash(ulong First, ulong Second, ulong Third, ulong Fourth)
{
    // Longer than any key that is handed out: whatever is longer is none.
    private const int TextLengthMax = 256;

    /// <summary>The hash of a text; the empty one for a text that can be no key.</summary>
    public static KeyHash Of(ReadOnlySpan<char> text)
    {
        if (text.Length > TextLengthMax) { return default; }
        Span<byte> bytes = stackalloc byte[Encoding.UTF8.GetMaxByteCount(TextLengthMax)];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(text, bytes)], hash);
        return Read(hash);
    }

    /// <summary>The hash in 32 bytes.</summary>
    public static KeyHash Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64BigEndian(bytes),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]));

    /// <summary>Its 32 bytes.</summary>
    public ImmutableArray<byte> ToBytes()
    {
        var bytes = new byte[SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, First);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), Second);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(16), Third);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(24), Fourth);
        return [.. bytes];
    }

    /// <summary>All of it is compared, whatever differs.</summary>
    public bool Equals(KeyHash other) =>
        ((First ^ other.First) | (Second ^ other.Second) | (Third ^ other.Third) | (Fourth ^ other.Fourth)) == 0;

    public override int GetHashCode() => (int)First;
}
