namespace Identity.Core.Identifiers;

/// <summary>Who gets an identifier that two persons have.</summary>
public enum ConflictPolicy
{
    /// <summary>Whoever was seen with it last.</summary>
    Latest = 1,

    /// <summary>Whoever was seen with it first.</summary>
    Earliest = 2,

    /// <summary>Nobody: it is its own anonymous person, the same one each time.</summary>
    Quarantine = 3,
}
