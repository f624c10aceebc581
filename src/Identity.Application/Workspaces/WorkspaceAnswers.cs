using Identity.Core.Households;
using Identity.Core.Rules;
using Identity.Stores;

namespace Identity.Application.Workspaces;

/// <summary>Rules as a caller wants them; checked before they are used.</summary>
public sealed record RulesDraft(
    IReadOnlyList<Core.Identifiers.NamespaceRule> Namespaces,
    IReadOnlyList<TraitRule> Traits,
    IReadOnlyList<SourceRule> Sources)
{
    public HouseholdRule Households { get; init; } = HouseholdRule.Default;

    public MatchingRule Matching { get; init; } = MatchingRule.Default;
}

/// <summary>A key as a caller wants it.</summary>
public sealed record KeyDraft(
    string Name, IReadOnlyList<string> Scopes, IReadOnlyList<string> Sources, IReadOnlyList<string> AllowedOrigins,
    DateTimeOffset? ExpiresAt);

/// <summary>A page of keys, newest first.</summary>
/// <param name="Keys">The keys.</param>
/// <param name="NextPageToken">Empty when this was the last page.</param>
public sealed record KeyPage(IReadOnlyList<KeyRecord> Keys, string NextPageToken);

/// <summary>Counts of what a workspace holds.</summary>
/// <param name="Counts">From the store.</param>
/// <param name="Revision">The newest revision.</param>
/// <param name="Progress">How far a re-resolution is; null when none is under way.</param>
public sealed record WorkspaceStats(StoreCounts Counts, string Revision, ReresolutionProgress? Progress);

/// <summary>How far a re-resolution is.</summary>
/// <param name="Version">The version of the rules that is being applied.</param>
/// <param name="Done">Identifiers that follow it.</param>
/// <param name="Total">Identifiers that there are.</param>
public sealed record ReresolutionProgress(long Version, long Done, long Total);
