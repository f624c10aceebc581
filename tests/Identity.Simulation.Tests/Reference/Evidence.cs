using Identity.Core;
using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Identity.Core.Recognition;
using Identity.Core.Rules;

namespace Identity.Simulation.Tests.Reference;

/// <summary>One mention of an identifier.</summary>
internal sealed record Sighting(DateTimeOffset At, int Level, bool Claimed);

/// <summary>One observation of two identifiers together, at the pair's level.</summary>
internal sealed record PairSighting(DateTimeOffset At, int Level);

/// <summary>What was seen, with nothing summed up. Only identifiers that can be linked.</summary>
internal sealed class Evidence
{
    private readonly Dictionary<IdentifierKey, List<Sighting>> _sightings = [];
    private readonly List<(string Namespace, string Value, long Start)> _starts = [];
    private readonly Fault _fault;

    public Evidence(IReadOnlyList<Observation> observations, Fault fault)
    {
        _fault = fault;
        foreach (Observation observation in observations.Where(item => item.Forgets))
        {
            foreach (Mentioned item in observation.Identifiers.Where(item => item.Rule.Role == NamespaceRole.Device))
            {
                _starts.Add((item.Rule.Name, item.Value, Microseconds.Of(observation.OccurredAt)));
            }
        }

        foreach (Observation observation in observations) { Add(observation); }
    }

    public IReadOnlyCollection<IdentifierKey> Identifiers => _sightings.Keys;

    public Dictionary<(IdentifierKey A, IdentifierKey B), List<PairSighting>> Pairs { get; } = [];

    public IReadOnlyList<Sighting> SightingsOf(IdentifierKey key) => _sightings[key];

    // "only what is observed strictly later belongs to the new epoch"; "named by the time that began it".
    public IdentifierKey KeyOf(Mentioned item, DateTimeOffset at)
    {
        long moment = Microseconds.Of(at);
        long epoch = _starts
            .Where(start => start.Namespace == item.Rule.Name && start.Value == item.Value)
            .Where(start => start.Start < moment || (_fault == Fault.EpochBeginsAtItsMoment && start.Start == moment))
            .Select(start => start.Start).DefaultIfEmpty(0).Max();
        return new IdentifierKey(item.Rule.Name, item.Value, _fault == Fault.EpochsIgnored ? 0 : epoch);
    }

    private void Add(Observation observation)
    {
        Mentioned[] items = [.. observation.Identifiers.Where(
            item => item.Rule.Role is NamespaceRole.Person or NamespaceRole.Device or NamespaceRole.Evidence)];
        int level = (int)observation.Level;
        foreach (Mentioned item in items)
        {
            IdentifierKey key = KeyOf(item, observation.OccurredAt);
            if (!_sightings.TryGetValue(key, out List<Sighting>? sightings)) { _sightings.Add(key, sightings = []); }
            sightings.Add(new Sighting(observation.OccurredAt, level, item.Claimed));
        }

        for (int left = 0; left < items.Length; left++)
        {
            for (int right = left + 1; right < items.Length; right++)
            {
                bool isClaim = (items[left].Claimed || items[right].Claimed)
                    && _fault != Fault.ClaimedPairKeepsItsLevel;
                AddPair(
                    KeyOf(items[left], observation.OccurredAt), KeyOf(items[right], observation.OccurredAt),
                    new PairSighting(observation.OccurredAt, isClaim ? (int)RecognitionLevel.Device : level));
            }
        }
    }

    private void AddPair(IdentifierKey a, IdentifierKey b, PairSighting seen)
    {
        (IdentifierKey, IdentifierKey) pair = Pairs.ContainsKey((b, a)) ? (b, a) : (a, b);
        if (!Pairs.TryGetValue(pair, out List<PairSighting>? sightings)) { Pairs.Add(pair, sightings = []); }
        sightings.Add(seen);
    }
}

/// <summary>A link with what it is ordered by.</summary>
internal sealed class Tie
{
    public Tie(
        (IdentifierKey A, IdentifierKey B) ends, List<PairSighting> sightings, WorkspaceRules rules, Fault fault)
    {
        NamespaceRule a = rules.Namespace(ends.A.Namespace);
        NamespaceRule b = rules.Namespace(ends.B.Namespace);
        int order = a.Rank.CompareTo(b.Rank);
        if (order == 0) { order = ReferenceRule.CompareUtf8(ends.A.Value, ends.B.Value); }
        if (order == 0) { order = ends.A.Epoch.CompareTo(ends.B.Epoch); }
        (Stronger, Weaker) = order < 0 ? (ends.A, ends.B) : (ends.B, ends.A);

        bool hasDevice = a.Role == NamespaceRole.Device || b.Role == NamespaceRole.Device;
        bool isOneClass = fault switch
        {
            Fault.Levels3And4ApartForDevices => false,
            Fault.Levels3And4TogetherForPersons => true,
            _ => hasDevice,
        };
        Class = sightings.Max(seen => ClassOf(seen.Level, isOneClass));
        List<PairSighting> inClass = sightings.FindAll(seen => ClassOf(seen.Level, isOneClass) == Class);
        FirstSeen = inClass.Min(seen => seen.At);
        LastSeen = inClass.Max(seen => seen.At);
    }

    public IdentifierKey Stronger { get; }

    public IdentifierKey Weaker { get; }

    public int Class { get; }

    public DateTimeOffset FirstSeen { get; }

    public DateTimeOffset LastSeen { get; }

    private static int ClassOf(int level, bool isOneClass) => level == 4 && isOneClass ? 3 : level;
}
