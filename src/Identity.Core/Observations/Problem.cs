namespace Identity.Core.Observations;

/// <summary>What cleaning changed or refused.</summary>
/// <param name="Field">The path of the field.</param>
/// <param name="Code">A stable code of <see cref="ProblemCodes"/> or of a normaliser.</param>
/// <param name="Detail">A sentence that names the limit and never repeats a value.</param>
public sealed record Problem(string Field, string Code, string Detail);

/// <summary>The stable codes of problems. Listed in docs/errors.md.</summary>
public static class ProblemCodes
{
    public const string MessageIdMalformed = "MESSAGE_ID_MALFORMED";
    public const string MessageIdReused = "MESSAGE_ID_REUSED";
    public const string SourceMalformed = "SOURCE_MALFORMED";
    public const string SourceNotAllowed = "SOURCE_NOT_ALLOWED";
    public const string OccurredAtOutOfRange = "OCCURRED_AT_OUT_OF_RANGE";
    public const string LevelOutOfRange = "LEVEL_OUT_OF_RANGE";
    public const string LevelAboveScope = "LEVEL_ABOVE_SCOPE";
    public const string IdentifiersMissing = "IDENTIFIERS_MISSING";
    public const string IdentifiersTooMany = "IDENTIFIERS_TOO_MANY";
    public const string NamespaceUnknown = "NAMESPACE_UNKNOWN";
    public const string ValueBlocked = "VALUE_BLOCKED";
    public const string UniqueNamespaceTwice = "UNIQUE_NAMESPACE_TWICE";
    public const string TraitsTooMany = "TRAITS_TOO_MANY";
    public const string NameMalformed = "NAME_MALFORMED";
    public const string NameChanged = "NAME_CHANGED";
    public const string ConsentsTooMany = "CONSENTS_TOO_MANY";
    public const string ConsentMalformed = "CONSENT_MALFORMED";
    public const string ConsentDatedBack = "CONSENT_DATED_BACK";
    public const string ObservationTooLarge = "OBSERVATION_TOO_LARGE";
    public const string ClusterFull = "CLUSTER_FULL";
}
