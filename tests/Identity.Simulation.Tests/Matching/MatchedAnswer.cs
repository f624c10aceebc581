using Identity.Core.Identifiers;
using Identity.Core.Profiles;
using Identity.Core.Resolution;
using Identity.Simulation.Tests.Histories;
using Identity.Simulation.Tests.Incremental;
using Identity.Simulation.Tests.Reference;
using Identity.Stores;
using Identity.Testing;

namespace Identity.Simulation.Tests.Matching;

/// <summary>
/// What a store holds after a history with records, and what it should hold, as lines of text: persons with their
/// profiles, the parts that fuzzy links join, and each pair that looks alike with what became of it.
/// </summary>
internal static class MatchedAnswer
{
    private const long Workspace = 1;

    public static async Task<IReadOnlyList<string>> ReadAsync(IIdentityStore store, History history)
    {
        IdentifierKey[] values = [.. history.Observations.SelectMany(item => item.Identifiers)
            .Select(item => new IdentifierKey(item.Rule.Name, item.Value, 0)).Distinct()];
        await using IReadTransaction read = await store.BeginReadAsync(CancellationToken.None);
        IReadOnlyList<IdentifierRecord> records =
            await read.FindIdentifiersAsync(Workspace, values, CancellationToken.None);
        Dictionary<long, IdentifierKey> keys = records.ToDictionary(record => record.Id, record => record.Key);
        var lines = new List<string>();
        foreach (IGrouping<Guid?, IdentifierRecord> person in records.GroupBy(record => record.PersonId))
        {
            if (person.Key is not { } id) { continue; }
            Summary? whole = await read.GetProfileAsync(Workspace, id, CancellationToken.None);
            string known = Text(person.Select(record => record.Key));
            lines.Add($"{id}: {known} {StoredAnswer.Describe(whole ?? Summary.Empty)}");
            foreach (IGrouping<long, IdentifierRecord> part in person.GroupBy(record => record.FirmId))
            {
                if (part.Key == 0) { continue; }
                Summary? own = await read.GetPartAsync(Workspace, part.Key, CancellationToken.None);
                string members = Text(part.Select(record => record.Key));
                lines.Add($"part {members} {StoredAnswer.Describe(own ?? Summary.Empty)}");
            }
        }

        foreach (MatchedPair pair in await read.GetMatchesOfAsync(Workspace, [.. keys.Keys], CancellationToken.None))
        {
            lines.Add(Text(keys[pair.A], keys[pair.B], pair.Grade, pair.IsLink ? pair.Suppressed ?? "kept" : "review"));
        }

        return [.. lines.Order(StringComparer.Ordinal)];
    }

    public static IReadOnlyList<string> Expect(History history, ReferenceRecords reference)
    {
        WholeGraph graph = reference.Resolve();
        WholeGraph firm = CoreAnswer.Resolve(history);
        IReadOnlyDictionary<Guid, Summary> profiles = ReferenceProfiles.Of(history, firm);
        var lines = new List<string>();
        foreach ((Group person, Guid id) in graph.Persons)
        {
            Group[] parts = [.. person.Members.Select(member => graph.Resolution.FirmOf[member]).Distinct()];
            Summary[] own = [.. parts.Select(part => ProfileOf(part, firm, profiles))];
            Summary whole = Restricted(own.Aggregate(Summary.Empty, (sum, part) => sum.With(part, history.Rules)), own);
            lines.Add($"{id}: {Text(person.Members.Select(member => member.Key))} {StoredAnswer.Describe(whole)}");
            if (parts.Length == 1) { continue; }
            lines.AddRange(parts.Select((part, index) =>
                $"part {Text(part.Members.Select(member => member.Key))} "
                + StoredAnswer.Describe(Restricted(own[index], own))));
        }

        foreach (((IdentifierKey a, IdentifierKey b), (int grade, bool isLink)) in reference.Pairs())
        {
            FuzzyLink? link = graph.Graph.FuzzyLinks.FirstOrDefault(
                item => (item.A.Key, item.B.Key) == (a, b) || (item.A.Key, item.B.Key) == (b, a));
            string state = !isLink || link is null ? "review"
                : graph.Resolution.Held.TryGetValue(link, out Suppression held) ? held.ToString() : "kept";
            lines.Add(Text(a, b, grade, state));
        }

        return [.. lines.Order(StringComparer.Ordinal)];
    }

    private static Summary ProfileOf(Group part, WholeGraph firm, IReadOnlyDictionary<Guid, Summary> profiles) =>
        firm.PersonOf(part.Members[0].Key) is { } id
            ? profiles.GetValueOrDefault(id, Summary.Empty).WithoutContacts() : Summary.Empty;

    // A denial of any part holds for all of them.
    private static Summary Restricted(Summary profile, Summary[] parts)
    {
        foreach (ConsentScope scope in parts.SelectMany(part => part.Consents.Keys).Distinct())
        {
            Core.Consents.ConsentStatement[] denials = [.. parts.Select(part => part.Consents.GetValueOrDefault(scope))
                .OfType<Core.Consents.ConsentStatement>().Where(consent => !consent.Granted)
                .OrderByDescending(consent => consent.StatedAt)
                .ThenBy(consent => consent.Source, StringComparer.Ordinal)];
            if (denials.Length > 0)
            {
                profile = profile with { Consents = profile.Consents.SetItem(scope, denials[0]) };
            }
        }

        return profile;
    }

    private static string Text(IEnumerable<IdentifierKey> keys) =>
        string.Join(' ', keys.Select(key => key.ToString()).Order(StringComparer.Ordinal));

    // What takes no part is not loaded with anything, so which of several reasons stands is that of the last time.
    private static string Text(IdentifierKey a, IdentifierKey b, int grade, string state) =>
        FormattableString.Invariant(
            $"{Text([a, b])} = {grade} {(state is "EXPIRED" or "SHARED" or "QUARANTINE" ? "EXCLUDED" : state)}");
}
