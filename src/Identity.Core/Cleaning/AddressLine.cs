using System.Collections.Frozen;

namespace Identity.Core.Cleaning;

/// <summary>A line that holds street and house number: "Dorpsstraat 12a", "12, rue de la Paix", "Postbus 12".</summary>
internal readonly record struct AddressLine(string Street, HouseNumber House, bool IsBox)
{
    private static readonly FrozenSet<string> Boxes = Words("""
        postbus pb pobox postoffice postfach boitepostale postbox apartado antwoordnummer
        """);

    private static readonly FrozenSet<string> FrenchStreets = Words("""
        rue r avenue av ave boulevard bd bld bvd place pl chemin allee impasse route quai cours square voie passage
        chaussee clos sentier villa
        """);

    private static readonly FrozenSet<string> Repeats = Words("bis ter quater quinquies");

    /// <summary>Whether a street is the word for a box at a post office.</summary>
    public static bool NamesBox(string street) => Boxes.Contains(FoldedText.Compact(street));

    /// <summary>Takes a line apart. A line without a house number is a street.</summary>
    public static AddressLine Read(string line, string country)
    {
        List<string> words = WordsOf(line);
        if (words.Count == 0) { return default; }
        if (TryReadBox(words, out AddressLine box)) { return box; }

        int opposite = words.FindIndex(IsOpposite);
        string beside = opposite >= 0 && opposite < words.Count - 1 ? words[opposite] + " " : "";
        if (beside.Length > 0) { words.RemoveAt(opposite); }
        if (StartsWithNumber(words, country) && TryReadNumberFirst(words, out AddressLine first)) { return first; }

        if (!words.Exists(word => char.IsAsciiDigit(word[0]))) { SplitGlued(words); }

        // The first place from which on the line is a house number: in "Straße des 17. Juni 135" the second.
        for (int at = NumberStart(words, 0); at >= 0; at = NumberStart(words, at + 1))
        {
            string tail = beside + string.Join(' ', words.Skip(at));
            if (!HouseNumbers.TryRead(tail, out HouseNumber number)) { continue; }

            int streetEnd = at;
            while (streetEnd > 0 && HouseNumbers.IsLabel(words[streetEnd - 1])) { streetEnd--; }

            return new AddressLine(Joined(words, streetEnd), number, false);
        }

        return new AddressLine(string.Join(' ', words), default, false);
    }

    private static string Joined(List<string> words, int count) => string.Join(' ', words.Take(count)).Trim('-', ' ');

    private static List<string> WordsOf(string line)
    {
        string spaced = line.Replace(',', ' ').Replace(';', ' ').Replace("t/o", " to ", StringComparison.Ordinal)
            .Replace("T/O", " to ", StringComparison.Ordinal);
        return [.. spaced.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
    }

    private static bool IsOpposite(string word) => word.ToLowerInvariant() is "to" or "t.o." or "tegenover";

    // "Postbus 12", "P.O. Box 12", "BP 12"
    private static bool TryReadBox(List<string> words, out AddressLine line)
    {
        line = default;
        for (int length = 1; length <= 3 && length < words.Count; length++)
        {
            string word = FoldedText.Compact(string.Concat(words.Take(length)));
            bool isBox = Boxes.Contains(word) || (word == "bp" && length == 1);
            if (!isBox) { continue; }

            string number = FoldedText.Compact(string.Concat(words.Skip(length)));
            if (!number.All(char.IsAsciiDigit)) { return false; }
            if (!HouseNumbers.TryRead(number, out HouseNumber house)) { return false; }

            line = new AddressLine(HouseNumbers.BoxStreet, house, true);
            return true;
        }

        return false;
    }

    private static bool StartsWithNumber(List<string> words, string country)
    {
        if (words.Count < 2 || !char.IsAsciiDigit(words[0][0]) || IsOrdinal(words[0])) { return false; }

        bool isUsual = country is "FR" or "GB" or "US" or "IE" or "LU" or "CA" or "AU" or "MC";
        int next = Repeats.Contains(FoldedText.Compact(words[1])) ? 2 : 1;
        bool isFrench = next < words.Count && FrenchStreets.Contains(FoldedText.Compact(words[next]));
        return isUsual || isFrench || !words.Skip(1).Any(word => char.IsAsciiDigit(word[0]));
    }

    // "12, rue", "12 bis rue", "12 A High Street"; what is only number and addition has no street.
    private static bool TryReadNumberFirst(List<string> words, out AddressLine line)
    {
        line = default;
        int length = 1;
        while (length < words.Count && (Repeats.Contains(FoldedText.Compact(words[length]))
            || (words[length].Length == 1 && char.IsLetter(words[length][0]))))
        {
            length++;
        }

        bool isStreet = words.Skip(length).Any(word => word.Count(char.IsLetter) > 2)
            && !HouseNumbers.IsLabel(words[Math.Min(length, words.Count - 1)]);
        if (!isStreet || !HouseNumbers.TryRead(string.Join(' ', words.Take(length)), out HouseNumber house))
        {
            return false;
        }

        bool isAddition = HouseNumbers.TryRead(string.Join(' ', words), out _) && IsKnownTail(words[length]);
        if (isAddition) { return false; }

        line = new AddressLine(Joined(words[length..], words.Count), house, false);
        return true;
    }

    // "12 huis", "1 hoog": no street.
    private static bool IsKnownTail(string word) => HouseNumbers.IsFloor(word) || FoldedText.Compact(word) is
        "huis" or "hs" or "boven" or "beneden" or "rood" or "zwart" or "achter" or "parterre" or "begane" or "links"
        or "rechts" or "drie" or "twee" or "een" or "driehoog" or "tweehoog" or "eenhoog";

    // The first word behind the street that begins with a digit; years and ordinals belong to the street.
    private static int NumberStart(List<string> words, int from)
    {
        for (int index = from; index < words.Count; index++)
        {
            if (!char.IsAsciiDigit(words[index][0])) { continue; }

            bool isFollowed = words.Skip(index + 1).Any(word => char.IsAsciiDigit(word[0]));
            bool isFirst = index == 0 && words.Skip(1).Any(word => word.Length > 2 && char.IsLetter(word[0]))
                && isFollowed;
            bool isOrdinal = IsOrdinal(words[index]) && index + 1 < words.Count
                && !HouseNumbers.IsFloor(words[index + 1]);
            if (isFirst || isOrdinal || (isFollowed && IsYear(words[index]))) { continue; }

            return index;
        }

        return -1;
    }

    // "Plein 1944", "Laan 1940-1945", "Plein 40-45"
    private static bool IsYear(string word) => word is "40-45"
        || (word.Length is 4 or 9 && word[0] == '1' && word[1] is '8' or '9' && word.All(unit =>
            char.IsAsciiDigit(unit) || unit == '-'));

    private static bool IsOrdinal(string word)
    {
        int digits = word.TakeWhile(char.IsAsciiDigit).Count();
        return digits < word.Length && FoldedText.Compact(word[digits..]) is
            "e" or "de" or "ste" or "er" or "eme" or "th" or "st" or "nd" or "rd";
    }

    // "Dorpsstraat12"
    private static void SplitGlued(List<string> words)
    {
        for (int index = 0; index < words.Count; index++)
        {
            int letters = words[index].TakeWhile(unit => !char.IsAsciiDigit(unit)).Count();
            if (letters < 3 || letters == words[index].Length) { continue; }

            string word = words[index];
            words[index] = word[..letters];
            words.Insert(index + 1, word[letters..]);
            return;
        }
    }

    private static FrozenSet<string> Words(string text) =>
        text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .ToFrozenSet(StringComparer.Ordinal);
}
