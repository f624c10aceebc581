namespace Identity.Core.Cleaning;

/// <summary>What was noticed in an address.</summary>
[Flags]
public enum AddressRemarks
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The postcode is none of its country.</summary>
    PostcodeUnreadable = 1,

    /// <summary>The house number could not be read.</summary>
    HouseNumberUnreadable = 2,

    /// <summary>The country could not be read.</summary>
    CountryUnreadable = 4,

    /// <summary>A box at a post office: nobody lives there.</summary>
    PostOfficeBox = 8,
}

/// <summary>The fields of an address as a source has them; any may be missing.</summary>
public sealed record AddressParts
{
    /// <summary>The street, perhaps with house number and addition.</summary>
    public string? Street { get; init; }

    /// <summary>The house number, perhaps with its addition: "12", "12a", "12-3hoog".</summary>
    public string? HouseNumber { get; init; }

    /// <summary>Letter and addition: "a", "bis", "2 hoog", "bus 3".</summary>
    public string? Addition { get; init; }

    /// <summary>The postcode in any spelling.</summary>
    public string? Postcode { get; init; }

    /// <summary>The town.</summary>
    public string? City { get; init; }

    /// <summary>A code or name of a country.</summary>
    public string? Country { get; init; }
}

/// <summary>
/// A postal address, taken apart. Reading is total and independent of culture; reading the <see cref="Parts"/> of an
/// address gives that address again. Immutable and thread-safe. Empty parts are empty texts.
/// </summary>
public sealed record PostalAddress
{
    /// <summary>Longer texts are not read, in UTF-16 units.</summary>
    public const int TextLengthMax = 512;

    private const int RoundsMax = 8;

    internal PostalAddress()
    {
    }

    /// <summary>The address of nobody.</summary>
    public static PostalAddress Empty { get; } = new();

    /// <summary>The street as it was written, without number; "Postbus" for a box at a post office.</summary>
    public string Street { get; internal init; } = "";

    /// <summary>The house number: digits without leading zeroes.</summary>
    public string HouseNumber { get; internal init; } = "";

    /// <summary>
    /// What follows the house number, in one spelling: "A", "bis", "hs", "2" (second floor), "to" (opposite), "A3".
    /// </summary>
    public string Addition { get; internal init; } = "";

    /// <summary>The postcode as its country writes it: "1234 AB".</summary>
    public string Postcode { get; internal init; } = "";

    /// <summary>The town as it was written.</summary>
    public string City { get; internal init; } = "";

    /// <summary>The alpha-2 code of the country; empty when it is not known.</summary>
    public string Country { get; internal init; } = "";

    /// <summary>What was noticed.</summary>
    public AddressRemarks Remarks { get; internal init; }

    /// <summary>
    /// The text under which equal addresses compare, as "nl:1234ab:12:a". Country, postcode, number and addition; in
    /// countries where a postcode is a whole town the street as well ("be:1000:wetstraat:16"); boxes as
    /// "nl:1234ab:pobox:12". Null when there is not enough of the address.
    /// </summary>
    public string? Key { get; internal init; }

    /// <summary>The street folded, abbreviations written out, words by spaces: "burgemeester jansenstraat".</summary>
    public string FoldedStreet => StreetNames.Words(Street, Country);

    /// <summary>The town folded.</summary>
    public string FoldedCity => FoldedText.Words(City);

    /// <summary>The address in parts, in the spelling that reading it again leaves as it is.</summary>
    public AddressParts Parts => new()
    {
        Street = Street,
        HouseNumber = HouseNumber,
        Addition = Addition,
        Postcode = Postcode,
        City = City,
        Country = Country,
    };

    /// <summary>Reads an address whose parts stand in fields of their own.</summary>
    /// <param name="parts">The fields.</param>
    /// <param name="homeCountry">
    /// The alpha-2 code of the country that is meant where none is stated; null for none.
    /// </param>
    public static PostalAddress Read(AddressParts parts, string? homeCountry = null) =>
        Settled(AddressPartsReader.Read(parts, homeCountry));

    /// <summary>Reads an address that stands in one text, its parts by commas, line ends, bars or spaces.</summary>
    /// <param name="text">Any text, a <see cref="Key"/> included.</param>
    /// <param name="homeCountry">
    /// The alpha-2 code of the country that is meant where none is stated; null for none.
    /// </param>
    public static PostalAddress Read(string text, string? homeCountry = null) =>
        AddressKey.Read(text) ?? Settled(AddressTextReader.Read(text, homeCountry));

    // What looks like an addition only once it stands alone is one then, too.
    private static PostalAddress Settled(PostalAddress address)
    {
        bool isPlain = address.Key is not null && address.Remarks == AddressRemarks.None
            && address.Addition.Length <= 1 && !AddressLine.NamesBox(address.Street)
            && !address.Street.AsSpan().ContainsAnyInRange('0', '9');
        if (isPlain) { return address; }

        for (int round = 0; round < RoundsMax; round++)
        {
            PostalAddress again = AddressPartsReader.Read(address.Parts, null);
            if (again.Parts == address.Parts && again.Key == address.Key) { return address; }

            address = again with { Remarks = again.Remarks | address.Remarks };
        }

        return address;
    }
}
