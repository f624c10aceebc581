using Identity.Core.Identifiers;
using Xunit;
using static Identity.Core.Tests.Identifiers.Normalising;

namespace Identity.Core.Tests.Identifiers;

public sealed class EmailNormaliserTests
{
    // SHA-256 of "kees@example.nl", worked out with another tool.
    private const string KeesHash = "7db5f47310fd1d88c8c79e270f53879abf9e9ae660e9bbd90543559e67625a3a";

    [Theory]
    [InlineData("kees@example.nl", "kees@example.nl")]
    [InlineData("  kees@example.nl\r\n", "kees@example.nl")]
    [InlineData("\u00a0kees@example.nl", "kees@example.nl")]
    [InlineData("Kees.de.Vries@Example.NL", "kees.de.vries@example.nl")]
    [InlineData("kees+winkel@gmail.com", "kees+winkel@gmail.com")]
    [InlineData("k.e.e.s@gmail.com", "k.e.e.s@gmail.com")]
    [InlineData("o'brien@example.ie", "o'brien@example.ie")]
    [InlineData("a/b=c@example.nl", "a/b=c@example.nl")]
    [InlineData("!#$%&'*+-/=?^_`{|}~@example.nl", "!#$%&'*+-/=?^_`{|}~@example.nl")]
    [InlineData("taro..yamada.@docomo.example.jp", "taro..yamada.@docomo.example.jp")]
    [InlineData(".kees@example.nl", ".kees@example.nl")]
    [InlineData("1@2.nl", "1@2.nl")]
    [InlineData("a@b.co.uk", "a@b.co.uk")]
    [InlineData("a@3com.com", "a@3com.com")]
    [InlineData("a@r3---sn.example.nl", "a@r3---sn.example.nl")]
    [InlineData("\"kees\"@example.nl", "kees@example.nl")]
    [InlineData("\"k\\ees\"@example.nl", "kees@example.nl")]
    [InlineData("\"Kees de Vries\"@example.nl", "\"kees de vries\"@example.nl")]
    [InlineData("\"kees@werk\"@example.nl", "\"kees@werk\"@example.nl")]
    [InlineData("\"a\\\"b\\\\c\"@example.nl", "\"a\\\"b\\\\c\"@example.nl")]
    [InlineData("\" \"@example.nl", "\" \"@example.nl")]
    [InlineData("kees@[192.0.2.1]", "kees@[192.0.2.1]")]
    [InlineData("kees@[IPv6:2001:DB8:0::1]", "kees@[ipv6:2001:db8::1]")]
    [InlineData("kees@[IPv6:::ffff:192.0.2.1]", "kees@[192.0.2.1]")]
    [InlineData("kees@bücher.example", "kees@xn--bcher-kva.example")]
    [InlineData("kees@BÜCHER.example", "kees@xn--bcher-kva.example")]
    [InlineData("kees@bu\u0308cher.example", "kees@xn--bcher-kva.example")]
    [InlineData("kees@XN--BCHER-KVA.example", "kees@xn--bcher-kva.example")]
    [InlineData("kees@ｅｘａｍｐｌｅ.nl", "kees@example.nl")]
    [InlineData("kees@example\u3002nl", "kees@example.nl")]
    [InlineData("kees@straße.example", "kees@xn--strae-oqa.example")]
    [InlineData("kees@STRAẞE.example", "kees@xn--strae-oqa.example")]
    [InlineData("用户@例子.中国", "用户@xn--fsqu00a.xn--fiqs8s")]
    [InlineData("JOSE\u0301@example.es", "josé@example.es")]
    [InlineData("H\u0331@example.nl", "\u1e96@example.nl")]
    public void Spellings_of_one_address_have_one_comparison_form(string raw, string form)
    {
        Assert.Equal(form, EmailNormaliser.ComparisonForm(raw));
        Assert.Equal(Sha256(form), Key("email", raw));
        Assert.Equal(form, EmailNormaliser.ComparisonForm(form));
    }

    [Theory]
    [InlineData("kees")]
    [InlineData("@")]
    [InlineData("@example.nl")]
    [InlineData("kees@")]
    [InlineData("kees@nl")]
    [InlineData("kees@localhost")]
    [InlineData("kees@.nl")]
    [InlineData("kees@example..nl")]
    [InlineData("kees@example.nl.")]
    [InlineData("kees@-example.nl")]
    [InlineData("kees@example-.nl")]
    [InlineData("kees@exa_mple.nl")]
    [InlineData("kees@exam ple.nl")]
    [InlineData("kees@192.0.2.1")]
    [InlineData("kees@[192.0.2.256]")]
    [InlineData("kees@[2001:db8::1]")]
    [InlineData("kees@[IPv6:192.0.2.1]")]
    [InlineData("kees@[192.0.2.1")]
    [InlineData("kees@[]")]
    [InlineData("kees@xn--abc-.nl")]
    [InlineData("kees@⒈com.ü.nl")]
    [InlineData("...@example.nl")]
    [InlineData("kees de vries@example.nl")]
    [InlineData("kees@werk@example.nl")]
    [InlineData("kees(werk)@example.nl")]
    [InlineData("Kees <kees@example.nl>")]
    [InlineData("mailto:kees@example.nl")]
    [InlineData("kees@example.nl, jan@example.nl")]
    [InlineData("kees@example.nl;jan@example.nl")]
    [InlineData("\"kees@example.nl")]
    [InlineData("\"kees\"s@example.nl")]
    [InlineData("\"kees\\\"@example.nl")]
    [InlineData("\"\"@example.nl")]
    [InlineData("\"\\é\"@example.nl")]
    [InlineData("kees＠example.nl")]
    [InlineData("kees@example＠nl.nl")]
    public void What_no_server_could_deliver_to_is_refused(string raw)
    {
        Assert.Equal(NormaliserProblems.MalformedEmail, Problem("email", raw));
        Assert.Null(EmailNormaliser.ComparisonForm(raw));
    }

    [Theory]
    [InlineData("kees\u200b@example.nl")]
    [InlineData("\u200bkees@example.nl")]
    [InlineData("\ufeffkees@example.nl")]
    [InlineData("\u202akees@example.nl\u202c")]
    [InlineData("ke\u202ees@example.nl")]
    [InlineData("kees@exam\u00adple.nl")]
    [InlineData("kees@exam\u200dple.nl")]
    [InlineData("kees\u2066@example.nl")]
    [InlineData("kees\u3164@example.nl")]
    [InlineData("kees\ufe0f@example.nl")]
    [InlineData("kees\U000e0041@example.nl")]
    [InlineData("ke\u00a0es@example.nl")]
    [InlineData("ke\tes@example.nl")]
    [InlineData("kees@example.nl\r\nBcc: jan@example.nl")]
    [InlineData("kees\0@example.nl")]
    [InlineData("kees\ud800@example.nl")]
    public void Characters_that_nobody_sees_are_refused(string raw) =>
        Assert.Equal(NormaliserProblems.InvalidCharacters, Problem("email", raw));

    [Theory]
    [InlineData("alice@example.nl", "\u0430lice@example.nl")]
    [InlineData("alice@example.nl", "alice@ex\u0430mple.nl")]
    [InlineData("alice@example.nl", "ａlice@example.nl")]
    [InlineData("ali@example.nl", "alı@example.nl")]
    [InlineData("ali@example.nl", "alİ@example.nl")]
    [InlineData("strasse@example.nl", "straße@example.nl")]
    [InlineData("kees@strasse.nl", "kees@straße.nl")]
    [InlineData("file@example.nl", "ﬁle@example.nl")]
    [InlineData("kees@example.nl", "kees+x@example.nl")]
    [InlineData("kees@gmail.com", "k.ees@gmail.com")]
    [InlineData("kees@gmail.com", "kees@googlemail.com")]
    [InlineData("a.b@example.nl", "a..b@example.nl")]
    [InlineData("a.b@example.nl", "ab@example.nl")]
    [InlineData("jose@example.nl", "josé@example.nl")]
    [InlineData("m2@example.nl", "m²@example.nl")]
    [InlineData("o@example.nl", "0@example.nl")]
    public void Two_people_whose_addresses_look_alike_stay_apart(string left, string right) =>
        Assert.NotEqual(Key("email", left), Key("email", right));

    [Fact]
    public void The_Kelvin_sign_is_the_letter_k_because_Unicode_says_so() =>
        Assert.Equal(Key("email", "kees@example.nl"), Key("email", "\u212aees@example.nl"));

    [Theory]
    [InlineData("Kees@Example.nl", "Kees@Example.nl")]
    [InlineData(" kees@example.nl ", "kees@example.nl")]
    [InlineData("rene\u0301@bücher.example", "ren\u00e9@bücher.example")]
    public void The_address_is_shown_as_it_was_given(string raw, string shown) =>
        Assert.Equal(shown, With("email", raw).Shown);

    [Theory]
    [InlineData(KeesHash)]
    [InlineData(" " + KeesHash + "\n")]
    [InlineData("sha256:" + KeesHash)]
    [InlineData("SHA256:" + KeesHash)]
    public void A_hash_is_another_spelling_of_its_address(string hash)
    {
        var expected = new NormalisedValue(Key("email", " Kees@EXAMPLE.nl"), null, null);
        Assert.Equal(expected, With("email", hash));
        Assert.Equal(expected, With("email", hash.ToUpperInvariant()));
        Assert.Equal(KeesHash, expected.Key);
        Assert.Null(EmailNormaliser.ComparisonForm(hash));
    }

    [Fact]
    public void What_is_nearly_a_hash_is_refused()
    {
        Assert.Equal(NormaliserProblems.MalformedEmail, Problem("email", KeesHash[1..]));
        Assert.Equal(NormaliserProblems.MalformedEmail, Problem("email", KeesHash + "0"));
        Assert.Equal(NormaliserProblems.MalformedEmail, Problem("email", KeesHash[1..] + "g"));
        Assert.Equal(NormaliserProblems.MalformedEmail, Problem("email", "md5:" + KeesHash));
    }

    [Fact]
    public void Lengths_are_those_of_the_standard()
    {
        string local = new('a', 64);
        string label = new('b', 61);
        string domain = $"{label}.{label}.{label}b.nl";
        Assert.Equal(EmailNormaliser.AddressBytesMax, $"{local}@{domain}".Length);
        Assert.Null(With("email", $"{local}@{domain}").Problem);
        Assert.Equal(NormaliserProblems.MalformedEmail, Problem("email", $"{local}a@example.nl"));
        Assert.Equal(NormaliserProblems.MalformedEmail, Problem("email", $"{local}@b{domain}"));
        Assert.Equal(NormaliserProblems.MalformedEmail, Problem("email", $"a@{new string('b', 64)}.nl"));
        Assert.Null(With("email", $"a@{new string('b', 63)}.nl").Problem);
        Assert.Equal(NormaliserProblems.MalformedEmail, Problem("email", $"{new string('é', 33)}@example.nl"));
        Assert.Null(With("email", $"{new string('é', 32)}@example.nl").Problem);
    }
}
