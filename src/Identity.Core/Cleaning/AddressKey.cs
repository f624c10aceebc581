namespace Identity.Core.Cleaning;

/// <summary>The texts under which equal addresses compare.</summary>
internal static class AddressKey
{
    public const string Box = "pobox";

    /// <summary>The longest street in a key, in UTF-16 units; nothing longer is a street.</summary>
    private const int StreetLengthMax = 120;

    private const int RoundsMax = 4;

    /// <summary>The key of a Dutch address whose parts are in their canonical spelling.</summary>
    public static string OfDutch(ReadOnlySpan<char> postcode, ReadOnlySpan<char> number, string addition) =>
        addition.Length == 0
            ? $"nl:{postcode[..4]}{char.ToLowerInvariant(postcode[5])}{char.ToLowerInvariant(postcode[6])}:{number}"
            : $"{OfDutch(postcode, number, "")}:{AdditionOf(addition)}";

    /// <summary>The key of an address; null when there is not enough of it.</summary>
    public static string? Of(PostalAddress address)
    {
        if (address.Country.Length == 0 || address.Postcode.Length == 0 || address.HouseNumber.Length == 0
            || address.Addition.Length > HouseNumbers.AdditionLengthMax)
        {
            return null;
        }

        string area = $"{address.Country.ToLowerInvariant()}:{FoldedText.Compact(address.Postcode)}";
        if (address.Remarks.HasFlag(AddressRemarks.PostOfficeBox)) { return $"{area}:{Box}:{address.HouseNumber}"; }

        string addition = AdditionOf(address.Addition);
        string number = addition.Length == 0 ? address.HouseNumber : $"{address.HouseNumber}:{addition}";
        if (!Postcodes.IsWholeTown(address.Country)) { return $"{area}:{number}"; }

        string street = StreetOf(address);
        return street.Length is 0 or > StreetLengthMax ? null : $"{area}:{street}:{number}";
    }

    /// <summary>The address that a key names, in any case; null when the text is no key.</summary>
    public static PostalAddress? Read(string given)
    {
        string text = given.ToLowerInvariant();
        if (text.Length < 4 || text[2] != ':'
            || !CountryName.TryRead(text[..2].ToUpperInvariant(), out string? country))
        {
            return null;
        }

        string[] parts = text.Split(':');
        if (parts.Length < 3 || Postcodes.Canonical(parts[1], country) is not { } postcode) { return null; }

        bool isBox = parts.Length == 4 && parts[2] == Box;
        int at = isBox || Postcodes.IsWholeTown(country) ? 3 : 2;
        if (parts.Length is var count && (count < at + 1 || count > at + 2)) { return null; }

        var address = new PostalAddress
        {
            Country = country,
            Postcode = postcode,
            Street = isBox ? HouseNumbers.BoxStreet : at == 3 ? parts[2] : "",
            HouseNumber = parts[at],
            Addition = parts.Length > at + 1 ? HouseNumbers.Shown(parts[at + 1]) : "",
            Remarks = isBox ? AddressRemarks.PostOfficeBox : AddressRemarks.None,
        };
        bool isNumber = HouseNumbers.TryRead(address.HouseNumber, out HouseNumber number)
            && number.Number == address.HouseNumber && number.Addition.Length == 0;
        bool isAddition = address.Addition.Length == 0 || HouseNumbers.Addition(address.Addition) == address.Addition;
        return isNumber && isAddition && Of(address) == text ? address with { Key = text } : null;
    }

    // Without its spaces a street may end in what is an abbreviation: a key has to be its own key.
    private static string StreetOf(PostalAddress address)
    {
        string street = FoldedText.Compact(address.FoldedStreet);
        for (int round = 0; round < RoundsMax; round++)
        {
            string again = FoldedText.Compact(StreetNames.Words(street, address.Country));
            if (again == street) { break; }

            street = again;
        }

        return street;
    }

    private static string AdditionOf(string addition) => addition.ToLowerInvariant();
}
