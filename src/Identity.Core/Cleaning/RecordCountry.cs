using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Identity.Core.Rules;

namespace Identity.Core.Cleaning;

/// <summary>The country that a record states for its other values.</summary>
internal static class RecordCountry
{
    /// <summary>The alpha-2 code; null when the traits state none that can be read.</summary>
    public static string? Of(IReadOnlyList<Trait> traits)
    {
        for (int index = 0; index < traits.Count; index++)
        {
            bool isStated = TraitKinds.Of(traits[index].Name) == TraitKind.Country;
            if (isStated && CountryName.TryRead(TraitText.Of(traits[index]), out string? code)) { return code; }
        }

        return null;
    }

    /// <summary>How telephone numbers are read: as in the record's country, else as the workspace does.</summary>
    public static Normaliser PhoneOf(string? country, WorkspaceRules rules)
    {
        if (country is not null && Normaliser.PhoneOf(country) is { } own) { return own; }

        bool isSet = rules.TryGetNamespace("phone", out NamespaceRule? rule) && rule.Normaliser is PhoneNormaliser;
        return isSet && rule is not null ? rule.Normaliser : NamespaceDefaults.NormaliserFor("phone");
    }
}
