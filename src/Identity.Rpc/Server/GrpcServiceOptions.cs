using System.IO.Compression;
using Identity.Rpc.Wire;

namespace Grpc.AspNetCore.Server;

/// <summary>Settings for all services, or for one.</summary>
public class GrpcServiceOptions
{
    private int? _maxReceiveMessageSize;

    /// <summary>Bytes that a request message may have, decompressed; 4 MiB unless set, null is no limit. More ends the
    /// call with <c>RESOURCE_EXHAUSTED</c>.</summary>
    public int? MaxReceiveMessageSize
    {
        get => _maxReceiveMessageSize;
        set
        {
            _maxReceiveMessageSize = value;
            MaxReceiveMessageSizeSet = true;
        }
    }

    /// <summary>Bytes that a response message may have before compression; null is no limit.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>Whether the status of a handler that failed names the type of the exception. Its message is never
    /// sent: it can hold personal data.</summary>
    public bool? EnableDetailedErrors { get; set; }

    /// <summary><c>gzip</c>, or null for none. Used only towards callers that accept it.</summary>
    public string? ResponseCompressionAlgorithm { get; set; }

    /// <summary>How hard to compress; fastest unless set.</summary>
    public CompressionLevel? ResponseCompressionLevel { get; set; }

    /// <summary>Whether paths of unknown services and methods are left to other endpoints.</summary>
    public bool? IgnoreUnknownServices { get; set; }

    /// <summary>What stands around every call, outermost first.</summary>
    public InterceptorCollection Interceptors { get; } = [];

    internal bool MaxReceiveMessageSizeSet { get; private set; }

    internal int? MaxReceiveMessageSizeOrDefault =>
        MaxReceiveMessageSizeSet ? _maxReceiveMessageSize : GrpcNames.ReceiveSizeMaxDefault;
}

/// <summary>Settings for one service; what is not set is taken from the settings for all.</summary>
public class GrpcServiceOptions<TService> : GrpcServiceOptions
    where TService : class
{
}
