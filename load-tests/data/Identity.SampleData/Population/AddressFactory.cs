using System.Globalization;
using Identity.SampleData.Tables;

namespace Identity.SampleData;

/// <summary>Makes up addresses.</summary>
internal static class AddressFactory
{
    // Letters that Dutch postcodes use, and the pairs that they leave out.
    private const string PostcodeLetters = "ABCDEGHJKLMNPRSTVWXZ";

    /// <summary>Street, number and postcode are drawn apart, so that the address is nobody's.</summary>
    public static Address Draw(Dice dice, Place place)
    {
        int digits = dice.Between(place.PostcodeFirst, place.PostcodeLast);
        string number = dice.Between(1, dice.Percent(80) ? 120 : 480).ToString(CultureInfo.InvariantCulture);
        string addition = dice.Percent(82) ? "" : DrawAddition(dice, place);
        string postcode = place.Country == "BE"
            ? digits.ToString(CultureInfo.InvariantCulture)
            : $"{digits} {DrawLetters(dice)}";
        return new Address(PlaceTable.DrawStreet(dice), number, addition, postcode, place.City, place.Country);
    }

    private static string DrawAddition(Dice dice, Place place) =>
        place.Country == "BE" ? $"bus {dice.Between(1, 20)}" : dice.Pick(["A", "B", "C", "1", "2", "3", "hs", "bis"]);

    private static string DrawLetters(Dice dice)
    {
        string letters;
        do
        {
            letters = $"{DrawLetter(dice)}{DrawLetter(dice)}";
        }
        while (letters is "SA" or "SD" or "SS");

        return letters;
    }

    private static char DrawLetter(Dice dice) => PostcodeLetters[dice.Below(PostcodeLetters.Length)];
}
