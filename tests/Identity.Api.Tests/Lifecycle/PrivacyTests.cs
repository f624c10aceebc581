using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Identity.Api.Tests.Running;
using Identity.Application.Access;
using Xunit;
using static Identity.Api.Tests.Running.TestWorkspace;

namespace Identity.Api.Tests.Lifecycle;

/// <summary>
/// No personal data and no key reaches a log, a metric or a trace, however wrong a request is, at any log level.
/// </summary>
[Collection("Spans")]
public sealed class PrivacyTests : IAsyncLifetime
{
    private const string Email = "canary.nora@example.org";
    private const string Phone = "+31612345678";

    private readonly RunningServer _server = new();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Requests_good_and_bad_leave_no_canary_in_logs_metrics_and_traces()
    {
        using var spans = new CapturedSpans();
        var workspace = new TestWorkspace(_server, _server.AdminKey);
        await IngestAsync(workspace);
        await ResolveAsync(workspace);
        await AskAsync(workspace);
        V1.CreatedKey key = await workspace.NewKeyAsync(Scopes.Resolve);
        await FailAsync(async () => await new TestWorkspace(_server, key.Key).StatsAsync());
        await FailAsync(async () => await new TestWorkspace(_server, $"idk_{Email}").StatsAsync());
        await CallNobodyAsync();
        PrometheusReading metrics = await _server.MetricsAsync(now =>
            now["identity_calls_total{method=\"other\",code=\"UNIMPLEMENTED\"}"] == 1);
        await _server.Server.StopAsync(Ending);

        string[] told = [.. _server.Log.Lines, .. metrics.Text.Split('\n'), .. spans.Lines];
        string[] canaries = [Email, "canary", Phone, Phone[1..], key.Key, _server.AdminKey];
        Assert.All(canaries, canary => Assert.DoesNotContain(
            told, line => line.Contains(canary, StringComparison.OrdinalIgnoreCase)));
        // The control: what went wrong is in the log.
        Assert.Contains(_server.Log.Lines, line => line.Contains("PermissionDenied", StringComparison.Ordinal));
        Assert.Contains(_server.Log.Lines, line => line.Contains(key.KeyId, StringComparison.Ordinal));
        Assert.Contains(spans.Lines, line => line.Contains("ProfileService/GetProfile", StringComparison.Ordinal));
        Assert.Contains("outcome=\"rejected\"", metrics.Text, StringComparison.Ordinal);
    }

    private static async Task IngestAsync(TestWorkspace workspace)
    {
        V1.Observation good = Observation($"m {Email}", ("email", Email), ("phone", Phone), ("cookie", Email));
        good.Traits["email"] = Value.ForString(Email);
        good.Event = new V1.Event { Name = "seen", Properties = { ["mail"] = Value.ForString(Email) } };
        good.Consents.Add(new V1.ConsentStatement
        {
            Channel = "email",
            Purpose = "marketing",
            State = V1.ConsentState.Granted,
            Proof = Email,
        });
        await workspace.IngestAsync(good);
        await workspace.IngestAsync(good);
        Action<V1.Observation>[] spoilers =
        [
            bad => bad.Source = Email,
            bad => bad.Identifiers[0].Namespace = Email,
            bad => bad.Identifiers.Add(Named("customer_id", Phone)),
            bad => bad.Traits[Email] = Value.ForString(Phone),
            bad => bad.Traits["deep"] = Value.ForList(Value.ForString(Email), Value.ForNumber(double.NaN)),
            bad => bad.Event.Name = Email,
            bad => bad.Consents[0].Channel = Email,
            bad => bad.Traits["bio"] = Value.ForString(string.Concat(Enumerable.Repeat(Email, 5_000))),
        ];
        foreach (Action<V1.Observation> spoil in spoilers)
        {
            V1.Observation bad = good.Clone();
            bad.Identifiers.Add(Named("customer_id", Email));
            spoil(bad);
            await workspace.IngestAsync(bad);
        }
    }

    private static async Task ResolveAsync(TestWorkspace workspace)
    {
        V1.ResolveRequest[] requests =
        [
            new() { Identifiers = { Named("email", Email) }, Authenticated = true },
            new() { Identifiers = { Named(Email, Phone) } },
            new() { Identifiers = { Named("email", Email) }, Fields = new FieldMask { Paths = { Email } } },
            new() { Identifiers = { Named("email", Email) }, Purpose = Email },
            new() { LinkToken = Email },
            new() { AtLeastRevision = Email },
            new() { Tag = string.Concat(Enumerable.Repeat(Email, 20)) },
        ];
        foreach (V1.ResolveRequest request in requests)
        {
            await FailAsync(async () => await workspace.Resolution.ResolveAsync(request, cancellationToken: Ending));
        }
    }

    private static async Task AskAsync(TestWorkspace workspace)
    {
        V1.GetProfileRequest[] requests =
        [
            new() { Identifier = Named("email", Email) },
            new() { Identifier = Named("email", "unknown." + Email) },
            new() { PersonId = Email },
        ];
        foreach (V1.GetProfileRequest request in requests)
        {
            await FailAsync(async () => await workspace.Profiles.GetProfileAsync(request, cancellationToken: Ending));
        }

        await FailAsync(async () => await workspace.Admin.RevokeKeyAsync(
            new V1.RevokeKeyRequest { KeyId = Email }, cancellationToken: Ending));
        await FailAsync(async () => await workspace.Admin.ListKeysAsync(
            new V1.ListKeysRequest { PageToken = Email }, cancellationToken: Ending));
    }

    // Headers are what a caller can make up freely. So is the path, which the framework's own lines have at the levels
    // that Logging never lets through; for metrics and traces, see MetricsTests and TraceTests.
    private async Task CallNobodyAsync()
    {
        Marshaller<byte[]> bytes = Marshallers.Create(static value => value, static value => value);
        var method = new Method<byte[], byte[]>(MethodType.Unary, "nobody.Service", "Nothing", bytes, bytes);
        var headers = new Metadata
        {
            { "traceparent", "00-0af7651916cd43dd8448eb211c80319e-b7ad6b7169203333-01" },
            { "tracestate", "nora=canary" },
            { "baggage", $"mail={Email}" },
            { "user-agent", Email },
        };
        await FailAsync(async () => await _server.With(null).AsyncUnaryCall(
            method, null, new CallOptions(headers, cancellationToken: Ending), []));
    }

    // Whether it fails is not the question here; its error must not repeat what was sent either.
    private static async Task FailAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (RpcException failure)
        {
            Assert.DoesNotContain("canary", failure.Message, StringComparison.OrdinalIgnoreCase);
            string details = failure.GetRpcStatus()?.ToString() ?? "";
            Assert.DoesNotContain("canary", details, StringComparison.OrdinalIgnoreCase);
            Assert.NotEqual(StatusCode.Unknown, failure.StatusCode);
        }
    }
}
