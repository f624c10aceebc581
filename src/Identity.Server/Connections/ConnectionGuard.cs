using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Identity.Server.Connections;

/// <summary>
/// Stands in front of every connection: how many there may be from one address on all ports together; and for those of
/// HTTP/2, how old one may get, and frames that only cost us work. Safe for many threads.
/// </summary>
internal sealed class ConnectionGuard(ConnectionLimits limits, TimeProvider time)
{
    // So that connections that began together, after a restart, do not end together.
    private const double AgeSpread = 0.1;

    private readonly AddressCount _addresses = new(limits.PerAddressMax);

    /// <summary>Guards one connection of HTTP/2, which is gone when this returns.</summary>
    public Task RunHttp2Async(ConnectionContext connection, ConnectionDelegate next) =>
        CountAsync(connection, guarded => GuardFramesAsync(guarded, next));

    /// <summary>Lets one connection be, of whatever protocol, unless its address has as many as it may have.</summary>
    public async Task CountAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        AddressBlock block = AddressBlock.Of(connection.RemoteEndPoint);
        if (!_addresses.TryEnter(block))
        {
            connection.Abort(new ConnectionAbortedException("The address has too many connections."));
            return;
        }

        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            _addresses.Leave(block);
        }
    }

    private async Task GuardFramesAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        connection.Transport = new GuardedTransport(
            new FrameGuard(connection, limits.IdleFrames, time), connection.Transport.Output);
        using ITimer? age = StartAging(connection);
        await next(connection).ConfigureAwait(false);
    }

    // GOAWAY lets calls under way end; the caller makes a new connection, through whatever balances the load.
    private ITimer? StartAging(ConnectionContext connection)
    {
        if (limits.AgeMax is not { } ageMax) { return null; }

        double factor = 1 + (AgeSpread * ((2 * Random.Shared.NextDouble()) - 1));
        return time.CreateTimer(
            static state => ((IConnectionLifetimeNotificationFeature?)state)?.RequestClose(),
            connection.Features.Get<IConnectionLifetimeNotificationFeature>(),
            ageMax * factor,
            Timeout.InfiniteTimeSpan);
    }
}

/// <summary>What one connection, and one address, may cost.</summary>
/// <param name="PerAddressMax">Connections at a time from one IPv4 address, or one IPv6 network of 64 bits.</param>
/// <param name="AgeMax">After this, give or take a tenth, a connection takes no more calls; null is never.</param>
/// <param name="IdleFrames">How many frames without any effect a connection may send.</param>
internal sealed record ConnectionLimits(int PerAddressMax, TimeSpan? AgeMax, IdleFrameLimit IdleFrames);
