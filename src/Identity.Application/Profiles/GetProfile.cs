using System.Diagnostics;
using Identity.Application.Access;
using Identity.Application.Ingesting;
using Identity.Application.Measuring;
using Identity.Application.Past;
using Identity.Application.Resolving;
using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Identity.Stores;

namespace Identity.Application.Profiles;

/// <summary>The unified profile of one person. Thread-safe.</summary>
public sealed class GetProfile
{
    /// <summary>The most former ids that are listed.</summary>
    public const int FormerIdsMax = 1_000;

    // An expiry that ends one person's cluster can leave it in another that is stale too, and so on.
    private const int RefreshesMax = 8;

    private readonly IIdentityStore _store;
    private readonly ExpirySweeper _sweeper;
    private readonly PastStates _past;
    private readonly TimeProvider _time;

    public GetProfile(IIdentityStore store, ExpirySweeper sweeper, PastStates past, TimeProvider time) =>
        (_store, _sweeper, _past, _time) = (store, sweeper, past, time);

    /// <exception cref="RefusedException">The query breaks a limit, or there is no such person.</exception>
    public async ValueTask<ProfileAnswer> RunAsync(
        Caller caller, ProfileQuery query, CancellationToken cancellationToken)
    {
        caller.Demand(Scopes.ProfilesRead);
        var wish = new Wish(
            ProfileParts.Parse(query.Fields), QueryChecks.CheckPurpose(query.Purpose),
            Revisions.Parse(query.AtLeastRevision));
        if (query.AsOf is { } asOf) { return await ReadAtAsync(caller, query, wish, asOf, cancellationToken); }
        Who who = Who.Of(caller, query);
        for (int refreshes = 0; refreshes <= RefreshesMax; refreshes++)
        {
            using Activity? reading = Tracing.StartRead();
            IReadTransaction read = await _store.BeginReadAsync(cancellationToken);
            PersonRecord? person;
            await using (read)
            {
                await Revisions.CheckAsync(read, caller.Workspace.Number, wish.AtLeast, cancellationToken);
                person = await who.FindAsync(read, cancellationToken);
                if (person.StaleAt is null || person.StaleAt > _time.GetUtcNow())
                {
                    return await new ProfileReader(caller, read, wish.Parts, wish.Purpose)
                        .ReadAsync(person.PersonId, cancellationToken);
                }
            }

            // Something of it has expired; it is made true before anybody sees it.
            reading?.Dispose();
            await _sweeper.RefreshAsync(caller.Workspace.Number, person.ClusterId);
        }

        throw new StoreUnavailableException("What has expired could not be brought up to date.");
    }

    private async ValueTask<ProfileAnswer> ReadAtAsync(
        Caller caller, ProfileQuery query, Wish wish, DateTimeOffset asOf, CancellationToken cancellationToken)
    {
        Caller then = await _past.CallerAtAsync(caller, asOf, cancellationToken);
        Who who = Who.Of(then, query);
        IdentifierKey[] values = await who.SeedsAsync(_store, cancellationToken);
        PastState state = await _past.OpenAsync(then, asOf, values, cancellationToken);
        await using (state)
        {
            if (state.Revision < wish.AtLeast) { throw Revisions.Malformed(); }
            IReadTransaction read = await state.Store.BeginReadAsync(cancellationToken);
            await using (read)
            {
                PersonRecord person = await who.FindAsync(read, cancellationToken);
                ProfileAnswer answer = await new ProfileReader(then, read, wish.Parts, wish.Purpose)
                    .ReadAsync(person.PersonId, cancellationToken);
                return answer with { Revision = Revisions.Write(state.Revision) };
            }
        }
    }

    private sealed record Wish(ProfileParts Parts, string Purpose, long AtLeast);

    /// <summary>Whose profile is asked: that of an id, or else of an identifier.</summary>
    private sealed class Who
    {
        private readonly long _workspace;
        private readonly Guid _id;
        private readonly IdentifierKey? _identifier;

        private Who(long workspace, Guid id, IdentifierKey? identifier) =>
            (_workspace, _id, _identifier) = (workspace, id, identifier);

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

            return Guid.TryParseExact(query.PersonId, "D", out Guid id)
                ? new Who(caller.Workspace.Number, id, null)
                : throw new RefusedException(Refusal.OfField(
                    "person_id", RefusalReasons.PersonIdMalformed, "A person id is a UUID in lower case."));
        }

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
}
