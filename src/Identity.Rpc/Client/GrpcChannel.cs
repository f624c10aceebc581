using System.Globalization;
using Grpc.Core;
using Identity.Rpc.Client;

namespace Grpc.Net.Client;

/// <summary>
/// A way to one service address. Opens connections when calls need them and shares them; make one and keep it. Safe for
/// many threads.
/// </summary>
public sealed class GrpcChannel : ChannelBase, IDisposable
{
    private readonly ChannelCore _core;

    private GrpcChannel(Uri address, GrpcChannelOptions options)
        : base(string.Create(CultureInfo.InvariantCulture, $"{address.Host}:{address.Port}")) =>
        _core = new ChannelCore(address, options);

    /// <summary>A channel with default settings.</summary>
    /// <param name="address">Such as <c>http://127.0.0.1:5001</c>; <c>http</c> speaks HTTP/2 without TLS.</param>
    public static GrpcChannel ForAddress(string address) => ForAddress(address, new GrpcChannelOptions());

    /// <summary>A channel with settings.</summary>
    public static GrpcChannel ForAddress(string address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        return ForAddress(new Uri(address, UriKind.Absolute), channelOptions);
    }

    /// <summary>A channel with default settings.</summary>
    public static GrpcChannel ForAddress(Uri address) => ForAddress(address, new GrpcChannelOptions());

    /// <summary>A channel with settings.</summary>
    /// <exception cref="ArgumentException">The address is neither <c>http</c> nor <c>https</c>, or the settings
    /// contradict each other or it.</exception>
    public static GrpcChannel ForAddress(Uri address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(channelOptions);
        return new GrpcChannel(address, channelOptions);
    }

    /// <inheritdoc />
    public override CallInvoker CreateCallInvoker() => new HttpCallInvoker(_core);

    /// <summary>Closes the connections; calls under way fail with <see cref="StatusCode.Cancelled"/>.</summary>
    public void Dispose() => _core.Dispose();

    /// <inheritdoc />
    protected override Task ShutdownAsyncCore()
    {
        Dispose();
        return Task.CompletedTask;
    }
}
