using System.Buffers;
using System.Globalization;
using System.Net;

namespace Identity.Core.Identifiers;

/// <summary>Reads IP addresses by the letter, where the runtime also takes 1, 0x7f.1 and 010.0.0.1.</summary>
internal static class IpText
{
    private static readonly SearchValues<char> OfIpV6 = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <summary>
    /// The canonical text (IPv6 as in RFC 5952; an IPv4 address that IPv6 carries, as IPv4), or null when the text
    /// is no address. Zones (%eth0) are refused: they mean something on one machine only.
    /// </summary>
    public static string? Canonical(string text)
    {
        if (!text.Contains(':', StringComparison.Ordinal)) { return IsIpV4(text) ? text : null; }
        if (text.AsSpan().ContainsAnyExcept(OfIpV6)) { return null; }
        if (!IPAddress.TryParse(text, out IPAddress? address)) { return null; }

        return (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
    }

    private static bool IsIpV4(string text)
    {
        string[] parts = text.Split('.');
        return parts.Length == 4 && parts.All(IsOctet);
    }

    // A leading zero is refused: some software reads 010 as eight, some as ten.
    private static bool IsOctet(string part) =>
        byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out byte octet) &&
        part.Length == octet.ToString(CultureInfo.InvariantCulture).Length;
}
