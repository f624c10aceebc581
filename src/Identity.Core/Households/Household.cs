using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Identity.Core.Recognition;
using Identity.Core.Rules;

namespace Identity.Core.Households;

/// <summary>
/// The rule of households: what ties an identifier to an address, where a person lives, and when those who live at one
/// address are no household. See docs/resolution.md.
/// </summary>
public static class Household
{
    /// <summary>
    /// The addresses that an observation ties to its resident: those that were named unclaimed at level 3 or 4; none
    /// when it has no resident, or the workspace forms no households.
    /// </summary>
    public static IReadOnlyList<Mentioned> AddressesOf(Observation observation, WorkspaceRules rules)
    {
        bool isVouched = observation.Level >= RecognitionLevel.Remembered;
        if (!rules.Households.IsOn || !isVouched || ResidentOf(observation) is null) { return []; }
        List<Mentioned>? addresses = null;
        foreach (Mentioned item in observation.Identifiers)
        {
            if (item.Rule.Role == NamespaceRole.Household && !item.Claimed) { (addresses ??= []).Add(item); }
        }

        return addresses ?? (IReadOnlyList<Mentioned>)[];
    }

    /// <summary>
    /// Who lives at the addresses of an observation: its strongest unclaimed identifier. Never a device, since it
    /// passes from hand to hand and lives nowhere. Null when there is none.
    /// </summary>
    public static Mentioned? ResidentOf(Observation observation)
    {
        Mentioned? strongest = null;
        foreach (Mentioned item in observation.Identifiers)
        {
            if (item.Claimed || item.Rule.IsDevice || !item.Rule.Links) { continue; }
            if (strongest is null || item.IsStrongerThan(strongest)) { strongest = item; }
        }

        return strongest;
    }

    /// <summary>
    /// Whether the residence of an identifier is one of its person: the person is established, and the identifier's
    /// links take part. One that is expired, shared or in quarantine names nobody who could live somewhere.
    /// </summary>
    public static bool Counts(bool isEstablished, bool isExcluded) => isEstablished && !isExcluded;

    /// <summary>Those who live at an address are no household: they are too many, or it is no home.</summary>
    /// <param name="persons">How many live there; more than the limit in any way is enough to know.</param>
    /// <param name="isBusiness">It is a known business address or a P.O. box.</param>
    /// <param name="rule">The workspace's rule.</param>
    public static bool IsMultiOccupancy(int persons, bool isBusiness, HouseholdRule rule) =>
        isBusiness || persons > rule.Limit;
}
