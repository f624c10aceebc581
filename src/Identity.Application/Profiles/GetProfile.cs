using Identity.Application.Access;
using Identity.Application.Resolving;
using Identity.Core.Observations;
using Identity.Core.Recognition;
using Identity.Stores;

namespace Identity.Application.Profiles;

/// <summary>The unified profile of one person. Thread-safe.</summary>
public sealed class GetProfile
{
    /// <summary>The most former ids that are listed.</summary>
    public const int FormerIdsMax = 1_000;

    private readonly IIdentityStore _store;

    public GetProfile(IIdentityStore store) => _store = store;

    /// <exception cref="RefusedException">The query breaks a limit, or there is no such person.</exception>
    public async ValueTask<ProfileAnswer> RunAsync(
        Caller caller, ProfileQuery query, CancellationToken cancellationToken)
    {
        caller.Demand(Scopes.ProfilesRead);
        ProfileParts parts = ProfileParts.Parse(query.Fields);
        string purpose = QueryChecks.CheckPurpose(query.Purpose);
        long atLeast = Revisions.Parse(query.AtLeastRevision);
        IReadTransaction read = await _store.BeginReadAsync(cancellationToken);
        await using (read)
        {
            var state = new VisitorState(caller.Workspace, read);
            await state.CheckRevisionAsync(atLeast, cancellationToken);
            Guid person = await WhoAsync(caller, query, read, state, cancellationToken);
            var reader = new ProfileReader(caller, read, parts, purpose);
            return await reader.ReadAsync(person, cancellationToken);
        }
    }

    private static async ValueTask<Guid> WhoAsync(
        Caller caller, ProfileQuery query, IReadTransaction read, VisitorState state,
            CancellationToken cancellationToken)
    {
        if (query.Identifier is { } raw)
        {
            Mentioned? item = QueryChecks.Clean(caller, raw, "identifier");
            if (item is null) { throw NotFound(); }
            IReadOnlyList<Presented> found =
                await state.LookUpAsync([new RequestedIdentifier(0, item)], cancellationToken);
            return found[0].Known?.PersonId ?? throw NotFound();
        }

        if (query.PersonId.Length == 0)
        {
            throw new RefusedException(Refusal.OfField(
                "who", RefusalReasons.WhoMissing, "Say who: a person_id or an identifier."));
        }

        if (!Guid.TryParseExact(query.PersonId, "D", out Guid id))
        {
            throw new RefusedException(Refusal.OfField(
                "person_id", RefusalReasons.PersonIdMalformed, "A person id is a UUID in lower case."));
        }

        return await HolderAsync(caller.Workspace.Number, id, read, cancellationToken);
    }

    // Birth identifier, its heirs, and the person that holds the last of them now.
    private static async ValueTask<Guid> HolderAsync(
        long workspace, Guid id, IReadTransaction read, CancellationToken cancellationToken)
    {
        IdentifierRecord? holder = await read.FindByPersonIdAsync(workspace, id, cancellationToken);
        bool isBirthId = holder?.BirthId == id;
        while (isBirthId && holder is { HeirId: not 0 })
        {
            IReadOnlyList<IdentifierRecord> heirs = await read.GetIdentifiersAsync(
                workspace, [holder.HeirId], cancellationToken);
            holder = heirs.Count > 0 ? heirs[0] : null;
        }

        return holder?.PersonId ?? throw NotFound();
    }

    private static RefusedException NotFound() =>
        new(new Refusal(RefusalKind.NotFound, RefusalReasons.PersonNotFound, "There is no such person."));
}
