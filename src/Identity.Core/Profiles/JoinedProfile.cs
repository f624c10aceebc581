using System.Collections.Immutable;
using Identity.Core.Consents;
using Identity.Core.Rules;

namespace Identity.Core.Profiles;

/// <summary>
/// Profiles of a person whose parts only look alike. Where one part denies what another grants, the denial holds for
/// both: nobody is mailed by force of a likeness.
/// </summary>
public static class JoinedProfile
{
    /// <summary>What is known of the whole person.</summary>
    public static Summary Whole(IReadOnlyList<Summary> parts, WorkspaceRules rules)
    {
        Summary sum = Summary.Empty;
        foreach (Summary part in parts) { sum = sum.With(part, rules); }
        return Restrict(sum, parts);
    }

    /// <summary>What may be released of one part: its own, less what another part denies.</summary>
    public static Summary Part(Summary own, IReadOnlyList<Summary> parts) => Restrict(own, parts);

    private static Summary Restrict(Summary profile, IReadOnlyList<Summary> parts)
    {
        ImmutableSortedDictionary<ConsentScope, ConsentStatement> consents = profile.Consents;
        foreach (Summary part in parts)
        {
            foreach ((ConsentScope scope, ConsentStatement denial) in part.Consents)
            {
                if (denial.Granted) { continue; }
                bool isWeaker = !consents.TryGetValue(scope, out ConsentStatement? known) || known.Granted
                    || denial.Overrides(known);
                if (isWeaker) { consents = consents.SetItem(scope, denial); }
            }
        }

        return ReferenceEquals(consents, profile.Consents) ? profile : profile with { Consents = consents };
    }
}
