namespace Identity.Cli.Importing.Reading;

/// <summary>One row of a table as it is in the file.</summary>
/// <param name="Line">The line of the file on which it begins, from 1.</param>
/// <param name="End">Where the next row begins, in bytes from the beginning of the text.</param>
/// <param name="NextLine">The line on which the next row begins.</param>
/// <param name="Cells">Its values; null when they cannot be told apart.</param>
/// <param name="Text">The row as it is written, where its values cannot be told apart; else empty.</param>
/// <param name="Defect">Why its values cannot be told apart; null when they can.</param>
internal sealed record CsvRecord(
    long Line, long End, long NextLine, string[]? Cells, string Text = "", string? Defect = null);

/// <summary>Where a reading of a text is.</summary>
/// <param name="Offset">In bytes from the beginning.</param>
/// <param name="Line">From 1.</param>
internal readonly record struct TextPosition(long Offset, long Line);

/// <summary>
/// Reads a table row by row, in bounded memory. A row that cannot be read is handed out as such, and reading goes on
/// with the next line, so that one quote that is never closed costs one row. Not thread-safe.
/// </summary>
internal sealed class CsvScanner(Stream text, CsvDialect dialect, RowDecoder decoder, TextPosition start)
{
    /// <summary>
    /// Far above the 64 KiB of an observation: a row that is longer is a quote that was never closed.
    /// </summary>
    public const int RowBytesMax = 1024 * 1024;

    private const int ShownBytesMax = 4096;

    private const string QuotesBroken =
        "The quotes are broken: a quote inside of a value is written twice, and the value in quotes.";

    private const string QuoteOpen = "A quote is opened and never closed.";

    private readonly List<Range> _fields = [];
    private byte[] _buffer = new byte[64 * 1024];
    private int _from;
    private int _until;
    private bool _isAtEnd;
    private long _offset = start.Offset;
    private long _line = start.Line;

    /// <summary>The next row that is not blank; null at the end.</summary>
    public async ValueTask<CsvRecord?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_from == _until && !await FillAsync(cancellationToken)) { return null; }
            CsvParse parse = CsvGrammar.Parse(Rest(), dialect, _isAtEnd, _fields);
            switch (parse.Outcome)
            {
                case CsvOutcome.Row:
                    if (TakeRow(parse) is { } row) { return row; }
                    break;
                case CsvOutcome.BrokenQuote:
                    return await TakeLineAsync(QuotesBroken, cancellationToken);
                case CsvOutcome.IncompleteInQuotes when _isAtEnd || _until - _from >= RowBytesMax:
                    return await TakeLineAsync(QuoteOpen, cancellationToken);
                case CsvOutcome.Incomplete when _until - _from >= RowBytesMax:
                    return await TakeLineAsync(
                        $"It has more than {RowBytesMax / 1024} KiB.", cancellationToken);
                default:
                    await FillAsync(cancellationToken);
                    break;
            }
        }
    }

    private ReadOnlySpan<byte> Rest() => _buffer.AsSpan(_from, _until - _from);

    private CsvRecord? TakeRow(CsvParse parse)
    {
        ReadOnlySpan<byte> row = _buffer.AsSpan(_from, parse.Length);
        long line = _line;
        bool isBlank = row.Trim(" \t\r\n"u8).IsEmpty;
        string[]? cells = isBlank ? [] : Cells(row);
        Take(parse.Length, parse.Lines);
        if (isBlank) { return null; }
        return cells is null
            ? new CsvRecord(line, _offset, _line, null, Shown(row), $"It is not in {decoder.Name}, as other rows are.")
            : new CsvRecord(line, _offset, _line, cells);
    }

    private string[]? Cells(ReadOnlySpan<byte> row)
    {
        string[] cells = new string[_fields.Count];
        for (int index = 0; index < cells.Length; index++)
        {
            ReadOnlySpan<byte> field = row[_fields[index]];
            bool isQuoted = !field.IsEmpty && field[0] == '"';
            if (isQuoted) { field = field[1..(field.LastIndexOf((byte)'"') is var last && last > 0 ? last : 1)]; }
            string? cell = decoder.Decode(field);
            if (cell is null) { return null; }
            cells[index] = isQuoted ? cell.Replace("\"\"", "\"", StringComparison.Ordinal) : cell;
        }

        return cells;
    }

    // The rest of this line as a row that cannot be read: the next line may be one that can.
    private async ValueTask<CsvRecord> TakeLineAsync(string defect, CancellationToken cancellationToken)
    {
        long line = _line;
        string? shown = null;
        while (true)
        {
            int end = Rest().IndexOf(dialect.LineEnd);
            bool isShort = end < 0 && shown is null && _until - _from < ShownBytesMax;
            if (isShort && await FillAsync(cancellationToken) && !_isAtEnd) { continue; }
            shown ??= Shown(end < 0 ? Rest() : Rest()[..end]);
            if (end >= 0)
            {
                Take(end + 1, 1);
                break;
            }

            // A line without end is passed over piece by piece.
            Take(_until - _from, 0);
            if (!await FillAsync(cancellationToken)) { break; }
        }

        return new CsvRecord(line, _offset, _line, null, shown, defect);
    }

    private void Take(int length, int lines)
    {
        _from += length;
        _offset += length;
        _line += lines;
    }

    private static string Shown(ReadOnlySpan<byte> row) =>
        RowDecoder.Show(row[..Math.Min(row.Length, ShownBytesMax)]).TrimEnd('\r', '\n');

    // Reads more behind what is there. False at the end.
    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_isAtEnd) { return false; }
        if (_from > 0)
        {
            _buffer.AsSpan(_from, _until - _from).CopyTo(_buffer);
            (_from, _until) = (0, _until - _from);
        }

        if (_until == _buffer.Length) { Array.Resize(ref _buffer, _buffer.Length * 2); }
        int read = await text.ReadAsync(_buffer.AsMemory(_until), cancellationToken);
        _until += read;
        _isAtEnd = read == 0;
        // A row that ended with the last byte was waiting for what comes after it.
        return read > 0 || _until > _from;
    }
}
