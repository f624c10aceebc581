using Identity.Core.Cleaning;
using Identity.Core.Matching.Preparing;
using Identity.Core.Matching.Similarity;

namespace Identity.Core.Matching.Comparing;

/// <summary>Compares given names and family names, also where they stand in each other's place. Symmetric.</summary>
internal static class NameComparison
{
    private const double SimilarMin = 0.80;
    private const int WordLengthMin = 3;

    /// <summary>How far the given and the family names of two records agree.</summary>
    public static (AgreementLevel Given, AgreementLevel Family) Compare(MatchRecord left, MatchRecord right)
    {
        FieldValue? given = left[Slot.Given];
        FieldValue? family = left[Slot.Family];
        FieldValue? otherGiven = right[Slot.Given];
        FieldValue? otherFamily = right[Slot.Family];
        AgreementLevel givens = Given(given, otherGiven);
        AgreementLevel families = Family(family, otherFamily);
        if (IsClose(givens) || IsClose(families)) { return (givens, families); }
        bool givenCrosses = IsAlike(given, otherFamily);
        bool familyCrosses = IsAlike(family, otherGiven);
        if (givenCrosses && familyCrosses) { return (AgreementLevel.Crossed, AgreementLevel.Crossed); }

        // Where one of the names is missing, the other may stand in its place.
        if (givenCrosses && (family is null || otherGiven is null))
        {
            return (AgreementLevel.Crossed, AgreementLevel.Missing);
        }

        return familyCrosses && (given is null || otherFamily is null)
            ? (AgreementLevel.Missing, AgreementLevel.Crossed) : (givens, families);
    }

    private static AgreementLevel Given(FieldValue? left, FieldValue? right)
    {
        if (left is null || right is null) { return AgreementLevel.Missing; }
        if (ReferenceEquals(left, right) || left.Text == right.Text)
        {
            return left.IsInitials && left.Letters.Length == 1 ? AgreementLevel.Part : AgreementLevel.Exact;
        }

        if (left.IsInitials || right.IsInitials) { return Letters(left, right); }
        if (AreForms(left, right)) { return AgreementLevel.Variant; }
        if (left.IsKnown && right.IsKnown) { return Known(left, right); }
        if (TextDistance.IsSlip(left.Text, right.Text)) { return AgreementLevel.Near; }
        if ((left.Words.Length > 1 || right.Words.Length > 1) && SharesWord(left.Words, right.Words))
        {
            return AgreementLevel.Part;
        }

        AgreementLevel level = Sound(left, right);
        return level == AgreementLevel.Different ? AgreementLevel.Remote : level;
    }

    // Two names that people have are no slips of the pen, however alike: Erwin and Edwin are brothers.
    private static AgreementLevel Known(FieldValue left, FieldValue right) =>
        left.Sound == right.Sound && TextDistance.IsSlip(left.Text, right.Text)
            ? AgreementLevel.Similar : AgreementLevel.Different;

    private static AgreementLevel Family(FieldValue? left, FieldValue? right)
    {
        if (left is null || right is null) { return AgreementLevel.Missing; }
        if (ReferenceEquals(left, right) || left.Text == right.Text) { return AgreementLevel.Exact; }
        if (IsFirstLetterOf(left, right) || IsFirstLetterOf(right, left)) { return AgreementLevel.Part; }
        if (TextDistance.IsSlip(left.Text, right.Text)) { return AgreementLevel.Near; }
        if (Overlaps(left.Alternatives, left.Text, right) || Overlaps(right.Alternatives, right.Text, left))
        {
            return AgreementLevel.Part;
        }

        if ((left.Words.Length > 1 || right.Words.Length > 1) && SharesWord(left.Words, right.Words))
        {
            return AgreementLevel.Part;
        }

        return Sound(left, right);
    }

    private static bool Overlaps(string[] alternatives, string text, FieldValue other)
    {
        foreach (string alternative in alternatives)
        {
            if (alternative == other.Text || Array.IndexOf(other.Alternatives, alternative) >= 0) { return true; }
        }

        return Array.IndexOf(other.Alternatives, text) >= 0;
    }

    private static bool AreForms(FieldValue left, FieldValue right)
    {
        if (NameVariants.AreVariants(left.Words[0], right.Words[0])) { return true; }
        foreach (string call in left.Alternatives)
        {
            if (call == right.Text || Array.IndexOf(right.Alternatives, call) >= 0) { return true; }
        }

        return Array.IndexOf(right.Alternatives, left.Text) >= 0;
    }

    private static bool IsFirstLetterOf(FieldValue letter, FieldValue name) =>
        letter.Text.Length == 1 && name.Text[0] == letter.Text[0];

    private static bool IsClose(AgreementLevel level) => level is >= AgreementLevel.Exact and <= AgreementLevel.Part;

    private static bool IsAlike(FieldValue? left, FieldValue? right)
    {
        if (left is null || right is null) { return false; }
        return left.Text == right.Text || IsSlipOfWord(left.Text, right.Text);
    }

    private static AgreementLevel Letters(FieldValue left, FieldValue right)
    {
        int count = Math.Min(left.Letters.Length, right.Letters.Length);
        if (count == 0) { return AgreementLevel.Missing; }
        if (left.Letters.AsSpan(0, count).SequenceEqual(right.Letters.AsSpan(0, count))) { return AgreementLevel.Part; }
        return left.Letters[0] == right.Letters[0] ? AgreementLevel.Similar : AgreementLevel.Different;
    }

    private static AgreementLevel Sound(FieldValue left, FieldValue right)
    {
        if (left.Sound.Length > 1 && left.Sound == right.Sound) { return AgreementLevel.Similar; }
        return JaroWinkler.Similarity(left.Text, right.Text) >= SimilarMin
            ? AgreementLevel.Similar : AgreementLevel.Different;
    }

    private static bool SharesWord(string[] left, string[] right)
    {
        foreach (string word in left)
        {
            if (word.Length < WordLengthMin) { continue; }
            foreach (string other in right)
            {
                if (word == other || IsSlipOfWord(word, other)) { return true; }
            }
        }

        return false;
    }

    private static bool IsSlipOfWord(string left, string right) =>
        Math.Min(left.Length, right.Length) > WordLengthMin && TextDistance.IsSlip(left, right);
}
