using System.Collections.Immutable;
using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Identity.Core.Profiles;
using Identity.Core.Rules;

namespace Identity.Core.Records;

/// <summary>
/// The e-mail addresses and phone numbers that a source stated together with a person's traits. They are kept with the
/// subject's summary, under names that no trait can have, and are never part of a profile.
/// </summary>
public static class Contacts
{
    public const string Email = "@email";
    public const string Phone = "@phone";

    /// <summary>Traits, and the contacts that an observation states of its subject.</summary>
    public static ImmutableSortedDictionary<string, ImmutableArray<TraitCandidate>> Add(
        ImmutableSortedDictionary<string, ImmutableArray<TraitCandidate>> traits, Observation observation,
        WorkspaceRules rules)
    {
        if (observation.Traits.Count == 0 || observation.Subject is not { Rule.IsPerson: true }) { return traits; }
        foreach (Mentioned item in observation.Identifiers)
        {
            if (item.Claimed || Of(item) is not { } contact) { continue; }
            var candidate = new TraitCandidate(
                JsonText.OfText(contact.Value), observation.Source, observation.Level, observation.OccurredAt,
                Count: 1);
            traits = traits.SetItem(
                contact.Name,
                Candidates.Add(traits.GetValueOrDefault(contact.Name, []), candidate, rules.Trait(contact.Name)));
        }

        return traits;
    }

    /// <summary>The traits without contacts.</summary>
    public static ImmutableSortedDictionary<string, ImmutableArray<TraitCandidate>> Remove(
        ImmutableSortedDictionary<string, ImmutableArray<TraitCandidate>> traits) => traits.Remove(Email).Remove(Phone);

    /// <summary>The traits within the bound of names, for which contacts do not count.</summary>
    public static ImmutableSortedDictionary<string, ImmutableArray<TraitCandidate>> Within(
        ImmutableSortedDictionary<string, ImmutableArray<TraitCandidate>> traits) =>
        traits.Count <= NameBound.NamesMax ? traits
            : NameBound.Within(Remove(traits), name => name).AddRange(traits.Where(trait => Is(trait.Key)));

    public static bool Is(string trait) => trait is Email or Phone;

    // An address that was only given as a hash cannot be compared with another.
    private static (string Name, string Value)? Of(Mentioned item) => item.Rule.Normaliser switch
    {
        EmailNormaliser => item.Shown is { } shown ? (Email, shown) : null,
        PhoneNormaliser => (Phone, item.Value),
        _ => null,
    };
}
