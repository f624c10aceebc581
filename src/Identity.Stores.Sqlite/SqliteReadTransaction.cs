using Identity.Core;
using Identity.Core.Identifiers;
using Identity.Core.Profiles;
using Identity.Stores.Sqlite.Driver;
using Identity.Stores.Sqlite.Schema;
using Identity.Stores.Sqlite.Tables;

namespace Identity.Stores.Sqlite;

/// <summary>A snapshot; in a write, the state so far. Holds a connection until it is disposed of.</summary>
internal partial class SqliteReadTransaction : IReadTransaction
{
    private static readonly Query BeginDeferred = new("BEGIN DEFERRED");

    private readonly ConnectionPool _pool;
    private readonly Connection _connection;
    private bool _isDisposed;

    protected SqliteReadTransaction(ConnectionPool pool, Connection connection)
    {
        _pool = pool;
        _connection = connection;
    }

    protected Connection Open
    {
        get
        {
            Invariant.Check(!_isDisposed && !IsEnded, "A transaction is not used after its end.");
            return _connection;
        }
    }

    /// <summary>What the store's connections met.</summary>
    protected StoreCondition Condition => _pool.Condition;

    /// <summary>It was committed, and takes no more calls.</summary>
    protected bool IsEnded { get; set; }

    public static SqliteReadTransaction Begin(ConnectionPool pool, Connection connection)
    {
        Start(pool, connection, BeginDeferred, static _ => true);
        return new SqliteReadTransaction(pool, connection);
    }

    public ValueTask<long> RevisionAsync(long workspace, CancellationToken cancellationToken) =>
        new(CounterTable.Value(Open, workspace, CounterTable.Revision));

    public ValueTask<VisitorRecords> FindVisitorAsync(
        long workspace, IReadOnlyList<IdentifierKey> values, CancellationToken cancellationToken) =>
        new(VisitorTable.Find(Open, workspace, values));

    public ValueTask<ObservationRecord?> FindObservationAsync(
        long workspace, string source, string messageId, CancellationToken cancellationToken) =>
        new(ObservationTable.Find(Open, workspace, source, messageId));

    public ValueTask<IReadOnlyList<IdentifierRecord>> FindIdentifiersAsync(
        long workspace, IReadOnlyCollection<IdentifierKey> values, CancellationToken cancellationToken) =>
        new(IdentifierTable.OfValues(Open, workspace, values));

    public ValueTask<IReadOnlyList<IdentifierRecord>> GetIdentifiersAsync(
        long workspace, IReadOnlyCollection<long> ids, CancellationToken cancellationToken) =>
        new(IdentifierTable.OfIds(Open, workspace, ids));

    public ValueTask<IdentifierRecord?> FindByPersonIdAsync(
        long workspace, Guid id, CancellationToken cancellationToken) =>
        new(IdentifierTable.OfPersonId(Open, workspace, id));

    public ValueTask<IReadOnlyList<IdentifierRecord>> GetMembersAsync(
        long workspace, Guid personId, CancellationToken cancellationToken) =>
        new(IdentifierTable.OfPerson(Open, workspace, personId));

    public ValueTask<IReadOnlyList<IdentifierRecord>> GetGiversAsync(
        long workspace, IReadOnlyCollection<long> heirs, DateTimeOffset? since, int limit,
        CancellationToken cancellationToken) =>
        new(IdentifierTable.OfHeirs(Open, workspace, heirs, since, limit));

    public ValueTask<PersonRecord?> GetPersonAsync(
        long workspace, Guid personId, CancellationToken cancellationToken) =>
        new(PersonTable.Find(Open, workspace, personId));

    public ValueTask<Summary?> GetProfileAsync(long workspace, Guid personId, CancellationToken cancellationToken) =>
        new(PersonTable.Profile(Open, workspace, personId));

    public ValueTask<IReadOnlyList<SummaryRecord>> GetSummariesAsync(
        long workspace, IReadOnlyCollection<long> subjects, CancellationToken cancellationToken) =>
        new(SummaryTable.OfSubjects(Open, workspace, subjects));

    public ValueTask<IReadOnlyList<SummaryRecord>> GetSummariesByOwnerAsync(
        long workspace, IReadOnlyCollection<long> owners, CancellationToken cancellationToken) =>
        new(SummaryTable.OfOwners(Open, workspace, owners));

    public ValueTask<Summary?> GetPartAsync(long workspace, long firmId, CancellationToken cancellationToken) =>
        new(PartTable.Find(Open, workspace, firmId));

    public ValueTask<IReadOnlyList<MatchedPair>> GetMatchesOfAsync(
        long workspace, IReadOnlyCollection<long> identifiers, CancellationToken cancellationToken) =>
        new(MatchTable.OfIdentifiers(Open, workspace, identifiers));

    public ValueTask<IReadOnlyList<MatchEntry>> GetMatchEntriesAsync(
        long workspace, IReadOnlyCollection<long> subjects, CancellationToken cancellationToken) =>
        new(MatchEntryTable.OfSubjects(Open, workspace, subjects));

    public ValueTask<IReadOnlyList<MatchKey>> FindMatchKeysAsync(
        long workspace, IReadOnlyCollection<ulong> keys, int limit, CancellationToken cancellationToken) =>
        new(MatchEntryTable.OfKeys(Open, workspace, keys, limit));

    public ValueTask<bool> HasDecisionsAsync(long workspace, CancellationToken cancellationToken) =>
        new(DecisionTable.HasAny(Open, workspace));

    public ValueTask<IReadOnlyList<DecisionRecord>> GetDecisionsOfAsync(
        long workspace, IReadOnlyCollection<IdentifierKey> values, CancellationToken cancellationToken) =>
        new(DecisionTable.OfValues(Open, workspace, values));

    public ValueTask<IReadOnlyList<ReviewRecord>> GetReviewsAsync(
        long workspace, (int Grade, long A, long B)? after, int limit, CancellationToken cancellationToken) =>
        new(ReviewQueries.ReadPairs(Open, workspace, after, limit));

    public ValueTask<IReadOnlyList<HintRecord>> GetHintsAsync(
        long workspace, (long A, long B)? after, int limit, CancellationToken cancellationToken) =>
        new(ReviewQueries.ReadLinks(Open, workspace, after, limit));

    public ValueTask<IReadOnlyList<LinkRecord>> GetLinksOfAsync(
        long workspace, long identifier, CancellationToken cancellationToken) =>
        new(LinkTable.OfIdentifier(Open, workspace, identifier));

    public ValueTask<IReadOnlyList<IdentifierKey>> GetEpochsAsync(
        long workspace, IReadOnlyCollection<IdentifierKey> values, CancellationToken cancellationToken) =>
        new(EpochTable.OfValues(Open, workspace, values));

    public ValueTask<IReadOnlyList<(long Revision, ChangeRecord Change)>> GetChangesAsync(
        long workspace, long afterRevision, int limit, CancellationToken cancellationToken) =>
        new(ChangeTable.After(Open, workspace, afterRevision, limit));

    public ValueTask<IReadOnlyList<ObservationRecord>> GetObservationsOfAsync(
        long workspace, IReadOnlyCollection<long> identifiers, int limit, CancellationToken cancellationToken) =>
        new(ObservationTable.OfIdentifiers(Open, workspace, identifiers, limit));

    public ValueTask<DateTimeOffset?> LastStoredAtAsync(long workspace, CancellationToken cancellationToken) =>
        new(ObservationTable.LastStoredAt(Open, workspace));

    public ValueTask<IReadOnlyList<ObservationRecord>> GetObservationsAfterAsync(
        long workspace, long after, int limit, CancellationToken cancellationToken) =>
        new(ObservationTable.After(Open, workspace, after, limit));

    public ValueTask<RulesRecord?> GetRulesAtAsync(
        long workspace, DateTimeOffset moment, CancellationToken cancellationToken) =>
        new(RulesTable.At(Open, workspace, moment));

    public ValueTask<IReadOnlyList<(PersonRecord Person, Summary Profile)>> GetPersonsAfterAsync(
        long workspace, Guid after, int limit, CancellationToken cancellationToken) =>
        new(PersonTable.After(Open, workspace, after, limit));

    public ValueTask<IReadOnlyList<IdentifierRecord>> GetIdentifiersAfterAsync(
        long workspace, long after, int limit, CancellationToken cancellationToken) =>
        new(IdentifierTable.After(Open, workspace, after, limit));

    public ValueTask<StoreCounts> CountAsync(long workspace, CancellationToken cancellationToken) =>
        new(CountQueries.Count(Open, workspace));

    public ValueTask DisposeAsync()
    {
        if (_isDisposed) { return default; }
        _isDisposed = true;
        _connection.Rollback();
        AfterEnd(_connection);
        _pool.Return(_connection);
        return default;
    }

    /// <summary>Begins on a connection and takes a first look, or gives the connection back.</summary>
    protected static T Start<T>(ConnectionPool pool, Connection connection, Query begin, Func<Connection, T> look)
    {
        try
        {
            if (connection.IsForWriting) { pool.Condition.CheckWritable(); }
            connection.Begin(begin);
            Migrator.Check(connection);
            return look(connection);
        }
        catch
        {
            connection.Rollback();
            pool.Return(connection);
            throw;
        }
    }

    /// <summary>The last use of the connection, with no transaction open.</summary>
    protected virtual void AfterEnd(Connection connection)
    {
    }
}
