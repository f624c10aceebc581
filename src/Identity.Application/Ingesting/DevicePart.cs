using Identity.Core.Consents;
using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Identity.Core.Profiles;
using Identity.Core.Recognition;
using Identity.Core.Resolution;
using Identity.Core.Rules;
using Identity.Stores;

namespace Identity.Application.Ingesting;

/// <summary>What observations say about the epochs of one device's value. Pure bookkeeping; not thread-safe.</summary>
internal sealed class DevicePart
{
    private readonly WorkspaceRules _rules;
    private readonly Epochs _epochs;
    private readonly string _namespace;
    private readonly string _value;
    private readonly Dictionary<IdentifierKey, List<Login>> _logins = [];
    private readonly Dictionary<IdentifierKey, List<Observation>> _payloads = [];

    public DevicePart(WorkspaceRules rules, Epochs epochs, string @namespace, string value) =>
        (_rules, _epochs, _namespace, _value) = (rules, epochs, @namespace, value);

    public Dictionary<IdentifierKey, IdentifierFacts> Facts { get; } = [];

    /// <summary>Each time an epoch of the value was seen with another identifier.</summary>
    public List<Pair> Pairs { get; } = [];

    public List<Placement> Placements { get; } = [];

    /// <summary>The other identifiers of the observations.</summary>
    public HashSet<IdentifierKey> Others { get; } = [];

    /// <summary>The identifiers for which something was granted through a claim on the device.</summary>
    public HashSet<IdentifierKey> Claimants { get; } = [];

    public IEnumerable<Login> LoginsOf(IdentifierKey device) => _logins.GetValueOrDefault(device, []);

    public IEnumerable<Observation> PayloadsOf(IdentifierKey device) => _payloads.GetValueOrDefault(device, []);

    public void Add(ObservationRecord record, Observation observation)
    {
        Mentioned? device = observation.Identifiers.FirstOrDefault(
            item => item.Rule.Name == _namespace && item.Value == _value);
        if (device is null) { return; }
        IdentifierKey key = KeyOf(device, observation);
        Facts[key] = Facts.GetValueOrDefault(key, IdentifierFacts.None)
            .With(EvidenceFold.MentionOf(device, observation));
        foreach (Mentioned other in observation.Identifiers)
        {
            if (ReferenceEquals(other, device)) { continue; }
            Others.Add(KeyOf(other, observation));
            if (!other.Rule.Links || !device.Rule.Links) { continue; }
            Pairs.Add(new Pair(
                key, KeyOf(other, observation), observation.PairLevel(device, other), observation.OccurredAt,
                    observation.Source));
        }

        AddHistory(key, device, observation);
        Placements.Add(new Placement(
            record,
            [.. observation.Identifiers.Select(item => KeyOf(item, observation))],
            observation.Subject is { } subject ? KeyOf(subject, observation) : null));
    }

    /// <summary>With how many values of one unique namespace, at most, the epoch was seen directly.</summary>
    public int UniqueSeen(IdentifierKey device)
    {
        if (_rules.Namespace(device.Namespace).IsUnique) { return 0; }
        var seen = new HashSet<(string, string)>();
        foreach (Pair pair in Pairs)
        {
            bool isVouched = pair.Device == device && pair.Level >= RecognitionLevel.Remembered;
            if (isVouched && _rules.Namespace(pair.Other.Namespace).IsUnique)
            {
                seen.Add((pair.Other.Namespace, pair.Other.Value));
            }
        }

        return seen.Count == 0 ? 0 : seen.GroupBy(item => item.Item1).Max(values => values.Count());
    }

    /// <summary>A summary and an observation whose subject is the device, with the grants that wait on it.</summary>
    public Summary WithPayload(Summary summary, Observation observation)
    {
        summary = summary.With(observation, _rules);
        foreach (Mentioned claimed in observation.Identifiers.Where(PayloadRouter.IsClaimedPerson))
        {
            foreach (ConsentStatement grant in observation.Consents.Where(consent => consent.Granted))
            {
                summary = summary.With(new ClaimedGrant(KeyOf(claimed, observation), grant));
            }
        }

        return summary;
    }

    private void AddHistory(IdentifierKey key, Mentioned device, Observation observation)
    {
        if (observation.Authenticated is { } owner && !device.Claimed)
        {
            ListOf(_logins, key).Add(new Login(observation.OccurredAt, owner.Rule.Rank, KeyOf(owner, observation)));
        }

        if (ReferenceEquals(observation.Subject, device) && observation.HasPayload)
        {
            ListOf(_payloads, key).Add(observation);
            if (!observation.GrantsWait || !observation.Consents.Any(consent => consent.Granted)) { return; }
            Claimants.UnionWith(observation.Identifiers
                .Where(PayloadRouter.IsClaimedPerson).Select(claimed => KeyOf(claimed, observation)));
        }
    }

    private IdentifierKey KeyOf(Mentioned item, Observation observation) =>
        EvidenceFold.KeyOf(item, observation.OccurredAt, _epochs);

    private static List<T> ListOf<T>(Dictionary<IdentifierKey, List<T>> lists, IdentifierKey key)
    {
        if (!lists.TryGetValue(key, out List<T>? list)) { lists.Add(key, list = []); }
        return list;
    }

    /// <summary>The device was seen with another identifier.</summary>
    internal sealed record Pair(
        IdentifierKey Device, IdentifierKey Other, RecognitionLevel Level, DateTimeOffset SeenAt, string Source);

    /// <summary>Which identifiers an observation means, and whose payload it is.</summary>
    internal sealed record Placement(
        ObservationRecord Record, IReadOnlyList<IdentifierKey> Mentions, IdentifierKey? Subject);
}
