using System.Collections.Immutable;
using Identity.Application.Access;
using Identity.Application.Ingesting;
using Identity.Stores;
using Microsoft.Extensions.Logging;

namespace Identity.Server;

/// <summary>Brings what is stored to what this version needs, before the first request.</summary>
internal sealed class FirstStart(
    IStoreMigrations migrations, IIdentityStore store, KeyDirectory directory, ObservationWriter writer,
    DataFolder data, ILogger<FirstStart> logger)
{
    /// <summary>The name of the workspace that is made on the first start.</summary>
    public const string WorkspaceName = "default";

    // Creating workspaces is the one thing that reaches beyond a workspace.
    private static readonly ImmutableArray<string> AdminScopes = [.. Scopes.OfWorkspace, Scopes.Operator];

    /// <summary>Migrates, reads the keys, and makes the first workspace when there is none.</summary>
    public async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        foreach (MigrationState applied in await migrations.ApplyAsync(cancellationToken).ConfigureAwait(false))
        {
            logger.MigrationApplied(applied.Number, applied.Name);
        }

        await directory.LoadAsync(cancellationToken).ConfigureAwait(false);
        await BeginAfterLastAsync(cancellationToken).ConfigureAwait(false);
        if (!directory.Workspaces.Any())
        {
            (_, string key) = await directory
                .AddWorkspaceAsync(WorkspaceName, AdminScopes, cancellationToken).ConfigureAwait(false);
            data.WriteAdminKey(key);
            logger.FirstWorkspaceMade(data.AdminKeyPath);
        }
        else if (!File.Exists(data.AdminKeyPath))
        {
            logger.AdminKeyMissing(data.AdminKeyPath, $"identity keys recover --data {data.Path}");
        }
    }

    // What is stored from now on counts as later than all that is stored, also when the clock was set back.
    private async ValueTask BeginAfterLastAsync(CancellationToken cancellationToken)
    {
        IReadTransaction read = await store.BeginReadAsync(cancellationToken).ConfigureAwait(false);
        await using (read.ConfigureAwait(false))
        {
            foreach (Workspace workspace in directory.Workspaces)
            {
                DateTimeOffset? last = await read.LastStoredAtAsync(workspace.Number, cancellationToken)
                    .ConfigureAwait(false);
                RulesRecord? rules = await read.GetRulesAtAsync(
                    workspace.Number, DateTimeOffset.MaxValue, cancellationToken).ConfigureAwait(false);
                writer.BeginAfter(last ?? DateTimeOffset.UnixEpoch);
                writer.BeginAfter(rules?.InForceAt ?? DateTimeOffset.UnixEpoch);
            }
        }
    }

    /// <summary>Makes a further admin key of the oldest workspace, and writes it to its file.</summary>
    /// <exception cref="ServerStartException">There is no workspace yet.</exception>
    public async ValueTask RecoverAdminKeyAsync(CancellationToken cancellationToken)
    {
        await migrations.ApplyAsync(cancellationToken).ConfigureAwait(false);
        await directory.LoadAsync(cancellationToken).ConfigureAwait(false);
        Workspace oldest = directory.Workspaces.MinBy(workspace => workspace.Number)
            ?? throw new ServerStartException($"There is no workspace in {data.Path}; start the server to make one.");
        (_, string key) = await directory.AddKeyAsync(
            oldest.Number,
            draft => draft with { Name = "admin", Scopes = AdminScopes, Sources = ["*"] },
            cancellationToken).ConfigureAwait(false);
        data.WriteAdminKey(key);
    }
}
