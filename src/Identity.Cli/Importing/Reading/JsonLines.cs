using System.Runtime.CompilerServices;
using Identity.Cli.Importing.Running;
using Identity.Core.Observations;

namespace Identity.Cli.Importing.Reading;

/// <summary>Observations as JSON, one to a line. Lines keep their own source, level and message id.</summary>
internal sealed class JsonLines : IRows
{
    private readonly ImportInput _input;
    private readonly TextSource _source;

    private JsonLines(ImportInput input, TextSource source) => (_input, _source) = (input, source);

    /// <exception cref="FailedException">It is JSON over several lines.</exception>
    public static JsonLines Open(ImportInput input, TextSource source)
    {
        ReadOnlySpan<byte> head = source.Head.Span.TrimStart(" \t\r\n"u8);
        int end = head.IndexOf((byte)'\n');
        if (end >= 0 && head[..end].TrimEnd(" \t\r"u8) is [(byte)'{'])
        {
            throw new FailedException(
                $"{input.Name} is JSON over several lines. One observation to a line is read: jq -c . FILE > NEW");
        }

        return new JsonLines(input, source);
    }

    public void Describe(TextWriter output) => output.WriteLine($"{_input.Name}: JSON lines");

    public async IAsyncEnumerable<ImportRow> ReadAsync(
        TextPosition? position, RowMessages messages, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TextPosition start = position ?? new TextPosition(0, 1);
        await _source.SkipAsync(start.Offset, cancellationToken);
        var scanner = new LineScanner(_source.Text, _source.Decoder, start);
        while (await ReadNextAsync(scanner, cancellationToken) is { } line)
        {
            if (line.Text is null || line.Text.AsSpan().Trim().Length > 0) { yield return Read(line, messages); }
        }
    }

    private async ValueTask<TextLine?> ReadNextAsync(LineScanner scanner, CancellationToken cancellationToken)
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

    private ImportRow Read(TextLine line, RowMessages messages)
    {
        var row = new ImportRow(line.Line, new TextPosition(line.End, line.Line + 1)) { Text = line.Text ?? "" };
        if (line.Text is null) { return row with { Defect = Malformed(line.Defect ?? "") }; }
        try
        {
            RawObservation raw = Complete(ObservationText.Parse(line.Text.Trim()));
            RawObservation complete = messages.Complete(raw, out RowStamp? stamp);
            return row with { Observation = ObservationMessages.From(complete), Stamp = stamp };
        }
        catch (FormatException failure)
        {
            return row with { Defect = Malformed(failure.Message) };
        }
    }

    private RawObservation Complete(RawObservation raw) => raw with
    {
        Source = raw.Source.Length > 0 ? raw.Source : _input.Defaults.Source ?? "",
        Level = raw.Level != 0 ? raw.Level : _input.Defaults.Level,
    };

    private static Problem Malformed(string detail) => new("", ImportRow.RowMalformed, detail);
}
