using Identity.Core.Identifiers;

namespace Identity.Stores.Conformance.Generated;

/// <summary>Random questions to a state. Answers without a promised order are sorted.</summary>
internal sealed class ReadSteps(RandomRecords records, CancellationToken token)
{
    /// <summary>One of all questions.</summary>
    public ReadStep Next() => records.Below(18) switch
    {
        0 => Revision(),
        1 => Observation(),
        2 or 3 => Values(),
        4 => Identifiers(),
        5 => ByPersonId(),
        6 => Members(),
        7 => Givers(),
        8 => Person(),
        9 => Profile(),
        10 => Summaries(),
        11 => Epochs(),
        12 => Changes(),
        13 => Homes(),
        14 => Residents(),
        15 => Residences(),
        16 => MultiOccupancy(),
        _ => Counts(),
    };

    /// <summary>Every question once, asked so widely that the answers hold nearly everything.</summary>
    public IEnumerable<ReadStep> Everything()
    {
        foreach (long workspace in records.Workspaces)
        {
            yield return new ReadStep("revision", async read => $"{await read.RevisionAsync(workspace, token)}");
            yield return new ReadStep(
                "identifiers", async read => Sorted(await read.GetIdentifiersAsync(workspace, records.AllIds, token)));
            yield return new ReadStep(
                "summaries", async read => Sorted(
                    (await read.GetSummariesAsync(workspace, records.AllIds, token)).Select(StoredText.Of)));
            yield return new ReadStep(
                "changes", async read => StoredText.OfMembers(await read.GetChangesAsync(workspace, 0, 1_000, token)));
            yield return new ReadStep("counts", async read => Text(await read.CountAsync(workspace, token)));
            foreach (Guid person in records.AllPersonIds)
            {
                yield return new ReadStep(
                    "person", async read => StoredText.OfMembers(await read.GetPersonAsync(workspace, person, token)));
                yield return new ReadStep(
                    "profile", async read => StoredText.Of(await read.GetProfileAsync(workspace, person, token)));
                yield return new ReadStep(
                    "members", async read => Sorted(await read.GetMembersAsync(workspace, person, token)));
            }
        }
    }

    public static string Sorted<T>(IEnumerable<T> answers) =>
        string.Join('\n', answers.Select(answer => StoredText.OfMembers(answer)).Order(StringComparer.Ordinal));

    private static string Text(StoreCounts counts)
    {
        var sorted = new SortedDictionary<string, long>(counts.Suppressed.ToDictionary(), StringComparer.Ordinal);
        return StoredText.OfMembers(counts with { Suppressed = sorted });
    }

    private ReadStep Revision()
    {
        long workspace = records.Workspace();
        return new($"revision {workspace}", async read => $"{await read.RevisionAsync(workspace, token)}");
    }

    private ReadStep Observation()
    {
        (long workspace, string source, string message) = (records.Workspace(), records.Source(), records.MessageId());
        return new(
            $"observation {workspace} {source} {message}",
            async read => StoredText.Of(await read.FindObservationAsync(workspace, source, message, token)));
    }

    private ReadStep Values()
    {
        (long workspace, IdentifierKey[] keys) = (records.Workspace(), records.Keys());
        return new(
            $"values {workspace} {string.Join(' ', keys)}",
            async read => Sorted(await read.FindIdentifiersAsync(workspace, keys, token)));
    }

    private ReadStep Identifiers()
    {
        (long workspace, long[] ids) = (records.Workspace(), records.Ids());
        return new(
            $"identifiers {workspace} {string.Join(' ', ids)}",
            async read => Sorted(await read.GetIdentifiersAsync(workspace, ids, token)));
    }

    private ReadStep ByPersonId()
    {
        (long workspace, Guid id) = (records.Workspace(), records.AnyPersonId());
        return new(
            $"by person id {workspace} {id}",
            async read => StoredText.Of(await read.FindByPersonIdAsync(workspace, id, token)));
    }

    private ReadStep Members()
    {
        (long workspace, Guid id) = (records.Workspace(), records.PersonId());
        return new($"members {workspace} {id}", async read => Sorted(await read.GetMembersAsync(workspace, id, token)));
    }

    private ReadStep Givers()
    {
        (long workspace, long[] heirs, int limit) = (records.Workspace(), records.Ids(), records.Limit());
        DateTimeOffset? since = records.Chance(2) ? records.Moment() : null;
        return new(
            $"givers {workspace} {string.Join(' ', heirs)} since {since:O} limit {limit}",
            async read => StoredText.OfMembers(await read.GetGiversAsync(workspace, heirs, since, limit, token)));
    }

    private ReadStep Person()
    {
        (long workspace, Guid id) = (records.Workspace(), records.PersonId());
        return new(
            $"person {workspace} {id}",
            async read => StoredText.OfMembers(await read.GetPersonAsync(workspace, id, token)));
    }

    private ReadStep Profile()
    {
        (long workspace, Guid id) = (records.Workspace(), records.PersonId());
        return new(
            $"profile {workspace} {id}", async read => StoredText.Of(await read.GetProfileAsync(workspace, id, token)));
    }

    private ReadStep Summaries()
    {
        (long workspace, long[] ids, bool byOwner) = (records.Workspace(), records.Ids(), records.Chance(2));
        return new(
            $"summaries {workspace} {string.Join(' ', ids)} by {(byOwner ? "owner" : "subject")}",
            async read => Sorted((byOwner
                ? await read.GetSummariesByOwnerAsync(workspace, ids, token)
                : await read.GetSummariesAsync(workspace, ids, token)).Select(StoredText.Of)));
    }

    private ReadStep Epochs()
    {
        (long workspace, IdentifierKey[] keys) = (records.Workspace(), records.Keys());
        return new(
            $"epochs {workspace} {string.Join(' ', keys)}",
            async read => Sorted(await read.GetEpochsAsync(workspace, keys, token)));
    }

    private ReadStep Changes()
    {
        (long workspace, long after, int limit) = (records.Workspace(), records.Below(6), records.Limit());
        return new(
            $"changes {workspace} after {after} limit {limit}",
            async read => StoredText.OfMembers(await read.GetChangesAsync(workspace, after, limit, token)));
    }

    private ReadStep Homes()
    {
        (long workspace, Guid[] persons) = (records.Workspace(), records.SomeOf(records.PersonId));
        return new(
            $"homes {workspace} of {persons.Length}",
            async read => Sorted(await read.GetHomesAsync(workspace, persons, token)));
    }

    private ReadStep Residents()
    {
        (long workspace, Guid household, int limit) = (records.Workspace(), records.HouseholdId(), records.Limit());
        return new(
            $"residents {workspace} {household} limit {limit}",
            async read => StoredText.OfMembers(await read.GetResidentsAsync(workspace, household, limit, token)));
    }

    private ReadStep Residences()
    {
        (long workspace, Guid household, long[] ids) = (records.Workspace(), records.HouseholdId(), records.Ids());
        return new(
            $"residences {workspace} {household} of {string.Join(' ', ids)}",
            async read => Sorted(await read.GetResidencesAsync(workspace, household, ids, token))
                + StoredText.OfMembers(
                    await read.GetLatestResidencesAsync(workspace, household, 1 + ids.Length, token)));
    }

    private ReadStep MultiOccupancy()
    {
        (long workspace, Guid household, DateTimeOffset moment) =
            (records.Workspace(), records.HouseholdId(), records.Moment());
        return new(
            $"multi-occupancy {workspace} {household} at {moment:O}",
            async read => $"{await read.WasMultiOccupancyAsync(workspace, household, moment, token)}");
    }

    private ReadStep Counts()
    {
        long workspace = records.Workspace();
        return new($"counts {workspace}", async read => Text(await read.CountAsync(workspace, token)));
    }
}
