using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace Identity.Rpc.Wire;

/// <summary>What messages that are received may cost. Immutable.</summary>
/// <param name="SizeMax">Bytes that one may have, decompressed; null is no limit.</param>
/// <param name="Streams">Whether there may be any number of them, over any time.</param>
/// <param name="Watch">How waiting for them is bounded; null is not at all, as in a client.</param>
internal sealed record ReceiveRules(int? SizeMax, bool Streams, ReceiveWatch? Watch)
{
    /// <summary>What they are, so that they can be weighed; null for what is no protobuf, and in a client.</summary>
    public MessageDescriptor? Type { get; init; }
}

/// <summary>What bounds waiting for messages, and what is made of them. Shared by all calls of a server.</summary>
internal sealed record ReceiveWatch(StreamLimits Limits, ReceiveBudget Budget, TimeProvider Time)
{
    /// <summary>From this length on a message is weighed: whatever is shorter cannot become much.</summary>
    public const int WeighedMin = 4_096;

    /// <summary>What one message may become. A call with as many observations as it may hold stays far below it.
    /// </summary>
    public const long WeightMax = 128L << 20;

    /// <summary>The memory that the messages may hold that calls under way were made with.</summary>
    public ReceiveBudget Weights { get; } = new(4 * WeightMax);
}

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
/// The memory that messages may hold, for all calls of a server together: those that have begun and are not there
/// completely, or what whole ones have become. Without it, one connection could hold the largest message on each of its
/// streams. Safe for many threads.
/// </summary>
internal sealed class ReceiveBudget(long bytesMax)
{
    /// <summary>64 of the largest messages at a time, unless they may be larger than usual.</summary>
    public const long BytesMaxDefault = 64L * GrpcNames.ReceiveSizeMaxDefault;

    // Calls take milliseconds, so a second later there is room.
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private long _held;

    /// <summary>Bytes that are reserved now.</summary>
    public long Held => Volatile.Read(ref _held);

    /// <exception cref="RpcException">There is no room: <c>RESOURCE_EXHAUSTED</c>; nothing is reserved.</exception>
    public void Reserve(long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) <= bytesMax) { return; }

        Release(bytes);
        var status = new Google.Rpc.Status
        {
            Code = (int)StatusCode.ResourceExhausted,
            Message = "Too many messages are being received at once; send this one again later.",
        };
        status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(RetryAfter) }));
        throw status.ToRpcException();
    }

    public void Release(long bytes) => Interlocked.Add(ref _held, -bytes);
}
