namespace Identity.Core.Cleaning;

/// <summary>Reads an address whose parts stand in fields of their own.</summary>
internal static class AddressPartsReader
{
    /// <summary>Dutch postcodes are known by their shape, whatever the home country.</summary>
    private const string Dutch = "NL";

    public static PostalAddress Read(AddressParts parts, string? homeCountry)
    {
        string postcode = Tidy(parts.Postcode);
        AddressRemarks remarks = AddressRemarks.None;
        string country = Country(Tidy(parts.Country), postcode, homeCountry, ref remarks);
        string? canonical = postcode.Length == 0 || country.Length == 0 ? null : Postcodes.Canonical(postcode, country);
        if (postcode.Length > 0 && canonical is null) { remarks |= AddressRemarks.PostcodeUnreadable; }

        AddressLine line = Line(Tidy(parts.Street), Tidy(parts.HouseNumber), country, ref remarks);
        string addition = WithoutBox(Addition(line.House.Addition, Tidy(parts.Addition)), country);
        if (line.IsBox) { remarks |= AddressRemarks.PostOfficeBox; }

        var address = new PostalAddress
        {
            Street = line.Street ?? "",
            HouseNumber = line.House.Number ?? "",
            Addition = addition,
            Postcode = canonical ?? postcode,
            City = Tidy(parts.City),
            Country = country,
            Remarks = remarks,
        };
        bool canHaveKey = canonical is not null && !remarks.HasFlag(AddressRemarks.HouseNumberUnreadable);
        return canHaveKey ? address with { Key = AddressKey.Of(address) } : address;
    }

    private static string Tidy(string? text) => text is null ? ""
        : NameText.Tidy(text.Length > PostalAddress.TextLengthMax ? text[..PostalAddress.TextLengthMax] : text);

    private static string Country(string stated, string postcode, string? home, ref AddressRemarks remarks)
    {
        if (stated.Length > 0)
        {
            if (CountryName.TryRead(stated, out string? code)) { return code; }

            remarks |= AddressRemarks.CountryUnreadable;
            return "";
        }

        if (Postcodes.Canonical(postcode, Dutch) is not null) { return Dutch; }

        return Postcodes.CountryOf(postcode, out _) ?? home ?? "";
    }

    private static AddressLine Line(string street, string number, string country, ref AddressRemarks remarks)
    {
        if (number.Length == 0) { return AddressLine.Read(street, country); }

        AddressLine box = AddressLine.Read($"{street} {number}", country);
        if (box.IsBox) { return box; }
        if (HouseNumbers.TryRead(number, out HouseNumber house))
        {
            AddressLine whole = AddressLine.Read(street, country);

            // "Dorpsstraat 12" beside "12": the line repeats the number.
            bool isRepeated = whole.House.Number == house.Number;
            string addition = house.Addition.Length > 0 ? house.Addition : isRepeated ? whole.House.Addition : "";
            return new AddressLine(isRepeated ? whole.Street : street, house with { Addition = addition }, false);
        }

        remarks |= AddressRemarks.HouseNumberUnreadable;
        return new AddressLine(street, new HouseNumber(number, ""), false);
    }

    // Belgians write "16 b 3" for box 3.
    private static string WithoutBox(string addition, string country) =>
        country == "BE" && addition.Length > 1 && addition[0] == 'B' && char.IsAsciiDigit(addition[1])
            ? addition[1..] : addition;

    // "12a" in one field and "a" in the next say the same.
    private static string Addition(string fromNumber, string text)
    {
        if (text.Length == 0) { return fromNumber ?? ""; }

        string stated = HouseNumbers.Addition(text) ?? text;
        bool isSame = string.IsNullOrEmpty(fromNumber) || fromNumber == stated;
        return isSame ? stated : HouseNumbers.Join(fromNumber ?? "", stated);
    }
}
