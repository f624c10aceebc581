using Grpc.Core;
using Identity.Rpc.Wire;
using Microsoft.Extensions.Logging;

namespace Grpc.Net.Client;

/// <summary>Settings of a channel; read once, when it is made.</summary>
public sealed class GrpcChannelOptions
{
    /// <summary>How the channel is secured; follows from the address unless set.</summary>
    public ChannelCredentials? Credentials { get; set; }

    /// <summary>Bytes that a request message may have; null is no limit.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>Bytes that a response message may have, decompressed; 4 MiB unless set, null is no limit.</summary>
    public int? MaxReceiveMessageSize { get; set; } = GrpcNames.ReceiveSizeMaxDefault;

    /// <summary>Where the channel logs; nowhere unless set.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Sends the calls in place of a client of the channel's own. Not together with
    /// <see cref="HttpHandler"/>.</summary>
    public HttpClient? HttpClient { get; set; }

    /// <summary>Sends the calls in place of a handler of the channel's own. Not together with
    /// <see cref="HttpClient"/>.</summary>
    public HttpMessageHandler? HttpHandler { get; set; }

    /// <summary>Whether disposing the channel disposes what was given to it.</summary>
    public bool DisposeHttpClient { get; set; }

    /// <summary>Whether a call that is given up fails with <see cref="OperationCanceledException"/> in place of
    /// <see cref="RpcException"/>.</summary>
    public bool ThrowOperationCanceledOnCancellation { get; set; }

    /// <summary>Whether credentials of calls may travel over a connection that is not encrypted.</summary>
    public bool UnsafeUseInsecureChannelCallCredentials { get; set; }
}
