using Identity.Core.Identifiers;
using Identity.Core.Rules;

namespace Identity.Core.Tests.Resolution;

/// <summary>The default rules with some namespaces replaced or added.</summary>
internal static class TestRules
{
    public static WorkspaceRules With(params NamespaceRule[] replaced)
    {
        var names = replaced.Select(rule => rule.Name).ToHashSet(StringComparer.Ordinal);
        return new WorkspaceRules([.. NamespaceDefaults.All.Where(rule => !names.Contains(rule.Name)), .. replaced]);
    }

    public static NamespaceRule Cookie(ConflictPolicy policy, bool attachOnly = true) => new()
    {
        Name = "cookie",
        Role = NamespaceRole.Device,
        Rank = 90,
        SharedAfter = 10,
        AttachOnly = attachOnly,
        OnConflict = policy,
        ExpiresAfter = TimeSpan.FromDays(390),
    };
}
