namespace Identity.Core.Matching.Preparing;

/// <summary>The places of a prepared record: what is compared with what.</summary>
internal enum Slot
{
    Given = 0,
    Family = 1,
    BirthDate = 2,
    Gender = 3,
    Email = 4,
    Phone = 5,
    Street = 6,
    HouseNumber = 7,
    Postcode = 8,
    City = 9,
    Region = 10,
    Suffix = 11,
    Other1 = 12,
    Other2 = 13,
    Other3 = 14,
    Other4 = 15,
}

internal static class Slots
{
    /// <summary>How many there are: their levels, four bits each, fill one number.</summary>
    public const int Count = 16;

    /// <summary>How many fields of no special meaning take part; further ones are left out.</summary>
    public const int OthersMax = 4;

    private static readonly string[] Names =
    [
        "given_name", "family_name", "birth_date", "gender", "email", "phone", "street", "house_number", "postcode",
        "city", "region", "suffix", "other_1", "other_2", "other_3", "other_4",
    ];

    /// <summary>The name of a slot in models and explanations.</summary>
    public static string NameOf(int slot) => Names[slot];

    /// <summary>The slot in a set of slots.</summary>
    public static int Bit(Slot slot) => 1 << (int)slot;

    /// <summary>
    /// A rare value says more than a common one, so an exact agreement counts by how rare the value is. Genders are
    /// left out: there the few values are what levels are made for.
    /// </summary>
    public static bool CountsRarity(int slot) => slot != (int)Slot.Gender;
}
