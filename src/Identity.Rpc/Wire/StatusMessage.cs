using System.Buffers;
using System.Text;

namespace Identity.Rpc.Wire;

/// <summary>The value of <c>grpc-message</c>: UTF-8, percent-encoded.</summary>
internal static class StatusMessage
{
    /// <summary>Longest encoded text. Clients accept 8 KiB of trailers in all; the rest is for details.</summary>
    public const int EncodedLengthMax = 2048;

    private const string Hex = "0123456789ABCDEF";

    private static readonly SearchValues<char> Plain = SearchValues.Create(
        " !\"#$&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    /// <summary>Encodes; text that is too long ends after the last whole character that fits.</summary>
    public static string Encode(string text)
    {
        if (text.Length <= EncodedLengthMax && text.AsSpan().IndexOfAnyExcept(Plain) < 0) { return text; }

        StringBuilder encoded = new(Math.Min(text.Length + 16, EncodedLengthMax));
        Span<byte> utf8 = stackalloc byte[4];

        // A half of a surrogate pair comes out of EnumerateRunes as U+FFFD.
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool plain = rune.IsAscii && Plain.Contains((char)rune.Value);
            int length = plain ? 1 : 3 * rune.Utf8SequenceLength;
            if (encoded.Length + length > EncodedLengthMax) { break; }

            if (plain)
            {
                encoded.Append((char)rune.Value);
                continue;
            }

            foreach (byte unit in utf8[..rune.EncodeToUtf8(utf8)])
            {
                encoded.Append('%').Append(Hex[unit >> 4]).Append(Hex[unit & 15]);
            }
        }

        return encoded.ToString();
    }

    /// <summary>Decodes; what is no valid escape stays as it is, and what is no UTF-8 becomes U+FFFD.</summary>
    public static string Decode(string encoded)
    {
        if (!encoded.Contains('%', StringComparison.Ordinal)) { return encoded; }

        byte[] bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(encoded.Length));
        try
        {
            int length = 0;
            for (int index = 0; index < encoded.Length; index++)
            {
                if (TryEscape(encoded.AsSpan(index), out byte value))
                {
                    bytes[length++] = value;
                    index += 2;
                }
                else
                {
                    length += Encoding.UTF8.GetBytes(encoded.AsSpan(index, 1), bytes.AsSpan(length));
                }
            }

            return Encoding.UTF8.GetString(bytes, 0, length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static bool TryEscape(ReadOnlySpan<char> text, out byte value)
    {
        value = 0;
        if (text.Length < 3 || text[0] != '%' || !char.IsAsciiHexDigit(text[1]) || !char.IsAsciiHexDigit(text[2]))
        {
            return false;
        }

        value = (byte)((HexValue(text[1]) << 4) | HexValue(text[2]));
        return true;
    }

    private static int HexValue(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
