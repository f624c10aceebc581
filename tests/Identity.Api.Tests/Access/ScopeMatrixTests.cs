using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Identity.Api.Access;
using Identity.Api.Tests.Running;
using Identity.Application.Access;
using Xunit;

namespace Identity.Api.Tests.Access;

/// <summary>Every RPC of the contract with every kind of key that must not get through.</summary>
public sealed class ScopeMatrixTests(RunningServer server)
{
    // A key with ingest.public can have no other scope.
    private static readonly string[] Combinable = [.. Scopes.OfWorkspace.Where(scope => scope != Scopes.IngestPublic)];

    public static TheoryData<string> Rpcs => [.. All.Keys];

    private static Dictionary<string, MethodDescriptor> All { get; } = IdentityApi.Services
        .SelectMany(service => service.Methods).ToDictionary(RpcScopes.PathOf, StringComparer.Ordinal);

    [Theory, MemberData(nameof(Rpcs))]
    public async Task Rpc_without_a_key_is_refused(string rpc) => await RefuseAsync(
        rpc, StatusCode.Unauthenticated, RefusalReasons.KeyMissing, null);

    [Theory, MemberData(nameof(Rpcs))]
    public async Task Rpc_with_garbage_for_a_key_is_refused(string rpc) => await RefuseAsync(
        rpc, StatusCode.Unauthenticated, RefusalReasons.KeyInvalid, "idk_garbage");

    [Theory, MemberData(nameof(Rpcs))]
    public async Task Rpc_with_a_revoked_key_is_refused(string rpc)
    {
        TestWorkspace workspace = await server.NewWorkspaceAsync();
        V1.CreatedKey key = await workspace.NewKeyAsync(Combinable);
        await workspace.RevokeAsync(key);
        await RefuseAsync(rpc, StatusCode.Unauthenticated, RefusalReasons.KeyRevoked, key.Key);
    }

    [Theory, MemberData(nameof(Rpcs))]
    public async Task Rpc_with_an_expired_key_is_refused(string rpc)
    {
        TestWorkspace workspace = await server.NewWorkspaceAsync();
        V1.CreatedKey key = await workspace.NewKeyAsync(new V1.CreateKeyRequest
        {
            Name = "short-lived",
            Scopes = { Combinable },
            Sources = { "*" },
            ExpiresAt = Timestamp.FromDateTimeOffset(server.Time.GetUtcNow().AddMinutes(1)),
        });
        server.Time.Advance(TimeSpan.FromMinutes(2));
        await RefuseAsync(rpc, StatusCode.Unauthenticated, RefusalReasons.KeyExpired, key.Key);
    }

    [Theory, MemberData(nameof(Rpcs))]
    public async Task Rpc_with_every_scope_but_its_own_is_refused(string rpc)
    {
        TestWorkspace workspace = await server.NewWorkspaceAsync();
        string[] others = [.. Combinable.Except(RpcScopes.For(rpc)!)];
        V1.CreatedKey key = await workspace.NewKeyAsync(others);
        RpcException failure =
            await RefuseAsync(rpc, StatusCode.PermissionDenied, RefusalReasons.ScopeMissing, key.Key);
        string detail = failure.Status.Detail;
        Assert.All(RpcScopes.For(rpc)!, scope => Assert.Contains(scope, detail, StringComparison.Ordinal));
    }

    // The control: with its scope a call gets past the key, whatever becomes of its empty request then.
    [Theory, MemberData(nameof(Rpcs))]
    public async Task Rpc_with_its_scope_alone_gets_past_the_key(string rpc)
    {
        TestWorkspace workspace = await server.NewWorkspaceAsync();
        string scope = RpcScopes.For(rpc)![^1];
        string key = scope == Scopes.Operator ? server.AdminKey : (await workspace.NewKeyAsync(scope)).Key;
        StatusCode code = await CodeOfAsync(() => RawCall.RunAsync(server.With(key), All[rpc]));
        Assert.DoesNotContain(code, new[]
        {
            StatusCode.Unauthenticated, StatusCode.PermissionDenied, StatusCode.Unknown, StatusCode.Internal,
            StatusCode.Unimplemented,
        });
    }

    [Fact]
    public void Matrix_covers_every_service_that_was_generated()
    {
        string[] generated =
        [
            .. typeof(V1.ResolutionService).Assembly.GetTypes()
                .Where(type => type.Namespace == "Identity.V1")
                .Where(type => type.Name.EndsWith("Reflection", StringComparison.Ordinal))
                .Select(type => (FileDescriptor)type.GetProperty("Descriptor")!.GetValue(null)!)
                .SelectMany(file => file.Services).Select(service => service.FullName),
        ];
        Assert.NotEmpty(generated);
        Assert.Equal(generated.Order(), IdentityApi.Services.Select(service => service.FullName).Order());
    }

    [Fact]
    public void Every_rpc_has_a_scope() => Assert.Empty(RpcScopes.Missing(IdentityApi.Services));

    [Fact]
    public void An_rpc_without_a_scope_is_found() =>
        Assert.Contains("/grpc.health.v1.Health/Check", RpcScopes.Missing([Grpc.Health.V1.Health.Descriptor]));

    private static async Task<StatusCode> CodeOfAsync(Func<Task> call)
    {
        try
        {
            await call();
            return StatusCode.OK;
        }
        catch (RpcException failure)
        {
            return failure.StatusCode;
        }
    }

    private async Task<RpcException> RefuseAsync(string rpc, StatusCode code, string reason, string? key)
    {
        var admin = new V1.WorkspaceService.WorkspaceServiceClient(server.With(server.AdminKey));
        var request = new V1.GetStatsRequest();
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        V1.WorkspaceStats before = await admin.GetStatsAsync(request, cancellationToken: cancellationToken);
        RpcException failure =
            await Refused.AsAsync(code, reason, () => RawCall.RunAsync(server.With(key), All[rpc]));
        Assert.Equal(before, await admin.GetStatsAsync(request, cancellationToken: cancellationToken));
        return failure;
    }
}
