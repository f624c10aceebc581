using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Identity.Core;
using Identity.Core.Identifiers;
using Identity.Core.Profiles;
using Identity.Stores;

namespace Identity.Application.Resolving;

/// <summary>
/// What was looked up lately: identifier, its person, the person's ready-made profile. Bounded in bytes. All that it
/// holds of a workspace is true at one revision, up to which the change log was applied; an answer is taken from it
/// only when no change was being applied meanwhile, so that it is of one committed state. Thread-safe: reads take no
/// lock.
/// </summary>
public sealed class VisitorCache
{
    // What the objects of an entry take beside their texts, roughly.
    private const int EntryBytes = 700;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<long, FollowedWorkspace> _workspaces = new();
    private readonly ConcurrentDictionary<CacheKey, CachedIdentifier> _identifiers = new();
    private readonly Dictionary<(long Workspace, Guid Person), CachedPerson> _persons = [];
    private readonly LinkedList<CachedPerson> _byAge = new();
    private readonly long _sizeBytesMax;
    private long _sizeBytes;

    // Odd while a change is being applied.
    private long _sequence;

    /// <param name="sizeBytesMax">About how much memory it may take; 0 to keep nothing.</param>
    public VisitorCache(long sizeBytesMax) => _sizeBytesMax = sizeBytesMax;

    /// <summary>About how much memory it takes.</summary>
    public long SizeBytes => Volatile.Read(ref _sizeBytes);

    /// <summary>How many persons it holds.</summary>
    public int PersonCount
    {
        get { lock (_gate) { return _persons.Count; } }
    }

    /// <summary>What is held of all these identifiers, if it is, at a revision that will do.</summary>
    internal bool TryFind(
        long workspace, IdentifierKey[] values, long atLeast, [MaybeNullWhen(false)] out VisitorRecords known)
    {
        known = null;
        long before = Volatile.Read(ref _sequence);
        if (long.IsOddInteger(before) || !_workspaces.TryGetValue(workspace, out FollowedWorkspace? followed))
        {
            return false;
        }

        long revision = followed.Revision;
        if (followed.IsBehind || revision < atLeast) { return false; }
        var found = new VisitorRecord?[values.Length];
        for (int index = 0; index < values.Length; index++)
        {
            var key = new CacheKey(workspace, values[index].Namespace, values[index].Value);
            if (!_identifiers.TryGetValue(key, out CachedIdentifier? cached)) { return false; }
            found[index] = cached.Record;
            // Read first: a mark that is written again and again would travel between the cores.
            if (!cached.Person.WasUsed) { cached.Person.WasUsed = true; }
        }

        // What was read above must not have been read after this.
        Volatile.ReadBarrier();
        if (Volatile.Read(ref _sequence) != before) { return false; }
        known = new VisitorRecords(revision, found);
        return true;
    }

    /// <summary>Up to where the log was applied; null for a workspace that is not followed.</summary>
    internal long? RevisionOf(long workspace) =>
        _workspaces.TryGetValue(workspace, out FollowedWorkspace? followed) ? followed.Revision : null;

    /// <summary>Begins to follow a workspace, from a revision that was committed; a known one stays as it is.</summary>
    internal void Follow(long workspace, long revision) =>
        _workspaces.TryAdd(workspace, new FollowedWorkspace(revision));

    /// <summary>
    /// Keeps what was read. False when the log was not yet applied up to there, and must be first. What has changed
    /// since it was read is left out: a slow reader cannot bring back what was overtaken.
    /// </summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="values">What was looked up.</param>
    /// <param name="read">What was found.</param>
    /// <param name="evicted">How many persons had to go for it.</param>
    internal bool TryFill(long workspace, IdentifierKey[] values, VisitorRecords read, out int evicted)
    {
        evicted = 0;
        if (_sizeBytesMax == 0) { return true; }
        // Reading documents takes time, and every commit waits for this lock.
        int[] sizes = [.. read.Found.Select(SizeOf)];
        lock (_gate)
        {
            if (!_workspaces.TryGetValue(workspace, out FollowedWorkspace? followed) || followed.IsBehind
                || read.Revision > followed.Revision)
            {
                return false;
            }

            for (int index = 0; index < values.Length; index++)
            {
                if (read.Found[index] is not { Person: { } person } record || sizes[index] < 0) { continue; }
                if (followed.HasChangedSince(person.Id, read.Revision)) { continue; }
                var key = new CacheKey(workspace, values[index].Namespace, values[index].Value);
                Add(key, record, person, sizes[index] + (2 * values[index].Value.Length));
            }

            while (_sizeBytes > _sizeBytesMax && _byAge.First is { } oldest)
            {
                if (TryEvict(oldest)) { evicted++; }
            }

            return true;
        }
    }

    /// <summary>Drops what changes of the log concern; what is held is then true at the revision.</summary>
    internal void Apply(long workspace, IEnumerable<(long Revision, ChangeRecord Change)> changes, long revision)
    {
        lock (_gate)
        {
            if (!_workspaces.TryGetValue(workspace, out FollowedWorkspace? followed)) { return; }
            Interlocked.Increment(ref _sequence);
            foreach ((long at, ChangeRecord change) in changes)
            {
                if (change.Kind == ChangeKind.RulesApplied)
                {
                    followed.NoteAll(at);
                    RemoveAll(workspace);
                    continue;
                }

                followed.Note(change.PersonId, at);
                Remove(workspace, change.PersonId);
                if (change.OtherPersonId is not { } other) { continue; }
                followed.Note(other, at);
                Remove(workspace, other);
            }

            followed.Revision = revision;
            Interlocked.Increment(ref _sequence);
        }
    }

    /// <summary>The log was read to its end, and all of it is applied.</summary>
    internal void Resume(long workspace)
    {
        if (_workspaces.TryGetValue(workspace, out FollowedWorkspace? followed)) { followed.IsBehind = false; }
    }

    /// <summary>Nothing is answered for a workspace until its log could be read again.</summary>
    internal void Suspend(long workspace)
    {
        if (_workspaces.TryGetValue(workspace, out FollowedWorkspace? followed)) { followed.IsBehind = true; }
    }

    private void Add(CacheKey key, VisitorRecord record, VisitorPerson person, int sizeBytes)
    {
        if (_identifiers.ContainsKey(key)) { return; }
        if (!_persons.TryGetValue((key.Workspace, person.Id), out CachedPerson? cached))
        {
            cached = new CachedPerson(key.Workspace, person);
            cached.Place = _byAge.AddLast(cached);
            _persons.Add((key.Workspace, person.Id), cached);
        }

        // Both are true at the same revision, so of one part they are equal, and one of them is enough.
        VisitorPerson part = cached.Person.FirmId == person.FirmId ? cached.Person : person;
        var entry = new CachedIdentifier(record with { Person = part }, cached);
        _identifiers[key] = entry;
        cached.Identifiers.Add(key);
        cached.SizeBytes += sizeBytes;
        _sizeBytes += sizeBytes;
    }

    // The profile is counted for each identifier that it was found by, though it is kept once; less than nothing for
    // what cannot be read, which is not kept: whoever needs it is told.
    private static int SizeOf(VisitorRecord? record)
    {
        try
        {
            return EntryBytes + SizeOf(record?.Own) + SizeOf(record?.Person?.Profile);
        }
        catch (StoreDamagedException)
        {
            return -1;
        }
    }

    private static int SizeOf(SummaryDocument? document) =>
        document is null ? 0 : document.TextBytes + StoredDocument.ShownOf(document).SizeBytes;

    // Second chance: whoever was asked for since the last look goes to the end instead.
    private bool TryEvict(LinkedListNode<CachedPerson> oldest)
    {
        CachedPerson person = oldest.Value;
        if (person.WasUsed)
        {
            person.WasUsed = false;
            _byAge.Remove(oldest);
            _byAge.AddLast(oldest);
            return false;
        }

        Remove(person.Workspace, person.Person.Id);
        return true;
    }

    private void Remove(long workspace, Guid id)
    {
        if (!_persons.Remove((workspace, id), out CachedPerson? person)) { return; }
        foreach (CacheKey key in person.Identifiers) { _identifiers.TryRemove(key, out _); }
        Invariant.Check(person.Place is not null, "A person that is held has its place.");
        _byAge.Remove(person.Place);
        _sizeBytes -= person.SizeBytes;
    }

    private void RemoveAll(long workspace)
    {
        foreach ((long Workspace, Guid Person) key in _persons.Keys.Where(key => key.Workspace == workspace).ToArray())
        {
            Remove(workspace, key.Person);
        }
    }

    private readonly record struct CacheKey(long Workspace, string Namespace, string Value);

    private sealed record CachedIdentifier(VisitorRecord Record, CachedPerson Person);

    private sealed class CachedPerson(long workspace, VisitorPerson person)
    {
        public long Workspace { get; } = workspace;

        public VisitorPerson Person { get; } = person;

        public List<CacheKey> Identifiers { get; } = new(2);

        public int SizeBytes { get; set; }

        public LinkedListNode<CachedPerson>? Place { get; set; }

        // Written without the lock: a lost mark only makes it look less used than it was.
        public bool WasUsed { get; set; }
    }
}
