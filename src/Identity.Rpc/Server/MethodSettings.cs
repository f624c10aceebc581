using System.IO.Compression;
using Google.Protobuf;
using Google.Protobuf.Reflection;
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
            runtime.Watch)
        {
            Type = RequestType(method),
        };
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

    // Methods are known here without the types of their messages.
    private static MessageDescriptor? RequestType(IMethod method)
    {
        Type request = method.GetType().GetGenericArguments()[0];
        return request.IsAssignableTo(typeof(IMessage)) && Activator.CreateInstance(request) is IMessage message
            ? message.Descriptor : null;
    }

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
