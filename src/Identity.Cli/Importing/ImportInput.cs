using System.Buffers;
using System.IO.Pipelines;

namespace Identity.Cli.Importing;

/// <summary>How a file is to be read.</summary>
/// <param name="Name">The file as it was named.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Defaults">What holds where a row says nothing.</param>
/// <param name="Map">What was said about columns.</param>
/// <param name="Namespaces">The namespaces that a header can name.</param>
internal sealed record ImportInput(
    string Name, string Path, ImportDefaults Defaults, ColumnMap Map, IReadOnlySet<string> Namespaces);

/// <summary>An open file with its rows. Read once.</summary>
internal sealed class ImportFile : IAsyncDisposable
{
    // A byte order mark of UTF-8 counts as blank.
    private static readonly SearchValues<byte> Blanks =
        SearchValues.Create([(byte)' ', (byte)'\t', (byte)'\r', (byte)'\n', 0xEF, 0xBB, 0xBF]);

    private readonly FileStream _stream;
    private readonly PipeReader _pipe;

    private ImportFile(ImportInput input, FileStream stream, PipeReader pipe, IRows rows) =>
        (Input, _stream, _pipe, Rows) = (input, stream, pipe, rows);

    public ImportInput Input { get; }

    public IRows Rows { get; }

    /// <summary>The part of the file that was read, 0 to 1; null where nobody knows how long it is.</summary>
    public double? Fraction => _stream.CanSeek && _stream.Length > 0 ? (double)_stream.Position / _stream.Length : null;

    /// <summary>Opens a file and finds out what it holds.</summary>
    /// <exception cref="WrongUseException">It does not exist, or its columns cannot be mapped.</exception>
    /// <exception cref="FailedException">It cannot be read as what it is.</exception>
    public static async Task<ImportFile> OpenAsync(ImportInput input, CancellationToken cancellationToken)
    {
        FileStream stream = Open(input);
        PipeReader? pipe = null;
        try
        {
            pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 * 1024));
            IRows rows = await StartsAsync(pipe, cancellationToken) switch
            {
                '{' => new JsonLines(input, pipe),
                '[' => throw new FailedException(
                    $"{input.Name} is a JSON array. One observation to a line is read: jq -c '.[]' FILE > NEW"),
                null => throw new FailedException($"{input.Name} is empty."),
                _ when input.Defaults.Source is null => throw new WrongUseException(
                    $"{input.Name} is a table, and a table does not say where it comes from: name it with --source."),
                _ => await CsvRows.OpenAsync(input, pipe.AsStream(), cancellationToken),
            };
            return new ImportFile(input, stream, pipe, rows);
        }
        catch
        {
            if (pipe is not null) { await pipe.CompleteAsync(); }
            await stream.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _pipe.CompleteAsync();
        await _stream.DisposeAsync();
    }

    private static FileStream Open(ImportInput input)
    {
        try
        {
            return new FileStream(input.Path, new FileStreamOptions
            {
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                Options = FileOptions.SequentialScan,
            });
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new WrongUseException($"{input.Name} does not exist.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new WrongUseException($"{input.Name} cannot be read.");
        }
    }

    // The first character that is no blank, without taking it; null when there is none.
    private static async Task<char?> StartsAsync(PipeReader pipe, CancellationToken cancellationToken)
    {
        ReadResult read = await pipe.ReadAsync(cancellationToken);
        char? first = null;
        foreach (ReadOnlyMemory<byte> segment in read.Buffer)
        {
            int index = segment.Span.IndexOfAnyExcept(Blanks);
            if (index < 0) { continue; }
            first = (char)segment.Span[index];
            break;
        }

        pipe.AdvanceTo(read.Buffer.Start);
        return first;
    }
}
