namespace Identity.SampleData;

/// <summary>
/// A row of an export, as text; an empty text where the source knows nothing. Immutable.
/// </summary>
/// <param name="Source"><c>crm</c>, <c>webshop</c> or <c>till</c>.</param>
/// <param name="Initials">Such as <c>J.P.</c></param>
/// <param name="FirstName">The name somebody goes by, or the one in the register, or initials again.</param>
/// <param name="Prefix">The tussenvoegsel.</param>
/// <param name="LastName">With the tussenvoegsel in it where the source has no column for that.</param>
/// <param name="Gender">In the words of the source.</param>
/// <param name="BirthDate">In the format of the source: <c>1980-12-31</c> or <c>31-12-1980</c>.</param>
/// <param name="Email">Under <c>.example</c>.</param>
/// <param name="Phone">Mobile or landline, in one of the usual formats.</param>
/// <param name="Street">Without the number.</param>
/// <param name="HouseNumber">With the addition in it where the source has no column for that.</param>
/// <param name="Addition">Letter, floor or bus.</param>
/// <param name="Postcode">With or without the space.</param>
/// <param name="City">The town.</param>
/// <param name="Country">A code or a name.</param>
public sealed record SampleRecord(
    string Source,
    string Initials,
    string FirstName,
    string Prefix,
    string LastName,
    string Gender,
    string BirthDate,
    string Email,
    string Phone,
    string Street,
    string HouseNumber,
    string Addition,
    string Postcode,
    string City,
    string Country)
{
    /// <summary>Unique in the file; tells nothing of the person.</summary>
    public string RecordId { get; init; } = "";

    /// <summary>The number of the person whom it is about, from 1. For measuring only.</summary>
    public int Person { get; init; }

    /// <summary>The number of the household that the person belongs to at the end, whatever the address.</summary>
    public int Household { get; init; }

    /// <summary>What went wrong. Not in the file.</summary>
    public RecordSlips Slips { get; init; }
}

/// <summary>Why two persons are easily taken for one.</summary>
public enum DoubleKind
{
    /// <summary>Born on the same day to the same parents.</summary>
    Twins,

    /// <summary>Father and son with the same first name, or with the same first initial.</summary>
    FatherSon,

    /// <summary>Two who live together as a couple.</summary>
    Spouses,

    /// <summary>The same first and family name in the same town, born on different days.</summary>
    Namesakes,
}

/// <summary>Two persons who are easily taken for one, and are not.</summary>
/// <param name="PersonA">The smaller number.</param>
/// <param name="PersonB">The larger number.</param>
/// <param name="Kind">Why.</param>
public sealed record PersonPair(int PersonA, int PersonB, DoubleKind Kind);
