namespace Identity.SampleData;

internal enum Sex
{
    Female,
    Male,
}

/// <summary>How often somebody comes by.</summary>
internal enum Pace
{
    Dormant,
    Regular,
    Keen,
}

/// <summary>A made-up consumer, with everything that any source may know of them.</summary>
internal sealed record Person
{
    public required int Number { get; init; }

    public required Sex Sex { get; init; }

    /// <summary>The name that they go by.</summary>
    public required string FirstName { get; init; }

    /// <summary>The name in the register; mostly the same.</summary>
    public required string OfficialName { get; init; }

    public required string Initials { get; init; }

    public string Tussenvoegsel { get; init; } = "";

    public required string LastName { get; init; }

    public required DateOnly Born { get; init; }

    public required string Language { get; init; }

    /// <summary>Empty for those who never got further than the newsletter.</summary>
    public string? CustomerId { get; init; }

    public string? Login { get; init; }

    public string? LoyaltyCard { get; init; }

    /// <summary>The card was handed out at the till, and nobody told the CRM.</summary>
    public bool CardUnknownToCrm { get; init; }

    public string LoyaltyTier { get; init; } = "bronze";

    /// <summary>One or two; the CRM has the first, the web account the last.</summary>
    public required IReadOnlyList<string> Emails { get; init; }

    public required string Mobile { get; init; }

    /// <summary>Cookies of their own devices, one or two.</summary>
    public required IReadOnlyList<string> Cookies { get; init; }

    /// <summary>Of the shop's app, if they have it.</summary>
    public string? DeviceId { get; init; }

    public required string FavouriteCategory { get; init; }

    public required Pace Pace { get; init; }

    /// <summary>Nothing is seen of them before this.</summary>
    public required DateTimeOffset JoinedAt { get; init; }

    /// <summary>No visits after this; the end of the period for most.</summary>
    public required DateTimeOffset LeftAt { get; init; }
}
