using Identity.Application.Access;
using Identity.Application.Ingesting;
using Identity.Core;
using Identity.Core.Identifiers;
using Identity.Core.Rules;
using Identity.Stores;

namespace Identity.Application.Past;

/// <summary>
/// Brings back what was known at a past moment: the observations that were stored by then, resolved with the rules that
/// were in force and what had expired by then. Since a state follows from the set of observations, the rules and the
/// time, this is the state that there was; nothing that is stored later changes it. Costs as much as taking those
/// observations did. Thread-safe.
/// </summary>
public sealed class PastStates : IDisposable
{
    /// <summary>The most observations that are brought back for one answer.</summary>
    public const int ObservationsMax = 5_000;

    /// <summary>How many are brought back at a time, so that questions of the past leave room for others.</summary>
    public const int ConcurrentMax = 2;

    private readonly IIdentityStore _store;
    private readonly IScratchStores _scratch;
    private readonly ObservationWriter _writer;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _running = new(ConcurrentMax, ConcurrentMax);

    public PastStates(IIdentityStore store, IScratchStores scratch, ObservationWriter writer, TimeProvider time) =>
        (_store, _scratch, _writer, _time) = (store, scratch, writer, time);

    /// <summary>The caller as of a moment: with the rules that were in force then.</summary>
    /// <exception cref="RefusedException">The moment is no past one.</exception>
    internal async ValueTask<Caller> CallerAtAsync(
        Caller caller, DateTimeOffset moment, CancellationToken cancellationToken)
    {
        if (moment < DateTimeOffset.UnixEpoch || moment > _time.GetUtcNow())
        {
            throw new RefusedException(Refusal.OfField(
                "as_of", RefusalReasons.AsOfOutOfRange, "It lies between 1970 and now."));
        }

        // What was stored by then may still be on its way to the disk.
        await PassAsync(moment, cancellationToken);
        IReadTransaction read = await _store.BeginReadAsync(cancellationToken);
        await using (read)
        {
            RulesRecord? rules = await read.GetRulesAtAsync(caller.Workspace.Number, moment, cancellationToken);
            Invariant.Check(rules is not null, "A workspace has rules from the beginning of time.");
            return caller with { Workspace = caller.Workspace.Under(rules) };
        }
    }

    /// <summary>Brings back what was known of identifiers at a moment.</summary>
    /// <param name="then">The caller as of that moment.</param>
    /// <param name="asOf">The moment.</param>
    /// <param name="values">The identifiers; their epochs do not count.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="RefusedException">It would take too many observations.</exception>
    internal async ValueTask<PastState> OpenAsync(
        Caller then, DateTimeOffset asOf, IReadOnlyList<IdentifierKey> values, CancellationToken cancellationToken)
    {
        await _running.WaitAsync(cancellationToken);
        try
        {
            // Who looks alike depends on everybody, who cannot be brought back; what was shown of them did not.
            var history = new PastObservations(then.Workspace.WithoutMatching(), asOf);
            IReadTransaction read = await _store.BeginReadAsync(cancellationToken);
            long revision;
            await using (read)
            {
                revision = await read.RevisionAsync(then.Workspace.Number, cancellationToken);
                RulesRecord? now = await read.GetRulesAtAsync(
                    then.Workspace.Number, DateTimeOffset.MaxValue, cancellationToken);
                // What is stored is found by identifiers as the rules of now name them.
                bool areFound = now is not null
                    && RulesText.MentionAlike(then.Workspace.Under(now).Rules, then.Workspace.Rules);
                if (areFound) { await history.CollectTiedAsync(read, values, cancellationToken); }
                else { await history.CollectAllAsync(read, cancellationToken); }
            }

            return new PastState(then.Workspace, await history.ReplayAsync(_scratch, cancellationToken), revision);
        }
        finally
        {
            _running.Release();
        }
    }

    public void Dispose() => _running.Dispose();

    // With a turn, so that questions of the past do not fill the queue of writes.
    private async ValueTask PassAsync(DateTimeOffset moment, CancellationToken cancellationToken)
    {
        if (_writer.HasPassed(moment)) { return; }
        await _running.WaitAsync(cancellationToken);
        try
        {
            await _writer.PassAsync(moment, cancellationToken);
        }
        finally
        {
            _running.Release();
        }
    }
}
