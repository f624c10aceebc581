namespace Identity.Core.Households;

/// <summary>Tells P.O. boxes from addresses at which somebody can live.</summary>
public static class PostBox
{
    // Dutch (a reply number is one too), German, English, French; with and without accents.
    private static readonly string[][] Names =
    [
        ["postbus"], ["antwoordnummer"], ["postfach"], ["pobox"], ["po", "box"], ["p", "o", "box"], ["post", "box"],
        ["boite", "postale"], ["boîte", "postale"],
    ];

    /// <summary>
    /// Whether an address names a P.O. box: one of its names as whole words, or the French BP with a number behind it.
    /// </summary>
    public static bool IsNamedBy(string address)
    {
        string[] words = WordsOf(address);
        for (int index = 0; index < words.Length; index++)
        {
            ReadOnlySpan<string> rest = words.AsSpan(index);
            foreach (string[] name in Names)
            {
                if (rest.Length >= name.Length && rest[..name.Length].SequenceEqual(name)) { return true; }
            }

            if (rest is ["bp", [>= '0' and <= '9', ..], ..]) { return true; }
        }

        return false;
    }

    private static string[] WordsOf(string address)
    {
        var text = new char[address.Length];
        for (int index = 0; index < text.Length; index++)
        {
            char unit = address[index];
            text[index] = char.IsLetterOrDigit(unit) ? char.ToLowerInvariant(unit) : ' ';
        }

        return new string(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }
}
