using Identity.Core.Consents;
using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Identity.Core.Profiles;
using Identity.Core.Recognition;
using Identity.Simulation.Tests.Histories;
using Identity.Testing;

namespace Identity.Simulation.Tests.Reference;

/// <summary>
/// Whose traits, events and consents are whose, as docs/resolution.md says it under "Evidence" and "Who an event
/// belongs to", from the observations alone.
/// </summary>
internal sealed class ReferenceProfiles
{
    private readonly History _history;
    private readonly WholeGraph _graph;
    private readonly Dictionary<Guid, Summary> _profiles = [];

    private ReferenceProfiles(History history, WholeGraph graph) => (_history, _graph) = (history, graph);

    public static IReadOnlyDictionary<Guid, Summary> Of(History history, WholeGraph graph)
    {
        var profiles = new ReferenceProfiles(history, graph);
        foreach (Observation observation in history.Observations) { profiles.Add(observation); }
        return profiles._profiles;
    }

    private void Add(Observation observation)
    {
        if (Subject(observation) is { } subject)
        {
            IdentifierKey owner = subject.Rule.IsDevice
                ? OwnerAt(KeyOf(subject, observation), observation.OccurredAt) : KeyOf(subject, observation);
            AddTo(owner, profile => profile.With(observation, _history.Rules));
        }

        foreach (Mentioned claimed in observation.Identifiers.Where(item => item.Claimed && item.Rule.IsPerson))
        {
            foreach (ConsentStatement consent in observation.Consents)
            {
                bool holds = !consent.Granted || IsShown(observation, claimed, consent);
                if (holds) { AddTo(KeyOf(claimed, observation), profile => profile.With(consent)); }
            }
        }
    }

    // "one subject, its strongest unclaimed identifier, else its device"
    private static Mentioned? Subject(Observation observation)
    {
        List<Mentioned> linked = [.. observation.Identifiers.Where(item => item.Rule.Links)
            .OrderBy(item => item.Rule.Rank)
            .ThenBy(item => item.Value, Comparer<string>.Create(ReferenceRule.CompareUtf8))];
        return linked.Find(item => !item.Claimed) ?? linked.Find(item => item.Rule.IsDevice);
    }

    // A grant through a claim waits with the device until its identifier is seen on it at level 3 or 4, not earlier.
    private bool IsShown(Observation observation, Mentioned claimed, ConsentStatement grant)
    {
        if (Subject(observation) is not { Rule.IsDevice: true } device) { return false; }
        IdentifierKey deviceKey = KeyOf(device, observation);
        IdentifierKey claimedKey = KeyOf(claimed, observation);
        return _history.Observations.Any(other => other.Level >= RecognitionLevel.Remembered
            && other.OccurredAt >= grant.StatedAt
            && Mentions(other, deviceKey, unclaimed: true) && Mentions(other, claimedKey, unclaimed: true));
    }

    // "whoever was last authenticated on it at that time; before the first login ever, the first person who logs in;
    // with no login, or on a shared or quarantined device, the device's anonymous person"
    private IdentifierKey OwnerAt(IdentifierKey device, DateTimeOffset moment)
    {
        if (IsSharedOrQuarantined(device)) { return device; }
        // Of simultaneous logins the strongest is the last.
        List<(Observation By, Mentioned Who)> logins =
        [
            .. _history.Observations
                .Where(item => item.Level >= RecognitionLevel.Remembered && Mentions(item, device, unclaimed: true))
                .Select(item => (By: item, Who: item.Identifiers.Where(who => who.Rule.IsPerson && !who.Claimed)
                .OrderBy(who => who.Rule.Rank)
                .ThenBy(who => who.Value, Comparer<string>.Create(ReferenceRule.CompareUtf8)).FirstOrDefault()!))
                .Where(login => login.Who is not null)
                .OrderBy(login => login.By.OccurredAt)
                .ThenByDescending(login => login.Who.Rule.Rank)
                .ThenByDescending(login => login.Who.Value, Comparer<string>.Create(ReferenceRule.CompareUtf8)),
        ];
        if (logins.Count == 0) { return device; }
        int last = logins.FindLastIndex(login => login.By.OccurredAt <= moment);
        (Observation by, Mentioned owner) = logins[Math.Max(last, 0)];
        return KeyOf(owner, by);
    }

    // That it has expired as well makes it nobody else's.
    private bool IsSharedOrQuarantined(IdentifierKey device)
    {
        int accounts = _history.Observations
            .Where(item => item.Level >= RecognitionLevel.Remembered && Mentions(item, device, unclaimed: true))
            .SelectMany(item => item.Identifiers.Where(other => other.Rule.IsUnique && !other.Claimed))
            .GroupBy(account => account.Rule.Name)
            .Select(values => values.Select(account => account.Value).Distinct().Count()).DefaultIfEmpty().Max();
        NamespaceRule rule = _history.Rules.Namespace(device.Namespace);
        return (rule.SharedAfter > 0 && accounts >= rule.SharedAfter)
            || (rule.OnConflict == ConflictPolicy.Quarantine && accounts >= 2);
    }

    private bool Mentions(Observation observation, IdentifierKey key, bool unclaimed) => observation.Identifiers.Any(
        item => item.Claimed != unclaimed && KeyOf(item, observation) == key);

    private IdentifierKey KeyOf(Mentioned item, Observation observation) =>
        new(item.Rule.Name, item.Value, _graph.Epochs.At(item.Rule.Name, item.Value, observation.OccurredAt));

    private void AddTo(IdentifierKey key, Func<Summary, Summary> change)
    {
        if (_graph.PersonOf(key) is not { } person) { return; }
        _profiles[person] = change(_profiles.GetValueOrDefault(person, Summary.Empty));
    }
}
