using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1Alpha;
using Identity.Rpc.Reflection;

namespace Grpc.Reflection;

/// <summary>Server reflection <c>grpc.reflection.v1alpha</c>, which many tools still ask for. Safe for many
/// threads.</summary>
public class ReflectionServiceImpl : ServerReflection.ServerReflectionBase
{
    private readonly IReadOnlyList<string> _services;
    private readonly SymbolRegistry _registry;

    /// <summary>Tells of the named services and of everything in a registry.</summary>
    public ReflectionServiceImpl(IEnumerable<string> services, SymbolRegistry symbolRegistry)
    {
        ArgumentNullException.ThrowIfNull(symbolRegistry);
        _services = [.. services];
        _registry = symbolRegistry;
    }

    /// <summary>Tells of services and of everything that their files declare and import.</summary>
    public ReflectionServiceImpl(IEnumerable<ServiceDescriptor> serviceDescriptors)
        : this([.. serviceDescriptors])
    {
    }

    /// <summary>Tells of services and of everything that their files declare and import.</summary>
    public ReflectionServiceImpl(params ServiceDescriptor[] serviceDescriptors)
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
            // The two versions of the protocol differ in the name of their package alone.
            var answer = answers.Answer(V1.ServerReflectionRequest.Parser.ParseFrom(question.ToByteString()));
            var alpha = ServerReflectionResponse.Parser.ParseFrom(answer.ToByteString());
            await responseStream.WriteAsync(alpha).ConfigureAwait(false);
        }
    }
}
