using Identity.Core.Observations;

namespace Identity.Core.Resolution;

/// <summary>
/// When the epochs of identifiers began. A value is a stranger again after each start; what was seen at the very moment
/// of a start still belongs to the epoch before. Not thread-safe.
/// </summary>
public sealed class Epochs
{
    private readonly Dictionary<(string Namespace, string Value), SortedSet<long>> _starts = [];

    /// <summary>The starts of a value's later epochs, in microseconds since 1970, oldest first.</summary>
    public IEnumerable<long> StartsOf(string @namespace, string value) =>
        _starts.TryGetValue((@namespace, value), out SortedSet<long>? starts) ? starts : [];

    /// <summary>Begins an epoch. False when it was known.</summary>
    public bool Begin(string @namespace, string value, long start)
    {
        if (!_starts.TryGetValue((@namespace, value), out SortedSet<long>? starts))
        {
            _starts.Add((@namespace, value), starts = []);
        }

        return starts.Add(start);
    }

    /// <summary>Begins the epochs that an observation begins: those of its devices, when it forgets them.</summary>
    public void Begin(Observation observation)
    {
        foreach (Mentioned device in Forgotten(observation))
        {
            Begin(device.Rule.Name, device.Value, Microseconds.Of(observation.OccurredAt));
        }
    }

    /// <summary>The devices of which nothing is known from here on.</summary>
    public static IEnumerable<Mentioned> Forgotten(Observation observation) =>
        observation.Forgets ? observation.Identifiers.Where(item => item.Rule.IsDevice) : [];

    /// <summary>The epoch that a value seen at a moment belongs to.</summary>
    public long At(string @namespace, string value, DateTimeOffset seenAt)
    {
        long moment = Microseconds.Of(seenAt);
        long epoch = 0;
        foreach (long start in StartsOf(@namespace, value))
        {
            if (start >= moment) { break; }
            epoch = start;
        }

        return epoch;
    }

    /// <summary>The latest epoch, in which a value is looked up.</summary>
    public long Latest(string @namespace, string value) =>
        _starts.TryGetValue((@namespace, value), out SortedSet<long>? starts) && starts.Count > 0 ? starts.Max : 0;
}
