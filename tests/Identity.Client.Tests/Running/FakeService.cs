using System.Collections.Concurrent;
using System.Net;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Identity.Client.Tests.Running;

/// <summary>
/// A service in this process that behaves as a test says, on any free port, and keeps what it was sent.
/// </summary>
internal sealed class FakeService : IAsyncDisposable
{
    public const string Key = "idk_test";

    private readonly WebApplication _app;

    private FakeService(WebApplication app, FakeCalls calls)
    {
        (_app, Calls) = (app, calls);
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features
            .GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());
    }

    public Uri Address { get; }

    public FakeCalls Calls { get; }

    public static async Task<FakeService> StartAsync()
    {
        var calls = new FakeCalls();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton(calls);
        builder.Services.AddGrpc();
        WebApplication app = builder.Build();
        app.MapGrpcService<Resolution>();
        app.MapGrpcService<Ingestion>();
        await app.StartAsync(CancellationToken.None);
        return new FakeService(app, calls);
    }

    /// <summary>Options of a client that calls this service.</summary>
    public IdentityClientOptions Options(Action<IdentityClientOptions>? adjust = null)
    {
        // Patient: what is tested is not how fast this machine is.
        var options = new IdentityClientOptions
        {
            Address = Address,
            Key = Key,
            ResolveTimeout = TimeSpan.FromSeconds(30),
            IngestTimeout = TimeSpan.FromSeconds(30),
        };
        options.Retry.FirstBackoff = TimeSpan.FromMilliseconds(1);
        adjust?.Invoke(options);
        return options;
    }

    public IdentityClient Client(Action<IdentityClientOptions>? adjust = null, TimeProvider? time = null) =>
        new(Options(adjust), null, time);

    public async ValueTask DisposeAsync()
    {
        Calls.Release();
        await _app.DisposeAsync();
    }

    private sealed class Resolution(FakeCalls calls) : V1.ResolutionService.ResolutionServiceBase
    {
        public override async Task<V1.ResolveResponse> Resolve(V1.ResolveRequest request, ServerCallContext context)
        {
            calls.Resolved.Enqueue(request);
            await calls.BeforeAnswerAsync(context);
            return calls.Answer(request);
        }
    }

    private sealed class Ingestion(FakeCalls calls) : V1.IngestionService.IngestionServiceBase
    {
        public override async Task<V1.IngestResponse> Ingest(V1.IngestRequest request, ServerCallContext context)
        {
            calls.Ingested.Enqueue(request);
            await calls.BeforeAnswerAsync(context);
            return calls.Take(request);
        }
    }
}

/// <summary>What a made-up service was sent, and what it does.</summary>
internal sealed class FakeCalls
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConcurrentQueue<V1.ResolveRequest> Resolved { get; } = new();

    public ConcurrentQueue<V1.IngestRequest> Ingested { get; } = new();

    /// <summary>The failures of the next calls, one each.</summary>
    public ConcurrentQueue<RpcException> Failures { get; } = new();

    /// <summary>Deadlines and keys, as they arrived.</summary>
    public ConcurrentQueue<(DateTime Deadline, string? Authorization)> Arrivals { get; } = new();

    /// <summary>Fails every call while it is set.</summary>
    public RpcException? Failing { get; set; }

    /// <summary>Whether calls wait until they are released, or their caller leaves.</summary>
    public bool Hangs { get; set; }

    public Func<V1.ResolveRequest, V1.ResolveResponse> Answer { get; set; } = request => new V1.ResolveResponse
    {
        Level = V1.RecognitionLevel.Unknown,
        Tag = request.Tag,
    };

    public Func<V1.IngestRequest, V1.IngestResponse> Take { get; set; } = request => new V1.IngestResponse
    {
        Revision = "r1",
        Results =
        {
            request.Observations.Select(observation => new V1.IngestResult
            {
                MessageId = observation.MessageId, Outcome = V1.IngestOutcome.Updated,
            }),
        },
    };

    public void Release() => _released.TrySetResult();

    public async Task BeforeAnswerAsync(ServerCallContext context)
    {
        Arrivals.Enqueue((context.Deadline, context.RequestHeaders.GetValue("authorization")));
        if (Hangs) { await _released.Task.WaitAsync(context.CancellationToken); }
        if (Failures.TryDequeue(out RpcException? failure)) { throw failure; }
        if (Failing is { } always) { throw always; }
    }

    /// <summary>A failure as the service makes it.</summary>
    public static RpcException Failure(
        StatusCode code, string reason, TimeSpan? retryAfter = null, IMessage? more = null)
    {
        var status = new Google.Rpc.Status { Code = (int)code, Message = "jan@example.nl failed." };
        status.Details.Add(Any.Pack(new ErrorInfo { Reason = reason, Domain = "identity" }));
        if (retryAfter is { } delay)
        {
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(delay) }));
        }

        if (more is not null) { status.Details.Add(Any.Pack(more)); }
        return status.ToRpcException();
    }
}
