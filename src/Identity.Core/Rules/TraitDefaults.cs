using System.Collections.Frozen;
using Identity.Core.Recognition;

namespace Identity.Core.Rules;

/// <summary>
/// How traits of well-known names are guarded when a workspace says nothing else: a name may be shown from level 3;
/// what reaches or locates a person, only to somebody who is logged in and with the scope profiles.pii.
/// </summary>
public static class TraitDefaults
{
    private static readonly FrozenDictionary<string, TraitRule> Known = Rules().ToFrozenDictionary(
        rule => rule.Name, StringComparer.Ordinal);

    /// <summary>The rule of a trait that a workspace has no rule for. Never null.</summary>
    public static TraitRule For(string name) =>
        Known.TryGetValue(name, out TraitRule? rule) ? rule : new TraitRule { Name = name };

    private static IEnumerable<TraitRule> Rules()
    {
        string[] names =
        [
            "name", "full_name", "first_name", "last_name", "tussenvoegsel", "initials", "nickname", "salutation",
            "title", "gender", "language", "loyalty_tier", "city", "country",
        ];
        foreach (string name in names)
        {
            yield return new TraitRule { Name = name, ReleaseLevel = RecognitionLevel.Remembered };
        }

        string[] contacts =
        [
            "email", "phone", "mobile", "street", "house_number", "house_number_addition", "address", "postcode",
            "postal_code", "birth_date", "birthday", "date_of_birth",
        ];
        foreach (string name in contacts)
        {
            yield return new TraitRule
            {
                Name = name,
                ReleaseLevel = RecognitionLevel.Authenticated,
                Sensitivity = TraitSensitivity.Pii,
            };
        }

        string[] special = ["bsn", "ssn", "iban", "passport_number", "health", "religion", "ethnicity"];
        foreach (string name in special)
        {
            yield return new TraitRule
            {
                Name = name,
                ReleaseLevel = RecognitionLevel.Authenticated,
                Sensitivity = TraitSensitivity.Special,
            };
        }
    }
}
