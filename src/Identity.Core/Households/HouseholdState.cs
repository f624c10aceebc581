namespace Identity.Core.Households;

/// <summary>What those at an address are.</summary>
public enum HouseholdState
{
    /// <summary>They live together.</summary>
    Occupied = 1,

    /// <summary>They are too many to be a household, or it is no home.</summary>
    MultiOccupancy = 2,

    /// <summary>All who lived there have moved.</summary>
    Vacant = 3,
}
