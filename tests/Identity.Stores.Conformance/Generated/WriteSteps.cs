using Identity.Core.Identifiers;
using Identity.Core.Profiles;

namespace Identity.Stores.Conformance.Generated;

/// <summary>
/// Random writes, and questions that only a write takes. Answers without a promised order are sorted.
/// </summary>
internal sealed class WriteSteps(RandomRecords records, CancellationToken token)
{
    /// <summary>One of all calls; what founds the rest comes more often.</summary>
    public WriteStep Next() => records.Below(38) switch
    {
        < 4 => AddObservation(),
        < 8 => PutIdentifiers(),
        < 11 => PutLinks(),
        < 13 => PutPersons(),
        < 15 => PutSummary(),
        15 => ReplaceSummaries(),
        16 => PutLogins(),
        17 => PutEpoch(),
        < 20 => AppendChanges(),
        20 => ReplaceMentions(),
        21 => RemoveLinks(),
        22 => RemovePersons(),
        23 => records.Chance(4) ? Clear() : ClusterLinks(),
        24 => ClusterIdentifiers(),
        25 => ClusterLinks(),
        26 => LinksAmong(),
        27 => LinksOf(),
        28 => VouchedValues(),
        29 => GetLogins(),
        30 => Observations(),
        < 33 => AddResidence(),
        < 36 => PutHomes(),
        36 => PutMultiOccupancy(),
        _ => StaleClusters(),
    };

    /// <summary>What only a write can ask, about everything.</summary>
    public IEnumerable<WriteStep> Everything()
    {
        foreach (long workspace in records.Workspaces)
        {
            yield return new("links", async write => ReadSteps.Sorted(
                await write.GetLinksAmongAsync(workspace, records.AllIds, token)));
            yield return new("links of clusters", async write => ReadSteps.Sorted(
                await write.GetClusterLinksAsync(workspace, records.AllIds, token)));
            yield return new("identifiers of clusters", async write => ReadSteps.Sorted(
                await write.GetClusterIdentifiersAsync(workspace, records.AllIds, token)));
            yield return new("logins", async write => ReadSteps.Sorted(
                await write.GetLoginsAsync(workspace, records.AllIds, token)));
            yield return new("observations", async write => StoredText.OfMembers(
                await write.GetObservationsOfAsync(workspace, records.AllIds, int.MaxValue, token)));
            yield return new("stale clusters", async write => StoredText.OfMembers(
                await write.GetStaleClustersAsync(workspace, Sample.Noon.AddYears(1), 100, token)));
            foreach (long id in records.AllIds)
            {
                yield return new("vouched values", async write =>
                    $"{await write.CountVouchedValuesAsync(workspace, id, "login", 100, token)}");
            }
        }
    }

    private WriteStep AddObservation()
    {
        (long workspace, long[] mentions) = (records.Workspace(), records.Ids());
        ObservationRecord record = records.NewObservation();
        return new(
            $"add observation {workspace} {record.Source} {record.MessageId} of {string.Join(' ', mentions)}",
            async write =>
            {
                // Told apart by asking, for adding it twice would be our own mistake.
                ObservationRecord? known =
                    await write.FindObservationAsync(workspace, record.Source, record.MessageId, token);
                return known is not null
                    ? StoredText.Of(known)
                    : $"{await write.AddObservationAsync(workspace, record, mentions, token)}";
            });
    }

    private WriteStep PutIdentifiers()
    {
        (long workspace, IdentifierRecord[] items) = (records.Workspace(), records.Identifiers());
        return Do(
            $"put identifiers {workspace} {string.Join(' ', items.Select(item => item.Id))}",
            write => write.PutIdentifiersAsync(workspace, items, token));
    }

    private WriteStep PutLinks()
    {
        (long workspace, LinkRecord[] items) = (records.Workspace(), records.Links());
        return Do(
            $"put links {workspace} {string.Join(' ', items.Select(item => $"{item.A}-{item.B}@{item.ClusterId}"))}",
            write => write.PutLinksAsync(workspace, items, token));
    }

    private WriteStep PutPersons()
    {
        (long workspace, (PersonRecord Person, Summary Profile)[] items) = (records.Workspace(), records.Persons());
        return Do(
            $"put persons {workspace} {string.Join(' ', items.Select(item => item.Person.PersonId))}",
            write => write.PutPersonsAsync(workspace, items, token));
    }

    private WriteStep PutSummary()
    {
        (long workspace, SummaryRecord item) = (records.Workspace(), records.Summary(records.Id()));
        return Do(
            $"put summary {workspace} {item.SubjectId} {item.OwnerId}",
            write => write.PutSummaryAsync(workspace, item, token));
    }

    private WriteStep ReplaceSummaries()
    {
        (long workspace, long subject) = (records.Workspace(), records.Id());
        SummaryRecord[] items = records.SomeOf(() => records.Summary(subject));
        return Do(
            $"replace summaries {workspace} {subject} by {items.Length}",
            write => write.ReplaceSummariesAsync(workspace, subject, items, token));
    }

    private WriteStep PutLogins()
    {
        (long workspace, long device, DeviceLogins logins) = (records.Workspace(), records.Id(), records.Logins());
        return Do(
            $"put logins {workspace} {device} runs {logins.Runs.Length}",
            write => write.PutLoginsAsync(workspace, device, logins, token));
    }

    private WriteStep PutEpoch()
    {
        (long workspace, IdentifierKey key) = (records.Workspace(), records.Key(records.Id()));
        return Do($"put epoch {workspace} {key}", write => write.PutEpochAsync(workspace, key, token));
    }

    private WriteStep AppendChanges()
    {
        (long workspace, ChangeRecord[] items) = (records.Workspace(), records.SomeOf(records.Change));
        return new(
            $"append changes {workspace} {items.Length}",
            async write => $"{await write.AppendChangesAsync(workspace, items, token)}");
    }

    private WriteStep ReplaceMentions()
    {
        (long workspace, long[] mentions, long subject) = (records.Workspace(), records.Ids(), records.Id());
        return new(
            $"replace mentions {workspace} of the last by {string.Join(' ', mentions)}",
            async write =>
            {
                IReadOnlyList<ObservationRecord> all =
                    await write.GetObservationsAfterAsync(workspace, 0, 1_000, token);
                if (all.Count == 0) { return "none"; }
                ObservationRecord changed = all[^1] with { SubjectId = subject, IsSetAside = !all[^1].IsSetAside };
                await write.ReplaceMentionsAsync(workspace, changed, mentions, token);
                return StoredText.Of(changed);
            });
    }

    private WriteStep RemoveLinks()
    {
        (long workspace, long[] ids) = (records.Workspace(), records.Ids());
        return Do(
            $"remove links {workspace} {string.Join(' ', ids)}",
            write => write.RemoveLinksOfAsync(workspace, ids, token));
    }

    private WriteStep RemovePersons()
    {
        (long workspace, Guid[] ids) = (records.Workspace(), records.SomeOf(records.PersonId));
        return Do(
            $"remove persons {workspace} {string.Join(' ', ids)}",
            write => write.RemovePersonsAsync(workspace, ids, token));
    }

    private WriteStep AddResidence()
    {
        (long workspace, ResidenceRecord item) = (records.Workspace(), records.Residence());
        return Do($"add residence {workspace} {item}", write => write.AddResidenceAsync(workspace, item, token));
    }

    private WriteStep PutHomes()
    {
        long workspace = records.Workspace();
        HomeRecord[] items = [.. records.SomeOf(records.Home).DistinctBy(home => home.PersonId)];
        return Do(
            $"put homes {workspace} {string.Join(' ', items.Select(item => item.ToString()))}",
            write => write.PutHomesAsync(workspace, items, token));
    }

    private WriteStep PutMultiOccupancy()
    {
        (long workspace, Guid household, DateTimeOffset moment) =
            (records.Workspace(), records.HouseholdId(), records.Moment());
        if (records.Chance(6))
        {
            return Do(
                $"end multi-occupancies {workspace} at {moment:O}",
                write => write.EndMultiOccupanciesAsync(workspace, moment, token));
        }

        bool isSo = records.Chance(2);
        return Do(
            $"put multi-occupancy {workspace} {household} {isSo} at {moment:O}",
            write => write.PutMultiOccupancyAsync(workspace, household, isSo, moment, token));
    }

    private WriteStep Clear()
    {
        long workspace = records.Workspace();
        return Do($"clear {workspace}", write => write.ClearDerivedAsync(workspace, token));
    }

    private WriteStep ClusterIdentifiers()
    {
        (long workspace, long[] clusters) = (records.Workspace(), records.Clusters());
        return new(
            $"identifiers of clusters {workspace} {string.Join(' ', clusters)}",
            async write => ReadSteps.Sorted(await write.GetClusterIdentifiersAsync(workspace, clusters, token)));
    }

    private WriteStep ClusterLinks()
    {
        (long workspace, long[] clusters) = (records.Workspace(), records.Clusters());
        return new(
            $"links of clusters {workspace} {string.Join(' ', clusters)}",
            async write => ReadSteps.Sorted(await write.GetClusterLinksAsync(workspace, clusters, token)));
    }

    private WriteStep LinksAmong()
    {
        (long workspace, long[] ids) = (records.Workspace(), records.Chance(3) ? records.AllIds : records.Ids());
        return new(
            $"links among {workspace} {string.Join(' ', ids)}",
            async write => ReadSteps.Sorted(await write.GetLinksAmongAsync(workspace, ids, token)));
    }

    private WriteStep LinksOf()
    {
        (long workspace, long id) = (records.Workspace(), records.Id());
        return new(
            $"links of {workspace} {id}",
            async write => ReadSteps.Sorted(await write.GetLinksOfAsync(workspace, id, token)));
    }

    private WriteStep VouchedValues()
    {
        (long workspace, long id, int limit) = (records.Workspace(), records.Id(), records.Limit());
        string name = records.Key(records.Id()).Namespace;
        return new(
            $"vouched values {workspace} {id} {name} limit {limit}",
            async write => $"{await write.CountVouchedValuesAsync(workspace, id, name, limit, token)}");
    }

    private WriteStep GetLogins()
    {
        (long workspace, long[] ids) = (records.Workspace(), records.Ids());
        return new(
            $"logins {workspace} {string.Join(' ', ids)}",
            async write => ReadSteps.Sorted(await write.GetLoginsAsync(workspace, ids, token)));
    }

    private WriteStep Observations()
    {
        (long workspace, long[] ids, int limit) = (records.Workspace(), records.Ids(), records.Limit());
        if (records.Chance(2))
        {
            return new(
                $"observations {workspace} after {ids.Length} limit {limit}",
                async write => StoredText.OfMembers(
                    await write.GetObservationsAfterAsync(workspace, ids.Length, limit, token)));
        }

        return new(
            $"observations {workspace} of {string.Join(' ', ids)}",
            async write => StoredText.OfMembers(
                await write.GetObservationsOfAsync(workspace, ids, int.MaxValue, token)));
    }

    private WriteStep StaleClusters()
    {
        (long workspace, DateTimeOffset now, int limit) = (records.Workspace(), records.Moment(), records.Limit());
        return new(
            $"stale clusters {workspace} at {now:O} limit {limit}",
            async write => StoredText.OfMembers(await write.GetStaleClustersAsync(workspace, now, limit, token)));
    }

    private static WriteStep Do(string name, Func<IWriteTransaction, ValueTask> call) => new(
        name,
        async write =>
        {
            await call(write);
            return "done";
        });
}
