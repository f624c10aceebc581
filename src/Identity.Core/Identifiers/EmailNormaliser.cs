using System.Security.Cryptography;
using System.Text;

namespace Identity.Core.Identifiers;

/// <summary>
/// E-mail addresses. The key is the lower-case hexadecimal SHA-256 of the comparison form, so that a sender who hands
/// over only that hash (64 digits in either case, with or without <c>sha256:</c>) names the same identifier.
/// <para>
/// Syntax follows RFC 5321 and 6531 with what mail servers accept in practice: dots in a row or at an end of the
/// local part are taken, since Japanese mobile carriers handed out such addresses. Refusing one would lose a person;
/// taking it joins nobody, as no dot is ever dropped. Nothing that one provider alone ignores (dots, <c>+</c> tags)
/// is ignored here. The domain needs a dot, or is an address literal.
/// </para>
/// </summary>
public sealed class EmailNormaliser : Normaliser
{
    /// <summary>The longest comparison form in bytes (RFC 5321, 4.5.3.1.3: a path of 256, less its brackets).</summary>
    public const int AddressBytesMax = 254;

    private const string HashPrefix = "sha256:";

    internal EmailNormaliser()
    {
    }

    /// <inheritdoc/>
    public override string Name => "email";

    /// <summary>
    /// The text by which addresses are compared: local part composed (NFC) in lower case, quoted only where it must
    /// be, and domain in lower-case ASCII (IDNA). Never throws.
    /// </summary>
    /// <param name="raw">An address as it came.</param>
    /// <returns>The form, which is its own comparison form; null when the text is no address, or only a hash.</returns>
    public static string? ComparisonForm(string raw) => Read(raw).Form;

    /// <inheritdoc/>
    public override NormalisedValue Normalise(string raw)
    {
        if (TryReadHash(raw, out string hash)) { return NormalisedValue.Accepted(hash); }

        Reading reading = Read(raw);
        return reading.Form is null
            ? NormalisedValue.Refused(reading.Problem)
            : NormalisedValue.Accepted(HashOf(reading.Form), reading.Shown);
    }

    internal static string HashOf(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    internal static bool TryReadHash(string raw, out string hash)
    {
        hash = string.Empty;
        if (raw.Length > ValueBytesMax) { return false; }

        ReadOnlySpan<char> digits = raw.AsSpan().Trim();
        if (digits.StartsWith(HashPrefix, StringComparison.OrdinalIgnoreCase)) { digits = digits[HashPrefix.Length..]; }
        if (digits.Length != SHA256.HashSizeInBytes * 2) { return false; }

        foreach (char digit in digits)
        {
            if (!char.IsAsciiHexDigit(digit)) { return false; }
        }

        hash = digits.ToString().ToLowerInvariant();
        return true;
    }

    private static Reading Read(string raw)
    {
        if (UnicodeText.Problem(raw) is { } problem) { return Reading.Refused(problem); }

        string trimmed = raw.Trim();
        if (trimmed.Length == 0) { return Reading.Refused(NormaliserProblems.Empty); }
        if (!EmailSyntax.IsVisible(trimmed)) { return Reading.Refused(NormaliserProblems.InvalidCharacters); }

        string shown = UnicodeText.Nfc(trimmed);
        string? form = EmailSyntax.ComparisonForm(shown);
        if (form is null) { return Reading.Refused(NormaliserProblems.MalformedEmail); }

        return Encoding.UTF8.GetByteCount(form) <= AddressBytesMax
            ? new Reading(form, shown, string.Empty)
            : Reading.Refused(NormaliserProblems.MalformedEmail);
    }

    private readonly record struct Reading(string? Form, string Shown, string Problem)
    {
        public static Reading Refused(string problem) => new(null, string.Empty, problem);
    }
}
