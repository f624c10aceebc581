using System.Collections.Frozen;
using Google.Protobuf.Reflection;
using Identity.Api.Access;

namespace Identity.Api.Observing;

/// <summary>
/// A method as measures and traces name it. Methods come from the contract, health and reflection; whatever else is
/// called is <see cref="Other"/>, because what a caller makes up must not become a label. Immutable.
/// </summary>
internal sealed class CallMethod
{
    /// <summary>Every path that is no method.</summary>
    public static readonly CallMethod Other = new("other", "other", "other", isUnary: false);

    private static readonly FrozenDictionary<string, CallMethod> ByPath = Known()
        .ToFrozenDictionary(pair => pair.Path, pair => pair.Method, StringComparer.Ordinal);

    private CallMethod(string name, string service, string method, bool isUnary)
    {
        (Name, IsUnary) = (name, isUnary);
        Label = new KeyValuePair<string, object?>("method", name);
        SpanTags =
        [
            new("rpc.system", "grpc"),
            new("rpc.service", service),
            new("rpc.method", method),
        ];
    }

    /// <summary><c>package.Service/Method</c>.</summary>
    public string Name { get; }

    /// <summary>One request, one answer.</summary>
    public bool IsUnary { get; }

    public KeyValuePair<string, object?> Label { get; }

    public IReadOnlyList<KeyValuePair<string, object?>> SpanTags { get; }

    /// <summary>The method with exactly this path; null when there is none.</summary>
    public static CallMethod? Find(string? path) => path is null ? null : ByPath.GetValueOrDefault(path);

    private static IEnumerable<(string Path, CallMethod Method)> Known() => IdentityApi.Services
        .Append(Grpc.Health.V1.Health.Descriptor)
        .Append(Grpc.Reflection.V1.ServerReflection.Descriptor)
        .Append(Grpc.Reflection.V1Alpha.ServerReflection.Descriptor)
        .SelectMany(service => service.Methods)
        .Select(method => (RpcScopes.PathOf(method), Of(method)));

    private static CallMethod Of(MethodDescriptor method) => new(
        $"{method.Service.FullName}/{method.Name}", method.Service.FullName, method.Name,
        isUnary: !method.IsClientStreaming && !method.IsServerStreaming);
}
