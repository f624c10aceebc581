using System.Collections.Immutable;
using Identity.Application.Access;
using Identity.Application.Ingesting;
using Identity.Application.Measuring;
using Identity.Application.Past;
using Identity.Application.Profiles;
using Identity.Application.Resolving;
using Identity.Application.Workspaces;
using Identity.Core.Observations;
using Identity.Core.Rules;
using Identity.Simulation.Tests.Histories;
using Identity.Stores;
using Identity.Testing;

namespace Identity.Simulation.Tests.Incremental;

/// <summary>The application over a store, with one workspace, a key that may do everything, and a public one.</summary>
internal sealed class Service : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ObservationWriter _writer;
    private readonly KeyDirectory _directory;
    private readonly IngestObservations _ingest;
    private readonly ExpirySweeper _sweeper;
    private readonly GetProfile _getProfile;
    private readonly Reresolver _reresolver;
    private readonly ResolveVisitor _cached;
    private readonly ResolveVisitor _uncached;
    private readonly KeyRecord _admin;
    private readonly KeyRecord _public;
    private readonly long _workspace;
    private readonly Task _running;

    private Service(
        IIdentityStore store, KeyDirectory directory, FakeTime time, (KeyRecord Admin, IIdentityStore? Log) with)
    {
        (Store, Time, _directory, _admin, _workspace) = (store, time, directory, with.Admin, with.Admin.Workspace);
        _public = Key("public", [Scopes.IngestPublic], [HistoryGenerator.PublicSource]) with { Workspace = _workspace };
        var cache = new VisitorCache(1 << 16);
        var follower = new ChangeFollower(with.Log ?? store, cache);
        var deaf = new ChangeFollower(store, new VisitorCache(0));
        _writer = new ObservationWriter(store, with.Log is null ? deaf : follower, new ServiceMeasures(), Time);
        _ingest = new IngestObservations(_writer, directory, new PublicRates(Time), Time);
        _sweeper = new ExpirySweeper(_writer, directory, Time);
        _reresolver = new Reresolver(_writer, directory, Time);
        var past = new PastStates(store, new MemoryScratchStores(), _writer, Time);
        _getProfile = new GetProfile(store, _sweeper, past, Time);
        var creation = new VisitorCreation(_writer, directory, Time);
        var reader = new VisitorReader(store, cache, follower, new ServiceMeasures());
        _cached = new ResolveVisitor(reader, _sweeper, creation, past, Time);
        var none = new VisitorCache(0);
        var alone = new VisitorReader(
            store, none, new ChangeFollower(store, none), new ServiceMeasures());
        _uncached = new ResolveVisitor(alone, _sweeper, creation, past, Time);
        _running = _writer.RunAsync(_stopping.Token);
    }

    /// <summary>Begins when the last of a history has happened.</summary>
    public FakeTime Time { get; }

    public IIdentityStore Store { get; }

    private Caller Admin => new(_directory.Workspace(_workspace), _admin);

    private Caller Public => new(_directory.Workspace(_workspace), _public);

    /// <param name="rules">The workspace's rules.</param>
    /// <param name="store">Where it is kept.</param>
    /// <param name="workspaces">The same store.</param>
    /// <param name="logOf">
    /// Where the cache reads of commits, null for nowhere, to show that it matters; by default in the store.
    /// </param>
    public static async Task<Service> StartAsync(
        WorkspaceRules rules, IIdentityStore store, IWorkspaceStore workspaces,
        Func<IIdentityStore, IIdentityStore?>? logOf = null)
    {
        var time = new FakeTime(History.Minute(30));
        var record = new WorkspaceRecord(
            0, Guid.Empty, "simulation", CoreAnswer.Secret, 1, RulesText.Write(rules), 1);
        KeyRecord admin = Key("admin", Scopes.OfWorkspace, ["*"]);
        record = await workspaces.AddWorkspaceAsync(record, admin, CancellationToken.None);
        var directory = new KeyDirectory(workspaces, time);
        await directory.LoadAsync(CancellationToken.None);
        IIdentityStore? log = logOf is null ? store : logOf(store);
        return new Service(store, directory, time, (admin with { Workspace = record.Number }, log));
    }

    /// <summary>
    /// Sends observations in one call; those of the public key in calls of their own, in their order.
    /// </summary>
    public async Task<IReadOnlyList<IngestAnswer>> SendAsync(IReadOnlyList<Sent> group)
    {
        var answers = new List<IngestAnswer>();
        for (int from = 0; from < group.Count;)
        {
            bool isPublic = group[from].IsPublic;
            RawObservation[] run = [.. group.Skip(from).TakeWhile(sent => sent.IsPublic == isPublic)
                .Select(sent => sent.Raw)];
            answers.AddRange(await _ingest.RunAsync(isPublic ? Public : Admin, run, CancellationToken.None));
            from += run.Length;
        }

        return answers;
    }

    /// <summary>Replaces the rules; what is stored follows them when it returns.</summary>
    public async Task ReplaceRulesAsync(WorkspaceRules rules)
    {
        await _reresolver.ReplaceRulesAsync(_workspace, rules, CancellationToken.None);
        // Writes are done in their order, so whatever is written next comes after the re-resolution.
        await _writer.SubmitAsync(_workspace, _ => ValueTask.FromResult(true));
    }

    public Task<int> SweepAsync() => _sweeper.SweepAsync(CancellationToken.None);

    /// <summary>Resolves a visitor, with the help of a small cache of what was resolved before.</summary>
    public ValueTask<VisitorAnswer> ResolveAsync(VisitorQuery query) =>
        _cached.RunAsync(Admin, query, CancellationToken.None);

    /// <summary>The same from the store.</summary>
    public ValueTask<VisitorAnswer> ResolveUncachedAsync(VisitorQuery query) =>
        _uncached.RunAsync(Admin, query, CancellationToken.None);

    public ValueTask<ProfileAnswer> GetProfileAsync(Guid person) =>
        GetProfileAsync(new ProfileQuery { PersonId = person.ToString("D") });

    public ValueTask<ProfileAnswer> GetProfileAsync(ProfileQuery query) =>
        _getProfile.RunAsync(Admin, query, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
        _reresolver.Dispose();
        await Store.DisposeAsync();
    }

    private static KeyRecord Key(string name, ImmutableArray<string> scopes, ImmutableArray<string> sources) => new()
    {
        KeyId = new Guid(name.Length, 0, 0, new byte[8]),
        Workspace = 0,
        Name = name,
        SecretHash = [.. new byte[32]],
        Scopes = scopes,
        Sources = sources,
        CreatedAt = History.Start,
    };
}
