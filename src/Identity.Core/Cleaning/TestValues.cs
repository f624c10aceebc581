using System.Collections.Frozen;

namespace Identity.Core.Cleaning;

/// <summary>
/// Values that somebody typed to try a form, or to get past it. Only what is certain: "Jan Jansen" is a person. Pure
/// and thread-safe.
/// </summary>
public static class TestValues
{
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
        test test.nl test.com test.be test.de test.fr test.org test.net example.com example.org example.net asdf.nl
        asdf.com qwerty.nl qwerty.com domein.nl domain.com voorbeeld.nl mijndomein.nl mydomain.com yourdomain.com
        jouwdomein.nl a.nl a.com aa.nl aa.com aaa.nl aaa.com abc.nl b.nl x.nl x.com xx.nl xx.com xxx.nl xyz.nl
        fake.com fake.nl nep.nl blabla.nl niet.nl geen.nl nomail.com nomail.nl geenmail.nl geenemail.nl noemail.com
        none.com none.nl nvt.nl onbekend.nl
        """);

    /// <summary>Whether a text in a field for a name or a word is a try: "test", "asdf", "xxx", "12345".</summary>
    public static bool IsText(string text)
    {
        if (text.Length is 0 or > 64) { return false; }

        string plain = FoldedText.Compact(text);
        return TestWords.Contains(plain.TrimEnd("0123456789".ToCharArray())) || NobodyNames.Contains(plain)
            || IsRepeated(plain) || IsSequence(plain);
    }

    /// <summary>Whether a name is nobody's: a part of it is a try, or it is Donald Duck.</summary>
    public static bool IsName(PersonName name) =>
        NobodyNames.Contains(FoldedText.Compact(name.Given + name.Prefix + name.Family))
        || (name.Given.Length > 0 && IsText(name.Given)) || (name.Family.Length > 0 && IsText(name.Family));

    /// <summary>Whether an e-mail address is a try: "test@test.nl", "asdf@gmail.com", anything at example.com.</summary>
    public static bool IsEmail(string address)
    {
        int at = address.LastIndexOf('@');
        if (at <= 0 || at == address.Length - 1) { return false; }

        string domain = address[(at + 1)..].Trim().ToLowerInvariant();
        if (FakeDomains.Contains(domain)) { return true; }

        string local = FoldedText.Compact(address[..at]);
        return TestWords.Contains(local.TrimEnd("0123456789".ToCharArray())) && local is not ("naam" or "name" or "abc");
    }

    /// <summary>Whether a number in E.164 ends like one that nobody has: 12345678, 00000000, 11111111.</summary>
    public static bool IsPhone(string number)
    {
        int end = number.IndexOf(';', StringComparison.Ordinal);
        ReadOnlySpan<char> digits = number.AsSpan(0, end < 0 ? number.Length : end).TrimStart('+');
        if (digits.Length < 8) { return false; }

        return IsAscending(digits[^7..], 1) || IsAscending(digits[^7..], -1) || IsAscending(digits[^7..], 0);
    }

    /// <summary>Whether an address is made up: postcode 1234 AB, a street named test.</summary>
    public static bool IsAddress(PostalAddress address) =>
        (address.Country == "NL" && FakePostcodes.Contains(FoldedText.Compact(address.Postcode)))
        || (address.Street.Length > 0 && IsText(address.Street));

    /// <summary>Whether a text says that there is no value: "-", "n.v.t.", "onbekend", "null".</summary>
    public static bool StatesNothing(string text)
    {
        if (text.Length > 40) { return false; }

        string plain = FoldedText.Compact(text);
        return plain.Length == 0 || Nothing.Contains(plain);
    }

    private static bool IsRepeated(string text) => text.Length > 2 && text.AsSpan().TrimStart(text[0]).IsEmpty;

    private static bool IsSequence(string text) => text.Length > 3 && text.All(char.IsAsciiDigit)
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
