using Identity.Stores;

namespace Identity.Application.Resolving;

/// <summary>
/// Keeps the cache true to the change log: reads what was appended since, and drops what it concerns. Whoever commits
/// calls it before the commit is acknowledged, so that nobody who knows of a write is answered from before it.
/// Thread-safe.
/// </summary>
public sealed class ChangeFollower : IDisposable
{
    /// <summary>How many revisions are read at once.</summary>
    public const int RevisionsPerStep = 4_096;

    private readonly IIdentityStore _store;
    private readonly VisitorCache _cache;
    private readonly SemaphoreSlim _following = new(1, 1);
    private long _commits;

    public ChangeFollower(IIdentityStore store, VisitorCache cache) => (_store, _cache) = (store, cache);

    /// <summary>Counts up before any commit of this process is acknowledged.</summary>
    internal long Commits => Volatile.Read(ref _commits);

    /// <summary>
    /// Notes that a workspace was written to. Never throws: the write is done, and when its changes cannot be read the
    /// cache answers nothing until they can.
    /// </summary>
    internal async ValueTask NoteCommitAsync(long workspace)
    {
        Interlocked.Increment(ref _commits);
        await CatchUpAsync(workspace);
    }

    /// <summary>Applies what the log holds beyond what was applied, for a workspace that is followed.</summary>
    internal async ValueTask CatchUpAsync(long workspace)
    {
        if (_cache.RevisionOf(workspace) is null) { return; }
        await _following.WaitAsync(CancellationToken.None);
        try
        {
            await ApplyAllAsync(workspace);
        }
        catch (Exception)
        {
            // Whatever it was: the write is done, and nothing must be answered from before it. The next commit or miss
            // tries again.
            _cache.Suspend(workspace);
        }
        finally
        {
            _following.Release();
        }
    }

    public void Dispose() => _following.Dispose();

    private async ValueTask ApplyAllAsync(long workspace)
    {
        IReadTransaction read = await _store.BeginReadAsync(CancellationToken.None);
        await using (read)
        {
            long newest = await read.RevisionAsync(workspace, CancellationToken.None);
            while (_cache.RevisionOf(workspace) is { } applied && applied < newest)
            {
                IReadOnlyList<(long Revision, ChangeRecord Change)> changes = await read.GetChangesAsync(
                    workspace, applied, RevisionsPerStep, CancellationToken.None);
                // Some revisions changed nobody, so the last change need not be of the newest one.
                bool isAll = changes.Select(item => item.Revision).Distinct().Count() < RevisionsPerStep;
                _cache.Apply(workspace, changes, isAll ? newest : changes[^1].Revision);
            }

            _cache.Resume(workspace);
        }
    }
}
