namespace Identity.Core.Identifiers;

/// <summary>What normalising one value gave: a key to compare by, or the problem for which it is refused.</summary>
/// <param name="Key">
/// The canonical text under which the identifier is compared, byte for byte; at most
/// <see cref="Normaliser.ValueBytesMax"/> bytes of UTF-8. Empty when the value is refused.
/// </param>
/// <param name="Shown">What a person is shown; null when that is the key itself, or when nothing can be shown.</param>
/// <param name="Problem">Null, or the code of <see cref="NormaliserProblems"/> for which it is refused.</param>
public readonly record struct NormalisedValue(string Key, string? Shown, string? Problem)
{
    internal static NormalisedValue Refused(string problem) => new(string.Empty, null, problem);

    internal static NormalisedValue Accepted(string key, string? shown = null) =>
        new(key, string.Equals(shown, key, StringComparison.Ordinal) ? null : shown, null);
}
