namespace Identity.Application.Access;

/// <summary>Why a request was refused, by what the caller can do about it.</summary>
public enum RefusalKind
{
    /// <summary>The request is wrong; the same one will be refused again.</summary>
    InvalidArgument = 1,

    /// <summary>No key, or one that is not valid.</summary>
    Unauthenticated = 2,

    /// <summary>The key may not do this.</summary>
    PermissionDenied = 3,

    /// <summary>What is named does not exist.</summary>
    NotFound = 4,

    /// <summary>Too much at once; try again after the hint.</summary>
    Exhausted = 5,
}

/// <summary>A field of a request and what is wrong with it.</summary>
/// <param name="Path">The field's path.</param>
/// <param name="Detail">A sentence that names the limit and never repeats a value.</param>
public sealed record FieldDefect(string Path, string Detail);

/// <summary>Why a request was refused. Nothing was changed.</summary>
/// <param name="Kind">What the caller can do about it.</param>
/// <param name="Reason">A stable code, listed in docs/errors.md.</param>
/// <param name="Detail">A sentence for people, without personal data.</param>
public sealed record Refusal(RefusalKind Kind, string Reason, string Detail)
{
    /// <summary>The fields that are wrong; all of them.</summary>
    public IReadOnlyList<FieldDefect> Fields { get; init; } = [];

    /// <summary>When to try again; null when that makes no sense.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>One field is wrong.</summary>
    public static Refusal OfField(string path, string reason, string detail) =>
        new(RefusalKind.InvalidArgument, reason, detail) { Fields = [new FieldDefect(path, detail)] };

    /// <summary>The key lacks a scope.</summary>
    public static Refusal MissingScope(string scope) =>
        new(RefusalKind.PermissionDenied, RefusalReasons.ScopeMissing, $"The key lacks the scope {scope}.");
}

/// <summary>The stable reasons of refusals besides those of cleaning.</summary>
public static class RefusalReasons
{
    public const string KeyMissing = "KEY_MISSING";
    public const string KeyInvalid = "KEY_INVALID";
    public const string KeyExpired = "KEY_EXPIRED";
    public const string KeyRevoked = "KEY_REVOKED";
    public const string OriginNotAllowed = "ORIGIN_NOT_ALLOWED";
    public const string ScopeMissing = "SCOPE_MISSING";
    public const string RateLimited = "RATE_LIMITED";
    public const string Overloaded = "OVERLOADED";
    public const string FieldPathUnknown = "FIELD_PATH_UNKNOWN";
    public const string FieldsTooMany = "FIELDS_TOO_MANY";
    public const string PurposeMalformed = "PURPOSE_MALFORMED";
    public const string RevisionMalformed = "REVISION_MALFORMED";
    public const string LinkTokenMalformed = "LINK_TOKEN_MALFORMED";
    public const string LinkTokenExpired = "LINK_TOKEN_EXPIRED";
    public const string NobodyVouchedFor = "NOBODY_VOUCHED_FOR";
    public const string TagTooLong = "TAG_TOO_LONG";
    public const string AsOfOutOfRange = "AS_OF_OUT_OF_RANGE";
    public const string AsOfCreates = "AS_OF_CREATES";
    public const string PastTooLarge = "PAST_TOO_LARGE";
    public const string WhoMissing = "WHO_MISSING";
    public const string PersonIdMalformed = "PERSON_ID_MALFORMED";
    public const string PersonNotFound = "PERSON_NOT_FOUND";
    public const string HouseholdIdMalformed = "HOUSEHOLD_ID_MALFORMED";
    public const string HouseholdNotFound = "HOUSEHOLD_NOT_FOUND";
    public const string ObservationsMissing = "OBSERVATIONS_MISSING";
    public const string ObservationsTooMany = "OBSERVATIONS_TOO_MANY";
    public const string RulesInvalid = "RULES_INVALID";
    public const string NameMalformed = "NAME_MALFORMED";
    public const string KeyRequestInvalid = "KEY_REQUEST_INVALID";
    public const string KeyNotFound = "KEY_NOT_FOUND";
    public const string ReviewNotFound = "REVIEW_NOT_FOUND";
    public const string VerdictMissing = "VERDICT_MISSING";
    public const string ReasonTooLong = "REASON_TOO_LONG";
    public const string DecisionImpossible = "DECISION_IMPOSSIBLE";
    public const string DecisionTooLarge = "DECISION_TOO_LARGE";
    public const string QueryMalformed = "QUERY_MALFORMED";
    public const string PageTokenMalformed = "PAGE_TOKEN_MALFORMED";
    public const string PageSizeOutOfRange = "PAGE_SIZE_OUT_OF_RANGE";
}
