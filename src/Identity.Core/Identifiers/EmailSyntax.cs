using System.Buffers;
using System.Globalization;
using System.Text;

namespace Identity.Core.Identifiers;

/// <summary>The grammar of addresses (RFC 5321, 4.1.2; RFC 6531, 3.3) and their comparison form.</summary>
internal static class EmailSyntax
{
    public const int LocalPartBytesMax = 64;
    public const int DomainBytesMax = 255;
    private const int LabelBytesMax = 63;
    private const string IpV6Tag = "IPv6:";

    private static readonly SearchValues<char> OfAtoms = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~.");

    /// <summary>No control, invisible or exotic white space character; a plain space is a matter of syntax.</summary>
    public static bool IsVisible(string text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (Rune.IsControl(rune) || UnicodeText.IsInvisible(rune)) { return false; }
            if (Rune.IsWhiteSpace(rune) && rune.Value != ' ') { return false; }
        }

        return true;
    }

    /// <summary>The comparison form of visible, composed text; null when it is no address.</summary>
    public static string? ComparisonForm(string address)
    {
        int at = address.LastIndexOf('@');
        if (at <= 0) { return null; }

        string? local = LocalPart(address[..at]);
        string? domain = local is null ? null : Domain(address[(at + 1)..]);
        return domain is null ? null : $"{local}@{domain}";
    }

    // RFC 5321 says that "kees"@ and kees@ are one mailbox: quotes are spelling, and go where they are not needed.
    private static string? LocalPart(string given)
    {
        bool isQuoted = given[0] == '"';
        string? content = isQuoted ? Unquoted(given) : given;
        if (string.IsNullOrEmpty(content)) { return null; }

        string folded = UnicodeText.Lower(content);
        if (!IsDotString(folded))
        {
            if (!isQuoted) { return null; }

            folded = Quoted(folded);
        }

        return Encoding.UTF8.GetByteCount(folded) <= LocalPartBytesMax ? folded : null;
    }

    private static bool IsDotString(string text)
    {
        bool hasMoreThanDots = false;
        foreach (char character in text)
        {
            if (char.IsAscii(character) && !OfAtoms.Contains(character)) { return false; }

            hasMoreThanDots |= character != '.';
        }

        return hasMoreThanDots;
    }

    private static string? Unquoted(string quoted)
    {
        var content = new StringBuilder(quoted.Length);
        for (int index = 1; index < quoted.Length; index++)
        {
            char character = quoted[index];
            if (character == '"') { return index == quoted.Length - 1 ? content.ToString() : null; }
            if (character == '\\')
            {
                index++;
                if (index == quoted.Length || !char.IsAscii(quoted[index])) { return null; }
            }

            content.Append(quoted[index]);
        }

        return null;
    }

    private static string Quoted(string content)
    {
        var quoted = new StringBuilder("\"", content.Length + 2);
        foreach (char character in content)
        {
            if (character is '"' or '\\') { quoted.Append('\\'); }

            quoted.Append(character);
        }

        return quoted.Append('"').ToString();
    }

    private static string? Domain(string given)
    {
        if (given.StartsWith('[')) { return AddressLiteral(given); }

        // Lower case first: versions of the IDNA tables disagree on whether ẞ is ß or ss, and agree on ß.
        string? ascii = ToAscii(UnicodeText.Lower(given));
        return ascii is not null && IsHostName(ascii) ? ascii : null;
    }

    private static string? ToAscii(string domain)
    {
        if (Ascii.IsValid(domain) && !domain.Contains("xn--", StringComparison.Ordinal)) { return domain; }

        try
        {
            return new IdnMapping().GetAscii(domain).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            // The runtime has no way to ask first.
            return null;
        }
    }

    private static bool IsHostName(string domain)
    {
        string[] labels = domain.Split('.');
        return domain.Length <= DomainBytesMax && labels.Length > 1 && labels.All(IsLabel) &&
            !labels[^1].All(char.IsAsciiDigit);
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= LabelBytesMax && label[0] != '-' && label[^1] != '-' &&
        label.All(character => char.IsAsciiLetterOrDigit(character) || character == '-');

    private static string? AddressLiteral(string given)
    {
        if (!given.EndsWith(']')) { return null; }

        string content = given[1..^1];
        bool isTagged = content.StartsWith(IpV6Tag, StringComparison.OrdinalIgnoreCase);
        string text = isTagged ? content[IpV6Tag.Length..] : content;
        if (isTagged != text.Contains(':', StringComparison.Ordinal) || IpText.Canonical(text) is not { } ip)
        {
            return null;
        }

        return ip.Contains(':', StringComparison.Ordinal) ? $"[ipv6:{ip}]" : $"[{ip}]";
    }
}
