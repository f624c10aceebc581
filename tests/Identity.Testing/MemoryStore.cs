using Identity.Core;
using Identity.Core.Identifiers;
using Identity.Stores;

namespace Identity.Testing;

/// <summary>
/// A store that keeps everything in memory and loses it with the process: the model that real stores are checked
/// against, and a fast one for tests. Thread-safe.
/// </summary>
public sealed class MemoryStore : IIdentityStore, IWorkspaceStore
{
    private readonly SemaphoreSlim _writing = new(1, 1);
    private long _lastIdentifierId;
    private volatile MemoryState _committed = MemoryState.Empty;

    public async ValueTask<IWriteTransaction> BeginWriteAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        return new MemoryWriteTransaction(this);
    }

    public ValueTask<IReadTransaction> BeginReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new ValueTask<IReadTransaction>(new MemoryReadTransaction(_committed));
    }

    public ValueTask<VisitorRecords> FindVisitorAsync(
        long workspace, IReadOnlyList<IdentifierKey> values, CancellationToken cancellationToken) =>
        new MemoryReadTransaction(_committed).FindVisitorAsync(workspace, values, cancellationToken);

    public ValueTask<IReadOnlyList<WorkspaceRecord>> GetWorkspacesAsync(CancellationToken cancellationToken) =>
        new(_committed.Workspaces.Values.ToList());

    public ValueTask<IReadOnlyList<KeyRecord>> GetKeysAsync(CancellationToken cancellationToken) =>
        new(_committed.Keys.Values.OrderBy(key => key.CreatedAt).ToList());

    public async ValueTask<WorkspaceRecord> AddWorkspaceAsync(
        WorkspaceRecord workspace, KeyRecord firstKey, CancellationToken cancellationToken)
    {
        WorkspaceRecord added = workspace;
        await ChangeAsync(
            state =>
            {
                bool isNew = state.Workspaces.Values.All(known => known.WorkspaceId != workspace.WorkspaceId);
                Invariant.Check(isNew, "A workspace is added once.");
                added = workspace with { Number = state.Workspaces.Count + 1 };
                var first = new RulesRecord(added.RulesVersion, added.Rules, DateTimeOffset.UnixEpoch);
                MemoryWorkspace contents = state.Of(added.Number);
                contents = contents with { Rules = contents.Rules.SetItem(first.Version, first) };
                return state.With(added.Number, contents) with
                {
                    Workspaces = state.Workspaces.Add(added.Number, added),
                    Keys = state.Keys.SetItem(firstKey.KeyId, firstKey with { Workspace = added.Number }),
                };
            },
            cancellationToken);
        return added;
    }

    public ValueTask PutWorkspaceAsync(WorkspaceRecord workspace, CancellationToken cancellationToken) => ChangeAsync(
        state =>
        {
            Invariant.Check(
                state.Workspaces.ContainsKey(workspace.Number), "Only a workspace that exists is replaced.");
            return state with { Workspaces = state.Workspaces.SetItem(workspace.Number, workspace) };
        },
        cancellationToken);

    public ValueTask PutKeyAsync(KeyRecord key, CancellationToken cancellationToken) =>
        ChangeAsync(state => state with { Keys = state.Keys.SetItem(key.KeyId, key) }, cancellationToken);

    public ValueTask DisposeAsync() => default;

    internal MemoryState Committed() => _committed;

    // Not part of the state: an id that was given out stays so, whatever becomes of the transaction.
    internal long NextIdentifierId() => ++_lastIdentifierId;

    internal void Commit(MemoryState state) => _committed = state;

    internal void EndWrite() => _writing.Release();

    private async ValueTask ChangeAsync(Func<MemoryState, MemoryState> change, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            _committed = change(_committed);
        }
        finally
        {
            _writing.Release();
        }
    }
}
