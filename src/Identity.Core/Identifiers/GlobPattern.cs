namespace Identity.Core.Identifiers;

/// <summary>
/// A pattern in which <c>*</c> stands for any characters, none included. Every piece between stars is sought once,
/// from left to right, and never again, so that the time grows with the length of the value and no value can make it
/// explode. Ordinal: the caller folds case.
/// </summary>
internal sealed class GlobPattern
{
    private readonly string _start;
    private readonly string[] _middle;
    private readonly string _end;

    /// <param name="pattern">A text that holds at least one star.</param>
    public GlobPattern(string pattern)
    {
        string[] pieces = pattern.Split('*');
        Invariant.Check(pieces.Length > 1, "A pattern holds a star.");
        _start = pieces[0];
        _middle = [.. pieces[1..^1].Where(piece => piece.Length > 0)];
        _end = pieces[^1];
    }

    public bool IsMatch(ReadOnlySpan<char> value)
    {
        if (value.Length < _start.Length + _end.Length) { return false; }
        if (!value.StartsWith(_start, StringComparison.Ordinal)) { return false; }
        if (!value.EndsWith(_end, StringComparison.Ordinal)) { return false; }

        // The leftmost place is always right for a piece: it leaves the most to those after it.
        ReadOnlySpan<char> rest = value[_start.Length..^_end.Length];
        foreach (string piece in _middle)
        {
            int found = rest.IndexOf(piece, StringComparison.Ordinal);
            if (found < 0) { return false; }

            rest = rest[(found + piece.Length)..];
        }

        return true;
    }
}
