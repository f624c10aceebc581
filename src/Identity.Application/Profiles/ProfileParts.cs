using Identity.Application.Access;
using Identity.Core;

namespace Identity.Application.Profiles;

/// <summary>Which parts of a profile were asked. Immutable.</summary>
internal sealed class ProfileParts
{
    private readonly HashSet<string> _parts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _traits = new(StringComparer.Ordinal);

    private ProfileParts()
    {
    }

    public bool HasFormerIds => Has("former_ids");

    public bool HasIdentifiers => Has("identifiers");

    public bool HasActivity => Has("activity");

    public bool HasConsents => Has("consents");

    public bool HasFuzzyLinks => Has("fuzzy_links");

    public bool HasHousehold => Has("household_id");

    public bool HasTrait(string name) => Has("traits") || _traits.Contains(name);

    /// <summary>Reads the paths of a field mask; none means all.</summary>
    /// <exception cref="RefusedException">A path names no part of a profile.</exception>
    public static ProfileParts Parse(IReadOnlyList<string> paths)
    {
        var parts = new ProfileParts();
        if (paths.Count > Resolving.QueryChecks.FieldsMax)
        {
            throw new RefusedException(Refusal.OfField(
                "fields", RefusalReasons.FieldsTooMany,
                    $"A query asks for at most {Resolving.QueryChecks.FieldsMax} fields."));
        }

        for (int index = 0; index < paths.Count; index++)
        {
            if (parts.TryAdd(paths[index])) { continue; }
            throw new RefusedException(Refusal.OfField(
                $"fields.paths[{index}]", RefusalReasons.FieldPathUnknown,
                "A path is person_id, former_ids, identifiers, traits, traits.NAME, activity, consents, household_id, "
                + "fuzzy_links or revision."));
        }

        return parts;
    }

    private bool Has(string part) => _parts.Contains(part) || (_parts.Count == 0 && _traits.Count == 0);

    private bool TryAdd(string path)
    {
        if (path is "person_id" or "former_ids" or "identifiers" or "traits" or "activity" or "consents"
            or "household_id" or "fuzzy_links" or "revision")
        {
            _parts.Add(path);
            return true;
        }

        const string TraitPrefix = "traits.";
        if (!path.StartsWith(TraitPrefix, StringComparison.Ordinal) || !Names.IsSnakeCase(path[TraitPrefix.Length..]))
        {
            return false;
        }

        _traits.Add(path[TraitPrefix.Length..]);
        return true;
    }
}
