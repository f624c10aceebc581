using Identity.Application.Access;
using Identity.Application.Ingesting;
using Identity.Application.Measuring;
using Identity.Application.Past;
using Identity.Application.Resolving;
using Identity.LoadTests.Serving;
using Identity.Stores.Sqlite;
using Identity.Stores.Sqlite.Driver;

namespace Identity.LoadTests.InProcess;

/// <summary>The use cases over the store of a data folder whose server is stopped, in this process.</summary>
internal sealed class Site : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly SqliteStore _store;
    private readonly ObservationWriter _writer;
    private readonly Task _running;

    private Site(SqliteStore store, KeyDirectory directory, Caller caller)
    {
        (_store, Caller) = (store, caller);
        TimeProvider time = TimeProvider.System;
        // Nothing is kept, so that every question goes to the store.
        var cache = new VisitorCache(0);
        var measures = new ServiceMeasures();
        var follower = new ChangeFollower(store, cache);
        _writer = new ObservationWriter(store, follower, measures, time);
        Ingest = new IngestObservations(_writer, directory, new PublicRates(time), time);
        Resolve = new ResolveVisitor(
            new VisitorReader(store, cache, follower, measures), new ExpirySweeper(_writer, directory, time),
            new VisitorCreation(_writer, directory, time),
            new PastStates(store, new SqliteScratchStores(), _writer, time), time);
        _running = _writer.RunAsync(_stopping.Token);
    }

    /// <summary>Whoever has the admin key.</summary>
    public Caller Caller { get; }

    public IngestObservations Ingest { get; }

    /// <summary>Without a cache.</summary>
    public ResolveVisitor Resolve { get; }

    /// <param name="data">The data folder.</param>
    /// <param name="journal">Is told of all statements; null for nobody.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public static async Task<Site> OpenAsync(
        string data, IStatementJournal? journal, CancellationToken cancellationToken)
    {
        SqliteStore store = SqliteStore.Open(new SqliteStoreOptions { Path = FileOf(data), Journal = journal });
        var directory = new KeyDirectory(store, TimeProvider.System);
        await directory.LoadAsync(cancellationToken);
        string key = await ServiceClient.AdminKeyAsync(data, cancellationToken);
        return new Site(store, directory, directory.Authenticate(key));
    }

    /// <summary>The store's file in a data folder.</summary>
    public static string FileOf(string data) => Path.Combine(data, "identity.db");

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        await _store.DisposeAsync();
        _stopping.Dispose();
    }
}
