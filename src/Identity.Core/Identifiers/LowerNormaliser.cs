namespace Identity.Core.Identifiers;

/// <summary>For login names and codes whose case does not count: trimmed, composed (NFC), lower case.</summary>
internal sealed class LowerNormaliser : Normaliser
{
    public override string Name => "lower";

    public override NormalisedValue Normalise(string raw)
    {
        if (UnicodeText.Problem(raw) is { } problem) { return NormalisedValue.Refused(problem); }

        string trimmed = raw.Trim();
        if (trimmed.Length == 0) { return NormalisedValue.Refused(NormaliserProblems.Empty); }
        if (UnicodeText.HasControl(trimmed)) { return NormalisedValue.Refused(NormaliserProblems.InvalidCharacters); }

        string shown = UnicodeText.Nfc(trimmed);
        string key = UnicodeText.Lower(shown);
        return UnicodeText.IsTooLong(key) || UnicodeText.IsTooLong(shown)
            ? NormalisedValue.Refused(NormaliserProblems.TooLong)
            : NormalisedValue.Accepted(key, shown);
    }
}
