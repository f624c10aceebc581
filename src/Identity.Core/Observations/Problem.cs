using System.Collections.Frozen;

namespace Identity.Core.Observations;

/// <summary>What cleaning changed, noticed or refused.</summary>
/// <param name="Field">The path of the field.</param>
/// <param name="Code">A stable code of <see cref="ProblemCodes"/> or of a normaliser.</param>
/// <param name="Detail">A sentence that names the limit and never repeats a value.</param>
public sealed record Problem(string Field, string Code, string Detail)
{
    /// <summary>Whether something was changed, only noticed, or refused.</summary>
    public ProblemKind Kind => ProblemCodes.KindOf(Code);
}

/// <summary>What a problem did to what was sent.</summary>
public enum ProblemKind
{
    /// <summary>It was taken in another spelling.</summary>
    Changed = 1,

    /// <summary>It was taken as it is, and looks wrong.</summary>
    Flagged = 2,

    /// <summary>The value, or the observation, was left out.</summary>
    Refused = 3,
}

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
    public const string TextTidied = "TEXT_TIDIED";
    public const string CaseRepaired = "CASE_REPAIRED";
    public const string NameUnusual = "NAME_UNUSUAL";
    public const string DateRewritten = "DATE_REWRITTEN";
    public const string DateAmbiguous = "DATE_AMBIGUOUS";
    public const string DateMonthFirst = "DATE_MONTH_FIRST";
    public const string DateTwoDigitYear = "DATE_TWO_DIGIT_YEAR";
    public const string DateSerialNumber = "DATE_SERIAL_NUMBER";
    public const string DatePlaceholder = "DATE_PLACEHOLDER";
    public const string DateImplausible = "DATE_IMPLAUSIBLE";
    public const string DateIncomplete = "DATE_INCOMPLETE";
    public const string DateUnreadable = "DATE_UNREADABLE";
    public const string DateImpossible = "DATE_IMPOSSIBLE";
    public const string PostcodeRewritten = "POSTCODE_REWRITTEN";
    public const string PostcodeUnreadable = "POSTCODE_UNREADABLE";
    public const string HouseNumberSplit = "HOUSE_NUMBER_SPLIT";
    public const string HouseNumberUnreadable = "HOUSE_NUMBER_UNREADABLE";
    public const string CountryRewritten = "COUNTRY_REWRITTEN";
    public const string CountryUnreadable = "COUNTRY_UNREADABLE";
    public const string GenderRewritten = "GENDER_REWRITTEN";
    public const string GenderUnreadable = "GENDER_UNREADABLE";
    public const string PhoneRewritten = "PHONE_REWRITTEN";
    public const string PhoneUnreadable = "PHONE_UNREADABLE";
    public const string EmailUnreadable = "EMAIL_UNREADABLE";
    public const string EmailTypingError = "EMAIL_TYPING_ERROR";
    public const string EmailRole = "EMAIL_ROLE";
    public const string EmailThrowAway = "EMAIL_THROW_AWAY";
    public const string TestValue = "TEST_VALUE";
    public const string StatesNothing = "STATES_NOTHING";
    public const string AddressAdded = "ADDRESS_ADDED";

    private static readonly FrozenSet<string> Changed = new[]
    {
        NameChanged, ConsentDatedBack, TextTidied, CaseRepaired, DateRewritten, PostcodeRewritten, HouseNumberSplit,
        CountryRewritten, GenderRewritten, PhoneRewritten, AddressAdded,
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Flagged = new[]
    {
        MessageIdReused, NameUnusual, DateAmbiguous, DateMonthFirst, DateTwoDigitYear, DateSerialNumber,
        DatePlaceholder, DateImplausible, DateIncomplete, DateUnreadable, PostcodeUnreadable, HouseNumberUnreadable,
        CountryUnreadable, GenderUnreadable, PhoneUnreadable, EmailUnreadable, EmailTypingError, EmailRole,
        EmailThrowAway, TestValue,
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The kind of a code; whatever is neither a change nor a flag refuses something.</summary>
    public static ProblemKind KindOf(string code) => Changed.Contains(code) ? ProblemKind.Changed
        : Flagged.Contains(code) ? ProblemKind.Flagged : ProblemKind.Refused;
}
