using System.Diagnostics;
using System.Threading.Channels;
using Identity.Application.Access;
using Identity.Application.Measuring;
using Identity.Application.Resolving;
using Identity.Core;
using Identity.Stores;

namespace Identity.Application.Ingesting;

/// <summary>
/// The one place through which everything is written. Concurrent writes are committed in groups: what is waiting is
/// worked off in one transaction, in the order of arrival, and pays one fsync together. A write is told of its success
/// only after that. Thread-safe.
/// </summary>
public sealed class ObservationWriter
{
    /// <summary>How many writes may wait; past that they are refused with a hint when to come again.</summary>
    public const int QueueMax = 8_192;

    /// <summary>How many observations may wait in writes that are refused when it is too many.</summary>
    public const int WeightMax = 65_536;

    /// <summary>With so many observations a transaction takes no further write.</summary>
    public const int GroupMax = 512;

    /// <summary>When to come again, for a write that found the queue full.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(250);

    private readonly IIdentityStore _store;
    private readonly ChangeFollower _follower;
    private readonly TimeProvider _time;
    private readonly Channel<IWrite> _queue = Channel.CreateBounded<IWrite>(
        new BoundedChannelOptions(QueueMax) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private int _weight;
    private long _lastStoredAt;
    private long _committedAt;

    public ObservationWriter(
        IIdentityStore store, ChangeFollower follower, ServiceMeasures measures, TimeProvider time)
    {
        (_store, _follower, Measures, _time) = (store, follower, measures, time);
        measures.WatchWriter(() => Waiting);
    }

    /// <summary>How many observations are waiting for their commit or are in it, other writes counted as one.</summary>
    public int Waiting => Volatile.Read(ref _weight);

    /// <summary>Where writes are measured.</summary>
    internal ServiceMeasures Measures { get; }

    /// <summary>
    /// Works off the queue until the token is cancelled. Then what is waiting is still done, and new writes are
    /// refused.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.Register(() =>
            _queue.Writer.TryComplete());
        var group = new List<IWrite>(GroupMax);
        // Writes that were accepted are finished whatever happens, so the token is not passed on.
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            group.Clear();
            int weight = 0;
            while (weight < GroupMax && _queue.Reader.TryRead(out IWrite? write))
            {
                group.Add(write);
                weight += write.Weight;
            }

            await CommitAsync(group, GroupMoments.Now);
            Interlocked.Add(ref _weight, -weight);
        }
    }

    /// <summary>Does a piece of work in the next group, and returns its result when it is durable.</summary>
    /// <param name="workspace">The workspace that is written to.</param>
    /// <param name="work">
    /// Reads, decides and writes, without effects elsewhere: it is done again when another write of the group fails.
    /// </param>
    /// <param name="weight">How many observations it takes, at least 1.</param>
    /// <exception cref="RefusedException">Too much is waiting, or the service is shutting down.</exception>
    /// <exception cref="StoreException">The store failed; nothing of the group was written.</exception>
    public Task<T> SubmitAsync<T>(long workspace, Func<GroupWrite, ValueTask<T>> work, int weight = 1)
    {
        var write = new Write<T>(workspace, work, weight) { Trace = WriteTrace.Begin() };
        bool fits = Interlocked.Add(ref _weight, weight) <= WeightMax;
        if (fits && _queue.Writer.TryWrite(write)) { return write.Completion; }
        Interlocked.Add(ref _weight, -weight);
        throw Overloaded();
    }

    /// <summary>The same, but waits for a place in the queue: for senders that can be slowed down.</summary>
    public async Task<T> SubmitPatientlyAsync<T>(
        long workspace, Func<GroupWrite, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        var write = new Write<T>(workspace, work, weight: 1);
        Interlocked.Increment(ref _weight);
        try
        {
            await _queue.Writer.WriteAsync(write, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Interlocked.Decrement(ref _weight);
            throw;
        }
        catch (ChannelClosedException)
        {
            Interlocked.Decrement(ref _weight);
            throw Overloaded();
        }

        return await write.Completion;
    }

    // A write that fails by itself is taken out, and the others are done again without it: nothing of it may stay.
    private async Task CommitAsync(List<IWrite> group, DateTimeOffset begun)
    {
        while (group.Count > 0)
        {
            IWrite? current = null;
            Measures.Links.Clear();
            GroupMoments moments;
            try
            {
                IWriteTransaction transaction = await _store.BeginWriteAsync(CancellationToken.None);
                await using (transaction)
                {
                    var all = new GroupWrite(transaction, NextStoredAt());
                    foreach (IWrite write in group)
                    {
                        current = write;
                        await write.RunAsync(all);
                    }

                    current = null;
                    moments = await CommitAsync(transaction, group, begun);
                }

                Measures.Links.Count();
            }
            catch (Exception failure) when (current is not null && failure is not StoreException)
            {
                current.Fail(failure);
                group.Remove(current);
                continue;
            }
            catch (Exception failure)
            {
                Measures.GroupFailed();
                foreach (IWrite write in group) { write.Fail(failure); }
                return;
            }

            await AcknowledgeAsync(group, moments);
            return;
        }
    }

    // Whoever is told of its write, or hears of it, is never answered from before it.
    private async Task AcknowledgeAsync(List<IWrite> group, GroupMoments moments)
    {
        foreach (long workspace in group.Select(write => write.Workspace).Where(number => number != 0).Distinct())
        {
            await _follower.NoteCommitAsync(workspace);
        }

        Volatile.Write(ref _committedAt, _lastStoredAt);
        try
        {
            foreach (IWrite write in group) { write.Trace?.Tell(moments); }
        }
        finally
        {
            // They are stored, whatever becomes of the telling.
            foreach (IWrite write in group) { write.Succeed(); }
        }
    }

    /// <summary>All that will ever count as stored up to a moment is committed.</summary>
    public bool HasPassed(DateTimeOffset moment) => Microseconds.Of(moment) < Volatile.Read(ref _committedAt);

    /// <summary>What is stored from now on counts as later than a moment. Called before the first write.</summary>
    public void BeginAfter(DateTimeOffset moment) => _lastStoredAt = Math.Max(_lastStoredAt, Microseconds.Of(moment));

    /// <summary>
    /// Returns when all that will ever count as stored up to a moment is committed: what comes later is stamped later,
    /// whatever the clock does.
    /// </summary>
    public Task PassAsync(DateTimeOffset moment, CancellationToken cancellationToken) => SubmitPatientlyAsync(
        workspace: 0,
        _ =>
        {
            _lastStoredAt = Math.Max(_lastStoredAt, Microseconds.Of(moment));
            return ValueTask.FromResult(true);
        },
        cancellationToken);

    // Later for each group than for the one before, also when the clock is set back.
    private DateTimeOffset NextStoredAt()
    {
        _lastStoredAt = Math.Max(_lastStoredAt + 1, Microseconds.Of(_time.GetUtcNow()));
        return Microseconds.ToMoment(_lastStoredAt);
    }

    private async ValueTask<GroupMoments> CommitAsync(
        IWriteTransaction transaction, List<IWrite> group, DateTimeOffset begun)
    {
        DateTimeOffset committing = GroupMoments.Now;
        long start = Stopwatch.GetTimestamp();
        await transaction.CommitAsync(CancellationToken.None);
        int observations = group.Sum(write => write.Weight);
        Measures.GroupCommitted(observations, Stopwatch.GetElapsedTime(start));
        return new GroupMoments(begun, committing, GroupMoments.Now, observations);
    }

    private RefusedException Overloaded()
    {
        Measures.Overloaded(OverloadPlace.Writes);
        return new RefusedException(new Refusal(
            RefusalKind.Exhausted, RefusalReasons.Overloaded, "Too many writes are waiting; try again.")
        {
            RetryAfter = RetryAfter,
        });
    }

    private interface IWrite
    {
        long Workspace { get; }

        int Weight { get; }

        /// <summary>How its caller's trace learns of it; null when there is none.</summary>
        WriteTrace? Trace { get; }

        ValueTask RunAsync(GroupWrite group);

        void Succeed();

        void Fail(Exception failure);
    }

    private sealed class Write<T> : IWrite
    {
        private readonly Func<GroupWrite, ValueTask<T>> _work;
        private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Action? _succeed;

        public Write(long workspace, Func<GroupWrite, ValueTask<T>> work, int weight) =>
            (Workspace, _work, Weight) = (workspace, work, weight);

        public long Workspace { get; }

        public int Weight { get; }

        public WriteTrace? Trace { get; init; }

        public Task<T> Completion => _completion.Task;

        public async ValueTask RunAsync(GroupWrite group)
        {
            T result = await _work(group);
            _succeed = () => _completion.TrySetResult(result);
        }

        public void Succeed() => _succeed?.Invoke();

        public void Fail(Exception failure) => _completion.TrySetException(failure);
    }
}

/// <summary>The transaction of a group of writes.</summary>
/// <param name="Transaction">Where everything of the group is written.</param>
/// <param name="StoredAt">
/// When what is written counts as stored: the same for the group, and later than for any group before.
/// </param>
public readonly record struct GroupWrite(IWriteTransaction Transaction, DateTimeOffset StoredAt);
