using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Grpc.Core;

/// <summary>Reads and writes <c>google.rpc.Status</c> in metadata, key <c>grpc-status-details-bin</c>.</summary>
public static class MetadataExtensions
{
    /// <summary>The key under which the details travel.</summary>
    internal const string StatusDetailsKey = "grpc-status-details-bin";

    /// <summary>The details, or null when there are none.</summary>
    /// <param name="metadata">Where to look, usually the trailers.</param>
    /// <param name="ignoreParseError">Whether bytes that are no status count as none.</param>
    /// <exception cref="InvalidProtocolBufferException">The bytes are no status.</exception>
    public static Google.Rpc.Status? GetRpcStatus(this Metadata metadata, bool ignoreParseError = false)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        Metadata.Entry? entry = metadata.Get(StatusDetailsKey);
        if (entry is null) { return null; }

        try
        {
            return Google.Rpc.Status.Parser.ParseFrom(entry.ValueBytes);
        }
        catch (InvalidProtocolBufferException) when (ignoreParseError)
        {
            return null;
        }
    }

    /// <summary>Puts the details into metadata, in place of any that are there.</summary>
    public static void SetRpcStatus(this Metadata metadata, Google.Rpc.Status status)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        ArgumentNullException.ThrowIfNull(status);
        for (int index = metadata.Count - 1; index >= 0; index--)
        {
            if (metadata[index].HasKey(StatusDetailsKey)) { metadata.RemoveAt(index); }
        }

        metadata.Add(StatusDetailsKey, status.ToByteArray());
    }
}

/// <summary>Reads <c>google.rpc.Status</c> from exceptions.</summary>
public static class RpcExceptionExtensions
{
    /// <summary>The details that came with the status, or null when there are none.</summary>
    public static Google.Rpc.Status? GetRpcStatus(this RpcException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.Trailers.GetRpcStatus();
    }
}

/// <summary>Turns <c>google.rpc.Status</c> into exceptions and takes it apart.</summary>
public static class RpcStatusExtensions
{
    /// <summary>An exception with the code, the message and the details of a status.</summary>
    public static RpcException ToRpcException(this Google.Rpc.Status status)
    {
        ArgumentNullException.ThrowIfNull(status);
        return status.ToRpcException((StatusCode)status.Code, status.Message);
    }

    /// <summary>An exception with the details of a status under another code and message.</summary>
    public static RpcException ToRpcException(this Google.Rpc.Status status, StatusCode statusCode, string message)
    {
        ArgumentNullException.ThrowIfNull(status);
        Metadata trailers = [];
        trailers.SetRpcStatus(status);
        return new RpcException(new Status(statusCode, message), trailers);
    }

    /// <summary>The first detail of a type, or null when there is none.</summary>
    public static T? GetDetail<T>(this Google.Rpc.Status status)
        where T : class, IMessage<T>, new()
    {
        ArgumentNullException.ThrowIfNull(status);
        foreach (Any detail in status.Details)
        {
            if (detail.TryUnpack(out T message)) { return message; }
        }

        return null;
    }
}
