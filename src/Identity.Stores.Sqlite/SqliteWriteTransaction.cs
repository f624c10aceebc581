using Identity.Core.Identifiers;
using Identity.Core.Profiles;
using Identity.Stores.Sqlite.Driver;
using Identity.Stores.Sqlite.Tables;

namespace Identity.Stores.Sqlite;

/// <summary>The write that holds the write connection, and SQLite's write lock, until it is disposed of.</summary>
internal sealed partial class SqliteWriteTransaction : SqliteReadTransaction, IWriteTransaction
{
    private static readonly Query BeginImmediate = new("BEGIN IMMEDIATE");
    private static readonly Query CommitAll = new("COMMIT");

    private long _lastId;
    private long _lastStoredId;

    private SqliteWriteTransaction(ConnectionPool pool, Connection connection, long lastId)
        : base(pool, connection) =>
        _lastId = _lastStoredId = lastId;

    public static new SqliteWriteTransaction Begin(ConnectionPool pool, Connection connection)
    {
        long lastId = Start(pool, connection, BeginImmediate, static begun =>
            CounterTable.Value(begun, CounterTable.WholeStore, CounterTable.IdentifierId));
        return new SqliteWriteTransaction(pool, connection, lastId);
    }

    public ValueTask<long> NextIdentifierIdAsync(CancellationToken cancellationToken)
    {
        _ = Open;
        return new ValueTask<long>(++_lastId);
    }

    public ValueTask<IReadOnlyList<IdentifierRecord>> GetClusterIdentifiersAsync(
        long workspace, IReadOnlyCollection<long> clusters, CancellationToken cancellationToken) =>
        new(IdentifierTable.OfClusters(Open, workspace, clusters));

    public ValueTask<IReadOnlyList<LinkRecord>> GetClusterLinksAsync(
        long workspace, IReadOnlyCollection<long> clusters, CancellationToken cancellationToken) =>
        new(LinkTable.OfClusters(Open, workspace, clusters));

    public ValueTask<IReadOnlyList<MatchedPair>> GetClusterMatchesAsync(
        long workspace, IReadOnlyCollection<long> clusters, CancellationToken cancellationToken) =>
        new(MatchTable.OfClusters(Open, workspace, clusters));

    public ValueTask<IReadOnlyList<LinkRecord>> GetLinksAmongAsync(
        long workspace, IReadOnlyCollection<long> identifiers, CancellationToken cancellationToken) =>
        new(LinkTable.Among(Open, workspace, identifiers));

    public ValueTask<int> CountVouchedValuesAsync(
        long workspace, long identifier, string @namespace, int limit, CancellationToken cancellationToken) =>
        new(LinkTable.CountVouchedValues(Open, workspace, identifier, @namespace, limit));

    public ValueTask<IReadOnlyDictionary<long, DeviceLogins>> GetLoginsAsync(
        long workspace, IReadOnlyCollection<long> devices, CancellationToken cancellationToken) =>
        new(LoginTable.OfDevices(Open, workspace, devices));

    public ValueTask ClearDerivedAsync(long workspace, CancellationToken cancellationToken)
    {
        DerivedTables.Clear(Open, workspace);
        return default;
    }

    public ValueTask<IReadOnlyList<long>> GetStaleClustersAsync(
        long workspace, DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        new(PersonTable.StaleClusters(Open, workspace, now, limit));

    public ValueTask<long> AddObservationAsync(
        long workspace, ObservationRecord observation, IReadOnlyCollection<long> mentions,
        CancellationToken cancellationToken) =>
        new(ObservationTable.Add(Open, workspace, observation, mentions));

    public ValueTask ReplaceMentionsAsync(
        long workspace, ObservationRecord observation, IReadOnlyCollection<long> mentions,
        CancellationToken cancellationToken)
    {
        ObservationTable.Replace(Open, workspace, observation, mentions);
        return default;
    }

    public ValueTask PutIdentifiersAsync(
        long workspace, IReadOnlyCollection<IdentifierRecord> identifiers, CancellationToken cancellationToken)
    {
        IdentifierTable.Put(Open, workspace, identifiers);
        return default;
    }

    public ValueTask PutLinksAsync(
        long workspace, IReadOnlyCollection<LinkRecord> links, CancellationToken cancellationToken)
    {
        LinkTable.Put(Open, workspace, links);
        return default;
    }

    public ValueTask RemoveLinksOfAsync(
        long workspace, IReadOnlyCollection<long> identifiers, CancellationToken cancellationToken)
    {
        LinkTable.RemoveOf(Open, workspace, identifiers);
        return default;
    }

    public ValueTask PutPersonsAsync(
        long workspace, IReadOnlyCollection<(PersonRecord Person, Summary Profile)> persons,
        CancellationToken cancellationToken)
    {
        PersonTable.Put(Open, workspace, persons);
        return default;
    }

    public ValueTask RemovePersonsAsync(
        long workspace, IReadOnlyCollection<Guid> persons, CancellationToken cancellationToken)
    {
        PersonTable.Remove(Open, workspace, persons);
        return default;
    }

    public ValueTask PutPartsAsync(
        long workspace, IReadOnlyCollection<(long FirmId, Summary Profile)> parts, CancellationToken cancellationToken)
    {
        PartTable.Put(Open, workspace, parts);
        return default;
    }

    public ValueTask RemovePartsAsync(
        long workspace, IReadOnlyCollection<long> parts, CancellationToken cancellationToken)
    {
        PartTable.Remove(Open, workspace, parts);
        return default;
    }

    public ValueTask ReplaceMatchEntriesAsync(
        long workspace, long subject, IReadOnlyCollection<MatchEntry> entries, CancellationToken cancellationToken)
    {
        MatchEntryTable.Replace(Open, workspace, subject, entries);
        return default;
    }

    public ValueTask ChangeMatchKeysAsync(
        long workspace, IReadOnlyCollection<MatchKey> removed, IReadOnlyCollection<MatchKey> added,
        CancellationToken cancellationToken)
    {
        MatchEntryTable.ChangeKeys(Open, workspace, removed, added);
        return default;
    }

    public ValueTask AddDecisionAsync(
        long workspace, DecisionRecord decision, CancellationToken cancellationToken)
    {
        DecisionTable.Add(Open, workspace, decision);
        return default;
    }

    public ValueTask PutMatchesAsync(
        long workspace, IReadOnlyCollection<MatchedPair> pairs, CancellationToken cancellationToken)
    {
        MatchTable.Put(Open, workspace, pairs);
        return default;
    }

    public ValueTask RemoveMatchesAsync(
        long workspace, IReadOnlyCollection<(long A, long B)> pairs, CancellationToken cancellationToken)
    {
        MatchTable.Remove(Open, workspace, pairs);
        return default;
    }

    public ValueTask ReplaceSummariesAsync(
        long workspace, long subject, IReadOnlyCollection<SummaryRecord> summaries,
        CancellationToken cancellationToken)
    {
        SummaryTable.Replace(Open, workspace, subject, summaries);
        return default;
    }

    public ValueTask PutSummaryAsync(long workspace, SummaryRecord summary, CancellationToken cancellationToken)
    {
        SummaryTable.Put(Open, workspace, summary);
        return default;
    }

    public ValueTask PutLoginsAsync(
        long workspace, long device, DeviceLogins logins, CancellationToken cancellationToken)
    {
        LoginTable.Put(Open, workspace, device, logins);
        return default;
    }

    public ValueTask PutEpochAsync(long workspace, IdentifierKey epoch, CancellationToken cancellationToken)
    {
        EpochTable.Put(Open, workspace, epoch);
        return default;
    }

    public ValueTask PutRulesInForceAsync(long workspace, RulesRecord rules, CancellationToken cancellationToken)
    {
        RulesTable.Put(Open, workspace, rules);
        return default;
    }

    public ValueTask<long> AppendChangesAsync(
        long workspace, IReadOnlyCollection<ChangeRecord> changes, CancellationToken cancellationToken) =>
        new(ChangeTable.Append(Open, workspace, changes));

    public ValueTask CommitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Connection connection = Open;
        if (connection.HasFailed || !connection.IsInTransaction)
        {
            throw new StoreUnavailableException("The write failed before, and nothing of it was stored.");
        }

        StoreLastId(connection);
        connection.Run(CommitAll);
        _lastStoredId = _lastId;
        IsEnded = true;
        // What went into files that no restart finds was not stored.
        Condition.CheckFiles();
        return default;
    }

    /// <summary>
    /// Without a commit the ids that were given out must still never come again, so the counter is stored on its own.
    /// </summary>
    protected override void AfterEnd(Connection connection)
    {
        try
        {
            StoreLastId(connection);
        }
        catch (StoreException)
        {
            // The store is full or away: nobody can have stored one of these ids elsewhere in it.
        }
    }

    private void StoreLastId(Connection connection)
    {
        if (_lastId == _lastStoredId || connection.IsBroken) { return; }
        CounterTable.Raise(connection, CounterTable.WholeStore, CounterTable.IdentifierId, _lastId);
    }
}
