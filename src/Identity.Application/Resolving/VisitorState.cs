using Identity.Application.Access;
using Identity.Core;
using Identity.Core.Identifiers;
using Identity.Core.Profiles;
using Identity.Core.Recognition;
using Identity.Core.Resolution;
using Identity.Stores;

namespace Identity.Application.Resolving;

/// <summary>What one committed state says of a visitor. Lives within one read.</summary>
internal sealed class VisitorState
{
    private readonly Workspace _workspace;
    private readonly IReadTransaction _read;
    private readonly Dictionary<int, IdentifierRecord> _records = [];

    public VisitorState(Workspace workspace, IReadTransaction read) => (_workspace, _read) = (workspace, read);

    public ValueTask<long> RevisionAsync(CancellationToken cancellationToken) =>
        _read.RevisionAsync(_workspace.Number, cancellationToken);

    /// <summary>Refuses a revision that this workspace has never had.</summary>
    public async ValueTask CheckRevisionAsync(long atLeast, CancellationToken cancellationToken)
    {
        if (atLeast == 0) { return; }
        // Whoever was handed a revision was handed it after the commit, so a later read cannot be behind it.
        if (await RevisionAsync(cancellationToken) < atLeast) { throw Revisions.Malformed(); }
    }

    /// <summary>Looks identifiers up, each in its latest epoch.</summary>
    public async ValueTask<IReadOnlyList<Presented>> LookUpAsync(
        IReadOnlyList<RequestedIdentifier> identifiers, CancellationToken cancellationToken)
    {
        if (identifiers.Count == 0) { return []; }
        IdentifierKey[] values =
            [.. identifiers.Select(identifier =>
                new IdentifierKey(identifier.Item.Rule.Name, identifier.Item.Value, 0))];
        var epochs = new Epochs();
        foreach (IdentifierKey epoch in await _read.GetEpochsAsync(
            _workspace.Number, values, cancellationToken))
        {
            epochs.Begin(epoch.Namespace, epoch.Value, epoch.Epoch);
        }

        IReadOnlyList<IdentifierRecord> records = await _read.FindIdentifiersAsync(
            _workspace.Number, values, cancellationToken);
        var presented = new List<Presented>(identifiers.Count);
        for (int index = 0; index < identifiers.Count; index++)
        {
            IdentifierKey key = values[index] with
            {
                Epoch =
                epochs.Latest(values[index].Namespace, values[index].Value)
            };
            IdentifierRecord? record = records.FirstOrDefault(candidate => candidate.Key == key);
            if (record is not null) { _records[identifiers[index].Index] = record; }
            presented.Add(new Presented(identifiers[index].Index, identifiers[index].Item, Known(record)));
        }

        return presented;
    }

    /// <summary>
    /// A person of a presented identifier in whose cluster something has expired; null when there is none.
    /// </summary>
    public async ValueTask<PersonRecord?> FindStaleAsync(
        IReadOnlyList<Presented> presented, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (Guid personId in presented.Select(item => item.Known?.PersonId).OfType<Guid>().Distinct())
        {
            PersonRecord? person = await _read.GetPersonAsync(
                _workspace.Number, personId, cancellationToken);
            if (person?.StaleAt <= now) { return person; }
        }

        return null;
    }

    /// <summary>
    /// What may be released of whom was recognised: from level 3 the person's profile; at level 2 only what was seen on
    /// the presented devices while nobody was logged in on them.
    /// </summary>
    public async ValueTask<Summary> ProfileAsync(
        Recognised recognised, IReadOnlyList<Presented> presented, CancellationToken cancellationToken)
    {
        if (recognised.PersonId is not { } person) { return Summary.Empty; }
        if (recognised.Level >= RecognitionLevel.Remembered)
        {
            return await _read.GetProfileAsync(_workspace.Number, person, cancellationToken)
                ?? Summary.Empty;
        }

        long[] devices =
        [
            .. presented.Where(item => item.Item.Rule.IsDevice && item.Known?.PersonId == person)
                .Select(item => _records[item.Index].Id),
        ];
        Summary sum = Summary.Empty;
        foreach (SummaryRecord record in await _read.GetSummariesAsync(
            _workspace.Number, devices, cancellationToken))
        {
            if (record.OwnerId == 0) { sum = sum.With(record.Summary, _workspace.Rules); }
        }

        return sum;
    }

    private static KnownIdentifier? Known(IdentifierRecord? record) => record is null ? null : new KnownIdentifier
    {
        PersonId = record.PersonId,
        IsEstablished = record.IsEstablished,
        LastSeen = record.Facts.LastUnclaimed ?? record.Facts.LastSeen,
        Sources = record.Facts.Sources,
        RememberedAt = record.Remembered?.LinkedAt,
        RememberedBy = record.Remembered?.Sources ?? SourceSet.Empty,
    };
}
