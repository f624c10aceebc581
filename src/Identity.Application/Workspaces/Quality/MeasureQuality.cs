using Identity.Application.Access;
using Identity.Core.Profiles;
using Identity.Stores;

namespace Identity.Application.Workspaces.Quality;

/// <summary>
/// Looks at all that a workspace holds, page by page: each page is a short read of its own, so that nobody who writes
/// waits, and no old state has to be kept for it. Thread-safe.
/// </summary>
public sealed class MeasureQuality(IIdentityStore store, TimeProvider time)
{
    /// <summary>So many persons or identifiers are read at once.</summary>
    internal const int PageSize = 500;

    /// <summary>Counts. Needs the scope <c>admin</c>.</summary>
    /// <exception cref="RefusedException">The key may not.</exception>
    public async Task<QualityReport> RunAsync(Caller caller, CancellationToken cancellationToken)
    {
        caller.Demand(Scopes.Admin);
        DateTimeOffset now = time.GetUtcNow();
        long workspace = caller.Workspace.Number;
        long revision;
        IReadTransaction read = await store.BeginReadAsync(cancellationToken);
        await using (read) { revision = await read.RevisionAsync(workspace, cancellationToken); }

        var count = new QualityCount(caller.Workspace.Rules, now);
        await CountPersonsAsync(workspace, count, cancellationToken);
        await CountIdentifiersAsync(workspace, count, cancellationToken);
        return new QualityReport(
            now, Revisions.Write(revision), count.Persons, count.Established, count.Traits, count.Namespaces);
    }

    private async Task CountPersonsAsync(long workspace, QualityCount count, CancellationToken cancellationToken)
    {
        Guid after = Guid.Empty;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            IReadTransaction read = await store.BeginReadAsync(cancellationToken);
            await using (read)
            {
                IReadOnlyList<(PersonRecord Person, Summary Profile)> page =
                    await read.GetPersonsAfterAsync(workspace, after, PageSize, cancellationToken);
                if (page.Count == 0) { return; }
                foreach ((PersonRecord person, Summary profile) in page)
                {
                    if (!person.IsEstablished)
                    {
                        count.AddAnonymous();
                        continue;
                    }

                    count.Add(profile, await read.GetMembersAsync(workspace, person.PersonId, cancellationToken));
                }

                after = page[^1].Person.PersonId;
            }
        }
    }

    private async Task CountIdentifiersAsync(long workspace, QualityCount count, CancellationToken cancellationToken)
    {
        long after = 0;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            IReadTransaction read = await store.BeginReadAsync(cancellationToken);
            await using (read)
            {
                IReadOnlyList<IdentifierRecord> page =
                    await read.GetIdentifiersAfterAsync(workspace, after, PageSize, cancellationToken);
                if (page.Count == 0) { return; }
                foreach (IdentifierRecord identifier in page) { count.Add(identifier); }
                after = page[^1].Id;
            }
        }
    }
}
