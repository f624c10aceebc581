namespace Identity.Api.Mapping;

/// <summary>Why a google.protobuf.Value cannot be taken. Stable, and listed in docs/errors.md.</summary>
public static class ValueProblems
{
    /// <summary>NaN or an infinity, which JSON cannot say.</summary>
    public const string NotFinite = "VALUE_NOT_FINITE";

    /// <summary>Nested deeper than <see cref="ValueText.DepthMax"/>.</summary>
    public const string TooDeep = "VALUE_TOO_DEEP";
}
