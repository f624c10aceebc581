using Grpc.Core;
using Identity.Rpc.Tests;
using Identity.Rpc.Wire;
using Identity.Server;
using Interop.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Identity.Attacks.Tests.Fuzzing;

/// <summary>A server with the limits of the real one and handlers that never fail by themselves.</summary>
internal sealed class FuzzServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private FuzzServer(WebApplication application, RecordingLogger log)
    {
        _application = application;
        Log = log;
        string[] addresses = [.. application.Services.GetRequiredService<IServer>().Features
            .GetRequiredFeature<IServerAddressesFeature>().Addresses];
        Address = new Uri(addresses[0]);
    }

    public Uri Address { get; }

    public RecordingLogger Log { get; }

    /// <summary>Starts it.</summary>
    /// <param name="behave">What each handler does with a request first.</param>
    public static async Task<FuzzServer> StartAsync(Func<EchoRequest, Task> behave)
    {
        RecordingLogger log = new();
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Warning);
        ServerOptions options = new() { GrpcPort = 0, HttpPort = 0 };
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Transport.Configure(
            kestrel, options, Transport.ConnectionsMax));
        builder.Services.AddSingleton(new StreamLimits(Soon, Soon, TimeSpan.FromMinutes(10)));
        builder.Services.AddSingleton(new FuzzService(behave));
        builder.Services.AddGrpc();
        WebApplication application = builder.Build();
        application.MapGrpcService<FuzzService>();
        await application.StartAsync(TestContext.Current.CancellationToken);
        return new FuzzServer(application, log);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static TimeSpan Soon => TimeSpan.FromSeconds(1);
}

/// <summary>Takes whatever parses and answers a little.</summary>
internal sealed class FuzzService(Func<EchoRequest, Task> behave) : EchoService.EchoServiceBase
{
    public override async Task<EchoResponse> Echo(EchoRequest request, ServerCallContext context)
    {
        _ = context.RequestHeaders;
        await behave(request);
        return new EchoResponse { Text = request.Text };
    }

    public override async Task<EchoResponse> Collect(
        IAsyncStreamReader<EchoRequest> requestStream,
        ServerCallContext context)
    {
        int count = 0;
        await foreach (EchoRequest request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            await behave(request);
            count++;
        }

        return new EchoResponse { Index = count };
    }

    public override async Task Expand(
        EchoRequest request,
        IServerStreamWriter<EchoResponse> responseStream,
        ServerCallContext context)
    {
        await behave(request);
        for (int index = 0; index < 3; index++) { await responseStream.WriteAsync(new EchoResponse { Index = index }); }
    }

    public override async Task Chat(
        IAsyncStreamReader<EchoRequest> requestStream,
        IServerStreamWriter<EchoResponse> responseStream,
        ServerCallContext context)
    {
        await foreach (EchoRequest request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            await behave(request);
            await responseStream.WriteAsync(new EchoResponse { Text = request.Text });
        }
    }
}
