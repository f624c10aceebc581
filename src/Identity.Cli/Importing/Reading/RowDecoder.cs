using System.Text;
using System.Text.Unicode;

namespace Identity.Cli.Importing.Reading;

/// <summary>
/// Makes text of the bytes of rows. A file that is plain ASCII at its beginning shows later what it is: at the first
/// row with other bytes. From then on a row in another encoding is refused by itself. Not thread-safe.
/// </summary>
internal sealed class RowDecoder
{
    // 0x80 to 0x9F are signs in Windows-1252, and letters in the encodings of DOS and of old Macs.
    private const byte LettersElsewhereMin = 0x80;
    private const byte LettersElsewhereMax = 0x9F;
    private const byte LettersMin = 0xC0;

    private static readonly Encoding Western = OfName("windows-1252");

    private Encoding? _encoding;

    private RowDecoder(Encoding? encoding) => _encoding = encoding;

    /// <summary>The name of the encoding, as far as it is known.</summary>
    public string Name => _encoding switch
    {
        null => "ASCII",
        UTF8Encoding => "UTF-8",
        { } other when other == Western => "Windows-1252",
        { } other => other.WebName,
    };

    /// <summary>Decides by the beginning of a file.</summary>
    /// <param name="head">The first bytes, without a byte order mark; a character may be cut at the end.</param>
    /// <returns>Null when they are in no encoding that can be told.</returns>
    public static RowDecoder? Detect(ReadOnlySpan<byte> head)
    {
        if (Ascii.IsValid(head)) { return new RowDecoder(null); }
        if (IsMostlyUtf8(WithoutCutCharacter(head))) { return new RowDecoder(Encoding.UTF8); }
        return IsWestern(head) ? new RowDecoder(Western) : null;
    }

    /// <summary>The one of a given name, as <see cref="Name"/> tells it.</summary>
    public static RowDecoder Of(string name) => name switch
    {
        "ASCII" => new RowDecoder(null),
        "UTF-8" => new RowDecoder(Encoding.UTF8),
        "Windows-1252" => new RowDecoder(Western),
        _ => new RowDecoder(OfName(name)),
    };

    /// <summary>An encoding by any of its names.</summary>
    /// <exception cref="WrongUseException">There is none of that name.</exception>
    public static Encoding OfName(string name)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            throw new WrongUseException(
                $"--encoding: '{name}' is no encoding; some are utf-8, utf-16, windows-1252, iso-8859-15 and ibm850.");
        }
    }

    /// <summary>The text of one row; null when its bytes are none in the encoding of the file.</summary>
    public string? Decode(ReadOnlySpan<byte> bytes)
    {
        if (Ascii.IsValid(bytes)) { return Encoding.ASCII.GetString(bytes); }
        _encoding ??= Utf8.IsValid(bytes) ? Encoding.UTF8 : IsWestern(bytes) ? Western : Encoding.UTF8;
        return _encoding is UTF8Encoding && !Utf8.IsValid(bytes) ? null : _encoding.GetString(bytes);
    }

    /// <summary>A text for people, whatever the bytes are.</summary>
    public static string Show(ReadOnlySpan<byte> bytes) =>
        Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Western.GetString(bytes);

    private static bool IsWestern(ReadOnlySpan<byte> bytes)
    {
        int letters = 0;
        int elsewhere = 0;
        for (int index = 1; index < bytes.Length; index++)
        {
            // Beside a letter of ASCII: a sign stands alone more often.
            if (!char.IsAsciiLetter((char)bytes[index - 1])) { continue; }
            if (bytes[index] >= LettersMin) { letters++; }
            if (bytes[index] is >= LettersElsewhereMin and <= LettersElsewhereMax) { elsewhere++; }
        }

        return elsewhere <= letters;
    }

    // Text in another encoding is hardly ever valid UTF-8, so lines that are outweigh as many that are not.
    private static bool IsMostlyUtf8(ReadOnlySpan<byte> head)
    {
        if (Utf8.IsValid(head)) { return true; }
        int valid = 0;
        int invalid = 0;
        foreach (Range range in head.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = head[range];
            if (Ascii.IsValid(line)) { continue; }
            if (Utf8.IsValid(line)) { valid++; }
            else { invalid++; }
        }

        return valid >= invalid;
    }

    // A character of UTF-8 has at most four bytes, so at most three of a cut one are there.
    private static ReadOnlySpan<byte> WithoutCutCharacter(ReadOnlySpan<byte> head)
    {
        for (int back = 1; back <= Math.Min(3, head.Length); back++)
        {
            byte unit = head[^back];
            if (unit < 0x80) { return head; }
            if (unit >= 0xC0) { return head[..^back]; }
        }

        return head;
    }
}
