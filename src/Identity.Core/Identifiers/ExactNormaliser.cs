namespace Identity.Core.Identifiers;

/// <summary>
/// For cookies and keys of other systems: the bytes are the identifier, so nothing is trimmed or folded. Refuses
/// nothing, control characters and text that has no faithful UTF-8.
/// </summary>
internal sealed class ExactNormaliser : Normaliser
{
    public override string Name => "exact";

    public override NormalisedValue Normalise(string raw)
    {
        if (UnicodeText.Problem(raw) is { } problem) { return NormalisedValue.Refused(problem); }

        return UnicodeText.HasControl(raw)
            ? NormalisedValue.Refused(NormaliserProblems.InvalidCharacters)
            : NormalisedValue.Accepted(raw);
    }
}
