using System.Runtime.CompilerServices;
using Identity.Cli.Columns;
using Identity.Cli.Importing.Planning;
using Identity.Cli.Importing.Running;
using Identity.Cli.Output;
using Identity.Core.Observations;

namespace Identity.Cli.Importing.Reading;

/// <summary>A table: a header, then a row for each observation.</summary>
internal sealed class CsvRows : IRows
{
    private readonly ImportInput _input;
    private readonly TextSource _source;
    private readonly CsvDialect _dialect;
    private readonly TextPosition _first;
    private readonly bool _isGuarded;

    private CsvRows(
        ImportInput input, TextSource source, CsvDialect dialect, (TableHead Head, TextPosition First) table)
    {
        (_input, _source, _dialect) = (input, source, dialect);
        _first = table.First;
        _isGuarded = table.Head.IsRejects;
        Plan = ColumnPlan.Make(table.Head, input.Map, input.Namespaces);
    }

    public ColumnPlan Plan { get; }

    /// <summary>Reads the header and some rows from the head of the file, and plans the columns by them.</summary>
    /// <exception cref="FailedException">The header cannot be read.</exception>
    /// <exception cref="WrongUseException">The columns cannot be mapped.</exception>
    public static async Task<CsvRows> OpenAsync(
        ImportInput input, TextSource source, CancellationToken cancellationToken)
    {
        CsvDialect dialect = CsvDialect.Detect(source.Head);
        using var head = new MemoryStream(source.Head.ToArray());
        // Its own decoder: a look ahead must not decide what rows are in before they are read.
        var scanner = new CsvScanner(head, dialect, RowDecoder.Of(source.Decoder.Name), new TextPosition(0, 1));
        CsvRecord? header = await scanner.ReadAsync(cancellationToken);
        if (CsvDialect.IsNamed(source.Head.Span)) { header = await scanner.ReadAsync(cancellationToken); }
        if (header?.Cells is not { } headers)
        {
            throw new FailedException(
                $"{input.Name}: the header cannot be read. {header?.Defect ?? "There is none."}");
        }

        if (headers.Any(name => name.Contains('\0', StringComparison.Ordinal)))
        {
            throw new FailedException($"{input.Name} is no text.");
        }

        List<string[]> sample = [];
        while (sample.Count < ColumnGuesser.SampleRowsMax
            && await scanner.ReadAsync(cancellationToken) is { } record)
        {
            if (record.Cells is { } cells && cells.Length == headers.Length) { sample.Add(cells); }
        }

        return new CsvRows(
            input, source, dialect,
            (new TableHead(input.Name, headers, sample), new TextPosition(header.End, header.NextLine)));
    }

    public void Describe(TextWriter output)
    {
        string encoding = _source.EncodingName.Length > 0 ? _source.EncodingName : _source.Decoder.Name;
        output.WriteLine(
            $"{_input.Name}: {Plan.Columns.Count} columns, separated by {_dialect.SeparatorName}, in {encoding}");
        Plan.Describe(output);
    }

    public async IAsyncEnumerable<ImportRow> ReadAsync(
        TextPosition? position, RowMessages messages, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TextPosition start = position ?? _first;
        await _source.SkipAsync(start.Offset, cancellationToken);
        var scanner = new CsvScanner(_source.Text, _dialect, _source.Decoder, start);
        var reader = new RowReader(Plan, _input.Defaults);
        while (await ReadNextAsync(scanner, cancellationToken) is { } record)
        {
            yield return Take(record, reader, messages);
        }
    }

    private async ValueTask<CsvRecord?> ReadNextAsync(CsvScanner scanner, CancellationToken cancellationToken)
    {
        try
        {
            return await scanner.ReadAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            throw new FailedException($"{_input.Name} cannot be read to its end; what was read is taken.", failure);
        }
    }

    private ImportRow Take(CsvRecord record, RowReader reader, RowMessages messages)
    {
        var row = new ImportRow(record.Line, new TextPosition(record.End, record.NextLine));
        if (record.Cells is not { } cells)
        {
            return row with { Text = record.Text, Defect = Malformed(record.Defect ?? "") };
        }

        if (_isGuarded) { cells = [.. cells.Select(SpreadsheetText.Unguarded)]; }
        row = row with { Cells = cells };
        int count = Plan.Columns.Count;
        if (cells.Length < count || cells.Skip(count).Any(cell => !string.IsNullOrWhiteSpace(cell)))
        {
            return row with
            {
                Defect = Malformed($"It has {cells.Length} values, and the header {count} columns."),
            };
        }

        if (reader.Read(cells, out Problem? defect) is not { } raw) { return row with { Defect = defect }; }
        RawObservation complete = messages.Complete(raw, out RowStamp? stamp);
        return row with
        {
            Observation = ObservationMessages.From(complete),
            IdentifierColumns = [.. reader.IdentifierColumns],
            ConsentColumns = [.. reader.ConsentColumns],
            Stamp = stamp,
        };
    }

    private static Problem Malformed(string detail) => new("", ImportRow.RowMalformed, detail);
}
