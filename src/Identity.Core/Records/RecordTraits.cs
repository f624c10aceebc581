using System.Collections.Frozen;
using Identity.Core.Matching;

namespace Identity.Core.Records;

/// <summary>Which traits are compared, by the names that they go by.</summary>
public static class RecordTraits
{
    private static readonly FrozenDictionary<string, FieldKind> Kinds = Names().ToFrozenDictionary(
        item => item.Name, item => item.Kind, StringComparer.Ordinal);

    /// <summary>What a trait is to matching; Ignored when it is not compared.</summary>
    public static FieldKind KindOf(string trait) => Kinds.GetValueOrDefault(trait);

    private static IEnumerable<(string Name, FieldKind Kind)> Names() =>
    [
        .. Of(FieldKind.GivenName, "first_name", "given_name", "firstname", "nickname", "call_name", "roepnaam"),
        .. Of(FieldKind.Initials, "initials"),
        .. Of(FieldKind.FamilyPrefix, "tussenvoegsel", "family_prefix", "last_name_prefix", "name_prefix"),
        .. Of(FieldKind.FamilyName, "last_name", "family_name", "surname", "lastname", "maiden_name", "birth_name"),
        .. Of(FieldKind.FullName, "name", "full_name"),
        .. Of(FieldKind.Suffix, "suffix", "name_suffix"),
        .. Of(FieldKind.BirthDate, "birth_date", "date_of_birth", "birthday", "birthdate"),
        .. Of(FieldKind.Gender, "gender", "sex"),
        .. Of(FieldKind.Email, "email", "email_address", Contacts.Email),
        .. Of(FieldKind.Phone, "phone", "mobile", "phone_number", "mobile_phone", Contacts.Phone),
        .. Of(FieldKind.Street, "street", "address", "address_line_1", "street_address"),
        .. Of(FieldKind.HouseNumber, "house_number"),
        .. Of(FieldKind.HouseNumberAddition, "house_number_addition", "house_letter"),
        .. Of(FieldKind.Postcode, "postcode", "postal_code", "zip", "zip_code"),
        .. Of(FieldKind.City, "city", "town"),
        .. Of(FieldKind.Region, "region", "province", "state"),
        .. Of(FieldKind.Country, "country", "country_code"),
    ];

    private static IEnumerable<(string Name, FieldKind Kind)> Of(FieldKind kind, params string[] names) =>
        names.Select(name => (name, kind));
}
