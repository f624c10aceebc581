using Identity.Core.Identifiers;
using Identity.Core.Profiles;
using Identity.Core.Resolution;
using Identity.Simulation.Tests.Histories;
using Identity.Stores;
using Identity.Testing;

namespace Identity.Simulation.Tests.Incremental;

/// <summary>
/// What a store holds after a history, and what it should hold, as lines of text: persons with their ids, profiles, and
/// for each device whether and why it is remembered.
/// </summary>
internal static class StoredAnswer
{
    private const long Workspace = 1;

    public static async Task<IReadOnlyList<string>> ReadAsync(IIdentityStore store, History history)
    {
        await using IReadTransaction read = await store.BeginReadAsync(CancellationToken.None);
        IReadOnlyList<IdentifierRecord> records = await RecordsAsync(read, history);
        var lines = new List<string>();
        foreach (IGrouping<Guid?, IdentifierRecord> person in records.GroupBy(record => record.PersonId))
        {
            if (person.Key is not { } id) { continue; }
            lines.Add($"{id}: " + string.Join(
                ' ', person.Select(record => record.Key.ToString()).Order(StringComparer.Ordinal)));
            Summary? profile = await read.GetProfileAsync(Workspace, id, CancellationToken.None);
            if (Describe(profile ?? Summary.Empty) is { } text) { lines.Add($"{id} profile {text}"); }
        }

        lines.AddRange(await HomesAsync(read, records));
        lines.AddRange(records.Where(record => record.Remembered is not null).Select(
            record => Remembered(record.Key, (int)record.Remembered!.Level, record.Remembered.LinkedAt)));
        return [.. lines.Order(StringComparer.Ordinal)];
    }

    public static IReadOnlyList<string> Expect(History history)
    {
        WholeGraph graph = CoreAnswer.Resolve(history);
        var lines = new List<string>(CoreAnswer.Persons(graph));
        foreach ((Guid id, Summary profile) in Reference.ReferenceProfiles.Of(history, graph))
        {
            if (Describe(profile.WithoutContacts()) is { } text) { lines.Add($"{id} profile {text}"); }
        }

        lines.AddRange(Reference.ReferenceHouseholds.Of(history, graph));
        foreach (Node device in graph.Graph.Nodes.Where(node => node.Rule.IsDevice))
        {
            Link[] ties = [.. graph.Graph.LinksOf(device).Where(
                link => link.IsVouched && link.Other(device).Rule.IsPerson && graph.Resolution.IsKept(link))];
            if (ties.Length == 0) { continue; }
            lines.Add(Remembered(
                device.Key, (int)ties.Max(link => link.Level),
                ties.Max(link => link.Remembered.With(link.Authenticated).Last)));
        }

        return [.. lines.Order(StringComparer.Ordinal)];
    }

    /// <summary>The persons of a history.</summary>
    public static async Task<Guid[]> PersonsAsync(IReadTransaction read, History history) =>
    [
        .. (await RecordsAsync(read, history)).Select(record => record.PersonId).OfType<Guid>().Distinct(),
    ];

    private static ValueTask<IReadOnlyList<IdentifierRecord>> RecordsAsync(IReadTransaction read, History history)
    {
        IdentifierKey[] values = [.. history.Observations.SelectMany(item => item.Identifiers)
            .Select(item => new IdentifierKey(item.Rule.Name, item.Value, 0)).Distinct()];
        return read.FindIdentifiersAsync(Workspace, values, CancellationToken.None);
    }

    /// <summary>Where the persons of identifiers live.</summary>
    public static async Task<IEnumerable<string>> HomesAsync(
        IReadTransaction read, IEnumerable<IdentifierRecord> records)
    {
        Guid[] persons = [.. records.Select(record => record.PersonId).OfType<Guid>().Distinct()];
        IReadOnlyList<HomeRecord> homes = await read.GetHomesAsync(Workspace, persons, CancellationToken.None);
        return homes.Select(home => Reference.ReferenceHouseholds.Line(
            home.PersonId, home.HouseholdId!.Value, home.IsMultiOccupancy));
    }

    // Grants that wait are no part of what is known of the person.
    public static string? Describe(Summary profile)
    {
        string text = SummaryText.Write(profile with { ClaimedGrants = [], LastAt = DateTimeOffset.MinValue });
        return text == "{}" ? null : text;
    }

    private static string Remembered(IdentifierKey key, int level, DateTimeOffset at) =>
        FormattableString.Invariant($"{key} remembered {level} at {(at - History.Start).TotalMinutes}");
}
