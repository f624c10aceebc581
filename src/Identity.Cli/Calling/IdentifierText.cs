using Identity.V1;

namespace Identity.Cli.Calling;

/// <summary>Identifiers as they are written on a command line: <c>NAMESPACE:VALUE</c>.</summary>
internal static class IdentifierText
{
    /// <exception cref="WrongUseException">The text is no identifier.</exception>
    public static Identifier Parse(string text)
    {
        // At the first colon: a value may hold more of them, a namespace cannot.
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || colon == text.Length - 1)
        {
            throw new WrongUseException($"'{text}' is no identifier; one looks like cookie:demo-device-1.");
        }

        return new Identifier { Namespace = text[..colon], Value = text[(colon + 1)..] };
    }
}
