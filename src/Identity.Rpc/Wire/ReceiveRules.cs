using Grpc.Core;

namespace Identity.Rpc.Wire;

/// <summary>What messages that are received may cost. Immutable.</summary>
/// <param name="SizeMax">Bytes that one may have, decompressed; null is no limit.</param>
/// <param name="Streams">Whether there may be any number of them, over any time.</param>
/// <param name="Watch">How waiting for them is bounded; null is not at all, as in a client.</param>
internal sealed record ReceiveRules(int? SizeMax, bool Streams, ReceiveWatch? Watch);

/// <summary>What bounds waiting for messages. Shared by all calls of a server.</summary>
internal sealed record ReceiveWatch(StreamLimits Limits, ReceiveBudget Budget, TimeProvider Time);

/// <summary>How long a caller may take to send.</summary>
/// <param name="BetweenMessages">Silence on a stream while the sender owes nothing.</param>
/// <param name="WithinMessage">Silence after a message has begun, which holds memory here; on every call.</param>
/// <param name="Total">A stream as a whole. It ends between two messages.</param>
internal sealed record StreamLimits(TimeSpan BetweenMessages, TimeSpan WithinMessage, TimeSpan Total)
{
    // Clients that keep a stream open for long send something now and then, or open it again after UNAVAILABLE.
    public static StreamLimits Default { get; } =
        new(TimeSpan.FromMinutes(30), TimeSpan.FromSeconds(30), TimeSpan.FromHours(12));
}

/// <summary>
/// The memory that messages may hold that have begun and are not there completely, for all calls of a server together.
/// Without it, one connection could hold the largest message on each of its streams. Safe for many threads.
/// </summary>
internal sealed class ReceiveBudget(long bytesMax)
{
    /// <summary>64 of the largest messages at a time, unless they may be larger than usual.</summary>
    public const long BytesMaxDefault = 64L * GrpcNames.ReceiveSizeMaxDefault;

    private long _held;

    /// <summary>Bytes that are reserved now.</summary>
    public long Held => Volatile.Read(ref _held);

    /// <exception cref="RpcException">There is no room: <c>RESOURCE_EXHAUSTED</c>; nothing is reserved.</exception>
    public void Reserve(long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) <= bytesMax) { return; }

        Release(bytes);
        throw new RpcException(new Status(
            StatusCode.ResourceExhausted, "Too many messages are being received at once; send this one again later."));
    }

    public void Release(long bytes) => Interlocked.Add(ref _held, -bytes);
}
