using Google.Rpc;
using Grpc.Core;
using Identity.Api.Failures;
using Identity.Api.Observing;
using Identity.Api.Tests.Running;
using Identity.Application.Access;
using Identity.Application.Measuring;
using Identity.Stores;
using Microsoft.Extensions.Logging;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Identity.Api.Tests.Failures;

public sealed class FailureInterceptorTests : IDisposable
{
    private const string Secret = "nora@example.org";
    private const string SomeMethod = "/identity.v1.ResolutionService/Resolve";

    private readonly CapturedLog _log = new();
    private readonly LoggerFactory _loggers;
    private readonly ServiceMeasures _measures = new();
    private readonly FailureInterceptor _interceptor;

    public FailureInterceptorTests()
    {
        _loggers = new LoggerFactory([_log]);
        _interceptor = new FailureInterceptor(
            TimeProvider.System, _measures, _loggers.CreateLogger<FailureInterceptor>());
    }

    public void Dispose()
    {
        _loggers.Dispose();
        _measures.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_bug_in_any_kind_of_call_is_internal_and_its_text_reaches_neither_caller_nor_log(int kind)
    {
        await Refused.AsAsync(
            StatusCode.Internal, FailureReasons.Internal, () => CallAsync(kind, new FormatException(Secret)));
        Assert.Contains(_log.Lines, line => line.Contains(nameof(FormatException), StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Lines, line => line.Contains(Secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_store_that_is_away_in_any_kind_of_call_is_worth_another_try(int kind)
    {
        RpcException failure = await Refused.AsAsync(
            StatusCode.Unavailable, FailureReasons.StoreUnavailable,
            () => CallAsync(kind, new StoreUnavailableException("The store is away.")));
        Assert.NotNull(failure.GetRpcStatus()?.GetDetail<RetryInfo>());
    }

    [Fact]
    public async Task A_store_that_is_away_leaves_a_few_lines_whatever_the_number_of_calls()
    {
        var interceptor = new FailureInterceptor(
            new StoppedTime(), _measures, _loggers.CreateLogger<FailureInterceptor>());
        for (int call = 0; call < 4 * LineBudget.LinesPerSecondMax; call++)
        {
            await Assert.ThrowsAsync<RpcException>(() => interceptor.UnaryServerHandler<string, string>(
                "", new FakeCall(SomeMethod), (_, _) => throw new StoreFullException("No room.")));
        }

        Assert.Equal(LineBudget.LinesPerSecondMax, _log.Lines.Count);
        Assert.All(_log.Lines, line => Assert.Contains("No room.", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Calls_past_the_most_under_way_are_refused_but_health_is_answered()
    {
        var gate = new TaskCompletionSource<string>();
        IEnumerable<int> places = Enumerable.Range(0, FailureInterceptor.CallsMax);
        Task[] underWay = [.. places.Select(_ => UnaryAsync(SomeMethod, gate.Task))];
        RpcException failure = await Refused.AsAsync(
            StatusCode.ResourceExhausted, RefusalReasons.Overloaded, () => UnaryAsync(SomeMethod, gate.Task));
        Assert.NotNull(failure.GetRpcStatus()?.GetDetail<RetryInfo>());
        Assert.Equal("fine", await UnaryAsync("/grpc.health.v1.Health/Check", Task.FromResult("fine")));
        gate.SetResult("done");
        await Task.WhenAll(underWay);
        Assert.Equal("fine", await UnaryAsync(SomeMethod, Task.FromResult("fine")));
    }

    [Fact]
    public async Task The_code_is_noted_for_answers_that_do_not_carry_it()
    {
        var http = new DefaultHttpContext();
        var observed = new ObservedCall();
        observed.Begin(CallMethod.Other, http, started: 0);
        http.Features.Set(observed);
        http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        Assert.Equal(StatusCode.Internal, observed.Outcome());

        await Assert.ThrowsAsync<RpcException>(() => _interceptor.UnaryServerHandler<string, string>(
            "", new FakeCall(SomeMethod, http), (_, _) => throw new StoreDamagedException("It is damaged.")));
        Assert.Equal(StatusCode.DataLoss, observed.Outcome());

        // What gRPC has sent is what the caller knows.
        http.Response.Headers["grpc-status"] = "4";
        Assert.Equal(StatusCode.DeadlineExceeded, observed.Outcome());
    }

    private Task<string> UnaryAsync(string method, Task<string> answer) =>
        _interceptor.UnaryServerHandler<string, string>("", new FakeCall(method), (_, _) => answer);

    private Task CallAsync(int kind, Exception failure)
    {
        var call = new FakeCall(SomeMethod);
        return (MethodType)kind switch
        {
            MethodType.Unary => _interceptor.UnaryServerHandler<string, string>("", call, (_, _) => throw failure),
            MethodType.ClientStreaming =>
                _interceptor.ClientStreamingServerHandler<string, string>(null!, call, (_, _) => throw failure),
            MethodType.ServerStreaming =>
                _interceptor.ServerStreamingServerHandler<string, string>("", null!, call, (_, _, _) => throw failure),
            _ => _interceptor.DuplexStreamingServerHandler<string, string>(
                null!, null!, call, (_, _, _) => throw failure),
        };
    }

    private sealed class StoppedTime : TimeProvider
    {
        public override long GetTimestamp() => 1;
    }

    private sealed class FakeCall : ServerCallContext
    {
        private readonly string _method;

        public FakeCall(string method, HttpContext? http = null)
        {
            _method = method;
            // Where a call keeps its request that did not come by gRPC.
            UserState["__HttpContext"] = http ?? new DefaultHttpContext();
        }

        protected override string MethodCore => _method;

        protected override string HostCore => "";

        protected override string PeerCore => "";

        protected override DateTime DeadlineCore => DateTime.MaxValue;

        protected override Metadata RequestHeadersCore => [];

        protected override CancellationToken CancellationTokenCore => CancellationToken.None;

        protected override Metadata ResponseTrailersCore { get; } = [];

        protected override Grpc.Core.Status StatusCore { get; set; }

        protected override WriteOptions? WriteOptionsCore { get; set; }

        protected override AuthContext AuthContextCore => throw new NotSupportedException();

        protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;

        protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
            throw new NotSupportedException();
    }
}
