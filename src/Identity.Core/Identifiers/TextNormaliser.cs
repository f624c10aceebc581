namespace Identity.Core.Identifiers;

/// <summary>
/// For values that people type and that have a case: trimmed, composed (NFC), runs of white space folded to one
/// space. Joiners that a script needs, such as the Persian zero-width non-joiner, stay.
/// </summary>
internal sealed class TextNormaliser : Normaliser
{
    public override string Name => "text";

    public override NormalisedValue Normalise(string raw)
    {
        if (UnicodeText.Problem(raw) is { } problem) { return NormalisedValue.Refused(problem); }
        if (UnicodeText.HasControlBesidesWhiteSpace(raw))
        {
            return NormalisedValue.Refused(NormaliserProblems.InvalidCharacters);
        }

        string key = UnicodeText.FoldWhiteSpace(UnicodeText.Nfc(raw));
        if (key.Length == 0) { return NormalisedValue.Refused(NormaliserProblems.Empty); }

        // Composition can lengthen a text: some characters are written decomposed in NFC.
        return UnicodeText.IsTooLong(key)
            ? NormalisedValue.Refused(NormaliserProblems.TooLong)
            : NormalisedValue.Accepted(key);
    }
}
