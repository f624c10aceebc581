using Grpc.AspNetCore.Server;
using Identity.Rpc.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Identity.Rpc.Server;

/// <summary>What all calls of a server share; its presence among the services says that gRPC was added.</summary>
internal sealed class ServerRuntime(
    TimeProvider time,
    StreamLimits limits,
    ReceiveBudget budget,
    ILoggerFactory loggers)
{
    /// <summary>The category under which the server logs, the same as in the official packages.</summary>
    private const string LogCategory = "Grpc.AspNetCore.Server.ServerCallHandler";

    private int _fallbackMapped;

    public TimeProvider Time { get; } = time;

    /// <summary>What bounds waiting for requests.</summary>
    public ReceiveWatch Watch { get; } = new(limits, budget, time);

    public ILogger Logger { get; } = loggers.CreateLogger(LogCategory);

    /// <summary>True for the first asker only: paths that nobody knows are mapped once.</summary>
    public bool ClaimFallback() => Interlocked.Exchange(ref _fallbackMapped, 1) == 0;
}

/// <inheritdoc cref="IGrpcServerBuilder" />
internal sealed class ServerBuilder(IServiceCollection services) : IGrpcServerBuilder
{
    public IServiceCollection Services { get; } = services;
}
