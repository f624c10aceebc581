namespace Identity.SampleData.Tables;

/// <summary>A town with its postcodes (first to last) and its telephone area code without the leading zero.</summary>
internal sealed record Place(
    string Country, string City, int PostcodeFirst, int PostcodeLast, string AreaCode, int Weight);

/// <summary>Towns and streets.</summary>
internal static class PlaceTable
{
    private static readonly Place[] Places = Table.Read(
        "places.csv",
        r => new Place(r[0], r[1], Table.Number(r[2]), Table.Number(r[3]), r[4], Table.Number(r[5])));

    private static readonly Weighted<Place> Dutch = OfCountry("NL");

    private static readonly Weighted<Place> Belgian = OfCountry("BE");

    private static readonly string[] Streets = Table.Read("streets.csv", r => r[0]);

    public static Place DrawPlace(Dice dice, bool belgian) => (belgian ? Belgian : Dutch).Draw(dice);

    public static string DrawStreet(Dice dice) => dice.Pick(Streets);

    private static Weighted<Place> OfCountry(string country) =>
        new(Places.Where(place => place.Country == country), place => place.Weight);
}
