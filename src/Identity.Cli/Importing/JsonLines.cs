using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using Identity.Core.Observations;

namespace Identity.Cli.Importing;

/// <summary>Observations as JSON, one to a line, in UTF-8. Lines keep their own source, level and message id.</summary>
internal sealed class JsonLines(ImportInput input, PipeReader pipe) : IRows
{
    // An observation has at most 64 KiB as a message; as JSON, with everything escaped, several times that.
    private const int LineBytesMax = 1024 * 1024;

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    public void Describe(TextWriter output) => output.WriteLine($"{input.Name}: JSON lines");

    public async IAsyncEnumerable<ImportRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long line = 0;
        bool more = true;
        while (more)
        {
            ReadResult read = await pipe.ReadAsync(cancellationToken);
            ReadOnlySequence<byte> rest = read.Buffer;
            while (TakeLine(ref rest, read.IsCompleted, out ReadOnlySequence<byte> text))
            {
                line++;
                if (Read(text, line) is { } row) { yield return row; }
            }

            if (rest.Length > LineBytesMax)
            {
                throw new FailedException(
                    $"{input.Name}, line {line + 1}: a line of more than {LineBytesMax / 1024} KiB. "
                    + "Is there one observation to a line?");
            }

            more = !read.IsCompleted;
            pipe.AdvanceTo(rest.Start, rest.End);
        }
    }

    // The last line may end without a line break.
    private static bool TakeLine(ref ReadOnlySequence<byte> rest, bool isLast, out ReadOnlySequence<byte> line)
    {
        SequencePosition? end = rest.PositionOf((byte)'\n');
        if (end is { } position)
        {
            line = rest.Slice(0, position);
            rest = rest.Slice(rest.GetPosition(1, position));
            return true;
        }

        line = rest;
        if (!isLast || rest.IsEmpty) { return false; }
        rest = rest.Slice(rest.End);
        return true;
    }

    private ImportRow? Read(ReadOnlySequence<byte> sequence, long line)
    {
        ReadOnlySpan<byte> bytes = sequence.IsSingleSegment ? sequence.FirstSpan : sequence.ToArray();
        if (line == 1 && bytes.StartsWith(ByteOrderMark)) { bytes = bytes[ByteOrderMark.Length..]; }
        if (!Utf8.IsValid(bytes))
        {
            throw new FailedException($"{input.Name}, line {line}: this is no UTF-8 text. {Encodings.Advice}");
        }

        string text = Encoding.UTF8.GetString(bytes).Trim();
        if (text.Length == 0) { return null; }
        try
        {
            return new ImportRow(line, ObservationMessages.From(Complete(ObservationText.Parse(text))), null);
        }
        catch (FormatException failure)
        {
            return new ImportRow(line, null, new Problem("", ImportRow.RowMalformed, failure.Message));
        }
    }

    private RawObservation Complete(RawObservation raw) => MessageIds.Complete(raw with
    {
        Source = raw.Source.Length > 0 ? raw.Source : input.Defaults.Source ?? "",
        Level = raw.Level != 0 ? raw.Level : input.Defaults.Level,
    });
}
