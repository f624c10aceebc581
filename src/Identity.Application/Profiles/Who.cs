using Identity.Application.Access;
using Identity.Application.Resolving;
using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Identity.Stores;

namespace Identity.Application.Profiles;

/// <summary>Who is asked for: the person of an id, or else of an identifier. Immutable.</summary>
internal sealed class Who
{
    private readonly long _workspace;
    private readonly Guid _id;
    private readonly IdentifierKey? _identifier;

    private Who(long workspace, Guid id, IdentifierKey? identifier) =>
        (_workspace, _id, _identifier) = (workspace, id, identifier);

    /// <exception cref="RefusedException">Nobody is asked for, or in a way that cannot be read.</exception>
    public static Who Of(Caller caller, ProfileQuery query)
    {
        if (query.Identifier is { } raw)
        {
            Mentioned item = QueryChecks.Clean(caller, raw, "identifier") ?? throw NotFound();
            return new Who(caller.Workspace.Number, default, new IdentifierKey(item.Rule.Name, item.Value, 0));
        }

        if (query.PersonId.Length == 0)
        {
            throw new RefusedException(Refusal.OfField(
                "who", RefusalReasons.WhoMissing, "Say who: a person_id or an identifier."));
        }

        return OfId(caller, query.PersonId);
    }

    /// <exception cref="RefusedException">The id is none.</exception>
    public static Who OfId(Caller caller, string personId) => Guid.TryParseExact(personId, "D", out Guid id)
        ? new Who(caller.Workspace.Number, id, null)
        : throw new RefusedException(Refusal.OfField(
            "person_id", RefusalReasons.PersonIdMalformed, "A person id is a UUID in lower case."));

    /// <exception cref="RefusedException">There is no such person.</exception>
    public async ValueTask<PersonRecord> FindAsync(IReadTransaction read, CancellationToken cancellationToken)
    {
        Guid? person = await PersonAsync(read, cancellationToken);
        return person is { } known && await read.GetPersonAsync(_workspace, known, cancellationToken) is { } found
            ? found : throw NotFound();
    }

    /// <summary>Identifiers from which the person can be found in any state that has it.</summary>
    public async ValueTask<IdentifierKey[]> SeedsAsync(IIdentityStore store, CancellationToken cancellationToken)
    {
        if (_identifier is { } value) { return [value]; }
        IReadTransaction read = await store.BeginReadAsync(cancellationToken);
        await using (read)
        {
            IdentifierRecord? born = await read.FindByPersonIdAsync(_workspace, _id, cancellationToken);
            return born is null ? [] : [born.Key];
        }
    }

    private async ValueTask<Guid?> PersonAsync(IReadTransaction read, CancellationToken cancellationToken)
    {
        if (_identifier is not { } value) { return await HolderAsync(read, cancellationToken); }
        VisitorRecords known = await read.FindVisitorAsync(_workspace, [value], cancellationToken);
        return known.Found[0]?.Person?.Id;
    }

    // Birth identifier, its heirs, and the person that holds the last of them now.
    private async ValueTask<Guid?> HolderAsync(IReadTransaction read, CancellationToken cancellationToken)
    {
        IdentifierRecord? holder = await read.FindByPersonIdAsync(_workspace, _id, cancellationToken);
        bool isBirthId = holder?.BirthId == _id;
        while (isBirthId && holder is { HeirId: not 0 })
        {
            IReadOnlyList<IdentifierRecord> heirs = await read.GetIdentifiersAsync(
                _workspace, [holder.HeirId], cancellationToken);
            holder = heirs.Count > 0 ? heirs[0] : null;
        }

        return holder?.PersonId;
    }

    private static RefusedException NotFound() =>
        new(new Refusal(RefusalKind.NotFound, RefusalReasons.PersonNotFound, "There is no such person."));
}
