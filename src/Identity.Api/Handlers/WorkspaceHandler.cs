using Grpc.Core;
using Identity.Api.Access;
using Identity.Api.Mapping;
using Identity.Application.Workspaces;
using Identity.Application.Workspaces.Quality;
using Identity.Stores;

namespace Identity.Api.Handlers;

/// <summary>Keeps workspaces, their rules and their keys. Thread-safe; one for all calls.</summary>
internal sealed class WorkspaceHandler(WorkspaceService workspaces, MeasureQuality quality)
    : V1.WorkspaceService.WorkspaceServiceBase
{
    public override async Task<V1.Workspace> CreateWorkspace(
        V1.CreateWorkspaceRequest request, ServerCallContext context)
    {
        (Guid workspaceId, string key) = await workspaces
            .CreateAsync(context.Caller(), request.Name, context.CancellationToken).ConfigureAwait(false);
        return new V1.Workspace { WorkspaceId = workspaceId.ToString(), Name = request.Name, AdminKey = key };
    }

    public override Task<V1.WorkspaceRules> GetRules(V1.GetRulesRequest request, ServerCallContext context) =>
        Task.FromResult(RulesMapping.Write(WorkspaceService.GetRules(context.Caller())));

    public override async Task<V1.PutRulesResponse> PutRules(V1.PutRulesRequest request, ServerCallContext context)
    {
        long version = await workspaces
            .PutRulesAsync(context.Caller(), RulesMapping.Read(request.Rules), context.CancellationToken)
            .ConfigureAwait(false);
        return new V1.PutRulesResponse { Version = version };
    }

    public override async Task<V1.CreatedKey> CreateKey(V1.CreateKeyRequest request, ServerCallContext context)
    {
        (Guid keyId, string key) = await workspaces
            .CreateKeyAsync(context.Caller(), KeyMapping.Read(request), context.CancellationToken)
            .ConfigureAwait(false);
        return new V1.CreatedKey { KeyId = keyId.ToString(), Key = key };
    }

    public override Task<V1.ListKeysResponse> ListKeys(V1.ListKeysRequest request, ServerCallContext context) =>
        Task.FromResult(KeyMapping.Write(
            workspaces.ListKeys(context.Caller(), request.PageSize, request.PageToken)));

    public override async Task<V1.Key> RevokeKey(V1.RevokeKeyRequest request, ServerCallContext context)
    {
        KeyRecord key = await workspaces
            .RevokeKeyAsync(context.Caller(), request.KeyId).ConfigureAwait(false);
        return KeyMapping.Write(key);
    }

    public override async Task<V1.WorkspaceStats> GetStats(V1.GetStatsRequest request, ServerCallContext context)
    {
        WorkspaceStats stats = await workspaces
            .GetStatsAsync(context.Caller(), context.CancellationToken).ConfigureAwait(false);
        return KeyMapping.Write(stats);
    }

    public override async Task<V1.QualityReport> GetQuality(V1.GetQualityRequest request, ServerCallContext context) =>
        QualityMapping.Write(
            await quality.RunAsync(context.Caller(), context.CancellationToken).ConfigureAwait(false));
}
