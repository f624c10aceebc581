using System.Collections.Frozen;

namespace Identity.Core.Cleaning;

/// <summary>What a trait of a well-known name holds.</summary>
internal enum TraitKind
{
    None = 0,

    /// <summary>A person's name or a part of it.</summary>
    PersonName,

    /// <summary>The prefix of a family name.</summary>
    NamePrefix,

    /// <summary>Initials, titles, salutations: nothing but white space is touched.</summary>
    Words,

    /// <summary>A street or a town.</summary>
    PlaceName,

    BirthDate,
    Postcode,
    HouseNumber,
    Addition,
    Country,
    Gender,
    Phone,
    Email,

    /// <summary>A whole address in one text.</summary>
    Address,
}

/// <summary>The names of traits that are cleaned. Names are taken as they are: none is changed into another.</summary>
internal static class TraitKinds
{
    private static readonly FrozenDictionary<string, TraitKind> Known = Load();

    public static TraitKind Of(string name) => Known.GetValueOrDefault(name);

    private static FrozenDictionary<string, TraitKind> Load()
    {
        (TraitKind Kind, string Names)[] kinds =
        [
            (TraitKind.PersonName, """
                name full_name first_name last_name nickname given_name given_names family_name surname call_name
                middle_name display_name fullname firstname lastname voornaam voornamen achternaam roepnaam naam
                geslachtsnaam maiden_name birth_name meisjesnaam
                """),
            (TraitKind.NamePrefix, "tussenvoegsel tussenvoegsels voorvoegsel voorvoegsels surname_prefix name_prefix"),
            (TraitKind.Words, "initials voorletters salutation aanhef title titel name_suffix"),
            (TraitKind.PlaceName, """
                street straat street_name straatnaam city stad plaats woonplaats town address_city address_street
                """),
            (TraitKind.BirthDate, "birth_date birthday date_of_birth birthdate dob geboortedatum"),
            (TraitKind.Postcode, "postcode postal_code zip zip_code zipcode postalcode"),
            (TraitKind.HouseNumber, "house_number huisnummer housenumber street_number"),
            (TraitKind.Addition, """
                house_number_addition huisnummer_toevoeging huisnummertoevoeging toevoeging house_letter huisletter
                """),
            (TraitKind.Country, "country country_code land landcode"),
            (TraitKind.Gender, "gender sex geslacht"),
            (TraitKind.Phone, """
                phone mobile phone_number telephone telefoon telefoonnummer mobiel mobile_phone mobile_number cell_phone
                home_phone work_phone
                """),
            (TraitKind.Email, "email email_address e_mail emailadres mail"),
            (TraitKind.Address, "address adres full_address"),
        ];
        var known = new Dictionary<string, TraitKind>(StringComparer.Ordinal);
        foreach ((TraitKind kind, string names) in kinds)
        {
            foreach (string name in names.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
            {
                known.Add(name, kind);
            }
        }

        return known.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
