using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Identity.Rpc.Wire;

/// <summary>Values of <c>-bin</c> headers: base64, sent without padding, accepted with and without.</summary>
internal static class BinaryHeader
{
    /// <summary>Encodes without padding.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        string padded = Convert.ToBase64String(bytes);
        return padded.TrimEnd('=');
    }

    /// <summary>Decodes one value, which holds no comma.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = [];
        ReadOnlySpan<char> trimmed = text.Trim();
        ReadOnlySpan<char> digits = trimmed.TrimEnd('=');
        if (digits.Length % 4 == 1 || trimmed.Length - digits.Length > 2) { return false; }

        int paddedLength = (digits.Length + 3) / 4 * 4;
        byte[] utf8 = ArrayPool<byte>.Shared.Rent(paddedLength);
        try
        {
            if (Encoding.ASCII.GetBytes(digits, utf8) != digits.Length || digits.ContainsAnyExceptInRange('+', 'z'))
            {
                return false;
            }

            utf8.AsSpan(digits.Length, paddedLength - digits.Length).Fill((byte)'=');
            Span<byte> encoded = utf8.AsSpan(0, paddedLength);
            byte[] decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(paddedLength)];
            OperationStatus outcome = Base64.DecodeFromUtf8(encoded, decoded, out _, out int written);
            if (outcome != OperationStatus.Done) { return false; }

            bytes = written == decoded.Length ? decoded : decoded[..written];
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(utf8);
        }
    }
}
