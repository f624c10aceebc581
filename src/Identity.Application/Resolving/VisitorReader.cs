using System.Collections.Concurrent;
using System.Diagnostics;
using Identity.Application.Measuring;
using Identity.Core.Identifiers;
using Identity.Stores;

namespace Identity.Application.Resolving;

/// <summary>
/// Looks presented identifiers up: in the cache, else in the store. When many ask for the same at once, one asks the
/// store for all. Thread-safe.
/// </summary>
public sealed class VisitorReader
{
    private readonly IIdentityStore _store;
    private readonly VisitorCache _cache;
    private readonly ChangeFollower _follower;
    private readonly ServiceMeasures _measures;
    private readonly ConcurrentDictionary<Flight, Flight> _flights = new();

    public VisitorReader(IIdentityStore store, VisitorCache cache, ChangeFollower follower, ServiceMeasures measures)
    {
        (_store, _cache, _follower, _measures) = (store, cache, follower, measures);
        measures.WatchCache(() => cache.SizeBytes);
    }

    /// <summary>What one committed state knows of the values, which are all different.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="values">Their epochs do not count.</param>
    /// <param name="atLeast">The revision that the state must have reached.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="Access.RefusedException">The workspace never had such a revision.</exception>
    internal ValueTask<VisitorRecords> FindAsync(
        long workspace, IdentifierKey[] values, long atLeast, CancellationToken cancellationToken)
    {
        if (_cache.TryFind(workspace, values, atLeast, out VisitorRecords? known))
        {
            _measures.CacheHit();
            return new ValueTask<VisitorRecords>(known);
        }

        _measures.CacheMissed();
        return ReadAsync(workspace, values, atLeast, cancellationToken);
    }

    private async ValueTask<VisitorRecords> ReadAsync(
        long workspace, IdentifierKey[] values, long atLeast, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using Activity? reading = Tracing.StartRead();
        var own = new Flight(workspace, values, _follower.Commits);
        Flight flight = _flights.GetOrAdd(own, own);
        // For all who join, so no single caller's patience ends it; it tells its outcome to the flight alone.
        if (ReferenceEquals(flight, own)) { _ = LeadAsync(own); }
        // One that began before a commit that its joiner may know of has perhaps not seen it.
        VisitorRecords read = flight.Commits == own.Commits
            ? await flight.Records.WaitAsync(cancellationToken)
            : await _store.FindVisitorAsync(workspace, values, cancellationToken);

        // Whoever was handed a revision was handed it after the commit, so a read from now on is not behind it.
        if (read.Revision < atLeast) { read = await _store.FindVisitorAsync(workspace, values, cancellationToken); }
        return read.Revision < atLeast ? throw Revisions.Malformed() : read;
    }

    private async Task LeadAsync(Flight flight)
    {
        try
        {
            VisitorRecords read = await _store.FindVisitorAsync(
                flight.Workspace, flight.Values, CancellationToken.None);
            await KeepAsync(flight, read);
            flight.Succeed(read);
        }
        catch (Exception failure)
        {
            flight.Fail(failure);
        }
        finally
        {
            _flights.TryRemove(flight, out _);
        }
    }

    private async ValueTask KeepAsync(Flight flight, VisitorRecords read)
    {
        if (!_cache.TryFill(flight.Workspace, flight.Values, read, out int evicted))
        {
            _cache.Follow(flight.Workspace, read.Revision);
            await _follower.CatchUpAsync(flight.Workspace);
            _cache.TryFill(flight.Workspace, flight.Values, read, out evicted);
        }

        if (evicted > 0) { _measures.CacheEvicted(evicted); }
    }

    /// <summary>A read under way. Equal to another that reads the same.</summary>
    private sealed class Flight(long workspace, IdentifierKey[] values, long commits) : IEquatable<Flight>
    {
        private readonly TaskCompletionSource<VisitorRecords> _records =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public long Workspace { get; } = workspace;

        public IdentifierKey[] Values { get; } = values;

        /// <summary>How many commits were acknowledged before it began, at most.</summary>
        public long Commits { get; } = commits;

        public Task<VisitorRecords> Records => _records.Task;

        public void Succeed(VisitorRecords read) => _records.SetResult(read);

        public void Fail(Exception failure)
        {
            _records.SetException(failure);
            // Perhaps nobody joined, and then nobody else looks at it.
            _ = _records.Task.Exception;
        }

        public bool Equals(Flight? other) =>
            other is not null && Workspace == other.Workspace && Values.AsSpan().SequenceEqual(other.Values);

        public override bool Equals(object? obj) => Equals(obj as Flight);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(Workspace);
            foreach (IdentifierKey value in Values) { hash.Add(value); }
            return hash.ToHashCode();
        }
    }
}
