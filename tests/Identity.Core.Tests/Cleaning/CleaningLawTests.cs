using System.Text;
using Identity.Core.Cleaning;
using Identity.Core.Tests.Identifiers;
using Xunit;

namespace Identity.Core.Tests.Cleaning;

/// <summary>What holds for every text: an answer, never an exception, and the same answer for its own answer.</summary>
public sealed class CleaningLawTests
{
    private const int Rounds = 20_000;

    [Theory]
    [InlineData(101)]
    [InlineData(102)]
    public void Any_text_is_read_as_a_name_and_its_parts_give_that_name(int seed)
    {
        foreach ((string text, string where) in Texts(seed))
        {
            string[] first = PersonNameTests.Cells(PersonName.Read(text));
            string[] again = PersonNameTests.Cells(PersonName.Read(PersonName.Read(text).Parts));
            Assert.True(first.SkipLast(1).SequenceEqual(again.SkipLast(1)),
                $"{where}: {string.Join('|', first)} / {string.Join('|', again)}");
        }
    }

    [Theory]
    [InlineData(103)]
    [InlineData(104)]
    public void Any_text_is_read_as_an_address_and_its_parts_give_that_address(int seed)
    {
        int keys = 0;
        foreach ((string text, string where) in Texts(seed))
        {
            PostalAddress address = PostalAddress.Read(text);
            PostalAddress again = PostalAddress.Read(address.Parts);
            Assert.True(again.Key == address.Key && again.HouseNumber == address.HouseNumber
                && again.Addition == address.Addition && again.Postcode == address.Postcode,
                $"{where}: {address} / {again}");
            keys += address.Key is null ? 0 : 1;
            Assert.True(address.Key is null || PostalAddress.Read(address.Key).Key == address.Key, where);
        }

        Assert.True(keys > Rounds / 100, $"Only {keys} of {Rounds} texts have a key.");
    }

    [Theory]
    [InlineData(105)]
    public void Any_text_is_read_as_a_date_and_its_text_gives_that_date(int seed)
    {
        int dates = 0;
        foreach ((string text, string where) in Texts(seed))
        {
            CalendarDate date = CalendarDate.Read(text, CalendarDateTests.Today);
            Assert.True((date.Value is null) == ((date.Remarks & (DateRemarks.Unreadable | DateRemarks.Incomplete
                | DateRemarks.Impossible)) != 0), where);
            if (date.Value is null) { continue; }

            dates++;
            Assert.True(CalendarDate.Read(date.Text, CalendarDateTests.Today).Value == date.Value, where);
        }

        Assert.True(dates > Rounds / 100, $"Only {dates} of {Rounds} texts are dates.");
    }

    [Theory]
    [InlineData(106)]
    public void Folding_is_idempotent_and_only_Latin_letters_become_ASCII(int seed)
    {
        foreach ((string text, string where) in Texts(seed)) { Folds(text, where); }
    }

    [Fact]
    public void Every_character_folds_to_itself_or_to_the_Latin_letter_it_is()
    {
        for (int codePoint = 0; codePoint < 0x11000; codePoint++)
        {
            string text = Rune.IsValid(codePoint) ? new Rune(codePoint).ToString() : ((char)codePoint).ToString();
            Folds($"a{text}b", $"U+{codePoint:X4}");
            Folds(text + "\u0301\u0331", $"U+{codePoint:X4} with marks");
            bool isLatin = codePoint is < 0x250 or (>= 0x1E00 and < 0x1F00) or 0x212A or 0x212B;
            string folded = FoldedText.Compact(text);
            Assert.True(isLatin || folded.Length == 0 || !Ascii.IsValid(folded), $"U+{codePoint:X4} became {folded}");
        }
    }

    private static void Folds(string text, string where)
    {
        string words = FoldedText.Words(text);
        string compact = FoldedText.Compact(text);
        Assert.True(FoldedText.Words(words) == words, where);
        Assert.True(FoldedText.Compact(compact) == compact, where);
        Assert.True(FoldedText.Compact(words) == compact, where);
    }

    private static IEnumerable<(string Text, string Where)> Texts(int seed)
    {
        var hostile = new HostileTexts(seed);
        var spelled = new MangledTexts(seed);
        for (int round = 0; round < Rounds; round++)
        {
            string text = round % 4 == 0 ? hostile.Next() : spelled.Next();
            yield return (text, $"seed {seed}, round {round}: {text}");
        }
    }
}
