using Google.Protobuf.WellKnownTypes;
using Identity.Application.Access;
using Identity.Application.Workspaces;
using Identity.Core.Households;
using Identity.Core.Identifiers;
using Identity.Core.Recognition;
using Identity.Core.Rules;

namespace Identity.Api.Mapping;

/// <summary>Rules between the contract and the application. What is unspecified gets its default here.</summary>
internal static class RulesMapping
{
    // The bounds of a Duration: about 10,000 years.
    private const long SecondsMax = 315_576_000_000;
    private const int NanosMax = 999_999_999;

    /// <summary>The rules that somebody wants, not yet checked but for what only this form can get wrong.</summary>
    /// <exception cref="RefusedException">They name a normaliser or duration that does not exist; all defects of the
    /// rules are told at once.</exception>
    public static RulesDraft Read(V1.WorkspaceRules? rules)
    {
        rules ??= new V1.WorkspaceRules();
        var defects = new List<FieldDefect>();
        var namespaces = new NamespaceRule[rules.Namespaces.Count];
        for (int index = 0; index < namespaces.Length; index++)
        {
            namespaces[index] = Read(rules.Namespaces[index], $"rules.namespaces[{index}]", defects);
        }

        var draft = new RulesDraft(
            namespaces, [.. rules.Traits.Select(Read)], [.. rules.Sources.Select(Read)])
        {
            Households = new HouseholdRule
            {
                IsOn = !rules.HouseholdsOff,
                Limit = rules.HouseholdLimit == 0 ? HouseholdRule.LimitDefault : rules.HouseholdLimit,
                BusinessAddresses = [.. rules.BusinessAddresses],
            },
            Matching = Read(rules.Matching ?? new V1.MatchingRule()),
        };
        if (defects.Count > 0) { throw Invalid(draft, defects); }
        return draft;
    }

    public static V1.WorkspaceRules Write(WorkspaceRules rules)
    {
        var result = new V1.WorkspaceRules
        {
            HouseholdLimit = rules.Households.Limit,
            HouseholdsOff = !rules.Households.IsOn,
            Matching = new V1.MatchingRule
            {
                Off = !rules.Matching.IsOn,
                LinksOff = !rules.Matching.Links,
                BlockLimit = rules.Matching.BlockLimit,
            },
        };
        result.BusinessAddresses.AddRange(rules.Households.BusinessAddresses);
        result.Namespaces.AddRange(rules.Namespaces.Select(Write));
        result.Traits.AddRange(rules.Traits.Select(Write));
        result.Sources.AddRange(rules.Sources.Select(Write));
        return result;
    }

    private static RefusedException Invalid(RulesDraft draft, List<FieldDefect> defects)
    {
        defects.AddRange(RuleChecks
            .Find(draft.Namespaces, draft.Traits, draft.Sources, draft.Households)
            .Concat(RuleChecks.Find(draft.Matching))
            .Select(defect => new FieldDefect($"rules.{defect.Field}", defect.Detail)));
        return new RefusedException(new Refusal(
            RefusalKind.InvalidArgument, RefusalReasons.RulesInvalid, "The rules have defects; nothing was changed.")
        {
            Fields = defects,
        });
    }

    private static NamespaceRule Read(V1.NamespaceRule rule, string path, List<FieldDefect> defects) => new()
    {
        Name = rule.Name,
        Role = (NamespaceRole)(int)rule.Role,
        Rank = rule.Rank,
        Unique = rule.Unique,
        OnConflict = rule.OnConflict == V1.ConflictPolicy.Unspecified
            ? ConflictPolicy.Latest : (ConflictPolicy)(int)rule.OnConflict,
        SharedAfter = rule.SharedAfter,
        AttachOnly = rule.AttachOnly,
        ExpiresAfter = ReadDuration(rule.ExpiresAfter, $"{path}.expires_after", defects),
        Blocked = [.. rule.Blocked],
        Normaliser = ReadNormaliser(rule, $"{path}.normaliser", defects),
    };

    private static Normaliser ReadNormaliser(V1.NamespaceRule rule, string path, List<FieldDefect> defects)
    {
        if (rule.Normaliser.Length == 0) { return NamespaceDefaults.NormaliserFor(rule.Name); }
        if (Normaliser.TryGet(rule.Normaliser, out Normaliser? normaliser)) { return normaliser; }
        defects.Add(new FieldDefect(path, $"It is one of {string.Join(", ", Normaliser.Names)}, or empty."));
        return Normaliser.Exact;
    }

    private static TimeSpan? ReadDuration(Duration? duration, string path, List<FieldDefect> defects)
    {
        if (duration is null) { return null; }
        bool isValid = duration.Seconds is >= -SecondsMax and <= SecondsMax
            && duration.Nanos is >= -NanosMax and <= NanosMax
            && (duration.Seconds == 0 || duration.Nanos == 0 || duration.Seconds > 0 == duration.Nanos > 0);
        if (isValid) { return duration.ToTimeSpan(); }
        defects.Add(new FieldDefect(path, "It is no valid Duration."));
        return null;
    }

    private static TraitRule Read(V1.TraitRule rule)
    {
        TraitRule usual = TraitDefaults.For(rule.Name);
        return new TraitRule
        {
            Name = rule.Name,
            Survivorship = rule.Survivorship == V1.Survivorship.Unspecified
                ? usual.Survivorship : (Survivorship)(int)rule.Survivorship,
            SourcePriority = [.. rule.SourcePriority],
            Sensitivity = rule.Sensitivity == V1.TraitSensitivity.Unspecified
                ? usual.Sensitivity : (TraitSensitivity)(int)rule.Sensitivity,
            ReleaseLevel = rule.ReleaseLevel == V1.RecognitionLevel.Unspecified
                ? usual.ReleaseLevel : (RecognitionLevel)(int)rule.ReleaseLevel,
            Purposes = [.. rule.Purposes],
        };
    }

    private static SourceRule Read(V1.SourceRule rule) => new()
    {
        Name = rule.Name,
        ClaimedNamespaces = [.. rule.ClaimedNamespaces],
        SystemOfRecord = rule.SystemOfRecord,
    };

    private static MatchingRule Read(V1.MatchingRule rule) => new()
    {
        IsOn = !rule.Off,
        Links = !rule.LinksOff,
        BlockLimit = rule.BlockLimit == 0 ? MatchingRule.BlockLimitDefault : rule.BlockLimit,
    };

    private static V1.NamespaceRule Write(NamespaceRule rule)
    {
        var result = new V1.NamespaceRule
        {
            Name = rule.Name,
            Role = (V1.NamespaceRole)(int)rule.Role,
            Rank = rule.Rank,
            Unique = rule.Unique,
            OnConflict = (V1.ConflictPolicy)(int)rule.OnConflict,
            SharedAfter = rule.SharedAfter,
            AttachOnly = rule.AttachOnly,
            ExpiresAfter = rule.ExpiresAfter is { } expiry ? Duration.FromTimeSpan(expiry) : null,
            Normaliser = rule.Normaliser.Name,
        };
        result.Blocked.Add(rule.Blocked);
        return result;
    }

    private static V1.TraitRule Write(TraitRule rule)
    {
        var result = new V1.TraitRule
        {
            Name = rule.Name,
            Survivorship = (V1.Survivorship)(int)rule.Survivorship,
            Sensitivity = (V1.TraitSensitivity)(int)rule.Sensitivity,
            ReleaseLevel = (V1.RecognitionLevel)(int)rule.ReleaseLevel,
        };
        result.SourcePriority.Add(rule.SourcePriority);
        result.Purposes.Add(rule.Purposes);
        return result;
    }

    private static V1.SourceRule Write(SourceRule rule)
    {
        var result = new V1.SourceRule { Name = rule.Name, SystemOfRecord = rule.SystemOfRecord };
        result.ClaimedNamespaces.Add(rule.ClaimedNamespaces);
        return result;
    }
}
