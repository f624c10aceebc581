using Identity.Core.Identifiers;
using Identity.Core.Profiles;

namespace Identity.Stores;

/// <summary>
/// Observations, and the persons that follow from them. All members are thread-safe. Every promise of this port is
/// proven by the suite in tests/Identity.Stores.Conformance, the same for every store.
/// </summary>
/// <exception cref="StoreUnavailableException">The store cannot be reached; the same call may work later.</exception>
/// <exception cref="StoreFullException">There is no room to write; reads go on.</exception>
public interface IIdentityStore : IAsyncDisposable
{
    /// <summary>
    /// Begins a write. At most one is open at a time: a second one waits for the first to end. What is written can be
    /// read back in the same transaction at once, and by others after the commit, all of it or nothing.
    /// </summary>
    ValueTask<IWriteTransaction> BeginWriteAsync(CancellationToken cancellationToken);

    /// <summary>Begins a read that sees one committed state until it is disposed of.</summary>
    ValueTask<IReadTransaction> BeginReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// <see cref="IReadTransaction.FindVisitorAsync"/> in a read of its own: one statement, and the whole cost of an
    /// answer at request time.
    /// </summary>
    ValueTask<VisitorRecords> FindVisitorAsync(
        long workspace, IReadOnlyList<IdentifierKey> values, CancellationToken cancellationToken);
}

/// <summary>One committed state of the store, or in a write the state so far. Not thread-safe.</summary>
public interface IReadTransaction : IHouseholdReads, IAsyncDisposable
{
    /// <summary>The most values that are looked up at once: those of a request and of its link token.</summary>
    const int VisitorValuesMax = 21;

    /// <summary>So often must evidence that is held back have been seen to be put before a steward.</summary>
    const int HintCountMin = 5;

    /// <summary>Over so many days.</summary>
    const int HintDays = 30;

    /// <summary>The workspace's newest revision: 0 before the first commit, then counting up.</summary>
    ValueTask<long> RevisionAsync(long workspace, CancellationToken cancellationToken);

    /// <summary>What is known of values, each in its latest epoch: all that an answer at request time needs.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="values">
    /// At most <see cref="VisitorValuesMax"/>, all different; the epochs in the keys do not count.
    /// </param>
    /// <param name="cancellationToken">Ends the read.</param>
    ValueTask<VisitorRecords> FindVisitorAsync(
        long workspace, IReadOnlyList<IdentifierKey> values, CancellationToken cancellationToken);

    /// <summary>The observation of a source under a message id; null when there is none.</summary>
    ValueTask<ObservationRecord?> FindObservationAsync(
        long workspace, string source, string messageId, CancellationToken cancellationToken);

    /// <summary>All epochs of the values, whatever the epoch in the keys; in no particular order.</summary>
    ValueTask<IReadOnlyList<IdentifierRecord>> FindIdentifiersAsync(
        long workspace, IReadOnlyCollection<IdentifierKey> values, CancellationToken cancellationToken);

    /// <summary>The identifiers with these ids; those that do not exist are left out.</summary>
    ValueTask<IReadOnlyList<IdentifierRecord>> GetIdentifiersAsync(
        long workspace, IReadOnlyCollection<long> ids, CancellationToken cancellationToken);

    /// <summary>The identifier that was born with an id or has it as its second; null when there is none.</summary>
    ValueTask<IdentifierRecord?> FindByPersonIdAsync(long workspace, Guid id, CancellationToken cancellationToken);

    /// <summary>The identifiers of a person; empty when there is none with this id now.</summary>
    ValueTask<IReadOnlyList<IdentifierRecord>> GetMembersAsync(
        long workspace, Guid personId, CancellationToken cancellationToken);

    /// <summary>
    /// The identifiers whose heir one of these is, at most <paramref name="limit"/>, by id. With
    /// <paramref name="since"/> only those that have been since that moment or a later one.
    /// </summary>
    ValueTask<IReadOnlyList<IdentifierRecord>> GetGiversAsync(
        long workspace, IReadOnlyCollection<long> heirs, DateTimeOffset? since, int limit,
        CancellationToken cancellationToken);

    /// <summary>The person; null when there is none with this id now.</summary>
    ValueTask<PersonRecord?> GetPersonAsync(long workspace, Guid personId, CancellationToken cancellationToken);

    /// <summary>The ready-made profile of a person; null when there is none.</summary>
    ValueTask<Summary?> GetProfileAsync(long workspace, Guid personId, CancellationToken cancellationToken);

    /// <summary>All summaries of these subjects.</summary>
    ValueTask<IReadOnlyList<SummaryRecord>> GetSummariesAsync(
        long workspace, IReadOnlyCollection<long> subjects, CancellationToken cancellationToken);

    /// <summary>All summaries of devices on which one of these identifiers was authenticated.</summary>
    ValueTask<IReadOnlyList<SummaryRecord>> GetSummariesByOwnerAsync(
        long workspace, IReadOnlyCollection<long> owners, CancellationToken cancellationToken);

    /// <summary>
    /// What may be released of a part of a person that fuzzy links join to others; null when there is none.
    /// </summary>
    ValueTask<Summary?> GetPartAsync(long workspace, long firmId, CancellationToken cancellationToken);

    /// <summary>The matched pairs with an end among these identifiers.</summary>
    ValueTask<IReadOnlyList<MatchedPair>> GetMatchesOfAsync(
        long workspace, IReadOnlyCollection<long> identifiers, CancellationToken cancellationToken);

    /// <summary>The records about these identifiers.</summary>
    ValueTask<IReadOnlyList<MatchEntry>> GetMatchEntriesAsync(
        long workspace, IReadOnlyCollection<long> subjects, CancellationToken cancellationToken);

    /// <summary>
    /// For each of these keys the first <paramref name="limit"/> records that have it, by place, identifier and source.
    /// </summary>
    ValueTask<IReadOnlyList<MatchKey>> FindMatchKeysAsync(
        long workspace, IReadOnlyCollection<ulong> keys, int limit, CancellationToken cancellationToken);

    /// <summary>Stewards have decided something in the workspace.</summary>
    ValueTask<bool> HasDecisionsAsync(long workspace, CancellationToken cancellationToken);

    /// <summary>The decisions on any epoch of the values, whatever the epoch in the keys.</summary>
    ValueTask<IReadOnlyList<DecisionRecord>> GetDecisionsOfAsync(
        long workspace, IReadOnlyCollection<IdentifierKey> values, CancellationToken cancellationToken);

    /// <summary>
    /// Matched pairs that are no kept links, whose ends are different persons' and linked by no decision: the best
    /// first, then by their ends.
    /// </summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="after">The last pair of the page before; null for the first page.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    ValueTask<IReadOnlyList<ReviewRecord>> GetReviewsAsync(
        long workspace, (int Grade, long A, long B)? after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Links held back as BRIDGE or CLAIM that were seen at least <see cref="HintCountMin"/> times, over at least
    /// <see cref="HintDays"/> days, with ends that are different persons' and linked by no decision; by their ends.
    /// </summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="after">The last link of the page before; null for the first page.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    ValueTask<IReadOnlyList<HintRecord>> GetHintsAsync(
        long workspace, (long A, long B)? after, int limit, CancellationToken cancellationToken);

    /// <summary>All links of an identifier, whether they hold a cluster or not.</summary>
    ValueTask<IReadOnlyList<LinkRecord>> GetLinksOfAsync(
        long workspace, long identifier, CancellationToken cancellationToken);

    /// <summary>The starts of later epochs of the values, in microseconds since 1970.</summary>
    ValueTask<IReadOnlyList<IdentifierKey>> GetEpochsAsync(
        long workspace, IReadOnlyCollection<IdentifierKey> values, CancellationToken cancellationToken);

    /// <summary>The changes after a revision, oldest first, at most <paramref name="limit"/> revisions.</summary>
    ValueTask<IReadOnlyList<(long Revision, ChangeRecord Change)>> GetChangesAsync(
        long workspace, long afterRevision, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// The first <paramref name="limit"/> observations that mention any of these identifiers, in the order of arrival.
    /// </summary>
    ValueTask<IReadOnlyList<ObservationRecord>> GetObservationsOfAsync(
        long workspace, IReadOnlyCollection<long> identifiers, int limit, CancellationToken cancellationToken);

    /// <summary>When the workspace's last observation counts as stored; null before the first.</summary>
    ValueTask<DateTimeOffset?> LastStoredAtAsync(long workspace, CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="limit"/> observations after a sequence, in the order of arrival.</summary>
    ValueTask<IReadOnlyList<ObservationRecord>> GetObservationsAfterAsync(
        long workspace, long after, int limit, CancellationToken cancellationToken);

    /// <summary>The rules that were in force at a moment; null before the first ones.</summary>
    ValueTask<RulesRecord?> GetRulesAtAsync(
        long workspace, DateTimeOffset moment, CancellationToken cancellationToken);

    /// <summary>
    /// Up to <paramref name="limit"/> persons with their profiles, whose ids follow one in the order of their bytes, in
    /// that order.
    /// </summary>
    ValueTask<IReadOnlyList<(PersonRecord Person, Summary Profile)>> GetPersonsAfterAsync(
        long workspace, Guid after, int limit, CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="limit"/> identifiers with larger ids, by id.</summary>
    ValueTask<IReadOnlyList<IdentifierRecord>> GetIdentifiersAfterAsync(
        long workspace, long after, int limit, CancellationToken cancellationToken);

    /// <summary>Counts of what the workspace holds.</summary>
    ValueTask<StoreCounts> CountAsync(long workspace, CancellationToken cancellationToken);
}

/// <summary>
/// A write. Ends without a trace unless it is committed; after one of its calls has thrown it can only be disposed of.
/// Not thread-safe.
/// </summary>
public interface IWriteTransaction : IReadTransaction, IHouseholdWrites
{
    /// <summary>An identifier id that was never given out before in this store; larger than all before.</summary>
    ValueTask<long> NextIdentifierIdAsync(CancellationToken cancellationToken);

    /// <summary>The identifiers of these clusters.</summary>
    ValueTask<IReadOnlyList<IdentifierRecord>> GetClusterIdentifiersAsync(
        long workspace, IReadOnlyCollection<long> clusters, CancellationToken cancellationToken);

    /// <summary>The links that hold these clusters together.</summary>
    ValueTask<IReadOnlyList<LinkRecord>> GetClusterLinksAsync(
        long workspace, IReadOnlyCollection<long> clusters, CancellationToken cancellationToken);

    /// <summary>The fuzzy links that hold these clusters together.</summary>
    ValueTask<IReadOnlyList<MatchedPair>> GetClusterMatchesAsync(
        long workspace, IReadOnlyCollection<long> clusters, CancellationToken cancellationToken);

    /// <summary>The links among these identifiers, whether they hold a cluster or not.</summary>
    ValueTask<IReadOnlyList<LinkRecord>> GetLinksAmongAsync(
        long workspace, IReadOnlyCollection<long> identifiers, CancellationToken cancellationToken);

    /// <summary>
    /// With how many distinct values of the namespace the identifier has a link of level 3 or 4, counted up to
    /// <paramref name="limit"/>.
    /// </summary>
    ValueTask<int> CountVouchedValuesAsync(
        long workspace, long identifier, string @namespace, int limit, CancellationToken cancellationToken);

    /// <summary>Who was authenticated on these devices; those without logins are left out.</summary>
    ValueTask<IReadOnlyDictionary<long, DeviceLogins>> GetLoginsAsync(
        long workspace, IReadOnlyCollection<long> devices, CancellationToken cancellationToken);

    /// <summary>
    /// Removes all that follows from the workspace's observations: identifiers, links, mentions, summaries, logins,
    /// epochs, residences, persons, profiles, records and matched pairs. Observations, decisions, revisions,
    /// changes, and when those at an address were too many stay.
    /// </summary>
    ValueTask ClearDerivedAsync(long workspace, CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="limit"/> clusters in which an identifier has expired by a moment.</summary>
    ValueTask<IReadOnlyList<long>> GetStaleClustersAsync(
        long workspace, DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Stores a new observation with its mentions, and gives it the next sequence of the workspace. The record's own
    /// sequence is ignored. Its source and message id must be new: a bug otherwise.
    /// </summary>
    ValueTask<long> AddObservationAsync(
        long workspace, ObservationRecord observation, IReadOnlyCollection<long> mentions,
        CancellationToken cancellationToken);

    /// <summary>
    /// Replaces what follows from an observation: its subject, whether it is set aside, and its mentions.
    /// </summary>
    ValueTask ReplaceMentionsAsync(
        long workspace, ObservationRecord observation, IReadOnlyCollection<long> mentions,
        CancellationToken cancellationToken);

    /// <summary>Writes identifiers, new or known.</summary>
    ValueTask PutIdentifiersAsync(
        long workspace, IReadOnlyCollection<IdentifierRecord> identifiers, CancellationToken cancellationToken);

    /// <summary>Writes links, new or known.</summary>
    ValueTask PutLinksAsync(long workspace, IReadOnlyCollection<LinkRecord> links, CancellationToken cancellationToken);

    /// <summary>Removes all links of identifiers.</summary>
    ValueTask RemoveLinksOfAsync(
        long workspace, IReadOnlyCollection<long> identifiers, CancellationToken cancellationToken);

    /// <summary>
    /// Writes persons with their profiles, new or known. Where they live stays as it was; a new one lives nowhere.
    /// </summary>
    ValueTask PutPersonsAsync(
        long workspace, IReadOnlyCollection<(PersonRecord Person, Summary Profile)> persons,
        CancellationToken cancellationToken);

    /// <summary>Removes persons with their profiles; ids without a person change nothing.</summary>
    ValueTask RemovePersonsAsync(long workspace, IReadOnlyCollection<Guid> persons,
        CancellationToken cancellationToken);

    /// <summary>Writes what may be released of parts of persons, new or known.</summary>
    ValueTask PutPartsAsync(
        long workspace, IReadOnlyCollection<(long FirmId, Summary Profile)> parts, CancellationToken cancellationToken);

    /// <summary>Removes parts of persons; ids without a part change nothing.</summary>
    ValueTask RemovePartsAsync(long workspace, IReadOnlyCollection<long> parts, CancellationToken cancellationToken);

    /// <summary>Replaces all records about an identifier by those given.</summary>
    ValueTask ReplaceMatchEntriesAsync(
        long workspace, long subject, IReadOnlyCollection<MatchEntry> entries, CancellationToken cancellationToken);

    /// <summary>Takes keys of records out, and puts others in. A key that is there, or not there, stays so.</summary>
    ValueTask ChangeMatchKeysAsync(
        long workspace, IReadOnlyCollection<MatchKey> removed, IReadOnlyCollection<MatchKey> added,
        CancellationToken cancellationToken);

    /// <summary>Stores a decision; its id must be new: a bug otherwise.</summary>
    ValueTask AddDecisionAsync(long workspace, DecisionRecord decision, CancellationToken cancellationToken);

    /// <summary>Writes matched pairs, new or known.</summary>
    ValueTask PutMatchesAsync(
        long workspace, IReadOnlyCollection<MatchedPair> pairs, CancellationToken cancellationToken);

    /// <summary>Removes matched pairs; those that do not exist change nothing.</summary>
    ValueTask RemoveMatchesAsync(
        long workspace, IReadOnlyCollection<(long A, long B)> pairs, CancellationToken cancellationToken);

    /// <summary>Replaces all summaries of a subject by those given.</summary>
    ValueTask ReplaceSummariesAsync(
        long workspace, long subject, IReadOnlyCollection<SummaryRecord> summaries,
            CancellationToken cancellationToken);

    /// <summary>Writes one summary, new or known.</summary>
    ValueTask PutSummaryAsync(long workspace, SummaryRecord summary, CancellationToken cancellationToken);

    /// <summary>Replaces who was authenticated on a device.</summary>
    ValueTask PutLoginsAsync(long workspace, long device, DeviceLogins logins, CancellationToken cancellationToken);

    /// <summary>Begins an epoch of a value at the key's moment. Beginning it again changes nothing.</summary>
    ValueTask PutEpochAsync(long workspace, IdentifierKey epoch, CancellationToken cancellationToken);

    /// <summary>
    /// Notes from when rules are in force. A version that is known stays as it is: the first moment is the true one.
    /// </summary>
    ValueTask PutRulesInForceAsync(long workspace, RulesRecord rules, CancellationToken cancellationToken);

    /// <summary>
    /// Ends a unit of work of a workspace: gives it the workspace's next revision, and appends its changes to the log.
    /// </summary>
    ValueTask<long> AppendChangesAsync(
        long workspace, IReadOnlyCollection<ChangeRecord> changes, CancellationToken cancellationToken);

    /// <summary>
    /// Makes everything durable: it survives the loss of power when the call returns. After an exception nothing was
    /// written.
    /// </summary>
    ValueTask CommitAsync(CancellationToken cancellationToken);
}

/// <summary>Counts of what a workspace holds.</summary>
/// <param name="Observations">Those that were taken.</param>
/// <param name="Identifiers">Each epoch of a value counted.</param>
/// <param name="Links">Pairs with evidence.</param>
/// <param name="Suppressed">Links that were held back, by reason (`UNIQUE(login)`).</param>
/// <param name="Persons">Anonymous ones included.</param>
public sealed record StoreCounts(
    long Observations, long Identifiers, long Links, IReadOnlyDictionary<string, long> Suppressed, long Persons);
