using System.Net;
using System.Security.Cryptography.X509Certificates;
using Connectrpc.Conformance.V1;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using Grpc.Reflection;
using Grpc.Testing;
using Identity.Rpc.Tests;
using Interop.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Identity.Interop.Server;

/// <summary>One server on a free loopback port.</summary>
internal sealed class InteropServer : IAsyncDisposable
{
    /// <summary>Bytes that a request to the conformance service may have, as its table of cases has it.</summary>
    private const int ConformanceRequestSizeMax = 200 * 1024;

    private readonly WebApplication _application;

    private InteropServer(WebApplication application) => _application = application;

    public int Port => new Uri(_application.Services.GetRequiredService<IServer>().Features
        .Get<IServerAddressesFeature>()!.Addresses.Single()).Port;

    /// <summary>Answers as it should.</summary>
    /// <param name="compression">Of responses; null is none.</param>
    /// <param name="certificate">For TLS; null is none.</param>
    public static async Task<InteropServer> StartAsync(string? compression, X509Certificate2? certificate = null)
    {
        WebApplicationBuilder builder = CreateBuilder(certificate);
        builder.Services.AddGrpc(options => options.ResponseCompressionAlgorithm = compression)
            .AddServiceOptions<ConformanceServiceImpl>(options =>
                options.MaxReceiveMessageSize = ConformanceRequestSizeMax);
        builder.Services.AddSingleton<EchoProbe>();
        AddHealthAndReflection(builder.Services);

        WebApplication application = builder.Build();
        application.MapGrpcService<EchoServiceImpl>();
        application.MapGrpcService<TestServiceImpl>();
        application.MapGrpcService<ConformanceServiceImpl>();
        application.MapGrpcService<HealthServiceImpl>();
        application.MapGrpcService<ReflectionServiceImpl>();
        application.MapGrpcService<ReflectionV1ServiceImpl>();
        await application.StartAsync();
        return new InteropServer(application);
    }

    /// <summary>Answers every call a little wrong, so that it shows who looks.</summary>
    public static async Task<InteropServer> StartWrongAsync(X509Certificate2? certificate = null)
    {
        WebApplicationBuilder builder = CreateBuilder(certificate);
        builder.Services.AddGrpc();
        WebApplication application = builder.Build();
        application.MapGrpcService<WrongTestService>();
        application.MapGrpcService<WrongUnimplementedService>();
        application.MapGrpcService<WrongConformanceService>();
        await application.StartAsync();
        return new InteropServer(application);
    }

    /// <summary>Runs until the process is told to stop.</summary>
    public Task WaitForShutdownAsync() => HostingAbstractionsHostExtensions.WaitForShutdownAsync(_application);

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static WebApplicationBuilder CreateBuilder(X509Certificate2? certificate)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            if (certificate is not null) { listen.UseHttps(certificate); }
        }));
        return builder;
    }

    private static void AddHealthAndReflection(IServiceCollection services)
    {
        HealthServiceImpl health = new();
        health.SetStatus("", HealthCheckResponse.Types.ServingStatus.Serving);
        health.SetStatus(EchoService.Descriptor.FullName, HealthCheckResponse.Types.ServingStatus.Serving);
        services.AddSingleton(health);
        services.AddSingleton(new ReflectionServiceImpl(EchoService.Descriptor, Health.Descriptor));
        services.AddSingleton(new ReflectionV1ServiceImpl(
            EchoService.Descriptor, Health.Descriptor, TestService.Descriptor, ConformanceService.Descriptor));
    }
}
