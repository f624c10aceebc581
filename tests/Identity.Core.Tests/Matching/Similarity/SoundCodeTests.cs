using Identity.Core.Cleaning;
using Identity.Core.Matching.Similarity;
using Xunit;

namespace Identity.Core.Tests.Matching.Similarity;

public sealed class SoundCodeTests
{
    [Theory]
    [InlineData("Meijer", "Meyer")]
    [InlineData("Meijer", "Meier")]
    [InlineData("Schmidt", "Smit")]
    [InlineData("Smit", "Smith")]
    [InlineData("Jansen", "Janssen")]
    [InlineData("Visser", "Fisser")]
    [InlineData("de Vries", "de Fries")]
    [InlineData("Dekker", "Decker")]
    [InlineData("Bakker", "Backer")]
    [InlineData("Dijkstra", "Dykstra")]
    [InlineData("Peeters", "Peters")]
    [InlineData("Pietersen", "Pieterssen")]
    [InlineData("Hendriks", "Hendricks")]
    [InlineData("Willems", "Wilems")]
    [InlineData("Sanders", "Zanders")]
    [InlineData("Philips", "Filips")]
    [InlineData("Thijs", "Tijs")]
    [InlineData("Joost", "Jost")]
    [InlineData("Bos", "Bosch")]
    [InlineData("Kuiper", "Kuyper")]
    [InlineData("Kuijper", "Kuiper")]
    [InlineData("Koster", "Coster")]
    [InlineData("Yvonne", "Ivonne")]
    [InlineData("Anouk", "Anoek")]
    [InlineData("Kirsten", "Kirstin")]
    [InlineData("Geert", "Gert")]
    [InlineData("Wouter", "Wauter")]
    [InlineData("Gerrit", "Gerit")]
    [InlineData("van Dijk", "van Dyck")]
    public void Names_that_sound_alike(string left, string right) => Assert.Equal(Code(left), Code(right));

    /// <summary>What the code is blind to: vowels behind the first letter, and h, j and w anywhere.</summary>
    [Theory]
    [InlineData("Jansen", "Hansen")]
    [InlineData("de Boer", "de Beer")]
    [InlineData("Maria", "Marja")]
    [InlineData("Eva", "Eef")]
    public void Names_that_are_taken_for_alike(string left, string right) => Assert.Equal(Code(left), Code(right));

    /// <summary>Alike in letters, or known as forms of one name, which is compared elsewhere.</summary>
    [Theory]
    [InlineData("Kees", "Cees")]
    [InlineData("Mulder", "Muller")]
    [InlineData("Janssen", "Janssens")]
    [InlineData("Hendrikx", "Hendriks")]
    [InlineData("Christiaan", "Kristiaan")]
    [InlineData("Bakker", "Dekker")]
    [InlineData("Visser", "Mulder")]
    [InlineData("Smit", "Smeets")]
    [InlineData("Peters", "Meters")]
    [InlineData("Anna", "Hanneke")]
    [InlineData("Jan", "Piet")]
    [InlineData("Willem", "Wim")]
    [InlineData("Bos", "Vos")]
    [InlineData("Linda", "Lieke")]
    [InlineData("Kok", "Kop")]
    [InlineData("Вера", "Bepa")]
    public void Names_that_do_not(string left, string right) => Assert.NotEqual(Code(left), Code(right));

    [Theory]
    [InlineData("")]
    [InlineData("123")]
    [InlineData("hhw")]
    public void Without_a_sound_there_is_no_code(string text) => Assert.Equal("", SoundCode.Of(text));

    [Fact]
    public void A_code_is_short_and_only_depends_on_the_text()
    {
        string code = SoundCode.Of("schimmelpenninckvandeoye");
        Assert.InRange(code.Length, 1, 6);
        Assert.Equal(code, SoundCode.Of("schimmelpenninckvandeoye"));
    }

    private static string Code(string name) => SoundCode.Of(FoldedText.Compact(name));
}
