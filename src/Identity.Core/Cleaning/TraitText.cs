using Identity.Core.Observations;

namespace Identity.Core.Cleaning;

/// <summary>The text of a trait's value.</summary>
internal static class TraitText
{
    private const int LengthMax = 512;

    /// <summary>The text, or the digits of a number; empty for anything else.</summary>
    public static string Of(Trait trait)
    {
        Span<char> buffer = stackalloc char[LengthMax];
        if (JsonText.TryReadText(trait.Json, buffer, out ReadOnlySpan<char> text))
        {
            // The commonest of all values costs no copy.
            return text is "NL" ? "NL" : text.ToString();
        }

        return char.IsAsciiDigit(trait.Json[0]) ? trait.Json : "";
    }
}
