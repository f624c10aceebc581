namespace Identity.SampleData;

/// <summary>A made-up address.</summary>
internal sealed record Address(
    string Street, string HouseNumber, string Addition, string Postcode, string City, string Country)
{
    /// <summary>
    /// The value of an <c>address</c> identifier: postcode, house number, addition and country. A Belgian postcode is
    /// a whole town, where that would put strangers in one household, so there is none for Belgium.
    /// </summary>
    public string? Identifier { get; } = Country == "NL" ? $"{Postcode}|{HouseNumber}|{Addition}|{Country}" : null;
}

/// <summary>People at one address, with what they share.</summary>
internal sealed record Household
{
    public required IReadOnlyList<Person> Members { get; init; }

    public required Address FirstAddress { get; init; }

    /// <summary>Where they moved to, if they moved.</summary>
    public Address? SecondAddress { get; init; }

    /// <summary>Has meaning only with a second address.</summary>
    public DateTimeOffset MovedAt { get; init; }

    public string? Landline { get; init; }

    /// <summary>The cookie of a device that everybody here uses.</summary>
    public string? TabletCookie { get; init; }

    public required string IpAddress { get; init; }

    public Address AddressAt(DateTimeOffset at) => SecondAddress is { } second && at >= MovedAt ? second : FirstAddress;
}
