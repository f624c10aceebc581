namespace Identity.Core.Identifiers;

/// <summary>Why a value was refused. The codes are part of the contract: they are added to, never changed.</summary>
public static class NormaliserProblems
{
    /// <summary>Nothing, or nothing but white space where white space does not count.</summary>
    public const string Empty = "EMPTY";

    /// <summary>More than <see cref="Normaliser.ValueBytesMax"/> bytes of UTF-8, as given or once normalised.</summary>
    public const string TooLong = "TOO_LONG";

    /// <summary>Not an address that a mail server could deliver to.</summary>
    public const string MalformedEmail = "MALFORMED_EMAIL";

    /// <summary>Not a telephone number that can be told apart from every other in the world.</summary>
    public const string MalformedPhone = "MALFORMED_PHONE";

    /// <summary>Not an IPv4 or IPv6 address.</summary>
    public const string MalformedIp = "MALFORMED_IP";

    /// <summary>
    /// Control characters, characters that nobody can see, unpaired surrogates, or U+FFFD, which stands for
    /// characters that got lost on the way.
    /// </summary>
    public const string InvalidCharacters = "INVALID_CHARACTERS";
}
