namespace Identity.Rpc.Wire;

/// <summary>Makes texts fit for a header.</summary>
internal static class HeaderText
{
    /// <summary>
    /// The same text when it is printable ASCII. Otherwise each other character becomes a question mark: one bad
    /// character in optional metadata must neither fail a call that succeeded nor smuggle in a line break.
    /// </summary>
    public static string Printable(string value) =>
        value.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0
            ? value
            : string.Create(value.Length, value, static (span, source) =>
            {
                for (int index = 0; index < span.Length; index++)
                {
                    span[index] = source[index] is >= ' ' and <= '~' ? source[index] : '?';
                }
            });
}
