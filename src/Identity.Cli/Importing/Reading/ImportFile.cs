using Identity.Cli.Importing.Planning;
using Identity.Cli.Importing.Running;

namespace Identity.Cli.Importing.Reading;

/// <summary>How a file is to be read.</summary>
/// <param name="Name">The file as it was named.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Defaults">What holds where a row says nothing.</param>
/// <param name="Map">What was said about columns.</param>
/// <param name="Namespaces">The namespaces that a header can name.</param>
internal sealed record ImportInput(
    string Name, string Path, ImportDefaults Defaults, ColumnMap Map, IReadOnlySet<string> Namespaces)
{
    /// <summary>The encoding that was named; null to find it out.</summary>
    public string? Encoding { get; init; }
}

/// <summary>An open file with its rows. Read once.</summary>
internal sealed class ImportFile : IAsyncDisposable
{
    private ImportFile(ImportInput input, TextSource source, IRows rows, ColumnPlan? plan) =>
        (Input, Source, Rows, Plan) = (input, source, rows, plan);

    public ImportInput Input { get; }

    public TextSource Source { get; }

    public IRows Rows { get; }

    /// <summary>Null for JSON lines.</summary>
    public ColumnPlan? Plan { get; }

    /// <summary>Opens a file and finds out what it holds.</summary>
    /// <exception cref="WrongUseException">It does not exist, or its columns cannot be mapped.</exception>
    /// <exception cref="FailedException">It cannot be read as what it is.</exception>
    public static async Task<ImportFile> OpenAsync(ImportInput input, CancellationToken cancellationToken)
    {
        TextSource source = await TextSource.OpenAsync(input.Name, input.Path, input.Encoding, cancellationToken);
        try
        {
            switch (FirstSign(source.Head.Span))
            {
                case '{':
                    return new ImportFile(input, source, JsonLines.Open(input, source), null);
                case '[':
                    throw new FailedException(
                        $"{input.Name} is a JSON array. One observation to a line is read: jq -c '.[]' FILE > NEW");
                case null:
                    throw new FailedException($"{input.Name} is empty.");
                case var _ when input.Defaults.Source is null:
                    throw new WrongUseException(
                        $"{input.Name} is a table, and a table does not say where it comes from: "
                        + "name it with --source.");
                default:
                    CsvRows rows = await CsvRows.OpenAsync(input, source, cancellationToken);
                    return new ImportFile(input, source, rows, rows.Plan);
            }
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    // Null when there are only blanks.
    private static char? FirstSign(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> rest = head.TrimStart(" \t\r\n"u8);
        return rest.IsEmpty ? null : (char)rest[0];
    }
}
