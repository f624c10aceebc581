using System.Collections.Frozen;
using System.Text;

namespace Identity.Core.Cleaning;

/// <summary>A house number and what follows it.</summary>
internal readonly record struct HouseNumber(string Number, string Addition);

/// <summary>Reads house numbers in all the ways in which people write letter and addition.</summary>
internal static class HouseNumbers
{
    public const string BoxStreet = "Postbus";

    private const int DigitsMax = 6;
    /// <summary>A longer text is no addition, in UTF-16 units.</summary>
    public const int AdditionLengthMax = 12;

    private const int WordsMax = 8;

    /// <summary>More letters are a word that must be known.</summary>
    private const int LettersMax = 3;

    // Words that only say that an addition follows.
    private static readonly FrozenSet<string> Labels = Words("""
        nr no num nummer huisnummer hnr numero app appt appart appartement apartment apt unit bus bte boite box toev
        toevoeging hsnr suite ste wohnung whg flat
        """);

    private static readonly FrozenSet<string> Floors =
        Words("hoog hg hgh etage etg et verdieping verd og stock floor");

    // Longer words that follow a house number; any other is no addition but a town or the rest of a street.
    private static readonly FrozenSet<string> Places = Words("""
        boven beneden bened achter achterhuis voor voorhuis links rechts rood zwart wit blauw kamer quater quinquies
        parterre part sout souterrain zolder garage gebouw blok toren trap loods tuin boot ark woonboot schip hoek
        tegenover huis hoog etage verdieping verd stock floor begane grond tweehoog driehoog vierhoog eenhoog
        twee drie vier woonwagen stal schuur kelder
        """);

    private static readonly FrozenDictionary<string, string> Known = new Dictionary<string, string>
    {
        ["huis"] = "hs",
        ["hs"] = "hs",
        ["beneden"] = "bg",
        ["ben"] = "bg",
        ["bened"] = "bg",
        ["bg"] = "bg",
        ["parterre"] = "bg",
        ["part"] = "bg",
        ["rdc"] = "bg",
        ["bov"] = "boven",
        ["rood"] = "rd",
        ["rd"] = "rd",
        ["zwart"] = "zw",
        ["zw"] = "zw",
        ["tegenover"] = "to",
        ["to"] = "to",
        ["bij"] = "by",
        ["by"] = "by",
        ["links"] = "li",
        ["li"] = "li",
        ["rechts"] = "re",
        ["re"] = "re",
        ["i"] = "1",
        ["ii"] = "2",
        ["iii"] = "3",
        ["iv"] = "4",
        ["een"] = "1",
        ["twee"] = "2",
        ["drie"] = "3",
        ["vier"] = "4",
        ["eenhoog"] = "1",
        ["tweehoog"] = "2",
        ["driehoog"] = "3",
        ["vierhoog"] = "4",
        ["achterhuis"] = "achter",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether a word only says that the rest of an address line is an addition.</summary>
    public static bool IsLabel(string word) => Labels.Contains(FoldedText.Compact(word));

    /// <summary>Whether a word, folded, names what a floor is counted in.</summary>
    public static bool IsFloor(string word) => Floors.Contains(FoldedText.Compact(word));

    /// <summary>Reads "12", "12a", "12 A", "12-3hoog", "nr. 12 bus 3", "t/o 12".</summary>
    /// <returns>False when the text does not begin with a house number, or is more than one.</returns>
    public static bool TryRead(string text, out HouseNumber number)
    {
        number = default;
        List<string> words = [.. Spelled(text)];
        bool isOpposite = words.Count > 1 && Known.GetValueOrDefault(words[0]) is "to" or "by";
        string opposite = isOpposite ? Known[words[0]] : "";
        if (isOpposite) { words.RemoveAt(0); }
        while (words.Count > 0 && Labels.Contains(words[0])) { words.RemoveAt(0); }

        if (words.Count is 0 or > WordsMax || !char.IsAsciiDigit(words[0][0])) { return false; }

        int digits = words[0].TakeWhile(char.IsAsciiDigit).Count();
        string value = words[0][..digits].TrimStart('0');
        if (value.Length is 0 or > DigitsMax) { return false; }

        string tail = words[0][digits..];
        words.RemoveAt(0);
        List<string> rest = [.. Floorless(tail), .. words.SelectMany(Floorless)];
        if (!rest.TrueForAll(IsPlace)) { return false; }

        string addition = Joined(rest) + opposite;
        if (addition.Length > AdditionLengthMax) { return false; }

        number = new HouseNumber(value, Shown(addition));
        return true;
    }

    /// <summary>
    /// The canonical form of an addition that stands in a field of its own; null when it is too long.
    /// </summary>
    public static string? Addition(string text)
    {
        List<string> words = [.. Spelled(text)];
        if (words.Count > WordsMax) { return null; }

        string addition = Joined([.. words.SelectMany(Floorless)]);
        return addition.Length > AdditionLengthMax ? null : Shown(addition);
    }

    /// <summary>Joins additions: "A" and "3" are "A3", "2" and "3" are "2-3".</summary>
    public static string Join(string first, string second) => Shown(Joined([first.ToLowerInvariant(),
        second.ToLowerInvariant()]));

    /// <summary>Letters alone as capitals, as on the door: "A", "A3"; words stay small.</summary>
    public static string Shown(string addition)
    {
        bool isLetter = addition.Length > 0 && char.IsAsciiLetterLower(addition[0])
            && (addition.Length == 1 || !char.IsLetter(addition[1]));
        return isLetter ? char.ToUpperInvariant(addition[0]) + addition[1..] : addition;
    }

    private static string[] Spelled(string text)
    {
        string plain = text.Replace("t/o", " to ", StringComparison.OrdinalIgnoreCase)
            .Replace("t.o.", " to ", StringComparison.OrdinalIgnoreCase)
            .Replace("b/d", " by ", StringComparison.OrdinalIgnoreCase)
            .Replace("begane grond", " bg ", StringComparison.OrdinalIgnoreCase)
            .Replace("h.s.", " hs ", StringComparison.OrdinalIgnoreCase)
            .Replace("n°", " nr ", StringComparison.OrdinalIgnoreCase)
            .Replace("nº", " nr ", StringComparison.OrdinalIgnoreCase);
        return FoldedText.Words(plain).Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    // "3hoog", "2e", "a2": pieces of digits and of letters, the words for floors left out behind digits.
    private static IEnumerable<string> Floorless(string word)
    {
        bool afterDigits = false;
        for (int start = 0; start < word.Length;)
        {
            bool isDigits = char.IsAsciiDigit(word[start]);
            int end = start;
            while (end < word.Length && char.IsAsciiDigit(word[end]) == isDigits) { end++; }

            string piece = word[start..end];
            start = end;
            bool isOrdinal = afterDigits && (piece is "e" or "de" or "ste" || Floors.Contains(piece));
            afterDigits = isDigits;
            if (!isOrdinal) { yield return isDigits ? Digits(piece) : piece; }
        }
    }

    private static bool IsPlace(string piece) =>
        piece.Length <= LettersMax || char.IsAsciiDigit(piece[0]) || Places.Contains(piece) || Labels.Contains(piece);

    private static string Digits(string piece)
    {
        string value = piece.TrimStart('0');
        return value.Length == 0 ? "0" : value;
    }

    private static string Joined(IReadOnlyList<string> pieces)
    {
        var joined = new StringBuilder();
        bool isFloorWord(string piece) => joined.Length > 0 && char.IsAsciiDigit(joined[^1]) && Floors.Contains(piece);
        foreach (string piece in pieces)
        {
            if (piece.Length == 0 || Labels.Contains(piece) || isFloorWord(piece)) { continue; }

            string known = Known.GetValueOrDefault(piece, piece);
            bool meets = joined.Length > 0 && char.IsAsciiDigit(joined[^1]) && char.IsAsciiDigit(known[0]);
            bool words = joined.Length > 0 && char.IsLetter(joined[^1]) && char.IsLetter(known[0]);
            if (meets || words) { joined.Append('-'); }

            joined.Append(known);
        }

        return joined.ToString();
    }

    private static FrozenSet<string> Words(string text) =>
        text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .ToFrozenSet(StringComparer.Ordinal);
}
