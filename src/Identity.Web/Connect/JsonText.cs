using System.Buffers;
using System.Text;

namespace Identity.Web.Connect;

/// <summary>Reads UTF-8 character by character, and knows at which byte it is. Not for two threads at a time.</summary>
internal sealed class JsonText(ReadOnlyMemory<byte> utf8) : TextReader
{
    private char _lowSurrogate;

    /// <summary>How many bytes have been read.</summary>
    public int Position { get; private set; }

    /// <exception cref="InvalidDataException">The bytes are no UTF-8.</exception>
    public override int Read()
    {
        if (_lowSurrogate != 0)
        {
            (char low, _lowSurrogate) = (_lowSurrogate, '\0');
            return low;
        }

        ReadOnlySpan<byte> rest = utf8.Span[Position..];
        if (rest.IsEmpty) { return -1; }
        if (rest[0] < 0x80)
        {
            Position++;
            return rest[0];
        }

        if (Rune.DecodeFromUtf8(rest, out Rune rune, out int length) != OperationStatus.Done)
        {
            throw new InvalidDataException("The text is no UTF-8.");
        }

        Position += length;
        if (rune.IsBmp) { return rune.Value; }
        Span<char> pair = stackalloc char[2];
        rune.EncodeToUtf16(pair);
        _lowSurrogate = pair[1];
        return pair[0];
    }
}
