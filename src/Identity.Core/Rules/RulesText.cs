using System.Text.Json;
using System.Text.Json.Serialization;
using Identity.Core.Households;
using Identity.Core.Identifiers;

namespace Identity.Core.Rules;

/// <summary>Rules as JSON text, the form in which stores keep them and the command line shows them.</summary>
public static class RulesText
{
    public static string Write(WorkspaceRules rules) =>
        JsonSerializer.Serialize(RulesForm.From(rules), RulesContext.Default.RulesForm);

    /// <summary>
    /// Both make the same persons and profiles of the same observations; what they release may differ.
    /// </summary>
    public static bool ResolveAlike(WorkspaceRules left, WorkspaceRules right) => Resolving(left) == Resolving(right);

    /// <summary>
    /// Whether both find the same identifiers in any observation and refuse the same ones, whatever they make of them.
    /// </summary>
    public static bool MentionAlike(WorkspaceRules left, WorkspaceRules right) => Mentioning(left) == Mentioning(right);

    private static string Mentioning(WorkspaceRules rules)
    {
        IEnumerable<NamespaceForm> namespaces = rules.Namespaces.OrderBy(rule => rule.Name, StringComparer.Ordinal)
            .Select(rule => new NamespaceForm
            {
                Name = rule.Name,
                Role = rule.Role,
                Rank = 0,
                Unique = rule.IsUnique ? 1 : 0,
                Blocked = rule.Blocked,
                Normaliser = rule.Normaliser.Name,
            });
        return JsonSerializer.Serialize(
            new RulesForm([.. namespaces], [], []), RulesContext.Default.RulesForm);
    }

    private static string Resolving(WorkspaceRules rules)
    {
        IEnumerable<TraitRule> survivors = rules.Traits
            .Where(rule => rule.Survivorship != Survivorship.MostRecent)
            .Select(rule => new TraitRule
            {
                Name = rule.Name,
                Survivorship = rule.Survivorship,
                SourcePriority = rule.SourcePriority,
            });
        var form = new RulesForm(
            [.. rules.Namespaces.Select(NamespaceForm.From)], [.. survivors], rules.Sources, rules.Households,
            rules.Matching);
        return JsonSerializer.Serialize(form, RulesContext.Default.RulesForm);
    }

    /// <summary>The rules that <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">The text is something else.</exception>
    public static WorkspaceRules Parse(string text)
    {
        RulesForm form = JsonSerializer.Deserialize(text, RulesContext.Default.RulesForm) ?? throw new JsonException();
        return form.ToRules();
    }
}

internal sealed record RulesForm(
    IReadOnlyList<NamespaceForm> Namespaces, IReadOnlyList<TraitRule> Traits, IReadOnlyList<SourceRule> Sources,
    HouseholdRule? Households = null, MatchingRule? Matching = null)
{
    public static RulesForm From(WorkspaceRules rules) => new(
        [.. rules.Namespaces.Select(NamespaceForm.From)], rules.Traits, rules.Sources, rules.Households,
        rules.Matching);

    public WorkspaceRules ToRules() =>
        new([.. Namespaces.Select(form => form.ToRule())], Traits, Sources, Households)
        {
            Matching = Matching ?? MatchingRule.Default,
        };
}

internal sealed record NamespaceForm
{
    public required string Name { get; init; }

    public required NamespaceRole Role { get; init; }

    public required int Rank { get; init; }

    public int Unique { get; init; }

    public ConflictPolicy OnConflict { get; init; }

    public int SharedAfter { get; init; }

    public bool AttachOnly { get; init; }

    public TimeSpan? ExpiresAfter { get; init; }

    public IReadOnlyList<string> Blocked { get; init; } = [];

    public required string Normaliser { get; init; }

    public static NamespaceForm From(NamespaceRule rule) => new()
    {
        Name = rule.Name,
        Role = rule.Role,
        Rank = rule.Rank,
        Unique = rule.Unique,
        OnConflict = rule.OnConflict,
        SharedAfter = rule.SharedAfter,
        AttachOnly = rule.AttachOnly,
        ExpiresAfter = rule.ExpiresAfter,
        Blocked = rule.Blocked,
        Normaliser = rule.Normaliser.Name,
    };

    public NamespaceRule ToRule() => new()
    {
        Name = Name,
        Role = Role,
        Rank = Rank,
        Unique = Unique,
        OnConflict = OnConflict,
        SharedAfter = SharedAfter,
        AttachOnly = AttachOnly,
        ExpiresAfter = ExpiresAfter,
        Blocked = Blocked,
        Normaliser = Identifiers.Normaliser.TryGet(Normaliser, out Identifiers.Normaliser? normaliser)
            ? normaliser : throw new JsonException("There is no such normaliser."),
    };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RulesForm))]
internal sealed partial class RulesContext : JsonSerializerContext;
