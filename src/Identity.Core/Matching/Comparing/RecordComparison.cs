using Identity.Core.Matching.Preparing;

namespace Identity.Core.Matching.Comparing;

/// <summary>Compares two records slot by slot, and says under which circumstances. Symmetric.</summary>
internal static class RecordComparison
{
    /// <summary>How many contexts a slot may have.</summary>
    public const int Contexts = 3;

    public static Pattern Compare(MatchRecord left, MatchRecord right)
    {
        (AgreementLevel given, AgreementLevel family) = NameComparison.Compare(left, right);
        Pattern pattern = default(Pattern).With((int)Slot.Given, given).With((int)Slot.Family, family);
        for (int slot = (int)Slot.BirthDate; slot < Slots.Count; slot++)
        {
            if (left[slot] is not { } one || right[slot] is not { } other) { continue; }
            pattern = pattern.With(slot, FieldComparisons.Compare(slot, one, other));
        }

        return pattern;
    }

    /// <summary>
    /// In which context a slot is compared, from 0. Fields are not independent: whoever has the postcode has the town,
    /// and who shares an address mostly shares the name. So an agreement is weighed against strangers in the same
    /// context: household members, neighbours, anybody.
    /// </summary>
    public static int Context(int slot, Pattern pattern)
    {
        switch ((Slot)slot)
        {
            case Slot.City:
                return Is(pattern, Slot.Postcode) ? 1 : PostcodeIsClose(pattern) ? 2 : 0;
            case Slot.Street:
                return Is(pattern, Slot.Postcode) ? 1 : 0;
            case Slot.Region:
                return Is(pattern, Slot.Postcode) || Is(pattern, Slot.City) ? 1 : 0;
            case Slot.HouseNumber:
                return StreetAgrees(pattern) ? 1 : 0;
            case Slot.Family:
                return SharesHousehold(pattern) ? 2 : Is(pattern, Slot.Postcode) ? 1 : 0;
            case Slot.Given:
                return SharesHousehold(pattern) || AreSiblings(pattern) ? 1 : 0;
            case Slot.BirthDate:
                return SharesHousehold(pattern) ? 1 : 0;
            case Slot.Phone:
                return AddressAgrees(pattern) || Is(pattern, Slot.Email) ? 1 : 0;
            case Slot.Email:
                return AddressAgrees(pattern) ? 2 : NameAgrees(pattern) ? 1 : 0;
            case Slot.Gender:
                return pattern[(int)Slot.Given] is >= AgreementLevel.Exact and <= AgreementLevel.Near ? 1 : 0;
            default:
                return 0;
        }
    }

    /// <summary>A context in words; empty for the usual one.</summary>
    public static string NameOf(int slot, int context) => (context, (Slot)slot) switch
    {
        (0, _) => string.Empty,
        (1, Slot.City or Slot.Street or Slot.Family) => "same postcode",
        (1, Slot.Region) => "same town",
        (1, Slot.HouseNumber) => "same street",
        (1, Slot.Gender) => "same given name",
        (2, Slot.Family) => "same household",
        (2, Slot.City) => "similar postcode",
        (1, Slot.Email) => "same name",
        (1, Slot.Given or Slot.BirthDate) => "same household",
        _ => "same address",
    };

    /// <summary>
    /// An exact agreement counts by how rare the value is: outside of contexts, and for e-mail addresses also among
    /// namesakes, who share much of an address but never all of it by chance.
    /// </summary>
    public static bool IsByRarity(int slot, Pattern pattern) => pattern[slot] == AgreementLevel.Exact
        && Slots.CountsRarity(slot) && Context(slot, pattern) <= (slot == (int)Slot.Email ? 1 : 0);

    private static bool NameAgrees(Pattern pattern) =>
        pattern[(int)Slot.Given] is >= AgreementLevel.Exact and <= AgreementLevel.Part || FamilyAgrees(pattern);

    private static bool FamilyAgrees(Pattern pattern) =>
        pattern[(int)Slot.Family] is >= AgreementLevel.Exact and <= AgreementLevel.Part;

    private static bool Is(Pattern pattern, Slot slot) => pattern[(int)slot] == AgreementLevel.Exact;

    // Something that a household has in common, and mostly nobody else has.
    private static bool SharesHousehold(Pattern pattern) =>
        AddressAgrees(pattern) || Is(pattern, Slot.Email) || Is(pattern, Slot.Phone);

    // One family name and one birth date are those of twins as well.
    private static bool AreSiblings(Pattern pattern) => FamilyAgrees(pattern) && Is(pattern, Slot.BirthDate);

    private static bool StreetAgrees(Pattern pattern) => pattern[(int)Slot.Street] switch
    {
        AgreementLevel.Exact or AgreementLevel.Near => true,
        AgreementLevel.Missing or AgreementLevel.Part or AgreementLevel.Similar => Is(pattern, Slot.Postcode),
        _ => false,
    };

    private static bool AddressAgrees(Pattern pattern) => StreetAgrees(pattern)
        ? pattern[(int)Slot.HouseNumber] is AgreementLevel.Exact or AgreementLevel.Part
        : pattern[(int)Slot.Street] == AgreementLevel.Missing && Is(pattern, Slot.HouseNumber)
            && pattern[(int)Slot.Postcode] == AgreementLevel.Near;

    private static bool PostcodeIsClose(Pattern pattern) =>
        pattern[(int)Slot.Postcode] is >= AgreementLevel.Near and <= AgreementLevel.Remote;
}
