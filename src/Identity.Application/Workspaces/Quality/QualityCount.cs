using System.Collections.Immutable;
using Identity.Core.Cleaning;
using Identity.Core.Profiles;
using Identity.Core.Rules;
using Identity.Stores;

namespace Identity.Application.Workspaces.Quality;

/// <summary>
/// Counts how good persons and identifiers are, in memory that depends on how many traits, namespaces and sources there
/// are, and not on how many persons. Not thread-safe.
/// </summary>
internal sealed class QualityCount(WorkspaceRules rules, DateTimeOffset now)
{
    // Traits have any name; past this many there is nothing to look at.
    private const int NamesMax = 1_000;

    // Of one name. A source is one of a few systems; past this many they are counted together.
    private const int SourcesMax = 100;
    private const string OtherSources = "(others)";

    private readonly SortedDictionary<string, TraitQuality> _traits = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, NamespaceQuality> _namespaces = new(StringComparer.Ordinal);

    public long Persons { get; private set; }

    public long Established { get; private set; }

    public IReadOnlyList<TraitQuality> Traits => [.. _traits.Values];

    public IReadOnlyList<NamespaceQuality> Namespaces => [.. _namespaces.Values];

    /// <summary>Counts a person that nobody knows by name.</summary>
    public void AddAnonymous() => Persons++;

    /// <summary>Counts a person with a named identifier.</summary>
    public void Add(Summary profile, IReadOnlyList<IdentifierRecord> members)
    {
        Persons++;
        Established++;
        foreach ((string name, ImmutableArray<TraitCandidate> candidates) in profile.Traits)
        {
            if (candidates.Length > 0 && Trait(name) is { } trait) { Add(trait, candidates); }
        }

        foreach (IGrouping<string, IdentifierRecord> group in members.GroupBy(
            member => member.Key.Namespace, StringComparer.Ordinal))
        {
            NamespaceQuality quality = Namespace(group.Key);
            quality.Persons++;
            if (group.Skip(1).Any()) { quality.PersonsWithSeveral++; }
        }
    }

    /// <summary>Counts an identifier, whoever has it.</summary>
    public void Add(IdentifierRecord identifier)
    {
        NamespaceQuality quality = Namespace(identifier.Key.Namespace);
        quality.Identifiers++;
        quality.Ages.Add(now - identifier.Facts.LastSeen);
        foreach (string source in identifier.Facts.Sources.Names) { Count(quality.Sources, source); }
        if (identifier.Exclusion is { } reason) { Count(quality.Excluded, reason.ToString()); }
        if (IsTest(identifier)) { quality.Tests++; }
    }

    private void Add(TraitQuality trait, ImmutableArray<TraitCandidate> candidates)
    {
        trait.Persons++;
        trait.Ages.Add(now - candidates[0].ObservedAt);
        if (TestTraits.IsTest(trait.Name, candidates[0].Json)) { trait.Tests++; }
        bool isChanged = false;
        HashSet<string> latest = new(StringComparer.OrdinalIgnoreCase);
        foreach (IGrouping<string, TraitCandidate> said in candidates.GroupBy(
            candidate => candidate.Source, StringComparer.Ordinal))
        {
            Count(trait.Sources, said.Key);
            isChanged |= said.DistinctBy(candidate => candidate.Json, StringComparer.OrdinalIgnoreCase).Skip(1).Any();
            latest.Add(said.OrderByDescending(candidate => candidate.ObservedAt)
                .ThenBy(candidate => candidate.Json, StringComparer.Ordinal).First().Json);
        }

        if (isChanged) { trait.Changed++; }
        if (latest.Count > 1) { trait.Conflicting++; }
    }

    // Elsewhere numbers in a row are numbers like others.
    private bool IsTest(IdentifierRecord identifier)
    {
        // The key of an e-mail address is a hash; what was given is beside it.
        string text = identifier.Facts.Shown.Text ?? identifier.Key.Value;
        return rules.TryGetNamespace(identifier.Key.Namespace, out var rule) && rule.Normaliser.Name switch
        {
            "email" => TestValues.IsEmail(text),
            var name when name.StartsWith("phone", StringComparison.Ordinal) => TestValues.IsPhone(text),
            _ => false,
        };
    }

    private TraitQuality? Trait(string name)
    {
        if (_traits.TryGetValue(name, out TraitQuality? trait)) { return trait; }
        if (_traits.Count >= NamesMax) { return null; }
        trait = new TraitQuality(name);
        _traits.Add(name, trait);
        return trait;
    }

    private NamespaceQuality Namespace(string name)
    {
        if (_namespaces.TryGetValue(name, out NamespaceQuality? quality)) { return quality; }
        quality = new NamespaceQuality(name);
        _namespaces.Add(name, quality);
        return quality;
    }

    private static void Count(SortedDictionary<string, long> counts, string name)
    {
        string key = counts.ContainsKey(name) || counts.Count < SourcesMax ? name : OtherSources;
        counts[key] = counts.GetValueOrDefault(key) + 1;
    }
}
