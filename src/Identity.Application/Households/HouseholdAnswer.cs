using Identity.Core.Households;

namespace Identity.Application.Households;

/// <summary>Which household.</summary>
public sealed record HouseholdQuery
{
    /// <summary>Empty when <see cref="PersonId"/> says which.</summary>
    public string HouseholdId { get; init; } = "";

    /// <summary>Somebody who lives in it; empty when <see cref="HouseholdId"/> says which.</summary>
    public string PersonId { get; init; } = "";

    /// <summary>Empty when any state will do.</summary>
    public string AtLeastRevision { get; init; } = "";
}

/// <summary>Those who live at one address, as far as the caller may see them.</summary>
public sealed record HouseholdAnswer
{
    /// <summary>Null when it was asked for by a person, and may not be told.</summary>
    public Guid? HouseholdId { get; init; }

    public required HouseholdState State { get; init; }

    /// <summary>How many live there, counted up to <see cref="GetHousehold.SizeMax"/>.</summary>
    public required int Size { get; init; }

    /// <summary>When the address was first named; null for too many.</summary>
    public DateTimeOffset? FirstSeen { get; init; }

    /// <summary>When somebody was last named with the address; null for too many.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>Who lives there, the longest there first; none for too many.</summary>
    public IReadOnlyList<Stay> Members { get; init; } = [];

    /// <summary>Who lived there and has moved, the last first; none for too many.</summary>
    public IReadOnlyList<Stay> History { get; init; } = [];

    public required string Revision { get; init; }
}

/// <summary>Somebody at an address.</summary>
/// <param name="PersonId">Who.</param>
/// <param name="From">When it was first named with the address.</param>
/// <param name="To">When it was last named with the address.</param>
public sealed record Stay(Guid PersonId, DateTimeOffset From, DateTimeOffset To);
