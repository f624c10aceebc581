using Identity.Application.Access;
using Identity.Application.Ingesting;
using Identity.Application.Past;
using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Identity.Core.Profiles;
using Identity.Core.Recognition;
using Identity.Stores;

namespace Identity.Application.Resolving;

/// <summary>Who is this visitor, how sure are we, what may be shown. Thread-safe.</summary>
public sealed class ResolveVisitor
{
    // A query touches at most so many clusters, and each is made true once.
    private const int RefreshesMax = IReadTransaction.VisitorValuesMax;

    private readonly VisitorReader _reader;
    private readonly ExpirySweeper _sweeper;
    private readonly VisitorCreation _creation;
    private readonly PastStates _past;
    private readonly TimeProvider _time;

    public ResolveVisitor(
        VisitorReader reader, ExpirySweeper sweeper, VisitorCreation creation, PastStates past, TimeProvider time) =>
        (_reader, _sweeper, _creation, _past, _time) = (reader, sweeper, creation, past, time);

    /// <summary>Recognises a visitor. Changes nothing, unless a person is to be created.</summary>
    /// <exception cref="RefusedException">The query breaks a limit or asks for more than the key may.</exception>
    public async ValueTask<VisitorAnswer> RunAsync(
        Caller caller, VisitorQuery query, CancellationToken cancellationToken)
    {
        if (query.AsOf is { } asOf) { return await AnswerAtAsync(caller, query, asOf, cancellationToken); }
        CheckedQuery request = QueryChecks.Check(caller, query, _time.GetUtcNow());
        VisitorAnswer answer = await AnswerAsync(caller, request, cancellationToken);
        if (!query.CreateIfUnknown || answer.PersonId is not null) { return answer; }
        if (!await _creation.TryCreateAsync(caller, request)) { return answer; }
        answer = await AnswerAsync(caller, request, cancellationToken);
        return answer with { Created = answer.PersonId is not null };
    }

    private async ValueTask<VisitorAnswer> AnswerAtAsync(
        Caller caller, VisitorQuery query, DateTimeOffset asOf, CancellationToken cancellationToken)
    {
        if (query.CreateIfUnknown)
        {
            throw new RefusedException(Refusal.OfField(
                "as_of", RefusalReasons.AsOfCreates, "Nobody can be created in the past."));
        }

        Caller then = await _past.CallerAtAsync(caller, asOf, cancellationToken);
        CheckedQuery request = QueryChecks.Check(then, query, _time.GetUtcNow());
        VisitorAnswer answer = await AnswerAtAsync(then, request, asOf, Wanted(request, withNetworks: false),
            cancellationToken);
        return MayHint(request, answer)
            ? await AnswerAtAsync(then, request, asOf, Wanted(request, withNetworks: true), cancellationToken)
            : answer;
    }

    private async ValueTask<VisitorAnswer> AnswerAtAsync(
        Caller then, CheckedQuery request, DateTimeOffset asOf, List<RequestedIdentifier> wanted,
        CancellationToken cancellationToken)
    {
        IdentifierKey[] values = KeysOf(wanted);
        PastState state = await _past.OpenAsync(then, asOf, values, cancellationToken);
        await using (state)
        {
            if (state.Revision < request.AtLeastRevision) { throw Revisions.Malformed(); }
            VisitorRecords read = await state.Store.FindVisitorAsync(
                then.Workspace.Number, values, cancellationToken);
            return Answer(then, request, wanted, read with { Revision = state.Revision });
        }
    }

    private async ValueTask<VisitorAnswer> AnswerAsync(
        Caller caller, CheckedQuery request, CancellationToken cancellationToken)
    {
        VisitorAnswer answer = await AnswerAsync(
            caller, request, Wanted(request, withNetworks: false), cancellationToken);
        return MayHint(request, answer)
            ? await AnswerAsync(caller, request, Wanted(request, withNetworks: true), cancellationToken) : answer;
    }

    // A network is only a hint for want of anything better, so it is only looked up then.
    private static bool MayHint(CheckedQuery request, VisitorAnswer answer) =>
        request.Vouching == Vouching.None && answer.Level == RecognitionLevel.Unknown
        && request.Identifiers.Exists(static item => item.IsNetwork);

    private static List<RequestedIdentifier> Wanted(CheckedQuery request, bool withNetworks) =>
        withNetworks || request.Identifiers.TrueForAll(static item => item.Links)
            ? request.Identifiers : request.Identifiers.FindAll(static item => item.Links);

    private async ValueTask<VisitorAnswer> AnswerAsync(
        Caller caller, CheckedQuery request, List<RequestedIdentifier> wanted, CancellationToken cancellationToken)
    {
        IdentifierKey[] values = KeysOf(wanted);
        for (int refreshes = 0; refreshes <= RefreshesMax; refreshes++)
        {
            VisitorRecords read = await _reader.FindAsync(
                caller.Workspace.Number, values, request.AtLeastRevision, cancellationToken);
            if (StaleAmong(read.Found) is not { } cluster) { return Answer(caller, request, wanted, read); }
            // What was stored is no longer true, since something has expired; it is made true before anybody sees it.
            await _sweeper.RefreshAsync(caller.Workspace.Number, cluster);
        }

        throw new StoreUnavailableException("What has expired could not be brought up to date.");
    }

    private static IdentifierKey[] KeysOf(List<RequestedIdentifier> identifiers)
    {
        var keys = new IdentifierKey[identifiers.Count];
        for (int index = 0; index < keys.Length; index++) { keys[index] = identifiers[index].Key; }
        return keys;
    }

    private static IReadOnlyList<RawIdentifier> Shown(CheckedQuery request, IReadOnlyList<Presented> presented)
    {
        if (presented.Count == 0) { return []; }
        var shown = new RawIdentifier[presented.Count];
        for (int index = 0; index < shown.Length; index++) { shown[index] = request.Raw[presented[index].Index]; }
        return shown;
    }

    // A cluster of a presented identifier in which something has expired; null when there is none.
    private long? StaleAmong(IReadOnlyList<VisitorRecord?> found)
    {
        DateTimeOffset now = _time.GetUtcNow();
        foreach (VisitorRecord? record in found)
        {
            if (record?.Person is { } person && person.StaleAt <= now) { return person.ClusterId; }
        }

        return null;
    }

    private static VisitorAnswer Answer(
        Caller caller, CheckedQuery request, List<RequestedIdentifier> wanted, VisitorRecords read)
    {
        var sight = new VisitorSight(request, wanted, read.Found);
        Recognised recognised = sight.Recognise();
        ShownProfile profile = sight.ProfileOf(recognised, caller.Workspace.Rules);
        var release = new FieldRelease(
            caller.Workspace.Rules, recognised.Level, request.Purpose, caller.Has(Scopes.ProfilesPii));
        FieldAnswer fields = FieldSelection.Select(request.Fields, profile, release);
        return new VisitorAnswer
        {
            PersonId = recognised.PersonId,
            Level = recognised.Level,
            HouseholdId = sight.HouseholdOf(recognised),
            Fields = fields.Released,
            Withheld = fields.Withheld,
            Permissions = Permissions.For(recognised.Level, request.Purpose, profile.Consents),
            EvidenceIdentifier = recognised.Evidence is { Index: >= 0 } evidence ? request.Raw[evidence.Index] : null,
            EvidenceLinkedAt = recognised.LinkedAt,
            EvidenceSources = recognised.Sources.Names,
            Conflicts = Shown(request, recognised.Conflicts),
            Claims = Shown(request, recognised.Claims),
            Revision = Revisions.Write(read.Revision),
        };
    }
}
