using System.Collections.Concurrent;
using System.Threading.Channels;
using Identity.Application.Access;
using Identity.Application.Ingesting;
using Identity.Core.Observations;
using Identity.Core.Rules;
using Identity.Stores;

namespace Identity.Application.Workspaces;

/// <summary>
/// Replaces a workspace's rules, and brings what is stored to what it would be had the rules always been so; at the
/// start also where another version of cleaning or matching has made it. All that follows from observations is made
/// anew from them, in one transaction, so that nobody ever sees a state between. Reads go on with the old persons
/// meanwhile; writes wait. Thread-safe.
/// </summary>
public sealed class Reresolver : IDisposable
{
    private const int ObservationsPerStep = 1_000;

    private readonly ObservationWriter _writer;
    private readonly KeyDirectory _directory;
    private readonly SemaphoreSlim _replacing = new(1);
    private readonly ConcurrentDictionary<long, long> _done = new();
    private readonly Channel<(Task<Workspace> Replay, Workspace Before)> _replays =
        Channel.CreateUnbounded<(Task<Workspace> Replay, Workspace Before)>();
    private readonly TimeProvider _time;

    public Reresolver(ObservationWriter writer, KeyDirectory directory, TimeProvider time)
    {
        (_writer, _directory, _time) = (writer, directory, time);
        writer.Measures.WatchReresolutions(() => directory.Workspaces.Count(workspace => workspace.IsBeingResolved));
    }

    /// <summary>
    /// Puts rules in force for the next call and starts the re-resolution. Returns the rules' version.
    /// </summary>
    public async ValueTask<long> ReplaceRulesAsync(
        long workspace, WorkspaceRules rules, CancellationToken cancellationToken)
    {
        await _replacing.WaitAsync(cancellationToken);
        try
        {
            Workspace old = _directory.Workspace(workspace);
            WorkspaceRecord record = old.Record with
            {
                RulesVersion = old.Record.RulesVersion + 1,
                Rules = RulesText.Write(rules),
            };
            if (RulesText.ResolveAlike(old.Rules, rules) && !old.IsBeingResolved)
            {
                record = record with { ResolvedVersion = record.RulesVersion };
            }

            Workspace replaced = await _directory.PutWorkspaceAsync(record, cancellationToken);
            // Queued before the call returns, so that whatever is written after it finds the new state.
            if (replaced.IsBeingResolved) { await StartAsync(replaced); }
            else { await PutInForceAsync(replaced); }
            return record.RulesVersion;
        }
        finally
        {
            _replacing.Release();
        }
    }

    /// <summary>
    /// Resumes what was interrupted, and keeps the record of what is finished, until the token is cancelled.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (Workspace workspace in _directory.Workspaces)
        {
            if (workspace.IsBeingResolved) { await StartAsync(workspace); }
        }

        await foreach ((Task<Workspace> replay, Workspace before) in _replays.Reader.ReadAllAsync(cancellationToken))
        {
            await FinishAsync(replay, before, cancellationToken);
        }
    }

    /// <summary>How far a workspace's re-resolution is; null when none is under way.</summary>
    public ReresolutionProgress? ProgressOf(long workspace, long total)
    {
        Workspace current = _directory.Workspace(workspace);
        if (!current.IsBeingResolved) { return null; }
        return new ReresolutionProgress(
            current.Record.RulesVersion, Math.Min(_done.GetValueOrDefault(workspace), total), total);
    }

    public void Dispose() => _replacing.Dispose();

    // What is stored follows the new rules already; only from when they count is written down.
    // It is done whoever waits for it, for the rules count already.
    private async ValueTask PutInForceAsync(Workspace workspace)
    {
        _directory.SetResolved(workspace);
        await _writer.SubmitPatientlyAsync(
            workspace.Number,
            async group =>
            {
                await PutInForceAsync(workspace, group);
                return true;
            },
            CancellationToken.None);
    }

    private static ValueTask PutInForceAsync(Workspace workspace, GroupWrite group) =>
        group.Transaction.PutRulesInForceAsync(
            workspace.Number,
            new RulesRecord(workspace.Record.RulesVersion, workspace.Record.Rules, group.StoredAt),
            CancellationToken.None);

    private async ValueTask StartAsync(Workspace workspace)
    {
        Workspace before = _directory.Resolved(workspace.Number);
        Task<Workspace> replay = _writer.SubmitPatientlyAsync(
            workspace.Number, group => ReplayAsync(workspace, group), CancellationToken.None);
        await _replays.Writer.WriteAsync((replay, before));
    }

    private async ValueTask FinishAsync(
        Task<Workspace> replay, Workspace before, CancellationToken cancellationToken)
    {
        try
        {
            Workspace workspace = await replay;
            await _replacing.WaitAsync(cancellationToken);
            try
            {
                WorkspaceRecord record = _directory.Workspace(workspace.Number).Record;
                record = record with
                {
                    ResolvedVersion = workspace.Record.RulesVersion,
                    DerivedBy = Derivation.Version,
                };
                await _directory.PutWorkspaceAsync(record, cancellationToken);
            }
            finally
            {
                _replacing.Release();
            }
        }
        catch (Exception failure) when (failure is StoreException or RefusedException)
        {
            // Nothing was changed: what is stored still follows the old rules, and so does what is written. It is
            // resumed at the next start, and the statistics show it as under way until then.
            _directory.SetResolved(before);
            return;
        }
    }

    private async ValueTask<Workspace> ReplayAsync(Workspace workspace, GroupWrite group)
    {
        IWriteTransaction transaction = group.Transaction;
        _done[workspace.Number] = 0;
        await transaction.ClearDerivedAsync(workspace.Number, CancellationToken.None);
        await transaction.EndMultiOccupanciesAsync(workspace.Number, group.StoredAt, CancellationToken.None);
        long after = 0;
        while (true)
        {
            IReadOnlyList<ObservationRecord> step = await transaction.GetObservationsAfterAsync(
                workspace.Number, after, ObservationsPerStep, CancellationToken.None);
            if (step.Count == 0) { break; }
            foreach (ObservationRecord record in step)
            {
                await ReplayAsync(workspace, group, record);
            }

            after = step[^1].Sequence;
            _done.AddOrUpdate(workspace.Number, step.Count, (_, done) => done + step.Count);
            _writer.Measures.Reresolved(step.Count);
        }

        await PutInForceAsync(workspace, group);
        await transaction.AppendChangesAsync(
            workspace.Number, [new ChangeRecord(ChangeKind.RulesApplied, Guid.Empty, null, 0)],
            CancellationToken.None);
        _directory.SetResolved(workspace);
        return workspace;
    }

    private async ValueTask ReplayAsync(Workspace workspace, GroupWrite group, ObservationRecord record)
    {
        var arrival = new Arrival(record.RecordedAt, record.IsPublic);
        RawObservation raw = ObservationText.Parse(record.Body);
        record = record with { SubjectId = 0, IsSetAside = false };
        if (ObservationCleaner.Clean(raw, workspace.Rules, arrival).Observation is { } observation)
        {
            var hood = new Neighbourhood(group.Transaction, workspace, _time.GetUtcNow())
            {
                StoredAt = group.StoredAt,
                IsQuiet = true,
            };
            Settled? settled = await ObservationIntake.TakeAsync(
                hood, observation, record, isKnown: true, CancellationToken.None);
            if (settled is not null) { return; }
        }

        // The rules of now would have refused it: it is kept, and contributes nothing.
        await group.Transaction.ReplaceMentionsAsync(
            workspace.Number, record with { IsSetAside = true }, [], CancellationToken.None);
    }
}
