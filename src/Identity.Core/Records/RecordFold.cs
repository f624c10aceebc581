using System.Collections.Immutable;
using System.Text.Json;
using Identity.Core.Identifiers;
using Identity.Core.Matching;
using Identity.Core.Profiles;
using Identity.Core.Recognition;
using Identity.Core.Rules;

namespace Identity.Core.Records;

/// <summary>
/// The records about an identifier: what its summary holds, by source. Since a summary is a sum over observations, so
/// is a record. Of several values of a trait from one source the one of the highest level, then the latest, then the
/// smaller text stands; of contacts the first three.
/// </summary>
public static class RecordFold
{
    /// <summary>How many addresses, and numbers, a record can have.</summary>
    public const int ContactsMax = 3;

    /// <summary>The longest value that is compared; longer ones are left out.</summary>
    public const int ValueLengthMax = 256;

    /// <summary>The records, by source.</summary>
    /// <param name="subject">The namespace of the identifier that they are about.</param>
    /// <param name="summary">What its observations sum up to; of a device, while nobody was logged in on it.</param>
    /// <param name="rules">The workspace's rules.</param>
    public static ImmutableArray<SourceRecord> Of(NamespaceRule subject, Summary summary, WorkspaceRules rules)
    {
        if (!rules.Matching.IsOn || !(subject.IsPerson || subject.IsDevice)) { return []; }
        SortedDictionary<string, List<(string Trait, TraitCandidate Candidate)>> bySource = BySource(summary);
        ImmutableArray<SourceRecord>.Builder records = ImmutableArray.CreateBuilder<SourceRecord>(bySource.Count);
        foreach ((string source, List<(string Trait, TraitCandidate Candidate)> stated) in bySource)
        {
            bool isOfRecord = subject.IsPerson && rules.IsSystemOfRecord(source)
                && stated.Exists(item => item.Candidate.Level == RecognitionLevel.Authenticated);
            if (isOfRecord) { stated.RemoveAll(item => item.Candidate.Level != RecognitionLevel.Authenticated); }
            ImmutableArray<RecordField> fields = Fields(stated);
            if (fields.Length == 0) { continue; }
            RecordStanding standing = isOfRecord ? RecordStanding.SystemOfRecord
                : subject.IsPerson ? RecordStanding.Stated : RecordStanding.Typed;
            records.Add(new SourceRecord(source, standing, fields));
        }

        return records.DrainToImmutable();
    }

    private static SortedDictionary<string, List<(string Trait, TraitCandidate Candidate)>> BySource(Summary summary)
    {
        var bySource = new SortedDictionary<string, List<(string Trait, TraitCandidate Candidate)>>(
            StringComparer.Ordinal);
        foreach ((string trait, ImmutableArray<TraitCandidate> candidates) in summary.Traits)
        {
            if (RecordTraits.KindOf(trait) == FieldKind.Ignored) { continue; }
            foreach (TraitCandidate candidate in candidates)
            {
                if (!bySource.TryGetValue(candidate.Source, out List<(string, TraitCandidate)>? stated))
                {
                    bySource.Add(candidate.Source, stated = []);
                }

                stated.Add((trait, candidate));
            }
        }

        return bySource;
    }

    private static ImmutableArray<RecordField> Fields(List<(string Trait, TraitCandidate Candidate)> stated)
    {
        stated.Sort(BestFirst);
        ImmutableArray<RecordField>.Builder fields = ImmutableArray.CreateBuilder<RecordField>();
        string? trait = null;
        int taken = 0;
        foreach ((string name, TraitCandidate candidate) in stated)
        {
            if (name != trait) { (trait, taken) = (name, 0); }
            if (taken >= (Contacts.Is(name) ? ContactsMax : 1)) { continue; }
            taken++;
            if (TextOf(candidate.Json) is not { } text) { continue; }
            var field = new RecordField(RecordTraits.KindOf(name), text);
            if (!fields.Contains(field)) { fields.Add(field); }
        }

        return fields.DrainToImmutable();
    }

    private static int BestFirst(
        (string Trait, TraitCandidate Candidate) left, (string Trait, TraitCandidate Candidate) right)
    {
        int order = string.CompareOrdinal(left.Trait, right.Trait);
        if (order == 0) { order = right.Candidate.Level.CompareTo(left.Candidate.Level); }
        if (order == 0) { order = right.Candidate.ObservedAt.CompareTo(left.Candidate.ObservedAt); }
        return order != 0 ? order : Utf8Order.Compare(left.Candidate.Json, right.Candidate.Json);
    }

    private static string? TextOf(string json)
    {
        if (json.Length > 6 * ValueLengthMax) { return null; }
        // Nearly all are texts without an escape, and need no parser.
        bool isPlain = json.Length >= 2 && json[0] == '"' && !json.Contains('\\', StringComparison.Ordinal);
        if (isPlain) { return Bounded(json[1..^1]); }
        using JsonDocument document = JsonDocument.Parse(json);
        string? text = document.RootElement.ValueKind switch
        {
            JsonValueKind.String => document.RootElement.GetString(),
            JsonValueKind.Number => json,
            _ => null,
        };
        return Bounded(text);
    }

    private static string? Bounded(string? text) =>
        string.IsNullOrWhiteSpace(text) || text.Length > ValueLengthMax ? null : text;
}
