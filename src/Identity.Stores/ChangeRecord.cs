namespace Identity.Stores;

/// <summary>What happened to a person.</summary>
public enum ChangeKind
{
    /// <summary>The person came into being.</summary>
    Created = 1,

    /// <summary>Something of its profile or identifiers changed.</summary>
    Updated = 2,

    /// <summary>Its identifiers now belong to another person; its id resolves to that one.</summary>
    Merged = 3,

    /// <summary>Some of its identifiers are now another person's.</summary>
    Split = 4,

    /// <summary>Its last identifier went.</summary>
    Ended = 5,

    /// <summary>
    /// New rules were applied to all that is stored; any person may have changed. The person is empty.
    /// </summary>
    RulesApplied = 6,

    /// <summary>
    /// One of its identifiers was seen, or stands otherwise, and nothing else changed: of interest to caches only.
    /// </summary>
    Seen = 7,

    /// <summary>
    /// It is in another household, or in one or none for the first time: it moved, or those at its address became too
    /// many or few enough.
    /// </summary>
    HouseholdChanged = 8,
}

/// <summary>One line of the change log. Immutable.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="PersonId">To whom.</param>
/// <param name="OtherPersonId">For Merged and Split the other person; else null.</param>
/// <param name="Sequence">The observation that caused it; 0 when rules or time did.</param>
public sealed record ChangeRecord(ChangeKind Kind, Guid PersonId, Guid? OtherPersonId, long Sequence);
