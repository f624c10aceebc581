using System.Diagnostics;
using Identity.Application.Access;
using Identity.Application.Ingesting;
using Identity.Application.Measuring;
using Identity.Application.Past;
using Identity.Application.Resolving;
using Identity.Core.Identifiers;
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
}
