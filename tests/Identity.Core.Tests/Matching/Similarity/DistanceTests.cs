using Identity.Core.Matching.Similarity;
using Xunit;

namespace Identity.Core.Tests.Matching.Similarity;

public sealed class DistanceTests
{
    private const int Rounds = 5_000;

    // Winkler (1990, 2006), Christen (2012), and the Census Bureau's table of string comparators.
    [Theory]
    [InlineData("MARTHA", "MARHTA", 0.9611)]
    [InlineData("DWAYNE", "DUANE", 0.8400)]
    [InlineData("DIXON", "DICKSONX", 0.8133)]
    [InlineData("SHACKLEFORD", "SHACKELFORD", 0.9818)]
    [InlineData("DUNNINGHAM", "CUNNIGHAM", 0.8963)]
    [InlineData("NICHLESON", "NICHULSON", 0.9556)]
    [InlineData("JONES", "JOHNSON", 0.8324)]
    [InlineData("MASSEY", "MASSIE", 0.9333)]
    [InlineData("ABROMS", "ABRAMS", 0.9222)]
    [InlineData("JERALDINE", "GERALDINE", 0.9259)]
    [InlineData("MARHTA", "MARTHA", 0.9611)]
    [InlineData("MICHELLE", "MICHAEL", 0.9214)]
    [InlineData("JULIES", "JULIUS", 0.9333)]
    [InlineData("TANYA", "TONYA", 0.8800)]
    [InlineData("SEAN", "SUSAN", 0.8050)]
    [InlineData("JON", "JOHN", 0.9333)]
    [InlineData("JON", "JAN", 0.8000)]
    [InlineData("ABC", "XYZ", 0)]
    [InlineData("", "", 1)]
    [InlineData("A", "", 0)]
    [InlineData("A", "A", 1)]
    public void Jaro_Winkler_is_as_published(string left, string right, double expected)
    {
        Assert.Equal(expected, JaroWinkler.Similarity(left, right), 4);
        Assert.Equal(expected, NaiveDistances.JaroWinkler(left, right), 4);
    }

    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("saturday", "sunday", 3)]
    [InlineData("ca", "abc", 3)] // 2 if a swap could be torn apart again, which alignment does not do.
    [InlineData("a cat", "an abct", 4)]
    [InlineData("ab", "ba", 1)]
    [InlineData("jansen", "janssen", 1)]
    [InlineData("jansen", "jasnen", 1)]
    [InlineData("meijer", "meyer", 2)]
    [InlineData("19560409", "19650409", 1)]
    [InlineData("abcdef", "fedcba", 5)]
    [InlineData("", "abc", 3)]
    [InlineData("", "", 0)]
    public void Distances_are_as_defined(string left, string right, int expected)
    {
        Assert.Equal(expected, DamerauLevenshtein.Distance(left, right, 10));
        Assert.Equal(expected, DamerauLevenshtein.Distance(right, left, 10));
        Assert.Equal(expected, NaiveDistances.Alignment(left, right));
    }

    [Theory]
    [InlineData(201)]
    [InlineData(202)]
    public void Both_are_what_their_definitions_say(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < Rounds; round++)
        {
            (string left, string right) = (Text(random), Text(random));
            string where = $"seed {seed}, round {round}: {left} / {right}";

            // The definition pairs characters from the first text on; ours from the shorter, or else the smaller one.
            bool inOrder = left.Length < right.Length
                || (left.Length == right.Length && string.CompareOrdinal(left, right) <= 0);
            double alike = JaroWinkler.Similarity(left, right);
            double expected = inOrder
                ? NaiveDistances.JaroWinkler(left, right) : NaiveDistances.JaroWinkler(right, left);
            Assert.True(Math.Abs(expected - alike) < 1e-12, where);
            Assert.True(alike is >= 0 and <= 1 && (alike == 1) == (left == right), where);
            Assert.True(JaroWinkler.Similarity(right, left).Equals(alike), where);

            int distance = NaiveDistances.Alignment(left, right);
            for (int max = 0; max < 6; max++)
            {
                Assert.True(DamerauLevenshtein.Distance(left, right, max) == Math.Min(distance, max + 1), where);
                Assert.True(DamerauLevenshtein.Distance(right, left, max) == Math.Min(distance, max + 1), where);
            }
        }
    }

    /// <summary>Alignment is no metric, but a swap that is torn apart costs one more at most.</summary>
    [Theory]
    [InlineData(203)]
    public void A_detour_is_hardly_ever_shorter(int seed)
    {
        var random = new Random(seed);
        int shorter = 0;
        for (int round = 0; round < Rounds; round++)
        {
            (string from, string over, string to) = (Text(random), Text(random), Text(random));
            int direct = DamerauLevenshtein.Distance(from, to, 99);
            int detour = DamerauLevenshtein.Distance(from, over, 99) + DamerauLevenshtein.Distance(over, to, 99);
            if (detour < direct) { shorter++; }
            Assert.True(2 * detour >= direct, $"seed {seed}, round {round}: {from} / {over} / {to}");
        }

        Assert.InRange(shorter, 0, Rounds / 100);
    }

    [Fact]
    public void Long_texts_are_compared_too()
    {
        string text = new('a', 500);
        Assert.Equal(1, DamerauLevenshtein.Distance($"{text}b{text}", $"{text}c{text}", 3));
        Assert.Equal(300, DamerauLevenshtein.Distance("x" + new string('a', 300), "y" + new string('b', 300), 400) - 1);
        Assert.Equal(1, JaroWinkler.Similarity(text, text + "b"));
        Assert.Equal(0, JaroWinkler.Similarity(text, "b"));
    }

    // Few letters, so that much is alike; up to 12 of them, or more than a word of bits now and then.
    private static string Text(Random random)
    {
        char[] text = new char[random.Next(10) == 0 ? random.Next(40, 64) : random.Next(13)];
        for (int index = 0; index < text.Length; index++) { text[index] = (char)('a' + random.Next(4)); }
        return new string(text);
    }
}
