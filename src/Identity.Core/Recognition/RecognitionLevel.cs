namespace Identity.Core.Recognition;

/// <summary>How sure we are of who somebody is; also how an observation's identifiers came together (2 to 4).</summary>
public enum RecognitionLevel
{
    /// <summary>Nothing is known.</summary>
    Unknown = 1,

    /// <summary>A device was seen before; nobody has shown to be behind it. Or: an identifier was only typed.</summary>
    Device = 2,

    /// <summary>Somebody logged in on the device or showed possession: very likely that person, not certain.</summary>
    Remembered = 3,

    /// <summary>Logged in now; or one row of a system of record.</summary>
    Authenticated = 4,
}
