using System.Runtime.CompilerServices;
using System.Text.Unicode;
using CsvHelper;
using Identity.Core.Observations;

namespace Identity.Cli.Importing;

/// <summary>
/// A table: a header, then a row for each observation; separated by comma, semicolon or tab, which is found out; in
/// UTF-8, or in UTF-16 with a byte order mark.
/// </summary>
internal sealed class CsvRows : IRows
{
    // Far above the 64 KiB of an observation: a row that is longer is a quote that was never closed.
    private const int RowBytesMax = 1024 * 1024;

    private readonly string _file;
    private readonly CsvReader _reader;
    private readonly ColumnPlan _plan;
    private readonly RowReader _rows;
    private readonly Defects _defects;

    private CsvRows(string file, CsvReader reader, Defects defects, (ColumnPlan Plan, RowReader Rows) columns)
    {
        (_file, _reader, _defects) = (file, reader, defects);
        (_plan, _rows) = columns;
    }

    /// <summary>Reads the header.</summary>
    /// <exception cref="FailedException">The file is empty, or its header cannot be read.</exception>
    /// <exception cref="WrongUseException">The columns cannot be mapped.</exception>
    public static async Task<CsvRows> OpenAsync(
        ImportInput input, Stream stream, CancellationToken cancellationToken)
    {
        var defects = new Defects();
        CsvReader reader = CsvReader.Create(stream, new CsvReaderOptions
        {
            MaxRecordSize = RowBytesMax,
            IncludeValuesInExceptions = false,
            TrackLineNumbers = true,
            OnMalformedRecord = record => defects.Last = record.Reason,
        });
        try
        {
            await reader.ReadHeaderAsync(cancellationToken);
        }
        catch (CsvFormatException failure)
        {
            throw new FailedException($"{input.Name}: the header cannot be read; is a quote left open?", failure);
        }

        IReadOnlyList<string> headers = reader.Headers ?? [];
        if (headers.Count == 0) { throw new FailedException($"{input.Name} is empty: it has not even a header."); }
        if (defects.Last is not null)
        {
            throw new FailedException($"{input.Name}: the quotes in the header are broken.");
        }

        if (headers.Any(header => header.Contains('\0', StringComparison.Ordinal)))
        {
            throw new FailedException($"{input.Name} is no UTF-8 text. {Encodings.Advice}");
        }

        ColumnPlan plan = ColumnPlan.Make(input.Name, headers, input.Map, input.Namespaces);
        return new CsvRows(input.Name, reader, defects, (plan, new RowReader(plan, input.Defaults)));
    }

    public void Describe(TextWriter output)
    {
        string separator = _reader.Separator switch
        {
            ',' => "comma",
            ';' => "semicolon",
            '\t' => "tab",
            var other => $"'{other}'",
        };
        output.WriteLine($"{_file}: {_plan.Targets.Count} columns, separated by {separator}");
        _plan.Describe(output);
    }

    public async IAsyncEnumerable<ImportRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await ReadNextAsync(cancellationToken)) { yield return Take(); }
    }

    private async ValueTask<bool> ReadNextAsync(CancellationToken cancellationToken)
    {
        _defects.Last = null;
        try
        {
            return await _reader.ReadAsync(cancellationToken);
        }
        catch (CsvFormatException failure)
        {
            throw new FailedException(
                $"{_file}, line {failure.LineNumber}: a row of more than {RowBytesMax / 1024} KiB; "
                + "is a quote left open?",
                failure);
        }
    }

    private ImportRow Take()
    {
        long line = _reader.LineNumber;
        if (_defects.Last == CsvMalformedReason.UnterminatedQuote)
        {
            throw new FailedException(
                $"{_file}, line {line}: a quote is opened and never closed, so everything after it cannot be read.");
        }

        if (!Utf8.IsValid(_reader.RawRecord))
        {
            throw new FailedException($"{_file}, line {line}: this is no UTF-8 text. {Encodings.Advice}");
        }

        if (_defects.Last is not null)
        {
            return Rejected(
                line, "The quotes are broken: a quote inside of a value is written twice, and the value in quotes.");
        }

        if (_reader.FieldCount != _plan.Targets.Count)
        {
            return Rejected(line, $"It has {_reader.FieldCount} values, and the header {_plan.Targets.Count} columns.");
        }

        string[] cells = new string[_reader.FieldCount];
        for (int index = 0; index < cells.Length; index++) { cells[index] = _reader.GetString(index); }
        RawObservation? raw = _rows.Read(cells, out Problem? defect);
        return new ImportRow(line, raw is null ? null : ObservationMessages.From(raw), defect);
    }

    private static ImportRow Rejected(long line, string detail) =>
        new(line, null, new Problem("", ImportRow.RowMalformed, detail));

    // What the reader found wrong with the record that it reads; it tells before it hands the record out.
    private sealed class Defects
    {
        public CsvMalformedReason? Last { get; set; }
    }
}
