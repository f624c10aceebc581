using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Identity.Application.Access;

namespace Identity.Application.Stewarding;

/// <summary>Where a page of reviews ends: in the pairs that look alike, or in the evidence behind them.</summary>
/// <param name="Grade">The last grade; null behind all pairs.</param>
/// <param name="A">The last pair's one end.</param>
/// <param name="B">Its other end.</param>
internal readonly record struct ReviewCursor(int? Grade, long A, long B)
{
    public string Write()
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{Grade}:{A}:{B}");
        return Base64Url.EncodeToString(Encoding.ASCII.GetBytes(text));
    }

    /// <summary>The cursor of a page token; null for the first page.</summary>
    /// <exception cref="RefusedException">It is no token of an earlier page.</exception>
    public static ReviewCursor? Parse(string token)
    {
        if (token.Length == 0) { return null; }
        byte[] bytes = new byte[64];
        bool isText = token.Length <= 64 && Base64Url.IsValid(token)
            && Base64Url.TryDecodeFromChars(token, bytes, out int count)
            && count > 0 && (bytes = bytes[..count]).Length > 0;
        string[] parts = isText ? Encoding.ASCII.GetString(bytes).Split(':') : [];
        if (parts.Length != 3 || !TryLong(parts[1], out long a) || !TryLong(parts[2], out long b))
        {
            throw Malformed();
        }

        if (parts[0].Length == 0) { return new ReviewCursor(null, a, b); }
        return int.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int grade)
            ? new ReviewCursor(grade, a, b) : throw Malformed();
    }

    private static bool TryLong(string text, out long value) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static RefusedException Malformed() => new(Refusal.OfField(
        "page_token", RefusalReasons.PageTokenMalformed, "It is no token of an earlier page."));
}
