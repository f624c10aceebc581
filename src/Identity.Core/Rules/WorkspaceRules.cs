using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Identity.Core.Households;
using Identity.Core.Identifiers;

namespace Identity.Core.Rules;

/// <summary>
/// What makes identifiers one person in a workspace, and what may be shown. Immutable and checked: one that breaks a
/// limit cannot be built, see <see cref="RuleChecks"/>.
/// </summary>
public sealed class WorkspaceRules
{
    private readonly FrozenDictionary<string, NamespaceRule> _namespaces;
    private readonly FrozenDictionary<string, TraitRule> _traits;
    private readonly FrozenDictionary<string, SourceRule> _sources;
    private readonly FrozenDictionary<string, BlockedValues> _blocked;
    private readonly FrozenSet<(string Namespace, string Value)> _businessAddresses;

    /// <param name="namespaces">Namespaces with distinct names and ranks.</param>
    /// <param name="traits">Rules for traits that need another than the default.</param>
    /// <param name="sources">Rules for sources that need another than the default.</param>
    /// <param name="households">How households are formed; null for the default.</param>
    /// <exception cref="InvariantException">The rules have a defect that <see cref="RuleChecks"/> finds.</exception>
    public WorkspaceRules(
        IReadOnlyList<NamespaceRule> namespaces,
        IReadOnlyList<TraitRule>? traits = null,
        IReadOnlyList<SourceRule>? sources = null,
        HouseholdRule? households = null)
    {
        Namespaces = [.. namespaces.OrderBy(rule => rule.Rank)];
        Traits = traits ?? [];
        Sources = sources ?? [];
        Households = households ?? HouseholdRule.Default;
        Invariant.Check(RuleChecks.Find(Namespaces, Traits, Sources, Households).Count == 0,
            "Rules are checked before they are built.");
        _namespaces = Namespaces.ToFrozenDictionary(rule => rule.Name, StringComparer.Ordinal);
        _traits = Traits.ToFrozenDictionary(rule => rule.Name, StringComparer.Ordinal);
        _sources = Sources.ToFrozenDictionary(rule => rule.Name, StringComparer.Ordinal);
        _blocked = Namespaces.ToFrozenDictionary(rule =>
            rule.Name, NamespaceDefaults.BlockedBy, StringComparer.Ordinal);
        _businessAddresses = Households.BusinessAddresses
            .SelectMany(address => HouseholdNames(Namespaces, address)).ToFrozenSet();
    }

    /// <summary>Strongest first.</summary>
    public IReadOnlyList<NamespaceRule> Namespaces { get; }

    public IReadOnlyList<TraitRule> Traits { get; }

    public IReadOnlyList<SourceRule> Sources { get; }

    public HouseholdRule Households { get; }

    /// <summary>Whether records are compared.</summary>
    /// <exception cref="InvariantException">It has a defect that <see cref="RuleChecks"/> finds.</exception>
    public MatchingRule Matching
    {
        get;
        init
        {
            Invariant.Check(RuleChecks.Find(value).Count == 0, "Rules are checked before they are built.");
            field = value;
        }
    } = MatchingRule.Default;

    /// <summary>The rules of a workspace that has set none.</summary>
    public static WorkspaceRules Default { get; } = new(NamespaceDefaults.All);

    public bool TryGetNamespace(string name, [MaybeNullWhen(false)] out NamespaceRule rule) =>
        _namespaces.TryGetValue(name, out rule);

    /// <summary>
    /// The rule of a namespace that is known to exist, since it was looked up when the value was cleaned.
    /// </summary>
    /// <exception cref="KeyNotFoundException">The workspace has no such namespace.</exception>
    public NamespaceRule Namespace(string name) => _namespaces[name];

    /// <summary>The trait's rule; the default of its name when the workspace has none.</summary>
    public TraitRule Trait(string name) =>
        _traits.TryGetValue(name, out TraitRule? rule) ? rule : TraitDefaults.For(name);

    public bool IsClaimedBySource(string source, string @namespace) =>
        _sources.TryGetValue(source, out SourceRule? rule) && rule.ClaimedNamespaces.Contains(@namespace);

    /// <summary>Records can be joined by themselves.</summary>
    public bool HasFuzzyLinks => Matching is { IsOn: true, Links: true } && Sources.Any(rule => rule.SystemOfRecord);

    /// <summary>The same rules, under which no records are compared.</summary>
    public WorkspaceRules WithoutMatching() =>
        !Matching.IsOn ? this : new WorkspaceRules(Namespaces, Traits, Sources, Households)
        {
            Matching = Matching with { IsOn = false },
        };

    public bool IsSystemOfRecord(string source) =>
        _sources.TryGetValue(source, out SourceRule? rule) && rule.SystemOfRecord;

    /// <summary>The raw value takes no part in its namespace.</summary>
    public bool IsBlocked(string @namespace, string raw) => _blocked[@namespace].IsBlocked(raw);

    /// <summary>
    /// Nobody lives at the address: the workspace names it as a business address, or it is a P.O. box.
    /// </summary>
    public bool IsBusinessAddress(IdentifierKey address) =>
        _businessAddresses.Contains((address.Namespace, address.Value)) || PostBox.IsNamedBy(address.Value);

    /// <summary>How the namespaces of households compare an address; none of them may be able to read it.</summary>
    internal static IEnumerable<(string Namespace, string Value)> HouseholdNames(
        IReadOnlyList<NamespaceRule> namespaces, string address)
    {
        foreach (NamespaceRule rule in namespaces)
        {
            if (rule.Role != NamespaceRole.Household) { continue; }
            NormalisedValue value = rule.Normaliser.Normalise(address);
            if (value.Problem is null) { yield return (rule.Name, value.Key); }
        }
    }
}
