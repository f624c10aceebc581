using Identity.Core.Identifiers;
using Xunit;
using static Identity.Core.Tests.Identifiers.Normalising;

namespace Identity.Core.Tests.Identifiers;

public sealed class BlockedValuesTests
{
    [Theory]
    [InlineData("null")]
    [InlineData("NULL")]
    [InlineData(" null ")]
    [InlineData("\"null\"")]
    [InlineData("undefined")]
    [InlineData("\"undefined\"")]
    [InlineData("'undefined'")]
    [InlineData("anonymous")]
    [InlineData("Guest")]
    [InlineData("None")]
    [InlineData("NaN")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("[object Object]")]
    [InlineData("[object object]")]
    [InlineData("true")]
    [InlineData("False")]
    [InlineData("id")]
    [InlineData("email")]
    [InlineData("distinct_id")]
    [InlineData("not_authenticated")]
    [InlineData("invalid")]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\t\r\n")]
    [InlineData("\"\"")]
    [InlineData("\u00a0\u3000")]
    [InlineData("\u200b\ufeff")]
    [InlineData("\0\0")]
    [InlineData("0000")]
    [InlineData("00000000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("{00000000-0000-0000-0000-000000000000}")]
    [InlineData("0.0.0.0")]
    [InlineData("00:00:00:00:00:00")]
    [InlineData("(000) 000-0000")]
    [InlineData("+00 00")]
    [InlineData("-")]
    [InlineData("---")]
    [InlineData("--0--")]
    public void Values_that_name_nobody_are_blocked_everywhere(string raw)
    {
        Assert.True(BlockedValues.Common.IsBlocked(raw));
        Assert.True(BlockedValues.Email.IsBlocked(raw));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("-10")]
    [InlineData("100")]
    [InlineData("nullius")]
    [InlineData("guest42")]
    [InlineData("anonymous@example.nl")]
    [InlineData("00000000-0000-0000-0000-000000000001")]
    [InlineData("0x")]
    [InlineData("O")]
    [InlineData("idea")]
    [InlineData("ıd")]
    [InlineData("nаn")]
    [InlineData("\ud800")]
    [InlineData("noreply@example.nl")]
    public void Values_that_may_name_somebody_are_not_blocked_everywhere(string raw) =>
        Assert.False(BlockedValues.Common.IsBlocked(raw));

    [Theory]
    [InlineData("test@test.nl")]
    [InlineData("TEST@Test.com")]
    [InlineData("\"test\"@test.nl")]
    [InlineData("noreply@shop.nl")]
    [InlineData("NoReply@Shop.nl")]
    [InlineData("noreply+123@shop.nl")]
    [InlineData(" no-reply@shop.nl ")]
    [InlineData("no-reply+abc@shop.nl")]
    [InlineData("no_reply@shop.nl")]
    [InlineData("donotreply@shop.nl")]
    [InlineData("do-not-reply@shop.nl")]
    [InlineData("do_not_reply@shop.nl")]
    [InlineData("mailer-daemon@shop.nl")]
    [InlineData("noreply@")]
    public void Mailboxes_that_nobody_reads_are_blocked(string raw) => Assert.True(BlockedValues.Email.IsBlocked(raw));

    [Theory]
    [InlineData("kees@example.com")]
    [InlineData("test@example.com")]
    [InlineData("info@bakkerij.nl")]
    [InlineData("tester@test.nl")]
    [InlineData("test@testament.nl")]
    [InlineData("n.oreply@shop.nl")]
    [InlineData("kees.noreply@shop.nl")]
    [InlineData("jan@noreply.nl")]
    public void Mailboxes_that_somebody_may_read_are_not_blocked(string raw) =>
        Assert.False(BlockedValues.Email.IsBlocked(raw));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("NULL")]
    [InlineData("undefined")]
    [InlineData("[object Object]")]
    public void A_value_that_names_nobody_is_blocked_as_a_hash_too(string value)
    {
        string hash = Sha256(value);
        Assert.True(BlockedValues.Common.IsBlocked(hash));
        Assert.True(BlockedValues.Email.IsBlocked("sha256:" + hash.ToUpperInvariant()));
    }

    [Fact]
    public void An_exact_address_is_blocked_in_every_spelling()
    {
        BlockedValues blocked = BlockedValues.Create(["Kassa@Bücher.example"]);
        Assert.True(blocked.IsBlocked("kassa@bücher.example"));
        Assert.True(blocked.IsBlocked("\"KASSA\"@xn--bcher-kva.example"));
        Assert.True(blocked.IsBlocked(Sha256("kassa@xn--bcher-kva.example")));
        Assert.False(blocked.IsBlocked("kassa2@bücher.example"));
        Assert.False(blocked.IsBlocked(Sha256("kassa2@xn--bcher-kva.example")));
    }

    [Theory]
    [InlineData("*", "anything", true)]
    [InlineData("a*", "a", true)]
    [InlineData("a*", "ba", false)]
    [InlineData("*a", "ba", true)]
    [InlineData("*a", "ab", false)]
    [InlineData("a*a", "a", false)]
    [InlineData("a*a", "aa", true)]
    [InlineData("ab*ba", "aba", false)]
    [InlineData("a*b*c", "a-b-b-c", true)]
    [InlineData("a*b*c", "acb", false)]
    [InlineData("*b*", "abc", true)]
    [InlineData("*b*", "ac", false)]
    [InlineData("*ab*ab*", "ab-ab", true)]
    [InlineData("*ab*ab*", "aab", false)]
    [InlineData("a**b", "ab", true)]
    [InlineData("TEST-*", "test-1", true)]
    [InlineData("test-*", "TEST-1", true)]
    [InlineData("a.c", "abc", false)]
    [InlineData("a?c", "abc", false)]
    [InlineData("[a-z]*", "b", false)]
    [InlineData("é*", "É1", true)]
    public void A_star_stands_for_any_characters_and_nothing_else_does(string pattern, string raw, bool blocked) =>
        Assert.Equal(blocked, BlockedValues.Create([pattern]).IsBlocked(raw));

    // An engine that tries every way to share out the letters among the stars would never come back.
    [Fact]
    public void A_pattern_full_of_stars_answers_on_a_value_made_to_exhaust_it()
    {
        string pattern = string.Concat(Enumerable.Repeat("*a", 150)) + "*b*c";
        BlockedValues blocked = BlockedValues.Create([pattern]);
        Assert.False(blocked.IsBlocked(new string('a', 1_000_000)));
        Assert.False(blocked.IsBlocked(new string('a', 1_000_000) + "c"));
        Assert.True(blocked.IsBlocked(new string('a', 1_000_000) + "bc"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Patterns_match_as_the_plain_definition_of_a_star_says(int seed)
    {
        var random = new Random(seed);
        int matches = 0;
        for (int round = 0; round < 20_000; round++)
        {
            string pattern = Letters(random, "ab*", 1 + random.Next(7)) + "*";
            string value = "x" + Letters(random, "ab", random.Next(8));
            bool expected = Matches("X" + pattern.ToUpperInvariant(), value.ToUpperInvariant());
            bool actual = BlockedValues.Create(["x" + pattern]).IsBlocked(value);
            Assert.True(expected == actual, $"seed {seed}: {pattern} on {value}");
            matches += expected ? 1 : 0;
        }

        Assert.InRange(matches, 2_000, 18_000);
    }

    [Fact]
    public void Lists_unite()
    {
        BlockedValues united = BlockedValues.Create(["demo-*", "NULL"]).Union(BlockedValues.Common);
        Assert.True(united.IsBlocked("demo-1"));
        Assert.True(united.IsBlocked("0000"));
        Assert.True(united.IsBlocked("null"));
        Assert.False(BlockedValues.Common.IsBlocked("demo-1"));
        Assert.False(BlockedValues.Create(["demo-*"]).IsBlocked("0000"));
        Assert.Single(united.Patterns, pattern => pattern.Equals("null", StringComparison.OrdinalIgnoreCase));
        Assert.Subset(BlockedValues.Email.Patterns.ToHashSet(), BlockedValues.Common.Patterns.ToHashSet());
    }

    [Fact]
    public void Lists_have_limits()
    {
        string[] many = [.. Enumerable.Range(0, BlockedValues.PatternsMax).Select(index => $"p{index}")];
        BlockedValues full = BlockedValues.Create(many);
        Assert.True(full.Union(BlockedValues.Email).IsBlocked("p999"));
        Assert.Throws<ArgumentException>(() => BlockedValues.Create([.. many, "one more"]));
        Assert.Throws<ArgumentException>(() => BlockedValues.Create([" "]));

        string longest = new('a', BlockedValues.PatternLengthMax);
        Assert.True(BlockedValues.IsPattern(longest));
        Assert.Throws<ArgumentException>(() => BlockedValues.Create([longest + "a"]));
        Assert.True(BlockedValues.Create([]).IsBlocked(" "));
    }

    private static string Letters(Random random, string alphabet, int length) =>
        new([.. Enumerable.Range(0, length).Select(_ => alphabet[random.Next(alphabet.Length)])]);

    private static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> value)
    {
        if (pattern.IsEmpty) { return value.IsEmpty; }
        if (pattern[0] == '*' && Matches(pattern[1..], value)) { return true; }
        if (pattern[0] == '*') { return !value.IsEmpty && Matches(pattern, value[1..]); }

        return !value.IsEmpty && pattern[0] == value[0] && Matches(pattern[1..], value[1..]);
    }
}
