using System.Collections.Frozen;
using System.Text;

namespace Identity.Core.Cleaning;

/// <summary>
/// Values that somebody typed to try a form, or to get past it. Only what is certain: "Jan Jansen" is a person. Pure
/// and thread-safe.
/// </summary>
public static class TestValues
{
    /// <summary>Longer texts are neither tries nor words for nothing, in UTF-16 units.</summary>
    private const int TextLengthMax = 64;

    /// <summary>Mailboxes named like their domain are tries up to this length: x@x.nl.</summary>
    private const int EchoLengthMax = 3;

    private static readonly FrozenSet<string> TestWords = Words("""
        test testje tester testen testing testpersoon testklant testuser testaccount testbedrijf testnaam testvoornaam
        testachternaam teststraat testadres teststad testest testtest proefpersoon dummy fake nepnaam placeholder
        voornaam achternaam firstname lastname surname yourname jouwnaam uwnaam naam name foobar asd asdf asdfg
        asdfgh asdfghj asdfghjk asdfghjkl asdasd asdasdasd asdfasdf sdf sdfsdf dfgdfg fghfgh jkljkl hjkl qwe qwer
        qwert qwerty qwertyu qwertyuiop qwerqwer qweqwe qwertz azerty zxc zxcv zxcvb zxcvbn zxcvbnm abc abcd abcde
        abcdef abcabc blabla blablabla blah lorem loremipsum ipsum mustermann
        """);

    private static readonly FrozenSet<string> NobodyNames = Words("""
        donaldduck mickeymouse minniemouse dagobertduck katrienduck guusgeluk bugsbunny homersimpson bartsimpson
        johndoe janedoe joebloggs maxmustermann erikamustermann pietjepuk pietpuk janmetdepet janmodaal sinterklaas
        zwartepiet kerstman santaclaus batman superman spiderman spongebob fredflintstone 
        lukeskywalker darthvader pietjepuck janpieterjoris
        """);

    private static readonly FrozenSet<string> Nothing = Words("""
        na nvt nb geen none null nil onbekend onb unknown unbekannt inconnu undefined niet leeg empty nan notapplicable
        nietopgegeven nietbekend nietvantoepassing notavailable notprovided keine keineangabe
        """);

    private static readonly FrozenSet<string> FakePostcodes = Words("1234ab 1234xx 9999zz 9999xx");

    private static readonly FrozenSet<string> FakeDomains = Words("""
        test test.nl test.com test.be test.de test.fr test.org test.net asdf.nl
        asdf.com qwerty.nl qwerty.com domein.nl domain.com voorbeeld.nl mijndomein.nl mydomain.com yourdomain.com
        jouwdomein.nl xxx.nl fake.com fake.nl blabla.nl nomail.com nomail.nl geenmail.nl geenemail.nl noemail.com
        """);

    // What nobody is called; "van Geen", "Nan" and "Null" are names.
    private static readonly FrozenSet<string> NothingForNames =
        Words("nvt onbekend unknown undefined nietopgegeven nietbekend nietvantoepassing notapplicable");

    /// <summary>Whether a text in a field for a name or a word is a try: "test", "asdf", "xxx", "12345".</summary>
    public static bool IsText(ReadOnlySpan<char> text)
    {
        Span<char> plain = stackalloc char[TextLengthMax];
        int length = Compact(text, plain);
        if (length <= 0) { return false; }

        plain = plain[..length];
        return Has(TestWords, plain.TrimEnd("0123456789")) || Has(NobodyNames, plain) || IsRepeated(plain)
            || IsSequence(plain);
    }

    /// <summary>Whether a name is nobody's: a part of it is a try, or it is Donald Duck.</summary>
    public static bool IsName(PersonName name) =>
        NobodyNames.Contains(FoldedText.Compact(name.Given + name.Prefix + name.Family))
        || (name.Given.Length > 0 && IsText(name.Given)) || (name.Family.Length > 0 && IsText(name.Family));

    /// <summary>
    /// Whether an e-mail address is a try: "test@test.nl", "asdf@gmail.com", anything at domein.nl. The documentation
    /// domains (example.com) are what people try the service with, and are left alone.
    /// </summary>
    public static bool IsEmail(string address)
    {
        int at = address.LastIndexOf('@');
        if (at <= 0 || at == address.Length - 1) { return false; }

        Span<char> domain = stackalloc char[TextLengthMax];
        ReadOnlySpan<char> given = address.AsSpan(at + 1).Trim();
        if (given.Length > TextLengthMax) { return false; }
        if (Has(FakeDomains, domain[..given.ToLowerInvariant(domain)])) { return true; }

        // x@x.nl
        ReadOnlySpan<char> before = address.AsSpan(0, at);
        bool isEcho = before.Length <= EchoLengthMax && given.Length > at && given[at] == '.'
            && given[..at].Equals(before, StringComparison.OrdinalIgnoreCase);
        if (isEcho) { return true; }

        Span<char> local = stackalloc char[TextLengthMax];
        int length = Compact(before, local);
        return length > 0 && Has(TestWords, local[..length].TrimEnd("0123456789"))
            && local[..length] is not ("naam" or "name" or "abc");
    }

    /// <summary>Whether a number in E.164 ends like one that nobody has: 12345678, 00000000, 11111111.</summary>
    public static bool IsPhone(ReadOnlySpan<char> number)
    {
        int end = number.IndexOf(';');
        ReadOnlySpan<char> digits = number[..(end < 0 ? number.Length : end)].TrimStart('+');
        if (digits.Length < 8) { return false; }

        return IsAscending(digits[^7..], 1) || IsAscending(digits[^7..], -1) || IsAscending(digits[^7..], 0);
    }

    /// <summary>Whether an address is made up: postcode 1234 AB, a street named test.</summary>
    public static bool IsAddress(PostalAddress address) =>
        (address.Country == "NL" && IsFakePostcode(address.Postcode))
        || (address.Street.Length > 0 && IsText(address.Street));

    /// <summary>Whether a Dutch postcode is one that people make up.</summary>
    internal static bool IsFakePostcode(ReadOnlySpan<char> postcode)
    {
        Span<char> plain = stackalloc char[TextLengthMax];
        int length = Compact(postcode, plain);
        return length > 0 && Has(FakePostcodes, plain[..length]);
    }

    /// <summary>Whether a text says that there is no value: "-", "n.v.t.", "onbekend", "null".</summary>
    public static bool StatesNothing(ReadOnlySpan<char> text)
    {
        Span<char> plain = stackalloc char[TextLengthMax];
        int length = Compact(text, plain);
        return length == 0 || (length > 0 && Has(Nothing, plain[..length]));
    }

    /// <summary>The same of a person's name, of which fewer words can be sure.</summary>
    public static bool NamesNobody(ReadOnlySpan<char> text)
    {
        Span<char> plain = stackalloc char[TextLengthMax];
        int length = Compact(text, plain);
        return length == 0 || text is "null" or "NULL" || (length > 0 && Has(NothingForNames, plain[..length]));
    }

    private static bool Has(FrozenSet<string> words, ReadOnlySpan<char> word) =>
        words.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);

    // The letters and digits of an ASCII text in small letters; -1 when it is too long or not ASCII: no word here is.
    private static int Compact(ReadOnlySpan<char> text, Span<char> plain)
    {
        if (text.Length > plain.Length || !Ascii.IsValid(text)) { return -1; }

        int length = 0;
        foreach (char unit in text)
        {
            if (char.IsAsciiLetterOrDigit(unit)) { plain[length++] = char.ToLowerInvariant(unit); }
        }

        return length;
    }

    private static bool IsRepeated(ReadOnlySpan<char> text) => text.Length > 2 && text.TrimStart(text[0]).IsEmpty;

    private static bool IsSequence(ReadOnlySpan<char> text) => text.Length > 3 && char.IsAsciiDigit(text[0])
        && (IsAscending(text, 1) || IsAscending(text, -1));

    // After 9 comes 0.
    private static bool IsAscending(ReadOnlySpan<char> digits, int step)
    {
        for (int index = 1; index < digits.Length; index++)
        {
            if ((digits[index] - digits[index - 1] - step) % 10 != 0) { return false; }
        }

        return true;
    }

    private static FrozenSet<string> Words(string text) =>
        text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
