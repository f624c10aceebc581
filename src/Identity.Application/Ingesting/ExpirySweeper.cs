using Identity.Application.Access;
using Identity.Core.Resolution;
using Identity.Stores;

namespace Identity.Application.Ingesting;

/// <summary>
/// Resolves clusters again in which an identifier has expired: regularly, and at once when somebody asks for one of
/// their persons. Thread-safe.
/// </summary>
public sealed class ExpirySweeper
{
    /// <summary>How often it looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private const int ClustersPerStep = 100;

    private readonly ObservationWriter _writer;
    private readonly KeyDirectory _directory;
    private readonly TimeProvider _time;

    public ExpirySweeper(ObservationWriter writer, KeyDirectory directory, TimeProvider time) =>
        (_writer, _directory, _time) = (writer, directory, time);

    /// <summary>
    /// Sweeps at the interval, until the token is cancelled. A failure ends a sweep, not the next one.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                _writer.Measures.Swept(await SweepAsync(cancellationToken));
            }
            catch (Exception failure) when (failure is StoreException or RefusedException)
            {
                // The store is away or busy; what has expired is looked for again at the next tick.
                _writer.Measures.SweepFailed();
            }
        }
    }

    /// <summary>Resolves everything again that has gone stale. Returns the number of clusters.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        int total = 0;
        foreach (Workspace workspace in _directory.Workspaces)
        {
            int swept;
            do
            {
                cancellationToken.ThrowIfCancellationRequested();
                swept = await _writer.SubmitPatientlyAsync(
                    workspace.Number, group => SweepAsync(workspace.Number, group), cancellationToken);
                total += swept;
            }
            while (swept == ClustersPerStep);
        }

        return total;
    }

    /// <summary>Resolves one cluster again, if it is stale.</summary>
    public Task<bool> RefreshAsync(long workspace, long cluster) => _writer.SubmitAsync(
        workspace,
        async group =>
        {
            await RefreshAsync(HoodOf(workspace, group), cluster);
            return true;
        });

    private async ValueTask<int> SweepAsync(long workspace, GroupWrite group)
    {
        IReadOnlyList<long> stale = await group.Transaction.GetStaleClustersAsync(
            workspace, _time.GetUtcNow(), ClustersPerStep, CancellationToken.None);
        foreach (long cluster in stale) { await RefreshAsync(HoodOf(workspace, group), cluster); }
        return stale.Count;
    }

    private Neighbourhood HoodOf(long workspace, GroupWrite group) =>
        new(group.Transaction, _directory.Resolved(workspace), _time.GetUtcNow())
        {
            StoredAt = group.StoredAt,
            Tally = _writer.Measures.Links,
        };

    /// <summary>Resolves one cluster again, as of the neighbourhood's now.</summary>
    /// <param name="hood">An empty neighbourhood.</param>
    /// <param name="cluster">The cluster; one that is gone changes nothing.</param>
    internal static async ValueTask RefreshAsync(Neighbourhood hood, long cluster)
    {
        await hood.LoadClustersAsync([cluster], CancellationToken.None);
        if (hood.Members.Count == 0) { return; }
        // Every person of the cluster is written, so that none keeps the moment at which it went stale.
        foreach (Member member in hood.Members) { member.IsTouched = true; }
        Resolution resolution = await hood.ResolveAsync(CancellationToken.None);
        await Settlement.WriteAsync(hood, resolution, null, CancellationToken.None);
    }
}
