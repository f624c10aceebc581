namespace Identity.Cli.Importing.Reading;

/// <summary>How a table is written.</summary>
/// <param name="Separator">What parts values.</param>
/// <param name="LineEnd">What ends rows: a line feed, or a carriage return in files of old Macs.</param>
internal sealed record CsvDialect(byte Separator, byte LineEnd)
{
    private const int LinesMax = 30;

    private static readonly byte[] Separators = [(byte)',', (byte)';', (byte)'\t', (byte)'|'];

    /// <summary>The separator, for people.</summary>
    public string SeparatorName => (char)Separator switch
    {
        ',' => "comma",
        ';' => "semicolon",
        '\t' => "tab",
        var other => $"'{other}'",
    };

    /// <summary>
    /// Finds out by the beginning of a file: the separator that gives most rows as many values as the header, and of
    /// those the one that gives more.
    /// </summary>
    public static CsvDialect Detect(ReadOnlyMemory<byte> head)
    {
        ReadOnlySpan<byte> bytes = head.Span;
        byte lineEnd = !bytes.Contains((byte)'\n') && bytes.Contains((byte)'\r') ? (byte)'\r' : (byte)'\n';
        if (Named(bytes) is { } named) { return new CsvDialect(named, lineEnd); }
        return Separators.Select(separator => new CsvDialect(separator, lineEnd))
            .MaxBy(dialect => dialect.Worth(head.Span)) ?? new CsvDialect(Separators[0], lineEnd);
    }

    /// <summary>Whether the file begins with a line that only names the separator, as Excel writes it.</summary>
    public static bool IsNamed(ReadOnlySpan<byte> head) => Named(head) is not null;

    private static byte? Named(ReadOnlySpan<byte> head) =>
        head.Length > 5 && head.StartsWith("sep="u8) && head[5] is (byte)'\r' or (byte)'\n' ? head[4] : null;

    private double Worth(ReadOnlySpan<byte> head)
    {
        List<Range> fields = [];
        int columns = 0;
        int rows = 0;
        int alike = 0;
        int spaced = 0;
        while (rows < LinesMax && !head.IsEmpty)
        {
            CsvParse parse = CsvGrammar.Parse(head, this, isLast: true, fields);
            if (parse.Outcome != CsvOutcome.Row) { break; }
            ReadOnlySpan<byte> row = head[..parse.Length];
            head = head[parse.Length..];
            if (fields.Count == 1 && fields[0].End.Value == fields[0].Start.Value) { continue; }
            if (columns == 0) { columns = fields.Count; }
            rows++;
            if (fields.Count == columns) { alike++; }
            if (fields.Count > 1 && row[fields[1]].StartsWith(" "u8)) { spaced++; }
        }

        // After a comma in a sentence there is a blank, after one between values seldom.
        double likely = spaced == rows ? 0 : 0.000_05;
        return columns < 2 ? 0 : ((double)alike / rows) + (Math.Min(columns, 1000) / 10_000.0) + likely;
    }
}
