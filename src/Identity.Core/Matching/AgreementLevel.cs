namespace Identity.Core.Matching;

/// <summary>How far two values of a field agree. Not every field has every level.</summary>
public enum AgreementLevel
{
    /// <summary>One of the two is not there: no evidence either way.</summary>
    Missing = 0,

    Exact = 1,

    /// <summary>Another form of the same: Wim for Wilhelmus, day and month swapped.</summary>
    Variant = 2,

    /// <summary>A slip of the pen apart.</summary>
    Near = 3,

    /// <summary>One is a part of the other: an initial, one of two names, a number without its letter.</summary>
    Part = 4,

    /// <summary>Alike, or sounding alike.</summary>
    Similar = 5,

    /// <summary>Found in the place of another field: given name and family name swapped.</summary>
    Crossed = 6,

    /// <summary>Little in common, but not nothing: the same year.</summary>
    Remote = 7,

    Different = 8,
}
