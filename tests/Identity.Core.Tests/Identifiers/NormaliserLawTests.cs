using System.Text;
using Identity.Core.Identifiers;
using Xunit;
using static Identity.Core.Tests.Identifiers.Normalising;

namespace Identity.Core.Tests.Identifiers;

/// <summary>What holds for every text: an answer, never an exception, and the same answer for its own answer.</summary>
public sealed class NormaliserLawTests
{
    private const int Rounds = 20_000;

    private static readonly string[] Problems =
    [
        NormaliserProblems.Empty, NormaliserProblems.TooLong, NormaliserProblems.InvalidCharacters,
        NormaliserProblems.MalformedEmail, NormaliserProblems.MalformedPhone, NormaliserProblems.MalformedIp,
    ];

    [Theory]
    [InlineData("exact", 1)]
    [InlineData("text", 2)]
    [InlineData("lower", 3)]
    [InlineData("email", 4)]
    [InlineData("phone", 5)]
    [InlineData("phone_be", 6)]
    [InlineData("ip", 7)]
    [InlineData("address", 8)]
    [InlineData("phone_de", 9)]
    [InlineData("phone_it", 10)]
    [InlineData("phone_hu", 11)]
    public void Any_text_gets_an_answer_that_is_its_own_answer(string name, int seed)
    {
        var texts = new HostileTexts(seed);
        int accepted = 0;
        for (int round = 0; round < Rounds; round++)
        {
            string raw = texts.Next();
            accepted += IsAcceptedLawfully(name, raw, $"{name}, seed {seed}, round {round}") ? 1 : 0;
            _ = BlockedValues.Email.IsBlocked(raw);
        }

        // Otherwise the law would say nothing about accepted values.
        Assert.InRange(accepted, Rounds / 100, Rounds * 99 / 100);
    }

    [Theory]
    [InlineData("text", "{0}")]
    [InlineData("text", "a{0}b")]
    [InlineData("lower", "{0}\u0301")]
    [InlineData("lower", "H{0}\u0331")]
    [InlineData("email", "{0}@example.nl")]
    [InlineData("email", "\"a {0}\u0331\"@example.nl")]
    [InlineData("email", "kees@b{0}c.nl")]
    [InlineData("phone", "06-1234567{0}8")]
    [InlineData("phone", "06-1234567{0}")]
    [InlineData("ip", "192.0.2.{0}")]
    public void Every_character_obeys_the_laws(string name, string format)
    {
        // The basic plane, unpaired surrogates included, and the start of the next one, which has letters with a case.
        for (int codePoint = 0; codePoint < 0x11000; codePoint++)
        {
            string character = Rune.IsValid(codePoint) ? new Rune(codePoint).ToString() : ((char)codePoint).ToString();
            string raw = format.Replace("{0}", character, StringComparison.Ordinal);
            IsAcceptedLawfully(name, raw, $"{name}, U+{codePoint:X4}");
        }
    }

    [Fact]
    public void Only_the_Kelvin_sign_and_the_Greek_grave_are_spellings_of_an_ASCII_character_in_an_address()
    {
        var joined = new List<int>(); // No character past the third plane is a letter.
        for (int codePoint = 0x80; codePoint < 0x30000; codePoint++)
        {
            if (!Rune.IsValid(codePoint)) { continue; }

            string? form = EmailNormaliser.ComparisonForm($"a{new Rune(codePoint)}b@example.nl");
            if (form is not null && Ascii.IsValid(form)) { joined.Add(codePoint); }
        }

        Assert.Equal([0x1FEF, 0x212A], joined);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void However_a_Dutch_number_is_written_its_key_is_the_same(int seed)
    {
        string[] prefixes = ["0", "+31", "+31 ", "0031", "00 31 ", "+31 (0)", "+31(0) ", "31", "tel:+31-", "＋31 0"];
        string[] beginnings = ["6", "20", "30", "343", "592", "85", "88"];
        string[] separators = ["", "", "", " ", "-", ".", " - ", "/", "\u00a0", "\u2011", "\u200e", ") ("];
        var random = new Random(seed);
        for (int round = 0; round < Rounds; round++)
        {
            string number = beginnings[random.Next(beginnings.Length)];
            while (number.Length < 9) { number += random.Next(1, 10); }

            string written = prefixes[random.Next(prefixes.Length)] +
                string.Concat(number.Select(digit => digit + separators[random.Next(separators.Length)]));
            Assert.True(Key("phone", written) == "+31" + number, $"seed {seed}: {written}");
        }
    }

    private static bool IsAcceptedLawfully(string name, string raw, string where)
    {
        NormalisedValue value = With(name, raw);
        if (value.Problem is not null)
        {
            Assert.True(value.Key.Length == 0 && value.Shown is null && Problems.Contains(value.Problem), where);
            return false;
        }

        Assert.True(value.Key.Length > 0 && value.Shown != value.Key, where);
        Assert.True(Encoding.UTF8.GetByteCount(value.Key) <= Normaliser.ValueBytesMax, where);
        Assert.True(With(name, value.Key) is { Problem: null } again && again.Key == value.Key, where + ": key");
        Assert.True(
            value.Shown is null || (With(name, value.Shown) is var shown && shown == value), where + ": shown");
        return true;
    }
}
