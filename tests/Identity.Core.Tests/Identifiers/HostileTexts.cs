using System.Text;

namespace Identity.Core.Tests.Identifiers;

/// <summary>
/// Texts made to break a normaliser: real spellings with pieces put in, taken out and doubled, where the pieces are
/// what Unicode, grammars and careless senders have to offer. The same seed gives the same texts.
/// </summary>
internal sealed class HostileTexts(int seed)
{
    private static readonly string[] Samples =
    [
        "kees@example.nl", "\"kees de vries\"@example.nl", "kees@[IPv6:2001:db8::1]", "kees@bücher.example",
        "kees@xn--bcher-kva.example", "+31 6 12345678", "030-1234567 tst. 12", "0470/12.34.56", "+44 (0)20 7946 0958",
        "192.0.2.1", "[2001:db8::1]:443", "::ffff:192.0.2.1", "GA1.2.1234567890.1700000000", "René  Jansen", "null",
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "İstanbul", "00000000-0000",
    ];

    private static readonly string[] Pieces =
    [
        "\0", "\t", "\r\n", " ", "\u0085", "\u00a0", "\u3000", "\u2028", "\u00ad", "\u200b", "\u200d", "\u202e",
        "\u2066", "\ufeff", "\ufe0f", "\u3164", "\ufffd", "\ufffe", "\ud800", "\udc00", "\ud83d", "💩", "\u0301",
        "\u0331", "\u0307", "\u0345", "İ", "ı", "ß", "ẞ", "ﬁ", "Σ", "ς", "\u212a", "\u212b", "\u1fef", "\u0958",
        "ǅ", "Ⱥ", "\u0430", "ａ", "Ａ", "１", "٣", "²", "𝟎", "＠", "．", "。", "@", "@", ".", "..", "\"", "\\", "[",
        "]", ":", "::", "%", "+", "-", "(", ")", "/", "x1", ";ext=2", "#", "xn--", "*", "0", "00", "31", "32",
        "1", "9", "a", "Z", "'", "<script>", "'; --",
    ];

    private readonly Random _random = new(seed);

    public string Next() => _random.Next(50) switch
    {
        0 => RandomRunes(),
        1 => new string('a', _random.Next(1_000, 1_050)),
        2 => string.Concat(Enumerable.Repeat(Any(Pieces), _random.Next(1, 400))),
        3 => "a" + string.Concat(Enumerable.Repeat("\u0301\u0323", _random.Next(1, 250))),
        _ => Mutated(),
    };

    private string Mutated()
    {
        var text = new StringBuilder(Any(Samples));
        for (int changes = _random.Next(4); changes > 0; changes--)
        {
            int at = _random.Next(text.Length + 1);
            switch (_random.Next(4))
            {
                case 0 when at < text.Length:
                    text.Remove(at, 1);
                    break;
                case 1:
                    text.Insert(at, text.ToString(0, at));
                    break;
                default:
                    text.Insert(at, Any(Pieces));
                    break;
            }
        }

        return text.ToString();
    }

    private string RandomRunes()
    {
        var text = new StringBuilder();
        for (int length = _random.Next(1, 40); length > 0; length--)
        {
            int codePoint = _random.Next(0x110000);
            if (Rune.IsValid(codePoint)) { text.Append(new Rune(codePoint)); }
        }

        return text.ToString();
    }

    private string Any(string[] texts) => texts[_random.Next(texts.Length)];
}
