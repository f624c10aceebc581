namespace Identity.Application.Resolving;

/// <summary>
/// Up to where a workspace's change log was applied, and who changed lately. The lock of the cache guards all but the
/// reads of <see cref="Revision"/> and <see cref="IsBehind"/>.
/// </summary>
internal sealed class FollowedWorkspace
{
    /// <summary>How many changes are remembered; a read from before them is not kept.</summary>
    public const int RecentMax = 4_096;

    private readonly Dictionary<Guid, long> _changedAt = [];
    private readonly Queue<(Guid Person, long Revision)> _recent = new();
    private long _forgottenUpTo;
    private long _revision;

    // Until the log was read once: something may have been committed since the revision that it begins with.
    private volatile bool _isBehind = true;

    /// <param name="revision">From where it is followed; what changed before is not known.</param>
    public FollowedWorkspace(long revision) => (_revision, _forgottenUpTo) = (revision, revision);

    public long Revision
    {
        get => Volatile.Read(ref _revision);
        set => Volatile.Write(ref _revision, value);
    }

    /// <summary>The log was not read yet, or could not be; nothing that is held can be relied on.</summary>
    public bool IsBehind
    {
        get => _isBehind;
        set => _isBehind = value;
    }

    /// <summary>A person changed.</summary>
    public void Note(Guid person, long revision)
    {
        _changedAt[person] = revision;
        _recent.Enqueue((person, revision));
        if (_recent.Count <= RecentMax) { return; }
        (Guid oldest, long at) = _recent.Dequeue();
        _forgottenUpTo = Math.Max(_forgottenUpTo, at);
        // It may have changed again since, or twice in that revision.
        if (_changedAt.TryGetValue(oldest, out long last) && last == at) { _changedAt.Remove(oldest); }
    }

    /// <summary>Everybody may have changed.</summary>
    public void NoteAll(long revision)
    {
        _forgottenUpTo = revision;
        _changedAt.Clear();
        _recent.Clear();
    }

    /// <summary>The person has changed after a revision, or may have.</summary>
    public bool HasChangedSince(Guid person, long revision) =>
        revision < _forgottenUpTo || (_changedAt.TryGetValue(person, out long at) && at > revision);
}
