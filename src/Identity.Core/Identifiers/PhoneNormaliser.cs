namespace Identity.Core.Identifiers;

/// <summary>
/// Telephone numbers as E.164. A number without a country code is read by the national plan at hand. The extension
/// behind a switchboard is part of the key (<c>;ext=</c>, RFC 3966), since two extensions are two people.
/// </summary>
internal sealed class PhoneNormaliser(string name, NationalPlan home) : Normaliser
{
    private const string InternationalPrefix = "00";

    public override string Name => name;

    public override NormalisedValue Normalise(string raw)
    {
        if (UnicodeText.Problem(raw) is { } problem) { return NormalisedValue.Refused(problem); }
        if (string.IsNullOrWhiteSpace(raw)) { return NormalisedValue.Refused(NormaliserProblems.Empty); }
        if (UnicodeText.HasControlBesidesWhiteSpace(raw))
        {
            return NormalisedValue.Refused(NormaliserProblems.InvalidCharacters);
        }

        if (!PhoneSpelling.TryRead(raw, out PhoneSpelling spelling) || E164(spelling) is not { } number)
        {
            return NormalisedValue.Refused(NormaliserProblems.MalformedPhone);
        }

        return spelling.Extension.Length == 0
            ? NormalisedValue.Accepted(number)
            : NormalisedValue.Accepted($"{number};ext={spelling.Extension}", $"{number} ext. {spelling.Extension}");
    }

    private string? E164(PhoneSpelling spelling)
    {
        string digits = spelling.Digits;

        // No country code begins with a zero, so that "+0031" can only be "+31".
        if (digits.StartsWith(InternationalPrefix, StringComparison.Ordinal))
        {
            return InternationalNumber.E164(digits[InternationalPrefix.Length..]);
        }

        if (spelling.HasPlus) { return InternationalNumber.E164(digits); }
        if (home.FromInside(digits) is { } number) { return number; }
        if (digits[0] == '0') { return null; }

        // Exports write 31612345678. Only the home country's code is believed without a plus; any other could be
        // the beginning of a national number of who knows where.
        return digits.StartsWith(home.CountryCode, StringComparison.Ordinal) ? InternationalNumber.E164(digits) : null;
    }
}
