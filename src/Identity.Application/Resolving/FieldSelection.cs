using System.Globalization;
using Identity.Core;
using Identity.Core.Profiles;
using Identity.Core.Recognition;

namespace Identity.Application.Resolving;

/// <summary>What is released of what was asked, and what is not.</summary>
internal sealed record FieldAnswer(
    IReadOnlyList<KeyValuePair<string, string>> Released, IReadOnlyList<KeyValuePair<string, WithheldReason>> Withheld);

/// <summary>Takes from a profile what was asked and may be released.</summary>
internal static class FieldSelection
{
    /// <summary>The fields; with none asked, all traits that the profile has.</summary>
    public static FieldAnswer Select(IReadOnlyList<FieldPath> asked, ShownProfile profile, FieldRelease release)
    {
        int count = asked.Count > 0 ? asked.Count : profile.Traits.Length;
        if (count == 0) { return new FieldAnswer([], []); }
        var released = new List<KeyValuePair<string, string>>(count);
        List<KeyValuePair<string, WithheldReason>>? withheld = null;
        for (int index = 0; index < count; index++)
        {
            FieldPath path = asked.Count > 0 ? asked[index] : FieldPath.OfTrait(profile.Traits[index].Key);
            WithheldReason? objection = Objection(path, profile, release);
            string? value = objection is null ? ValueOf(path, profile) : null;
            if (value is not null) { released.Add(new(path.Text, value)); }
            else { (withheld ??= []).Add(new(path.Text, objection ?? WithheldReason.NoValue)); }
        }

        return new FieldAnswer(released, withheld ?? (IReadOnlyList<KeyValuePair<string, WithheldReason>>)[]);
    }

    private static WithheldReason? Objection(FieldPath path, ShownProfile profile, FieldRelease release)
    {
        if (path.Part == ActivityPart.None) { return release.Objection(path.Name, profile.Consents); }
        return FieldRelease.HasAgreed(release.Purpose, profile.Consents) ? null : WithheldReason.Consent;
    }

    private static string? ValueOf(FieldPath path, ShownProfile profile)
    {
        if (path.Part == ActivityPart.None)
        {
            return profile.TraitOf(path.Name);
        }

        if (profile.ActivityOf(path.Name) is not { } activity) { return null; }
        return path.Part switch
        {
            ActivityPart.Count => activity.Count.ToString(CultureInfo.InvariantCulture),
            ActivityPart.FirstAt => Moment(activity.FirstAt),
            _ => Moment(activity.LastAt),
        };
    }

    private static string Moment(DateTimeOffset moment) =>
        JsonText.OfText(moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFZ", CultureInfo.InvariantCulture));
}
