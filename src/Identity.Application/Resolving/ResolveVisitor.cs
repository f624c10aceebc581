using Identity.Application.Access;
using Identity.Application.Ingesting;
using Identity.Core.Profiles;
using Identity.Core.Recognition;
using Identity.Stores;

namespace Identity.Application.Resolving;

/// <summary>Who is this visitor, how sure are we, what may be shown. Thread-safe.</summary>
public sealed class ResolveVisitor
{
    private readonly IIdentityStore _store;
    private readonly ExpirySweeper _sweeper;
    private readonly VisitorCreation _creation;
    private readonly TimeProvider _time;

    public ResolveVisitor(IIdentityStore store, ExpirySweeper sweeper, VisitorCreation creation, TimeProvider time) =>
        (_store, _sweeper, _creation, _time) = (store, sweeper, creation, time);

    /// <summary>Recognises a visitor. Changes nothing, unless a person is to be created.</summary>
    /// <exception cref="RefusedException">The query breaks a limit or asks for more than the key may.</exception>
    public async ValueTask<VisitorAnswer> RunAsync(
        Caller caller, VisitorQuery query, CancellationToken cancellationToken)
    {
        CheckedQuery request = QueryChecks.Check(caller, query, _time.GetUtcNow());
        VisitorAnswer answer = await AnswerAsync(caller, request, cancellationToken);
        if (!query.CreateIfUnknown || answer.PersonId is not null) { return answer; }
        if (!await _creation.TryCreateAsync(caller, request)) { return answer; }
        answer = await AnswerAsync(caller, request, cancellationToken);
        return answer with { Created = answer.PersonId is not null };
    }

    private async ValueTask<VisitorAnswer> AnswerAsync(
        Caller caller, CheckedQuery request, CancellationToken cancellationToken)
    {
        while (true)
        {
            IReadTransaction read = await _store.BeginReadAsync(cancellationToken);
            PersonRecord? stale;
            await using (read)
            {
                var state = new VisitorState(caller.Workspace, read);
                await state.CheckRevisionAsync(request.AtLeastRevision, cancellationToken);
                IReadOnlyList<Presented> presented =
                    await state.LookUpAsync(request.Identifiers, cancellationToken);
                stale = await state.FindStaleAsync(presented, _time.GetUtcNow(), cancellationToken);
                if (stale is null)
                {
                    return await AnswerAsync(caller, request, state, presented, cancellationToken);
                }
            }

            // What was stored is no longer true, since something has expired; it is made true before anybody sees it.
            await _sweeper.RefreshAsync(caller.Workspace.Number, stale.ClusterId);
        }
    }

    private static async ValueTask<VisitorAnswer> AnswerAsync(
        Caller caller, CheckedQuery request, VisitorState state, IReadOnlyList<Presented> presented,
        CancellationToken cancellationToken)
    {
        Presented? vouched = request.Vouched is { } item ? presented.First(known => ReferenceEquals(known.Item, item))
            : null;
        // The identifier inside a link token was not presented by the visitor; it only speaks for itself.
        IReadOnlyList<Presented> own = [.. presented.Where(known => known.Index >= 0)];
        Recognised recognised = Recogniser.Recognise(own, request.Vouching, vouched);
        Summary profile = await state.ProfileAsync(recognised, own, cancellationToken);
        var release = new FieldRelease(
            caller.Workspace.Rules, recognised.Level, request.Purpose, caller.Has(Scopes.ProfilesPii));
        FieldAnswer fields = FieldSelection.Select(request.Fields, profile, release);
        long revision = await state.RevisionAsync(cancellationToken);
        return new VisitorAnswer
        {
            PersonId = recognised.PersonId,
            Level = recognised.Level,
            Fields = fields.Released,
            Withheld = fields.Withheld,
            Permissions = Permissions.For(recognised.Level, request.Purpose, profile.Consents),
            EvidenceIdentifier = recognised.Evidence is { Index: >= 0 } evidence ? request.Raw[evidence.Index] : null,
            EvidenceLinkedAt = recognised.LinkedAt,
            EvidenceSources = recognised.Sources.Names,
            Conflicts = [.. recognised.Conflicts.Select(conflict => request.Raw[conflict.Index])],
            Claims = [.. recognised.Claims.Select(claim => request.Raw[claim.Index])],
            Revision = Revisions.Write(revision),
        };
    }
}
