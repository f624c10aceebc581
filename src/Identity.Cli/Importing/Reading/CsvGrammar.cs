namespace Identity.Cli.Importing.Reading;

/// <summary>What a reading of one row found.</summary>
internal enum CsvOutcome
{
    /// <summary>A row.</summary>
    Row,

    /// <summary>The bytes end within the row.</summary>
    Incomplete,

    /// <summary>The bytes end within quotes.</summary>
    IncompleteInQuotes,

    /// <summary>Something follows a closing quote.</summary>
    BrokenQuote,
}

/// <summary>One row, or why there is none.</summary>
/// <param name="Outcome">What was found.</param>
/// <param name="Length">How many bytes the row has with its end.</param>
/// <param name="Lines">How many lines of the file it takes.</param>
internal readonly record struct CsvParse(CsvOutcome Outcome, int Length, int Lines);

/// <summary>
/// Rows as RFC 4180 has them, with any separator, and lenient where nothing is lost: a quote within an unquoted value
/// is one, and blanks before an opening quote do not matter. Pure.
/// </summary>
internal static class CsvGrammar
{
    private const byte Quote = (byte)'"';

    /// <summary>Reads the first row of some bytes.</summary>
    /// <param name="bytes">From the beginning of the row on.</param>
    /// <param name="dialect">How the table is written.</param>
    /// <param name="isLast">Whether nothing follows the bytes.</param>
    /// <param name="fields">Is filled with where the values are, with their quotes.</param>
    public static CsvParse Parse(ReadOnlySpan<byte> bytes, CsvDialect dialect, bool isLast, List<Range> fields)
    {
        fields.Clear();
        int at = 0;
        int lines = 1;
        while (true)
        {
            int start = at;
            int opening = at + Blanks(bytes[at..], dialect.Separator);
            if (opening < bytes.Length && bytes[opening] == Quote)
            {
                at = Closing(bytes, opening + 1, dialect, ref lines);
                if (at < 0) { return new CsvParse(CsvOutcome.IncompleteInQuotes, 0, lines); }
                start = opening;
                at += Blanks(bytes[at..], dialect.Separator);
                bool isEnd = at == bytes.Length || bytes[at] == dialect.Separator || bytes[at] == dialect.LineEnd
                    || bytes[at] == '\r';
                if (!isEnd) { return new CsvParse(CsvOutcome.BrokenQuote, 0, lines); }
            }
            else
            {
                int next = bytes[at..].IndexOfAny(dialect.Separator, dialect.LineEnd);
                at = next < 0 ? bytes.Length : at + next;
            }

            if (at == bytes.Length && !isLast) { return new CsvParse(CsvOutcome.Incomplete, 0, lines); }
            int end = at;
            if (at < bytes.Length && bytes[at] == '\r' && dialect.LineEnd != '\r')
            {
                // After a closing quote; within a value without quotes it stays until the line feed.
                at++;
                if (at == bytes.Length && !isLast) { return new CsvParse(CsvOutcome.Incomplete, 0, lines); }
                if (at < bytes.Length && bytes[at] != dialect.LineEnd)
                {
                    return new CsvParse(CsvOutcome.BrokenQuote, 0, lines);
                }
            }

            bool isRowEnd = at == bytes.Length || bytes[at] == dialect.LineEnd;
            if (isRowEnd && end > start && bytes[end - 1] == '\r') { end--; }
            fields.Add(start..end);
            if (isRowEnd) { return new CsvParse(CsvOutcome.Row, Math.Min(at + 1, bytes.Length), lines); }
            at++;
        }
    }

    // Blanks of ASCII that are not what parts values.
    private static int Blanks(ReadOnlySpan<byte> bytes, byte separator)
    {
        int count = 0;
        while (count < bytes.Length && IsBlank(bytes[count]) && bytes[count] != separator) { count++; }
        return count;
    }

    private static bool IsBlank(byte unit) => unit is (byte)' ' or (byte)'\t';

    // Where the closing quote ends; -1 when it is not there.
    private static int Closing(ReadOnlySpan<byte> bytes, int at, CsvDialect dialect, ref int lines)
    {
        while (true)
        {
            int next = bytes[at..].IndexOfAny(Quote, dialect.LineEnd);
            if (next < 0) { return -1; }
            at += next + 1;
            if (bytes[at - 1] == dialect.LineEnd) { lines++; }
            else if (at < bytes.Length && bytes[at] == Quote) { at++; }
            else { return at; }
        }
    }
}
