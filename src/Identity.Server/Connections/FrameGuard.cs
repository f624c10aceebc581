using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Identity.Server.Connections;

/// <summary>How many frames without any effect a connection may send within a period.</summary>
internal sealed record IdleFrameLimit(int FramesMax, TimeSpan Period);

/// <summary>
/// Reads along what arrives on an HTTP/2 connection and breaks the connection off when it sends frames that have no
/// effect, again and again: DATA, HEADERS and CONTINUATION without content that end nothing, PRIORITY, and types that
/// nobody knows. The server under it works through any number of those and has nothing to say against them; they do not
/// use up a window, and are not answered, so that nothing else slows their sender down. Frames that are answered, such
/// as PING, are not counted: their sender is held up by the answers.
/// </summary>
internal sealed class FrameGuard(ConnectionContext connection, IdleFrameLimit limit, TimeProvider time) : PipeReader
{
    private readonly PipeReader _input = connection.Transport.Input;
    private readonly FrameScanner _frames = new();
    private ReadOnlySequence<byte> _last;
    private long _seenAhead;
    private long _periodStarted = time.GetTimestamp();
    private int _idleFrames;

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        ValueTask<ReadResult> reading = _input.ReadAsync(cancellationToken);
        return reading.IsCompletedSuccessfully
            ? new ValueTask<ReadResult>(See(reading.GetAwaiter().GetResult()))
            : SeeLaterAsync(reading);
    }

    public override bool TryRead(out ReadResult result)
    {
        if (!_input.TryRead(out result)) { return false; }

        See(result);
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _seenAhead = _last.Slice(consumed).Length;
        _last = default;
        _input.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => _input.CancelPendingRead();

    public override void Complete(Exception? exception = null) => _input.Complete(exception);

    private async ValueTask<ReadResult> SeeLaterAsync(ValueTask<ReadResult> reading) =>
        See(await reading.ConfigureAwait(false));

    private ReadResult See(ReadResult result)
    {
        _last = result.Buffer;
        int idle = 0;
        foreach (ReadOnlyMemory<byte> part in result.Buffer.Slice(_seenAhead)) { idle += _frames.Scan(part.Span); }

        _seenAhead = result.Buffer.Length;
        if (idle > 0) { Count(idle); }
        return result;
    }

    private void Count(int idle)
    {
        if (time.GetElapsedTime(_periodStarted) > limit.Period)
        {
            _periodStarted = time.GetTimestamp();
            _idleFrames = 0;
        }

        _idleFrames += idle;
        if (_idleFrames <= limit.FramesMax) { return; }

        ConnectionAbortedException reason = new("The connection sent too many frames without any effect.");
        connection.Abort(reason);
        throw reason;
    }
}

/// <summary>A transport whose incoming side is watched.</summary>
internal sealed class GuardedTransport(PipeReader input, PipeWriter output) : IDuplexPipe
{
    public PipeReader Input { get; } = input;

    public PipeWriter Output { get; } = output;
}
