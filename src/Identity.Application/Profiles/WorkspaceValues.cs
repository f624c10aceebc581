using Identity.Core.Identifiers;
using Identity.Core.Rules;

namespace Identity.Application.Profiles;

/// <summary>
/// The identifiers that a text may be: what each namespace makes of it. `NAMESPACE:VALUE` is only that one.
/// </summary>
internal sealed record WorkspaceValues(IReadOnlyCollection<IdentifierKey> Keys)
{
    public static WorkspaceValues Of(WorkspaceRules rules, string text)
    {
        var keys = new List<IdentifierKey>();
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && rules.TryGetNamespace(text[..colon], out NamespaceRule? named))
        {
            Add(rules, named, text[(colon + 1)..].Trim(), keys);
            return new WorkspaceValues(keys);
        }

        foreach (NamespaceRule rule in rules.Namespaces) { Add(rules, rule, text, keys); }
        return new WorkspaceValues(keys);
    }

    private static void Add(WorkspaceRules rules, NamespaceRule rule, string text, List<IdentifierKey> keys)
    {
        if (!rule.Links || rules.IsBlocked(rule.Name, text)) { return; }
        NormalisedValue value = rule.Normaliser.Normalise(text);
        if (value.Problem is null && !rules.IsBlocked(rule.Name, value.Key))
        {
            keys.Add(new IdentifierKey(rule.Name, value.Key, 0));
        }
    }
}
