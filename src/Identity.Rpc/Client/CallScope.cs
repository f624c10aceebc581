using System.Net.Sockets;
using Grpc.Core;
using Identity.Rpc.Wire;

namespace Identity.Rpc.Client;

/// <summary>What can end a call from this side: deadline, tokens, channel; and what an exception means.</summary>
internal sealed class CallScope : IDisposable
{
    private readonly ChannelCore _channel;
    private readonly CancellationTokenSource _cancellation;
    private readonly DateTimeOffset? _deadline;
    private readonly DeadlineTimer? _timer;
    private readonly CancellationTokenRegistration _caller;
    private readonly CancellationTokenRegistration _parent;
    private readonly CancellationTokenRegistration _closing;
    private bool _deadlinePassed;

    public CallScope(ChannelCore channel, CallOptions options, CancellationTokenSource cancellation)
    {
        _channel = channel;
        _cancellation = cancellation;
        _caller = Cancel(options.CancellationToken);
        _closing = Cancel(channel.Closing);
        _parent = Cancel(options.PropagationToken?.ParentCancellation ?? CancellationToken.None);
        _deadline = Earlier(options.Deadline, options.PropagationToken?.ParentDeadline);
        if (_deadline is { } deadline)
        {
            _timer = new DeadlineTimer(channel.Time, deadline, PassDeadline);
            _timer.Start();
        }
    }

    /// <summary>Whether the call ended by its deadline or because the caller gave it up.</summary>
    public bool EndedByCaller => Volatile.Read(ref _deadlinePassed) || _cancellation.IsCancellationRequested;

    /// <summary>Time until the deadline, at least zero; null when there is none.</summary>
    public TimeSpan? TimeLeft()
    {
        if (_deadline is not { } deadline) { return null; }

        TimeSpan left = deadline - _channel.Time.GetUtcNow();
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    public Status StatusOf(Exception exception)
    {
        if (exception is RpcException violation) { return violation.Status; }
        if (Volatile.Read(ref _deadlinePassed) || TimeLeft() == TimeSpan.Zero)
        {
            return new Status(StatusCode.DeadlineExceeded, "The deadline passed.", exception);
        }

        if (_cancellation.IsCancellationRequested)
        {
            return new Status(StatusCode.Cancelled, "The call was given up.", exception);
        }

        return TransportFailure.StatusOf(exception);
    }

    public void Dispose()
    {
        _timer?.Dispose();

        // Not waiting for a callback under way: it may be the one that ends the call.
        _caller.Unregister();
        _parent.Unregister();
        _closing.Unregister();
    }

    private static DateTimeOffset? Earlier(DateTime? own, DateTime? parent)
    {
        DateTime? earlier = own is null || parent < own ? parent : own;

        // An unspecified kind counts as UTC; the largest value means that there is no deadline.
        return earlier is null || earlier == DateTime.MaxValue
            ? null
            : new DateTimeOffset(earlier.Value.Kind == DateTimeKind.Local
                ? earlier.Value.ToUniversalTime()
                : DateTime.SpecifyKind(earlier.Value, DateTimeKind.Utc));
    }

    private CancellationTokenRegistration Cancel(CancellationToken token) =>
        token.UnsafeRegister(static state => ((CancellationTokenSource?)state)?.Cancel(), _cancellation);

    private void PassDeadline()
    {
        Volatile.Write(ref _deadlinePassed, true);
        _cancellation.Cancel();
    }
}

/// <summary>What a failure of the connection means for a call.</summary>
internal static class TransportFailure
{
    public static Status StatusOf(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case HttpProtocolException protocol:
                    return new Status(CodeOf(protocol.ErrorCode), "The server reset the stream.", exception);
                case SocketException:
                    return new Status(StatusCode.Unavailable, "The server cannot be reached.", exception);
            }
        }

        return exception is HttpRequestException or IOException
            ? new Status(StatusCode.Unavailable, "The connection failed.", exception)
            : new Status(StatusCode.Internal, "The call could not be made.", exception);
    }

    // The table of the protocol for the error codes of HTTP/2.
    private static StatusCode CodeOf(long errorCode) => errorCode switch
    {
        7 => StatusCode.Unavailable, // REFUSED_STREAM
        8 => StatusCode.Cancelled, // CANCEL
        11 => StatusCode.ResourceExhausted, // ENHANCE_YOUR_CALM
        12 => StatusCode.PermissionDenied, // INADEQUATE_SECURITY
        _ => StatusCode.Internal,
    };
}
