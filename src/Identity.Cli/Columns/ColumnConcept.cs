namespace Identity.Cli.Columns;

/// <summary>What the values of a column are about.</summary>
internal enum ColumnConcept
{
    /// <summary>Something of no concern to who a person is, or that nobody recognises.</summary>
    Other = 0,

    /// <summary>To be left out: it has no name and no values, or says which rows belong together.</summary>
    Ignored,

    /// <summary>The number of the row or record in the file that it comes from.</summary>
    RecordId,

    /// <summary>The number of the customer, the same in every file of a company.</summary>
    CustomerId,

    /// <summary>The name of an account.</summary>
    Login,

    /// <summary>The number of a loyalty card.</summary>
    LoyaltyCard,

    /// <summary>The number of an order.</summary>
    Order,

    /// <summary>The id of a device or app installation.</summary>
    DeviceId,

    /// <summary>The id in a browser's cookie.</summary>
    Cookie,

    /// <summary>An IP address.</summary>
    IpAddress,

    /// <summary>The row's own id.</summary>
    MessageId,

    /// <summary>When it happened, or when the row was changed.</summary>
    OccurredAt,

    /// <summary>The name of what happened.</summary>
    EventName,

    /// <summary>Whether mail and the like is allowed; channel and purpose are in the guess.</summary>
    Consent,

    Title,
    GivenName,
    Initials,
    FamilyPrefix,
    FamilyName,

    /// <summary>The family name at birth, where another is used.</summary>
    MaidenName,

    Suffix,
    FullName,
    BirthDate,
    Gender,
    Email,
    Phone,
    Street,
    HouseNumber,
    HouseNumberAddition,

    /// <summary>Street and number in one, or a further line of an address.</summary>
    AddressLine,

    Postcode,
    City,

    /// <summary>A state or province.</summary>
    Region,

    Country,

    /// <summary>A number that a state gives a person.</summary>
    NationalNumber,
}

/// <summary>How much a guess is worth.</summary>
internal enum GuessConfidence
{
    /// <summary>Somebody should look at it.</summary>
    Unsure = 0,

    /// <summary>The header or the values speak for it.</summary>
    Likely,

    /// <summary>The header says it and the values do not speak against it.</summary>
    Sure,
}

/// <summary>What a column is taken for.</summary>
/// <param name="Header">As the file has it, without blanks around it.</param>
/// <param name="Concept">What the column is about.</param>
/// <param name="Confidence">How much the guess is worth.</param>
/// <param name="Reason">Why, in a few words, without any value of the file.</param>
internal sealed record ColumnGuess(
    string Header, ColumnConcept Concept, GuessConfidence Confidence, string Reason)
{
    /// <summary>The channel of a consent; empty for the others.</summary>
    public string Channel { get; init; } = "";

    /// <summary>The purpose of a consent; empty for the others.</summary>
    public string Purpose { get; init; } = "";
}
