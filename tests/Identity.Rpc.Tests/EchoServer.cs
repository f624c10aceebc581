using System.Net;
using Grpc.AspNetCore.Server;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using Grpc.Net.Client;
using Grpc.Reflection;
using Interop.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;
using HealthService = Grpc.Health.V1.Health;

namespace Identity.Rpc.Tests;

/// <summary>The echo service on a real Kestrel on a free loopback port, with a client of ours.</summary>
internal sealed class EchoServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private EchoServer(WebApplication application, EchoProbe probe, RecordingLogger log, Uri address)
    {
        _application = application;
        Probe = probe;
        Log = log;
        Address = address;
        Channel = GrpcChannel.ForAddress(address);
        Client = new EchoService.EchoServiceClient(Channel);
    }

    public EchoProbe Probe { get; }

    public RecordingLogger Log { get; }

    public Uri Address { get; }

    public GrpcChannel Channel { get; }

    public EchoService.EchoServiceClient Client { get; }

    public HealthServiceImpl Health => _application.Services.GetRequiredService<HealthServiceImpl>();

    public static async Task<EchoServer> StartAsync(
        Action<GrpcServiceOptions>? options = null,
        Action<IServiceCollection>? services = null,
        HttpProtocols protocols = HttpProtocols.Http2)
    {
        EchoProbe probe = new();
        RecordingLogger log = new();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Debug);
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols));
        builder.Services.AddSingleton(probe);
        builder.Services.AddSingleton<HealthServiceImpl>();
        services?.Invoke(builder.Services);
        SymbolRegistry registry = SymbolRegistry.FromFiles(
            [EchoReflection.Descriptor, ImportingReflection.Descriptor, HealthReflection.Descriptor]);
        string[] names = [EchoService.Descriptor.FullName, HealthService.Descriptor.FullName];
        builder.Services.AddSingleton(new ReflectionServiceImpl(names, registry));
        builder.Services.AddSingleton(new ReflectionV1ServiceImpl(names, registry));
        builder.Services.AddGrpc(options ?? (_ => { }));

        WebApplication application = builder.Build();
        application.MapGrpcService<EchoServiceImpl>();
        application.MapGrpcService<HealthServiceImpl>();
        application.MapGrpcService<ReflectionServiceImpl>();
        application.MapGrpcService<ReflectionV1ServiceImpl>();
        await application.StartAsync(Test.Token);
        string address = application.Services.GetRequiredService<IServer>().Features
            .Get<IServerAddressesFeature>()!.Addresses.Single();
        return new EchoServer(application, probe, log, new Uri(address));
    }

    public Task StopAsync() => _application.StopAsync(Test.Token);

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _application.DisposeAsync();
    }
}

/// <summary>The test that is running.</summary>
internal static class Test
{
    /// <summary>Cancelled when the test is given up.</summary>
    public static CancellationToken Token => TestContext.Current.CancellationToken;
}

/// <summary>Keeps what was logged.</summary>
internal sealed class RecordingLogger : ILoggerProvider, ILogger
{
    private readonly List<string> _lines = [];

    public string Text
    {
        get
        {
            lock (_lines) { return string.Join('\n', _lines); }
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        lock (_lines) { _lines.Add($"{logLevel}: {formatter(state, exception)} {exception}"); }
    }

    public void Dispose()
    {
    }
}
