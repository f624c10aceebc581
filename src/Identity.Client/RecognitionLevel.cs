namespace Identity.Client;

/// <summary>
/// How sure the service is of who the visitor is. The number is the level, so levels can be compared.
/// </summary>
public enum RecognitionLevel
{
    /// <summary>Nothing is known of the visitor.</summary>
    Unknown = 1,

    /// <summary>A device was seen before; nobody has shown to be behind it.</summary>
    Device = 2,

    /// <summary>Somebody logged in on this device or showed possession: very likely that person, not certain.</summary>
    Remembered = 3,

    /// <summary>Logged in now.</summary>
    Authenticated = 4,
}
