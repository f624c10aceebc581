namespace Identity.Cli.Importing.Reading;

/// <summary>One line of a text.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="End">Where the next line begins, in bytes from the beginning of the text.</param>
/// <param name="Text">The line without its end; null when it cannot be read.</param>
/// <param name="Defect">Why it cannot be read; null when it can.</param>
internal sealed record TextLine(long Line, long End, string? Text, string? Defect);

/// <summary>Reads a text line by line, in bounded memory. Not thread-safe.</summary>
internal sealed class LineScanner(Stream text, RowDecoder decoder, TextPosition start)
{
    /// <summary>An observation has at most 64 KiB as a message; as JSON, with everything escaped, several times
    /// that.</summary>
    public const int LineBytesMax = 1024 * 1024;

    private byte[] _buffer = new byte[64 * 1024];
    private int _from;
    private int _until;
    private long _offset = start.Offset;
    private long _line = start.Line - 1;

    /// <summary>The next line; null at the end.</summary>
    public async ValueTask<TextLine?> ReadAsync(CancellationToken cancellationToken)
    {
        bool isTooLong = false;
        int looked = 0;
        while (true)
        {
            int end = _buffer.AsSpan(_from + looked, _until - _from - looked).IndexOf((byte)'\n');
            if (end >= 0) { return Take(looked + end, 1, isTooLong); }
            looked = _until - _from;
            if (looked > LineBytesMax)
            {
                // Passed over piece by piece.
                isTooLong = true;
                _offset += looked;
                (_from, looked) = (_until, 0);
            }

            if (await FillAsync(cancellationToken)) { continue; }
            return _until > _from || isTooLong ? Take(_until - _from, 0, isTooLong) : null;
        }
    }

    private TextLine Take(int length, int ending, bool isTooLong)
    {
        string? line = isTooLong ? null : decoder.Decode(_buffer.AsSpan(_from, length));
        _from += length + ending;
        _offset += length + ending;
        _line++;
        string? defect = isTooLong
            ? $"It has more than {LineBytesMax / 1024} KiB. Is there one observation to a line?"
            : line is null ? $"It is not in {decoder.Name}, as other lines are." : null;
        return new TextLine(_line, _offset, line, defect);
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_from > 0)
        {
            _buffer.AsSpan(_from, _until - _from).CopyTo(_buffer);
            (_from, _until) = (0, _until - _from);
        }

        if (_until == _buffer.Length) { Array.Resize(ref _buffer, _buffer.Length * 2); }
        int read = await text.ReadAsync(_buffer.AsMemory(_until), cancellationToken);
        _until += read;
        return read > 0;
    }
}
