namespace Identity.Core;

/// <summary>Orders text as the bytes of its UTF-8 form, without making them.</summary>
public static class Utf8Order
{
    /// <summary>
    /// Less than, equal to or greater than 0, as <paramref name="left"/> sorts before, with or after.
    /// </summary>
    public static int Compare(string left, string right)
    {
        int length = Math.Min(left.Length, right.Length);
        for (int index = 0; index < length; index++)
        {
            if (left[index] != right[index]) { return Weight(left[index]) - Weight(right[index]); }
        }

        return left.Length - right.Length;
    }

    // UTF-16 puts surrogates (U+10000 and up) below U+E000..U+FFFF; UTF-8 puts them above.
    private static int Weight(char unit) => unit switch
    {
        >= '\uE000' => unit - 0x800,
        >= '\uD800' => unit + 0x2000,
        _ => unit,
    };
}
