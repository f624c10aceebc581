using System.Text;

namespace Identity.Core.Cleaning;

/// <summary>Initials: which words are, and how they are written.</summary>
internal static class NameInitials
{
    /// <summary>The longest word before a full stop that is one initial: "Chr.", "Joh.".</summary>
    private const int UnitLengthMax = 4;

    private const int CapitalsMax = 4;

    /// <summary>
    /// Whether a word can only be initials: letters with full stops, or one letter; capitals without one only where
    /// the rest of the name is not all capitals.
    /// </summary>
    public static bool Are(string word, bool caseIsLost)
    {
        if (word.Contains('.', StringComparison.Ordinal)) { return AreDotted(word); }

        int letters = word.Count(char.IsLetter);
        if (letters == 0 || word.Any(unit => !char.IsLetter(unit) && unit != '-')) { return false; }
        if (letters == 1) { return word.Length == 1; }
        if (word is "IJ" or "Ij" or "ij") { return true; }

        bool areCapitals = word.All(unit => unit == '-' || char.IsUpper(unit)) && letters <= CapitalsMax;
        return areCapitals && !KnownNames.IsGiven(word) && (!caseIsLost || !word.Any(IsVowel));
    }

    /// <summary>
    /// "J.P." of "JP", "j p", "J-P."; units of more letters keep them: "Th.M.", "Chr.". Empty when there is no letter.
    /// </summary>
    public static string Canonical(string text)
    {
        var result = new StringBuilder(text.Length + 4);
        foreach (string word in text.Split([' ', '-', ',', '/', '\'', '(', ')'], StringSplitOptions.RemoveEmptyEntries))
        {
            bool isDotted = word.Contains('.', StringComparison.Ordinal);
            foreach (string group in word.Split('.', StringSplitOptions.RemoveEmptyEntries))
            {
                string letters = string.Concat(group.Where(char.IsLetter));
                bool isOneUnit = letters is "IJ" or "Ij" or "ij" ||
                    (isDotted && letters.Length <= UnitLengthMax && !IsUpper(letters));
                if (isOneUnit) { AppendUnit(result, letters); }
                else { Append(result, letters); }
            }
        }

        return result.ToString();
    }

    /// <summary>The folded first letters of the words or initials of a text.</summary>
    public static string Letters(string text)
    {
        var result = new StringBuilder();
        foreach (string word in text.Split([' ', '.', '-'], StringSplitOptions.RemoveEmptyEntries))
        {
            string folded = FoldedText.Compact(word);
            if (folded.Length > 0) { result.Append(folded[0]); }
        }

        return result.ToString();
    }

    private static void Append(StringBuilder result, string letters)
    {
        foreach (char letter in letters) { AppendUnit(result, letter.ToString()); }
    }

    private static void AppendUnit(StringBuilder result, string letters)
    {
        if (letters.Length == 0) { return; }

        result.Append(NameCase.Capitalised(letters)).Append('.');
    }

    private static bool AreDotted(string word)
    {
        string[] groups = word.Split(['.', '-'], StringSplitOptions.RemoveEmptyEntries);
        if (groups.Length == 0 || (groups.Length == 1 && groups[0].Length > 2 && KnownNames.IsGiven(groups[0])))
        {
            return false;
        }

        return Array.TrueForAll(groups, group => group.All(char.IsLetter))
            && groups.Take(groups.Length - 1).All(group => group.Length <= UnitLengthMax)
            && groups[^1].Length <= (word.EndsWith('.') ? UnitLengthMax : 1);
    }

    private static bool IsUpper(string letters) => letters.Length > 1 && letters.All(char.IsUpper);

    private static bool IsVowel(char unit) => unit is 'A' or 'E' or 'I' or 'O' or 'U' or 'Y';
}
