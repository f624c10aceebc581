using Identity.Core.Households;
using Identity.Core.Identifiers;
using Identity.Core.Recognition;

namespace Identity.Core.Rules;

/// <summary>One defect of a set of rules: the path of the field and a sentence that names the limit.</summary>
public readonly record struct RuleDefect(string Field, string Detail);

/// <summary>Finds every defect of a set of rules at once.</summary>
public static class RuleChecks
{
    /// <summary>The most namespaces of a workspace.</summary>
    public const int NamespacesMax = 64;

    /// <summary>The most rules for traits, and for sources.</summary>
    public const int EntriesMax = 1_000;

    /// <summary>All defects, in the order of the fields; empty when the rules can be used.</summary>
    public static IReadOnlyList<RuleDefect> Find(
        IReadOnlyList<NamespaceRule> namespaces, IReadOnlyList<TraitRule> traits, IReadOnlyList<SourceRule> sources,
        HouseholdRule households)
    {
        var defects = new List<RuleDefect>();
        CheckNamespaces(namespaces, defects);
        CheckTraits(traits, defects);
        CheckSources(sources, namespaces, defects);
        CheckHouseholds(households, namespaces, defects);
        return defects;
    }

    /// <summary>The defects of what a workspace says about matching.</summary>
    public static IReadOnlyList<RuleDefect> Find(MatchingRule matching) =>
        matching.BlockLimit is >= 2 and <= MatchingRule.BlockLimitMax ? []
            : [new("matching.block_limit", $"It lies between 2 and {MatchingRule.BlockLimitMax}.")];

    private static void CheckHouseholds(
        HouseholdRule rule, IReadOnlyList<NamespaceRule> namespaces, List<RuleDefect> defects)
    {
        if (rule.Limit is < 1 or > HouseholdRule.LimitMax)
        {
            defects.Add(new("household_limit", $"It lies between 1 and {HouseholdRule.LimitMax}, or is 0."));
        }

        if (rule.BusinessAddresses.Count > HouseholdRule.BusinessAddressesMax)
        {
            defects.Add(new("business_addresses",
                $"There may be at most {HouseholdRule.BusinessAddressesMax} addresses."));
        }

        for (int index = 0; index < rule.BusinessAddresses.Count; index++)
        {
            if (!WorkspaceRules.HouseholdNames(namespaces, rule.BusinessAddresses[index]).Any())
            {
                defects.Add(new($"business_addresses[{index}]", "No namespace of households can read it."));
            }
        }
    }

    private static void CheckNamespaces(IReadOnlyList<NamespaceRule> namespaces, List<RuleDefect> defects)
    {
        if (namespaces.Count is 0 or > NamespacesMax)
        {
            defects.Add(new("namespaces", $"There must be 1 to {NamespacesMax} namespaces."));
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        var ranks = new HashSet<int>();
        for (int index = 0; index < namespaces.Count; index++)
        {
            string path = $"namespaces[{index}]";
            NamespaceRule rule = namespaces[index];
            CheckNamespace(rule, path, defects);
            if (!names.Add(rule.Name)) { defects.Add(new($"{path}.name", "Names must be distinct.")); }
            if (!ranks.Add(rule.Rank)) { defects.Add(new($"{path}.rank", "Ranks must be distinct.")); }
        }
    }

    private static void CheckNamespace(NamespaceRule rule, string path, List<RuleDefect> defects)
    {
        if (!Names.IsSnakeCase(rule.Name))
        {
            defects.Add(new($"{path}.name", $"A name has 1 to {Names.LengthMax} characters of a-z, 0-9 and '_'."));
        }

        if (!Enum.IsDefined(rule.Role)) { defects.Add(new($"{path}.role", "A role must be stated.")); }
        if (!Enum.IsDefined(rule.OnConflict)) { defects.Add(new($"{path}.on_conflict", "There is no such policy.")); }
        if (rule.Rank is < 0 or > NamespaceRule.RankMax)
        {
            defects.Add(new($"{path}.rank", $"A rank lies between 0 and {NamespaceRule.RankMax}."));
        }

        if (rule.Unique < 0) { defects.Add(new($"{path}.unique", "The number of values is 0 (any) or more.")); }
        if (rule.SharedAfter < 0 || rule.SharedAfter == 1)
        {
            defects.Add(new($"{path}.shared_after", "It is 0 (never) or at least 2."));
        }

        if (rule.ExpiresAfter is { } expiry && (expiry < TimeSpan.FromSeconds(1) || expiry > TimeSpan.FromDays(36_500)))
        {
            defects.Add(new($"{path}.expires_after", "It lies between one second and 36,500 days."));
        }

        CheckBlocked(rule, path, defects);
    }

    private static void CheckBlocked(NamespaceRule rule, string path, List<RuleDefect> defects)
    {
        if (rule.Blocked.Count > NamespaceRule.BlockedMax)
        {
            defects.Add(new($"{path}.blocked", $"There may be at most {NamespaceRule.BlockedMax} entries."));
        }

        for (int index = 0; index < rule.Blocked.Count; index++)
        {
            if (!BlockedValues.IsPattern(rule.Blocked[index]))
            {
                defects.Add(new($"{path}.blocked[{index}]",
                    $"An entry has 1 to {BlockedValues.PatternLengthMax} characters."));
            }
        }
    }

    private static void CheckTraits(IReadOnlyList<TraitRule> traits, List<RuleDefect> defects)
    {
        if (traits.Count > EntriesMax) { defects.Add(new("traits", $"There may be at most {EntriesMax} rules.")); }
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (int index = 0; index < traits.Count; index++)
        {
            TraitRule rule = traits[index];
            string path = $"traits[{index}]";
            if (!Names.IsSnakeCase(rule.Name))
            {
                defects.Add(new($"{path}.name", $"A name has 1 to {Names.LengthMax} characters of a-z, 0-9 and '_'."));
            }

            if (!names.Add(rule.Name)) { defects.Add(new($"{path}.name", "Names must be distinct.")); }
            if (!Enum.IsDefined(rule.Survivorship))
            {
                defects.Add(new($"{path}.survivorship", "There is no such rule."));
            }
            if (!Enum.IsDefined(rule.Sensitivity))
            {
                defects.Add(new($"{path}.sensitivity", "There is no such value."));
            }
            if (rule.ReleaseLevel is < RecognitionLevel.Device or > RecognitionLevel.Authenticated)
            {
                defects.Add(new($"{path}.release_level", "It is DEVICE, REMEMBERED or AUTHENTICATED."));
            }

            if (rule.SourcePriority.Count > TraitRule.SourcePriorityMax)
            {
                defects.Add(new($"{path}.source_priority",
                    $"There may be at most {TraitRule.SourcePriorityMax} sources."));
            }
        }
    }

    private static void CheckSources(
        IReadOnlyList<SourceRule> sources, IReadOnlyList<NamespaceRule> namespaces, List<RuleDefect> defects)
    {
        if (sources.Count > EntriesMax) { defects.Add(new("sources", $"There may be at most {EntriesMax} rules.")); }
        var known = namespaces.Select(rule => rule.Name).ToHashSet(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (int index = 0; index < sources.Count; index++)
        {
            string path = $"sources[{index}]";
            if (!Names.IsSource(sources[index].Name))
            {
                defects.Add(new($"{path}.name",
                    $"A source has 1 to {Names.LengthMax} characters of a-z, 0-9, '_', '-' and '.'."));
            }

            if (!names.Add(sources[index].Name)) { defects.Add(new($"{path}.name", "Names must be distinct.")); }
            if (sources[index].ClaimedNamespaces.Any(name => !known.Contains(name)))
            {
                defects.Add(new($"{path}.claimed_namespaces", "Every namespace must be one of the rules."));
            }
        }
    }
}
