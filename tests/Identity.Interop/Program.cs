using System.Net;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using Grpc.Reflection;
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

// Two servers on free loopback ports: one answers plain, the other compressed. Prints their ports, then runs until it
// is told to stop.
await using WebApplication plain = await StartAsync(compression: null);
await using WebApplication gzip = await StartAsync(compression: "gzip");
Console.WriteLine($"ready {PortOf(plain)} {PortOf(gzip)}");
await HostingAbstractionsHostExtensions.WaitForShutdownAsync(plain);

static async Task<WebApplication> StartAsync(string? compression)
{
    WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
    builder.Logging.SetMinimumLevel(LogLevel.None);
    builder.WebHost.ConfigureKestrel(kestrel =>
        kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
    builder.Services.AddGrpc(options => options.ResponseCompressionAlgorithm = compression);
    builder.Services.AddSingleton<EchoProbe>();

    HealthServiceImpl health = new();
    health.SetStatus("", HealthCheckResponse.Types.ServingStatus.Serving);
    health.SetStatus(EchoService.Descriptor.FullName, HealthCheckResponse.Types.ServingStatus.Serving);
    builder.Services.AddSingleton(health);
    builder.Services.AddSingleton(new ReflectionServiceImpl(EchoService.Descriptor, Health.Descriptor));
    builder.Services.AddSingleton(new ReflectionV1ServiceImpl(EchoService.Descriptor, Health.Descriptor));

    WebApplication application = builder.Build();
    application.MapGrpcService<EchoServiceImpl>();
    application.MapGrpcService<HealthServiceImpl>();
    application.MapGrpcService<ReflectionServiceImpl>();
    application.MapGrpcService<ReflectionV1ServiceImpl>();
    await application.StartAsync();
    return application;
}

static int PortOf(WebApplication application) =>
    new Uri(application.Services.GetRequiredService<IServer>().Features
        .Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
