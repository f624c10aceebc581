using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace Identity.Web.Connect;

/// <summary>
/// The memory that all requests together may hold for what they sent: their bodies while they arrive, and then the
/// messages that were made of them, until the calls end. Without it as many bodies could be held as there are
/// connections. Safe for many threads.
/// </summary>
internal sealed class BodyBudget(long bytesMax)
{
    /// <summary>As much as gRPC lets messages hold that are being received.</summary>
    public const long BytesMaxDefault = 256L << 20;

    // Calls take milliseconds, so a second later there is room.
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private long _held;

    /// <summary>Bytes that are held now.</summary>
    public long Held => Volatile.Read(ref _held);

    /// <summary>The most that one request may hold: half, so that none is alone with everything.</summary>
    public long ShareMax => bytesMax / 2;

    public void Take(long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) <= bytesMax) { return; }
        Release(bytes);
        throw Full();
    }

    public void Release(long bytes) => Interlocked.Add(ref _held, -bytes);

    private static RpcException Full()
    {
        var status = new Google.Rpc.Status
        {
            Code = (int)StatusCode.ResourceExhausted,
            Message = "Too many requests are being received at once; send this one again later.",
        };
        status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(RetryAfter) }));
        return status.ToRpcException();
    }
}

/// <summary>What one request holds of a <see cref="BodyBudget"/>; disposing of it gives all of it back. Not for two
/// threads at a time.</summary>
internal sealed class BodyShare(BodyBudget budget) : IDisposable
{
    private long _taken;

    /// <exception cref="RpcException">There is no room: <c>RESOURCE_EXHAUSTED</c>.</exception>
    public void Take(long bytes)
    {
        if (_taken + bytes > budget.ShareMax)
        {
            throw new RpcException(new Grpc.Core.Status(
                StatusCode.ResourceExhausted, "The request has too many parts; send it as several."));
        }

        budget.Take(bytes);
        _taken += bytes;
    }

    public void Release(long bytes)
    {
        budget.Release(bytes);
        _taken -= bytes;
    }

    public void Dispose() => Release(_taken);
}
