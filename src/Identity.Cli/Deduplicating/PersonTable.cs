using System.Runtime.CompilerServices;
using Identity.Cli.Columns;
using Identity.Cli.Importing.Reading;

namespace Identity.Cli.Deduplicating;

/// <summary>A table of persons that is compared: its header, its fields, its rows. Read once.</summary>
internal sealed class PersonTable : IAsyncDisposable
{
    private readonly TextSource _source;
    private readonly CsvDialect _dialect;
    private readonly TextPosition _first;

    private PersonTable(
        string name, TextSource source, CsvDialect dialect,
            (string[] Headers, List<string[]> Sample, TextPosition First) table)
    {
        (Name, _source, _dialect) = (name, source, dialect);
        (Headers, Sample, _first) = table;
    }

    /// <summary>The file as it was named.</summary>
    public string Name { get; }

    public string[] Headers { get; }

    public IReadOnlyList<string[]> Sample { get; }

    /// <summary>The part of the file that was read, 0 to 1; null where nobody knows.</summary>
    public double? Fraction => _source.Fraction;

    /// <exception cref="WrongUseException">It does not exist, or is in an unknown encoding.</exception>
    /// <exception cref="FailedException">It is no table.</exception>
    public static async Task<PersonTable> OpenAsync(
        string name, string path, CancellationToken cancellationToken)
    {
        TextSource source = await TextSource.OpenAsync(name, path, encoding: null, cancellationToken);
        try
        {
            return await OpenAsync(name, source, cancellationToken);
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    /// <summary>Where a column is; -1 when there is none of this name.</summary>
    public int Find(string header) => Array.IndexOf(Headers, header);

    /// <summary>The rows with as many values as the header; of others only their line and what is wrong.</summary>
    public async IAsyncEnumerable<(long Line, string[]? Cells, string Defect)> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _source.SkipAsync(_first.Offset, cancellationToken);
        var scanner = new CsvScanner(_source.Text, _dialect, _source.Decoder, _first);
        while (await NextAsync(scanner, cancellationToken) is { } record)
        {
            if (record.Cells is not { } cells) { yield return (record.Line, null, record.Defect ?? ""); }
            else if (cells.Length != Headers.Length)
            {
                yield return (
                    record.Line, null, $"It has {cells.Length} values, and the header {Headers.Length} columns.");
            }
            else { yield return (record.Line, cells, ""); }
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static async Task<PersonTable> OpenAsync(
        string name, TextSource source, CancellationToken cancellationToken)
    {
        if (source.Head.Span.TrimStart(" \t\r\n"u8).IsEmpty) { throw new FailedException($"{name} is empty."); }
        CsvDialect dialect = CsvDialect.Detect(source.Head);
        using var head = new MemoryStream(source.Head.ToArray());
        var scanner = new CsvScanner(head, dialect, RowDecoder.Of(source.Decoder.Name), new TextPosition(0, 1));
        CsvRecord? header = await scanner.ReadAsync(cancellationToken);
        if (CsvDialect.IsNamed(source.Head.Span)) { header = await scanner.ReadAsync(cancellationToken); }
        if (header?.Cells is not { } headers || headers.Any(cell => cell.Contains('\0', StringComparison.Ordinal)))
        {
            throw new FailedException($"{name}: the header cannot be read. {header?.Defect ?? "It is no table."}");
        }

        headers = [.. headers.Select(cell => cell.Trim())];
        if (headers.Where(cell => cell.Length > 0).CountBy(cell => cell).FirstOrDefault(entry => entry.Value > 1)
            is { Value: > 1, Key: var twice })
        {
            throw new FailedException($"{name}: the header names the column {twice} twice. Rename one of them.");
        }

        List<string[]> sample = [];
        while (sample.Count < ColumnGuesser.SampleRowsMax && await scanner.ReadAsync(cancellationToken) is { } record)
        {
            if (record.Cells is { } cells && cells.Length == headers.Length) { sample.Add(cells); }
        }

        return new PersonTable(name, source, dialect, (headers, sample, new TextPosition(header.End, header.NextLine)));
    }

    private async ValueTask<CsvRecord?> NextAsync(CsvScanner scanner, CancellationToken cancellationToken)
    {
        try
        {
            return await scanner.ReadAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            throw new FailedException($"{Name} cannot be read to its end.", failure);
        }
    }
}
