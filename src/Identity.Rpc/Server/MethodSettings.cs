using System.IO.Compression;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Identity.Rpc.Wire;

namespace Identity.Rpc.Server;

/// <summary>What is fixed for all calls of one method, worked out once when it is mapped. Immutable.</summary>
internal sealed class MethodSettings
{
    public MethodSettings(ServerRuntime runtime, IMethod method, GrpcServiceOptions all, GrpcServiceOptions one)
    {
        Runtime = runtime;
        Method = method;
        Path = method.FullName;
        Receive = new ReceiveRules(
            one.MaxReceiveMessageSizeSet ? one.MaxReceiveMessageSize : all.MaxReceiveMessageSizeOrDefault,
            Streams: method.Type is MethodType.ClientStreaming or MethodType.DuplexStreaming,
            runtime.Watch);
        SendSizeMax = one.MaxSendMessageSize ?? all.MaxSendMessageSize;
        DetailedErrors = one.EnableDetailedErrors ?? all.EnableDetailedErrors ?? false;
        CompressionLevel = one.ResponseCompressionLevel ?? all.ResponseCompressionLevel ?? CompressionLevel.Fastest;
        CompressesResponses = ResponseCompression(all, one);
    }

    public ServerRuntime Runtime { get; }

    public IMethod Method { get; }

    public string Path { get; }

    public ReceiveRules Receive { get; }

    public int? SendSizeMax { get; }

    public bool DetailedErrors { get; }

    /// <summary>Whether responses are compressed for callers that accept it, unless a handler chooses.</summary>
    public bool CompressesResponses { get; }

    public CompressionLevel CompressionLevel { get; }

    private static bool ResponseCompression(GrpcServiceOptions all, GrpcServiceOptions one)
    {
        string? algorithm = one.ResponseCompressionAlgorithm ?? all.ResponseCompressionAlgorithm;
        return algorithm switch
        {
            null or "" or GrpcNames.Identity => false,
            GrpcNames.Gzip => true,
            _ => throw new InvalidOperationException("Responses can be compressed with gzip only."),
        };
    }
}
