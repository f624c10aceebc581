using System.Collections.Immutable;
using Identity.Core.Consents;
using Identity.Core.Rules;

namespace Identity.Core.Recognition;

/// <summary>Why a field is not released.</summary>
public enum WithheldReason
{
    /// <summary>The level is too low.</summary>
    Level = 1,

    /// <summary>The key lacks the scope profiles.pii.</summary>
    Scope = 2,

    /// <summary>The field may not be used for this purpose.</summary>
    Purpose = 3,

    /// <summary>The person refused the purpose, or never agreed to it.</summary>
    Consent = 4,

    /// <summary>Nothing is known under this name.</summary>
    NoValue = 5,
}

/// <summary>
/// Decides which traits are released: by level, purpose, consent and scope, in an order that tells nothing about a
/// value that may not be seen. Immutable, thread-safe.
/// </summary>
/// <param name="Rules">The workspace's rules.</param>
/// <param name="Level">How sure we are.</param>
/// <param name="Purpose">What the fields are for; not empty.</param>
/// <param name="HasPiiScope">The key may see personal data.</param>
public sealed record FieldRelease(WorkspaceRules Rules, RecognitionLevel Level, string Purpose, bool HasPiiScope)
{
    private const string SiteChannel = "site";

    /// <summary>Why a trait is withheld from this caller, whatever its value; null when it may be released.</summary>
    /// <param name="name">The trait.</param>
    /// <param name="consents">What the person has said: one statement for each channel and purpose.</param>
    public WithheldReason? Objection(string name, ImmutableArray<ConsentStatement> consents)
    {
        TraitRule rule = Rules.Trait(name);
        bool isSpecial = rule.Sensitivity == TraitSensitivity.Special;
        if (Level < rule.ReleaseLevel || (isSpecial && Level < RecognitionLevel.Authenticated))
        {
            return WithheldReason.Level;
        }

        if (rule.Sensitivity != TraitSensitivity.Normal && !HasPiiScope) { return WithheldReason.Scope; }
        if (rule.Purposes.Count > 0 && !rule.Purposes.Contains(Purpose)) { return WithheldReason.Purpose; }
        if (isSpecial && Purpose != Permissions.ServicePurpose) { return WithheldReason.Purpose; }
        return HasAgreed(Purpose, consents) ? null : WithheldReason.Consent;
    }

    /// <summary>
    /// The person lets data be used for the purpose on a site: what was said of the channel site counts, else an
    /// agreement on any channel. The purpose service needs none.
    /// </summary>
    public static bool HasAgreed(string purpose, ImmutableArray<ConsentStatement> consents)
    {
        if (purpose == Permissions.ServicePurpose) { return true; }
        if (ConsentStatement.Find(consents, SiteChannel, purpose) is { } onSite) { return onSite.Granted; }
        foreach (ConsentStatement consent in consents)
        {
            if (consent.Purpose == purpose && consent.Granted) { return true; }
        }

        return false;
    }
}
