namespace Identity.Client;

/// <summary>Why observations were dropped.</summary>
public enum DropReason
{
    /// <summary>As many were waiting as can be held.</summary>
    Full = 1,

    /// <summary>The sender was told to stop, and its time was over.</summary>
    Stopped = 2,

    /// <summary>The service rejected them one by one; sending them again would not help.</summary>
    Rejected = 3,

    /// <summary>The service refused the call, for instance because the key may not send them.</summary>
    Refused = 4,

    /// <summary>It has more than 64 KiB, which the service does not take.</summary>
    TooLarge = 5,

    /// <summary>It cannot be sent at all: something in it is null, or text that is none.</summary>
    Malformed = 6,

    /// <summary>Sending it failed again and again, in a way that waiting does not mend.</summary>
    Failed = 7,
}

/// <summary>Observations that are lost.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Count">How many.</param>
/// <param name="Detail">The codes of docs/errors.md behind it, or empty. Never personal data.</param>
public sealed record DroppedObservations(DropReason Reason, int Count, string Detail);
