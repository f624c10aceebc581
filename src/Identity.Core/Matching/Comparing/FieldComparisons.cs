using Identity.Core.Matching.Preparing;
using Identity.Core.Matching.Similarity;

namespace Identity.Core.Matching.Comparing;

/// <summary>Compares two values of a slot that is no name. Symmetric.</summary>
internal static class FieldComparisons
{
    private const double SimilarMin = 0.88;
    private const double UserSimilarMin = 0.70;
    private const double UserNearMin = 0.92;
    private const int UserLengthTelling = 5;
    private const int WordLengthTelling = 4;
    private const int PostcodeLengthTelling = 5;

    public static AgreementLevel Compare(int slot, FieldValue left, FieldValue right)
    {
        if (ReferenceEquals(left, right) || left.Text == right.Text) { return AgreementLevel.Exact; }
        return (Slot)slot switch
        {
            Slot.BirthDate => Date(left, right),
            Slot.Email => Email(left, right),
            Slot.Phone => Phone(left, right),
            Slot.HouseNumber => HouseNumber(left, right),
            Slot.Postcode => Postcode(left, right),
            Slot.Gender or Slot.Suffix => AgreementLevel.Different,
            _ => Text(left, right),
        };
    }

    private static AgreementLevel Date(FieldValue left, FieldValue right)
    {
        bool year = left.Year == right.Year && left.Year != 0;
        bool month = left.Month == right.Month && left.Month != 0;
        bool day = left.Day == right.Day && left.Day != 0;
        if (year && left.Month == right.Day && left.Day == right.Month) { return AgreementLevel.Variant; }
        if (DamerauLevenshtein.Distance(left.Text, right.Text, 1) <= 1) { return AgreementLevel.Near; }
        int same = (year ? 1 : 0) + (month ? 1 : 0) + (day ? 1 : 0);
        if (same >= 2) { return AgreementLevel.Part; }
        if (DamerauLevenshtein.Distance(left.Text, right.Text, 2) <= 2) { return AgreementLevel.Similar; }
        if (left.Year == 0 || right.Year == 0) { return AgreementLevel.Different; }
        return Math.Abs(left.Year - right.Year) <= 1 || IsSlipOfYear(left, right)
            ? AgreementLevel.Remote : AgreementLevel.Different;
    }

    // One digit of the year is another, and the season is right: somebody wrote down what was remembered.
    private static bool IsSlipOfYear(FieldValue left, FieldValue right) =>
        DamerauLevenshtein.Distance(left.Text.AsSpan(0, 4), right.Text.AsSpan(0, 4), 1) <= 1
        && Math.Abs(left.Month - right.Month) <= 1;

    private static AgreementLevel Email(FieldValue left, FieldValue right)
    {
        int slips = Math.Min(2, Math.Min(left.User.Length, right.User.Length) / 3);
        bool nearUser = DamerauLevenshtein.Distance(left.User, right.User, 2) <= slips;
        if (nearUser && DamerauLevenshtein.Distance(left.Text, right.Text, 3) <= 3) { return AgreementLevel.Near; }
        if (left.User == right.User)
        {
            return left.User.Length >= UserLengthTelling ? AgreementLevel.Variant : AgreementLevel.Part;
        }

        double alike = JaroWinkler.Similarity(left.User, right.User);
        bool isTelling = Math.Min(left.User.Length, right.User.Length) >= UserLengthTelling;
        if (isTelling && alike >= UserNearMin) { return AgreementLevel.Part; }
        bool domain = left.Text.AsSpan(left.User.Length).SequenceEqual(right.Text.AsSpan(right.User.Length));
        if (domain && alike >= UserSimilarMin) { return AgreementLevel.Similar; }
        if (DamerauLevenshtein.Distance(left.Text, right.Text, 4) <= 4) { return AgreementLevel.Similar; }
        return domain ? AgreementLevel.Remote : AgreementLevel.Different;
    }

    private static AgreementLevel Phone(FieldValue left, FieldValue right) =>
        DamerauLevenshtein.Distance(left.Text, right.Text, 1) <= 1 ? AgreementLevel.Near : AgreementLevel.Different;

    // Words are the number and what follows it.
    private static AgreementLevel HouseNumber(FieldValue left, FieldValue right)
    {
        if (left.Words[0] == right.Words[0]) { return AgreementLevel.Part; }
        return DamerauLevenshtein.Distance(left.Text, right.Text, 1) <= 1
            ? AgreementLevel.Near : AgreementLevel.Different;
    }

    private static AgreementLevel Postcode(FieldValue left, FieldValue right)
    {
        if (DamerauLevenshtein.Distance(left.Text, right.Text, 1) <= 1)
        {
            // In a short postcode every digit is a town of its own.
            return Math.Min(left.Text.Length, right.Text.Length) < PostcodeLengthTelling
                ? AgreementLevel.Similar : AgreementLevel.Near;
        }

        // The first part of a postcode is the region in every country that we know of.
        int region = Math.Min(left.Text.Length, right.Text.Length) * 3 / 5;
        return region > 0 && left.Text.AsSpan(0, region).SequenceEqual(right.Text.AsSpan(0, region))
            ? AgreementLevel.Remote : AgreementLevel.Different;
    }

    private static AgreementLevel Text(FieldValue left, FieldValue right)
    {
        if (TextDistance.IsSlip(left.Text, right.Text)) { return AgreementLevel.Near; }
        if (left.Words.Length == 1 && right.Words.Length == 1)
        {
            return JaroWinkler.Similarity(left.Text, right.Text) >= SimilarMin
                ? AgreementLevel.Similar : AgreementLevel.Different;
        }

        if (JaroWinkler.Similarity(left.Text, right.Text) >= SimilarMin) { return AgreementLevel.Similar; }
        if (!SharesWord(left.Words, right.Words)) { return AgreementLevel.Different; }
        return IsWithin(left.Words, right.Words) || IsWithin(right.Words, left.Words)
            ? AgreementLevel.Similar : AgreementLevel.Part;
    }

    private static bool IsWithin(string[] words, string[] others)
    {
        foreach (string word in words)
        {
            if (Array.IndexOf(others, word) < 0) { return false; }
        }

        return true;
    }

    private static bool SharesWord(string[] left, string[] right)
    {
        foreach (string word in left)
        {
            if (word.Length >= WordLengthTelling && Array.IndexOf(right, word) >= 0) { return true; }
        }

        return false;
    }
}
