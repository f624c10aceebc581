using System.Text.Json;
using Identity.Core.Identifiers;
using Identity.Core.Matching;
using Identity.Core.Observations;
using Identity.Core.Records;
using Identity.Core.Resolution;
using Identity.Core.Recognition;
using Identity.Simulation.Tests.Histories;
using Identity.Testing;

namespace Identity.Simulation.Tests.Matching;

/// <summary>
/// Which records there are and which pairs of them look alike, as docs/resolution.md says it under "Fuzzy links", from
/// all observations at once.
/// </summary>
internal sealed class ReferenceRecords
{
    private static readonly string[] Compared = ["birth_date", "first_name", "house_number", "last_name", "postcode"];

    private readonly History _history;
    private readonly Epochs _epochs = new();
    private readonly List<Described> _records = [];

    public ReferenceRecords(History history)
    {
        _history = history;
        foreach (Observation observation in history.Observations) { _epochs.Begin(observation); }
        var stated = history.Observations.Where(item => item.Traits.Count > 0 && Subject(item) is not null);
        foreach (IGrouping<(IdentifierKey, string), Observation> about in stated.GroupBy(
            item => (Key(Subject(item)!, item), item.Source)))
        {
            if (Describe(about.Key.Item1, about.Key.Item2, [.. about]) is { } record) { _records.Add(record); }
        }
    }

    public int Count => _records.Count;

    /// <summary>The pairs that look alike: their ends, grade, and whether they link.</summary>
    public Dictionary<(IdentifierKey, IdentifierKey), (int Grade, bool IsLink)> Pairs()
    {
        MatchModel model = MatchModel.Default;
        var pairs = new Dictionary<(IdentifierKey, IdentifierKey), (int Grade, bool IsLink)>();
        foreach (Described left in _records)
        {
            foreach (Described right in _records)
            {
                bool isOnce = string.CompareOrdinal(left.Anchor.ToString(), right.Anchor.ToString()) < 0;
                bool areTyped = left.Standing == 2 && right.Standing == 2;
                if (!isOnce || areTyped || !left.Keys.Any(key => AreFirst(key, left, right))) { continue; }
                int grade = (int)Math.Round(
                    16 * model.Score(left.Prepared, right.Prepared), MidpointRounding.AwayFromZero);
                if (grade < Math.Round(16 * model.ReviewBits, MidpointRounding.AwayFromZero)) { continue; }
                bool isLink = left.IsOfRecord && right.IsOfRecord
                    && grade >= Math.Round(16 * model.LinkBits, MidpointRounding.AwayFromZero);
                (IdentifierKey, IdentifierKey) pair = (left.Anchor, right.Anchor);
                (int Grade, bool IsLink) known = pairs.GetValueOrDefault(pair, (int.MinValue, false));
                if ((isLink && !known.IsLink) || (isLink == known.IsLink && grade > known.Grade))
                {
                    pairs[pair] = (grade, isLink);
                }
            }
        }

        foreach ((IdentifierKey a, IdentifierKey b) in pairs.Keys.ToArray())
        {
            bool areTwins = a.Namespace == b.Namespace && _history.Rules.Namespace(a.Namespace).Unique == 1;
            if (areTwins) { pairs[(a, b)] = (pairs[(a, b)].Grade, false); }
        }

        return pairs;
    }

    /// <summary>Puts what links into a graph.</summary>
    public void Join(Graph graph)
    {
        foreach (IGrouping<IdentifierKey, Described> about in _records.Where(record => record.IsOfRecord)
            .GroupBy(record => record.Anchor))
        {
            if (!graph.TryGetNode(about.Key, out Node? node)) { continue; }
            node.Records = [.. about.Select(item => item.Prepared)];
        }

        foreach (((IdentifierKey a, IdentifierKey b), (int grade, bool isLink)) in Pairs())
        {
            if (isLink && graph.TryGetNode(a, out Node? left) && graph.TryGetNode(b, out Node? right))
            {
                graph.Put(new FuzzyLink(left, right, grade));
            }
        }
    }

    public WholeGraph Resolve() => CoreAnswer.Resolve(_history, Join);

    // Both are among the first that have the key: by standing, then by a number that is drawn from the identifier.
    private bool AreFirst(ulong key, Described left, Described right)
    {
        if (!right.Keys.Contains(key)) { return false; }
        List<Described> block = [.. _records.Where(record => record.Keys.Contains(key))
            .OrderBy(record => record.Standing).ThenBy(record => record.Number)
            .ThenBy(record => record.Source, StringComparer.Ordinal)
            .Take(_history.Rules.Matching.BlockLimit)];
        return block.Contains(left) && block.Contains(right);
    }

    private Described? Describe(IdentifierKey anchor, string source, Observation[] observations)
    {
        bool isDevice = _history.Rules.Namespace(anchor.Namespace).IsDevice;
        // What was said on a device becomes the first one's who logs in there.
        if (isDevice && IsLoggedInOn(anchor)) { return null; }
        bool isOfRecord = source is "crm" or "pos" && !isDevice && observations.Any(item =>
            item.Level == RecognitionLevel.Authenticated && (item.Traits.Any(IsCompared) || HasContact(item)));
        IEnumerable<Observation> heard = observations
            .Where(item => !isOfRecord || item.Level == RecognitionLevel.Authenticated);
        List<(FieldKind, string)> fields =
            [.. Contacts(heard, "email", isDevice), .. Contacts(heard, "phone", isDevice)];
        foreach (string trait in Compared)
        {
            (Observation Said, Trait Trait)[] said = [.. heard.SelectMany(
                item => item.Traits.Where(value => value.Name == trait).Select(value => (item, value)))];
            if (said.Length == 0) { continue; }
            string json = said.OrderByDescending(item => item.Said.Level).ThenByDescending(item => item.Said.OccurredAt)
                .ThenBy(item => item.Trait.Json, StringComparer.Ordinal).First().Trait.Json;
            fields.Add((RecordTraits.KindOf(trait), JsonDocument.Parse(json).RootElement.GetString()!));
        }

        if (fields.Count == 0) { return null; }
        MatchRecord prepared = MatchModel.Default.Prepare(fields);
        byte[] birth = CoreAnswer.Ids.Birth(anchor).ToByteArray(bigEndian: true);
        ulong number = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(birth.AsSpan(8)) & ((1UL << 60) - 1);
        return new Described(
            anchor, source, isOfRecord ? 0 : isDevice ? 2 : 1, number, prepared,
            [.. MatchModel.Default.BlockingKeys(prepared)]);
    }

    private static bool HasContact(Observation observation) => observation.Identifiers.Any(
        item => !item.Claimed && item.Rule.Name is "email" or "phone");

    private static bool IsCompared(Trait trait) => Compared.Contains(trait.Name);

    // The three best that were stated together with traits, of any number.
    private static IEnumerable<(FieldKind, string)> Contacts(
        IEnumerable<Observation> heard, string @namespace, bool isDevice)
    {
        if (isDevice) { return []; }
        return heard
            .SelectMany(item => item.Identifiers.Where(other => !other.Claimed && other.Rule.Name == @namespace)
                .Select(other => (
                    item.Level, item.OccurredAt, Value: @namespace == "email" ? other.Shown! : other.Value)))
            .GroupBy(item => item.Value, StringComparer.Ordinal)
            .Select(value => value.OrderByDescending(item => item.Level)
                .ThenByDescending(item => item.OccurredAt).First())
            .OrderByDescending(item => item.Level).ThenByDescending(item => item.OccurredAt)
            .ThenBy(item => item.Value, StringComparer.Ordinal).Take(RecordFold.ContactsMax)
            .Select(item => (@namespace == "email" ? FieldKind.Email : FieldKind.Phone, item.Value));
    }

    private bool IsLoggedInOn(IdentifierKey device) => _history.Observations.Any(item =>
        item.Level >= RecognitionLevel.Remembered
        && item.Identifiers.Any(other => !other.Claimed && other.Rule.IsPerson)
        && item.Identifiers.Any(other => !other.Claimed && Key(other, item) == device));

    private static Mentioned? Subject(Observation observation)
    {
        List<Mentioned> linked = [.. observation.Identifiers.Where(item => item.Rule.Links)
            .OrderBy(item => item.Rule.Rank).ThenBy(item => item.Value, StringComparer.Ordinal)];
        Mentioned? subject = linked.Find(item => !item.Claimed) ?? linked.Find(item => item.Rule.IsDevice);
        return subject is { Rule: { IsPerson: true } or { IsDevice: true } } ? subject : null;
    }

    private IdentifierKey Key(Mentioned item, Observation observation) =>
        EvidenceFold.KeyOf(item, observation.OccurredAt, _epochs);

    private sealed record Described(
        IdentifierKey Anchor, string Source, int Standing, ulong Number, MatchRecord Prepared, HashSet<ulong> Keys)
    {
        public bool IsOfRecord => Standing == 0;
    }
}
