using System.Diagnostics;
using Identity.Application.Access;
using Identity.Application.Ingesting;
using Identity.Application.Measuring;
using Identity.Application.Profiles;
using Identity.Stores;

namespace Identity.Application.Households;

/// <summary>Who lives together. Thread-safe.</summary>
public sealed class GetHousehold
{
    /// <summary>Up to how many persons at an address are counted.</summary>
    public const int SizeMax = 1_000;

    /// <summary>The most persons who have moved that are listed.</summary>
    public const int HistoryMax = 100;

    /// <summary>
    /// In how many residences, the last seen ones, persons who have moved are looked for. A person has one for each
    /// identifier that was named with the address.
    /// </summary>
    public const int ResidencesMax = 1_000;

    // An expiry that ends one person's cluster can leave it in another that is stale too, and so on.
    private const int RefreshesMax = 8;

    private readonly IIdentityStore _store;
    private readonly ExpirySweeper _sweeper;
    private readonly TimeProvider _time;

    public GetHousehold(IIdentityStore store, ExpirySweeper sweeper, TimeProvider time) =>
        (_store, _sweeper, _time) = (store, sweeper, time);

    /// <exception cref="RefusedException">The query cannot be read, or there is no such household.</exception>
    public async ValueTask<HouseholdAnswer> RunAsync(
        Caller caller, HouseholdQuery query, CancellationToken cancellationToken)
    {
        caller.Demand(Scopes.ProfilesRead);
        long atLeast = Revisions.Parse(query.AtLeastRevision);
        Which which = Which.Of(caller, query);
        for (int refreshes = 0; refreshes <= RefreshesMax; refreshes++)
        {
            using Activity? reading = Tracing.StartRead();
            IReadTransaction read = await _store.BeginReadAsync(cancellationToken);
            IReadOnlyCollection<long> stale;
            await using (read)
            {
                await Revisions.CheckAsync(read, caller.Workspace.Number, atLeast, cancellationToken);
                var reader = new HouseholdReader(caller, read);
                Guid household = await which.FindAsync(read, reader.Note, cancellationToken);
                HouseholdAnswer answer = await reader.ReadAsync(household, which.IsById, cancellationToken);
                stale = reader.StaleAt(_time.GetUtcNow());
                if (stale.Count == 0) { return answer; }
            }

            // Something of theirs has expired; it is made true before anybody sees it.
            reading?.Dispose();
            foreach (long cluster in stale) { await _sweeper.RefreshAsync(caller.Workspace.Number, cluster); }
        }

        throw new StoreUnavailableException("What has expired could not be brought up to date.");
    }

    /// <summary>The household of an id, or else of a person.</summary>
    private sealed class Which
    {
        private readonly long _workspace;
        private readonly Guid _id;
        private readonly Who? _who;

        private Which(long workspace, Guid id, Who? who) => (_workspace, _id, _who) = (workspace, id, who);

        public bool IsById => _who is null;

        public static Which Of(Caller caller, HouseholdQuery query)
        {
            if (query.PersonId.Length > 0)
            {
                return new Which(caller.Workspace.Number, default, Who.OfId(caller, query.PersonId));
            }

            if (query.HouseholdId.Length == 0)
            {
                throw new RefusedException(Refusal.OfField(
                    "by", RefusalReasons.WhoMissing, "Say which: a household_id or a person_id."));
            }

            return Guid.TryParseExact(query.HouseholdId, "D", out Guid id)
                ? new Which(caller.Workspace.Number, id, null)
                : throw new RefusedException(Refusal.OfField(
                    "household_id", RefusalReasons.HouseholdIdMalformed, "A household id is a UUID in lower case."));
        }

        public async ValueTask<Guid> FindAsync(
            IReadTransaction read, Action<PersonRecord> note, CancellationToken cancellationToken)
        {
            if (_who is null) { return _id; }
            PersonRecord person = await _who.FindAsync(read, cancellationToken);
            note(person);
            IReadOnlyList<HomeRecord> homes = await read.GetHomesAsync(
                _workspace, [person.PersonId], cancellationToken);
            return homes.Count > 0 && homes[0].HouseholdId is { } household
                ? household : throw NotFound("The person belongs to no household.");
        }
    }

    internal static RefusedException NotFound(string detail) =>
        new(new Refusal(RefusalKind.NotFound, RefusalReasons.HouseholdNotFound, detail));
}
