using System.Collections.Immutable;
using Identity.Core.Consents;

namespace Identity.Core.Recognition;

/// <summary>What may be done with a visitor.</summary>
/// <param name="PersonalizeSite">From level 2.</param>
/// <param name="ShowName">From level 3.</param>
/// <param name="RetargetEmail">From level 3, with an opt-in in force for channel email and the purpose.</param>
/// <param name="ChangeAccount">At level 4.</param>
public readonly record struct Permissions(
    bool PersonalizeSite, bool ShowName, bool RetargetEmail, bool ChangeAccount)
{
    /// <summary>The purpose of an answer when none is stated.</summary>
    public const string ServicePurpose = "service";

    /// <summary>The purpose of e-mail retargeting when none is stated.</summary>
    public const string MarketingPurpose = "marketing";

    private const string EmailChannel = "email";

    /// <param name="level">How sure we are.</param>
    /// <param name="purpose">What the answer is for; not empty.</param>
    /// <param name="consents">What the person has said: one statement for each channel and purpose.</param>
    public static Permissions For(
        RecognitionLevel level, string purpose, ImmutableArray<ConsentStatement> consents)
    {
        string mailed = purpose == ServicePurpose ? MarketingPurpose : purpose;
        bool optedIn = ConsentStatement.Find(consents, EmailChannel, mailed) is { Granted: true };
        return new Permissions(
            level >= RecognitionLevel.Device,
            level >= RecognitionLevel.Remembered,
            level >= RecognitionLevel.Remembered && optedIn,
            level == RecognitionLevel.Authenticated);
    }
}
