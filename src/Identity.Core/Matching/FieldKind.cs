namespace Identity.Core.Matching;

/// <summary>What a value of a record is, as far as matching is concerned. A record may have several of a
/// kind.</summary>
public enum FieldKind
{
    /// <summary>Not to be compared.</summary>
    Ignored = 0,

    /// <summary>First names, or the name that somebody goes by.</summary>
    GivenName = 1,

    /// <summary>Letters that stand for first names.</summary>
    Initials = 2,

    /// <summary>What stands before a family name: tussenvoegsels.</summary>
    FamilyPrefix = 3,

    /// <summary>The family name; several are the names of one person, as by marriage.</summary>
    FamilyName = 4,

    /// <summary>The whole name in one field.</summary>
    FullName = 5,

    /// <summary>Junior, senior, the third.</summary>
    Suffix = 6,

    BirthDate = 7,

    Gender = 8,

    Email = 9,

    Phone = 10,

    /// <summary>Street, or street and house number.</summary>
    Street = 11,

    HouseNumber = 12,

    /// <summary>What follows the number: letter, box, floor.</summary>
    HouseNumberAddition = 13,

    Postcode = 14,

    /// <summary>Town, suburb, place of birth.</summary>
    City = 15,

    /// <summary>Province, state, county.</summary>
    Region = 16,

    Country = 17,

    /// <summary>Anything else that tends to be the same for one person: an occupation.</summary>
    Other = 18,
}
