using Identity.Core;
using Identity.Core.Identifiers;
using Identity.Core.Profiles;
using Identity.Stores;

namespace Identity.Testing;

/// <summary>Answers from one state by looking through all of it: slow for much, and plain to read.</summary>
internal class MemoryReadTransaction : IReadTransaction
{
    private MemoryState _state;

    public MemoryReadTransaction(MemoryState state) => _state = state;

    /// <summary>What is seen. Not after the end.</summary>
    protected MemoryState State
    {
        get
        {
            Invariant.Check(!IsEnded, "A transaction is not used after its end.");
            return _state;
        }

        set => _state = value;
    }

    protected bool IsEnded { get; set; }

    public ValueTask<long> RevisionAsync(long workspace, CancellationToken cancellationToken) =>
        new(Of(workspace).Revision);

    public ValueTask<ObservationRecord?> FindObservationAsync(
        long workspace, string source, string messageId, CancellationToken cancellationToken)
    {
        MemoryWorkspace all = Of(workspace);
        return new(
            all.Messages.TryGetValue((source, messageId), out long sequence) ? all.Observations[sequence] : null);
    }

    public ValueTask<IReadOnlyList<IdentifierRecord>> FindIdentifiersAsync(
        long workspace, IReadOnlyCollection<IdentifierKey> values, CancellationToken cancellationToken) =>
        Identifiers(workspace, item => values.Any(value => IsSameValue(value, item.Key)));

    public ValueTask<IReadOnlyList<IdentifierRecord>> GetIdentifiersAsync(
        long workspace, IReadOnlyCollection<long> ids, CancellationToken cancellationToken) =>
        Identifiers(workspace, item => ids.Contains(item.Id));

    public ValueTask<IdentifierRecord?> FindByPersonIdAsync(
        long workspace, Guid id, CancellationToken cancellationToken) =>
        new(Of(workspace).Identifiers.Values.FirstOrDefault(item => item.BirthId == id)
            ?? Of(workspace).Identifiers.Values.FirstOrDefault(item => item.SecondId == id));

    public ValueTask<IReadOnlyList<IdentifierRecord>> GetMembersAsync(
        long workspace, Guid personId, CancellationToken cancellationToken) =>
        Identifiers(workspace, item => item.PersonId == personId);

    public ValueTask<IReadOnlyList<IdentifierRecord>> GetGiversAsync(
        long workspace, IReadOnlyCollection<long> heirs, DateTimeOffset? since, int limit,
        CancellationToken cancellationToken) =>
        new(Of(workspace).Identifiers.Values
            .Where(item => item.HeirId != 0 && heirs.Contains(item.HeirId))
            .Where(item => since is null || item.HeirSince >= since)
            .Take(limit).ToList());

    public ValueTask<PersonRecord?> GetPersonAsync(
        long workspace, Guid personId, CancellationToken cancellationToken) =>
        new(Of(workspace).Persons.TryGetValue(personId, out (PersonRecord Person, Summary) found)
            ? found.Person : null);

    public ValueTask<Summary?> GetProfileAsync(long workspace, Guid personId, CancellationToken cancellationToken) =>
        new(Of(workspace).Persons.TryGetValue(personId, out (PersonRecord, Summary Profile) found)
            ? found.Profile : null);

    public ValueTask<IReadOnlyList<SummaryRecord>> GetSummariesAsync(
        long workspace, IReadOnlyCollection<long> subjects, CancellationToken cancellationToken) =>
        new(Of(workspace).Summaries.Values.Where(item => subjects.Contains(item.SubjectId)).ToList());

    public ValueTask<IReadOnlyList<SummaryRecord>> GetSummariesByOwnerAsync(
        long workspace, IReadOnlyCollection<long> owners, CancellationToken cancellationToken) =>
        new(Of(workspace).Summaries.Values
            .Where(item => item.OwnerId != 0 && owners.Contains(item.OwnerId)).ToList());

    public ValueTask<IReadOnlyList<IdentifierKey>> GetEpochsAsync(
        long workspace, IReadOnlyCollection<IdentifierKey> values, CancellationToken cancellationToken) =>
        new(Of(workspace).Epochs.Where(epoch => values.Any(value => IsSameValue(value, epoch))).ToList());

    public ValueTask<IReadOnlyList<(long Revision, ChangeRecord Change)>> GetChangesAsync(
        long workspace, long afterRevision, int limit, CancellationToken cancellationToken) =>
        new(Of(workspace).Changes
            .Where(item => item.Revision > afterRevision)
            .GroupBy(item => item.Revision).Take(limit)
            .SelectMany(revision => revision).ToList());

    public ValueTask<StoreCounts> CountAsync(long workspace, CancellationToken cancellationToken)
    {
        MemoryWorkspace all = Of(workspace);
        Dictionary<string, long> suppressed = all.Links.Values
            .Where(link => link.Suppressed is not null)
            .GroupBy(link => link.Suppressed ?? "", StringComparer.Ordinal)
            .ToDictionary(reason => reason.Key, reason => reason.LongCount(), StringComparer.Ordinal);
        return new(new StoreCounts(
            all.Observations.Count, all.Identifiers.Count, all.Links.Count, suppressed, all.Persons.Count));
    }

    public virtual ValueTask DisposeAsync()
    {
        IsEnded = true;
        return default;
    }

    protected MemoryWorkspace Of(long workspace) => State.Of(workspace);

    protected ValueTask<IReadOnlyList<IdentifierRecord>> Identifiers(
        long workspace, Func<IdentifierRecord, bool> isWanted) =>
        new(Of(workspace).Identifiers.Values.Where(isWanted).ToList());

    private static bool IsSameValue(IdentifierKey left, IdentifierKey right) =>
        left.Namespace == right.Namespace && left.Value == right.Value;
}
