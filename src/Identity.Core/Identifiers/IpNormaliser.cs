namespace Identity.Core.Identifiers;

/// <summary>
/// IPv4 and IPv6 addresses as canonical text. A port is dropped, as proxies write one behind the address that they
/// forward: 192.0.2.1:443 and [2001:db8::1]:443.
/// </summary>
internal sealed class IpNormaliser : Normaliser
{
    public override string Name => "ip";

    public override NormalisedValue Normalise(string raw)
    {
        if (UnicodeText.Problem(raw) is { } problem) { return NormalisedValue.Refused(problem); }

        string trimmed = raw.Trim();
        if (trimmed.Length == 0) { return NormalisedValue.Refused(NormaliserProblems.Empty); }
        if (UnicodeText.HasControl(trimmed)) { return NormalisedValue.Refused(NormaliserProblems.InvalidCharacters); }

        return IpText.Canonical(WithoutPort(trimmed)) is { } key
            ? NormalisedValue.Accepted(key)
            : NormalisedValue.Refused(NormaliserProblems.MalformedIp);
    }

    private static string WithoutPort(string text)
    {
        if (text[0] == '[')
        {
            int close = text.IndexOf(']', StringComparison.Ordinal);
            return close > 0 && IsPortOrNothing(text[(close + 1)..]) ? text[1..close] : text;
        }

        int colon = text.IndexOf(':', StringComparison.Ordinal);
        bool isIpV4WithPort = colon > 0 && text.AsSpan(0, colon).Contains('.') && IsPortOrNothing(text[colon..]);
        return isIpV4WithPort ? text[..colon] : text;
    }

    private static bool IsPortOrNothing(string text) =>
        text.Length == 0 || (text.Length is > 1 and <= 6 && text[0] == ':' && text.Skip(1).All(char.IsAsciiDigit));
}
