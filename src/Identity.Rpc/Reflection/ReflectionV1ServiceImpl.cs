using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using Identity.Rpc.Reflection;

namespace Grpc.Reflection;

/// <summary>Server reflection <c>grpc.reflection.v1</c>. Safe for many threads.</summary>
public class ReflectionV1ServiceImpl : ServerReflection.ServerReflectionBase
{
    private readonly IReadOnlyList<string> _services;
    private readonly SymbolRegistry _registry;

    /// <summary>Tells of the named services and of everything in a registry.</summary>
    public ReflectionV1ServiceImpl(IEnumerable<string> services, SymbolRegistry symbolRegistry)
    {
        ArgumentNullException.ThrowIfNull(symbolRegistry);
        _services = [.. services];
        _registry = symbolRegistry;
    }

    /// <summary>Tells of services and of everything that their files declare and import.</summary>
    public ReflectionV1ServiceImpl(IEnumerable<ServiceDescriptor> serviceDescriptors)
        : this([.. serviceDescriptors])
    {
    }

    /// <summary>Tells of services and of everything that their files declare and import.</summary>
    public ReflectionV1ServiceImpl(params ServiceDescriptor[] serviceDescriptors)
        : this(
            serviceDescriptors.Select(service => service.FullName),
            SymbolRegistry.FromFiles(serviceDescriptors.Select(service => service.File)))
    {
    }

    /// <inheritdoc />
    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream,
        IServerStreamWriter<ServerReflectionResponse> responseStream,
        ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(responseStream);
        ArgumentNullException.ThrowIfNull(context);
        ReflectionAnswers answers = new(_services, _registry);
        await foreach (var question in requestStream.ReadAllAsync(context.CancellationToken).ConfigureAwait(false))
        {
            await responseStream.WriteAsync(answers.Answer(question)).ConfigureAwait(false);
        }
    }
}
