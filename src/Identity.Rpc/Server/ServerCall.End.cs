using Grpc.Core;
using Identity.Rpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Identity.Rpc.Server;

/// <summary>
/// The end of a call. The handler and the deadline may both want to send it, and a write may be under way while they
/// do: two bits decide, so that the end is sent once and never in the middle of a message.
/// </summary>
internal sealed partial class ServerCall
{
    private const int EndedBit = 1;
    private const int WritingBit = 2;
    private const int DeadlineBit = 4;

    // An error code of HTTP/2.
    private const int InternalError = 2;

    private int _state;
    private TaskCompletionSource? _writeDone;

    /// <summary>Sends the end of the call, unless the deadline has; returns when it is sent either way.</summary>
    public ValueTask EndAsync(Status status, Metadata? moreTrailers)
    {
        int before = Interlocked.Or(ref _state, EndedBit);
        if (before != 0 || _deadline is not null)
        {
            return EndAfterOthersAsync(status, moreTrailers, mine: (before & EndedBit) == 0);
        }

        // The usual call has nobody to wait for.
        SetEnd(status, moreTrailers);
        _requests?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Breaks the stream off: part of a message is out and the rest cannot follow.</summary>
    public void Break()
    {
        TryEnd();
        Release();
        Reset(InternalError);
    }

    private async ValueTask EndAfterOthersAsync(Status status, Metadata? moreTrailers, bool mine)
    {
        if (mine)
        {
            _deadline?.Stop();
            await WriteDoneAsync().ConfigureAwait(false);
            SetEnd(status, moreTrailers);
        }
        else if (_deadline is not null)
        {
            await _deadline.Ended.ConfigureAwait(false);
        }

        Release();
    }

    private void Release()
    {
        _deadline?.Dispose();
        _requests?.Dispose();
    }

    private async Task EndOnDeadlineAsync()
    {
        // From here to the cancellation nothing may take time: a handler that sees the first waits for the second.
        if ((Interlocked.Or(ref _state, EndedBit | DeadlineBit) & EndedBit) != 0) { return; }

        Task cancelling = _deadline?.CancelAsync() ?? Task.CompletedTask;
        _settings.Runtime.Logger.DeadlinePassed(_settings.Path);
        try
        {
            await cancelling.ConfigureAwait(false);
            await WriteDoneAsync().ConfigureAwait(false);
            SetEnd(new Status(StatusCode.DeadlineExceeded, "The deadline passed."), null);

            // The server resets the stream with NO_ERROR if the caller is still sending. CANCEL would say more clearly
            // that sending is in vain, but clients drop a status that came just before it.
            await Http.Response.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or AggregateException)
        {
            _settings.Runtime.Logger.EndNotSent(_settings.Path, exception);
        }
    }

    private void SetEnd(Status status, Metadata? moreTrailers)
    {
        HttpResponse response = Http.Response;
        IHeaderDictionary? trailers = _bodyBegun || response.HasStarted
            ? Http.Features.Get<IHttpResponseTrailersFeature>()?.Trailers
            : response.Headers;
        if (trailers is null || trailers.IsReadOnly) { return; }

        if (!_bodyBegun && _compresses) { response.Headers.Remove(GrpcNames.Encoding); }
        if (_responseTrailers is not null) { RequestMetadata.Write(_responseTrailers, trailers); }
        if (moreTrailers is not null) { RequestMetadata.Write(moreTrailers, trailers); }

        StatusHeaders.Set(trailers, status);
        _settings.Runtime.Logger.CallEnded(_settings.Path, status.StatusCode);
    }

    // After its end a call must leave the HTTP request alone: the server reuses it for another call.
    private void ThrowIfEnded()
    {
        if ((Volatile.Read(ref _state) & EndedBit) != 0) { throw Ended(); }
    }

    private Exception Ended()
    {
        if (_deadline is null || (Volatile.Read(ref _state) & DeadlineBit) == 0)
        {
            return new InvalidOperationException("The call has ended.");
        }

        // Whoever catches this looks at the token to tell it from a failure.
        SpinWait wait = default;
        while (!_deadline.Token.IsCancellationRequested) { wait.SpinOnce(); }

        return new OperationCanceledException(_deadline.Token);
    }

    private bool TryEnd() => (Interlocked.Or(ref _state, EndedBit) & EndedBit) == 0;

    private bool TryBeginWrite()
    {
        int before = Interlocked.CompareExchange(ref _state, WritingBit, 0);
        return (before & WritingBit) == 0
            ? before == 0
            : throw new InvalidOperationException("The previous write has not ended; wait for it.");
    }

    private void EndWrite()
    {
        Interlocked.And(ref _state, ~WritingBit);
        Volatile.Read(ref _writeDone)?.TrySetResult();
    }

    // Only after TryEnd, so that no further write can begin.
    private async ValueTask WriteDoneAsync()
    {
        if ((Volatile.Read(ref _state) & WritingBit) == 0) { return; }

        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _writeDone, done);
        Interlocked.MemoryBarrier();
        if ((Volatile.Read(ref _state) & WritingBit) != 0) { await done.Task.ConfigureAwait(false); }
    }

    private void Reset(int errorCode)
    {
        if (Http.Features.Get<IHttpResetFeature>() is { } feature)
        {
            feature.Reset(errorCode);
        }
        else
        {
            Http.Abort();
        }
    }
}
