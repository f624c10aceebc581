using System.Text;

namespace Identity.Core.Matching.Similarity;

/// <summary>
/// How a name sounds, as a short code: spellings that are pronounced alike in Dutch, and mostly in English and German,
/// get the same one (Meijer and Meyer, Schmidt and Smit, Thijs and Tijs). Vowels count at the beginning only.
/// </summary>
public static class SoundCode
{
    private const int LengthMax = 6;

    // Longest first: each is replaced where it stands.
    private static readonly (string From, string To)[] Spellings =
    [
        ("sch", "s"), ("tsj", "s"), ("tch", "s"), ("ough", "o"), ("eigh", "y"),
        ("ij", "y"), ("ei", "y"), ("ey", "y"), ("ay", "y"), ("ai", "y"), ("uy", "u"), ("ui", "u"), ("oe", "u"),
        ("ou", "a"), ("au", "a"), ("ow", "a"), ("ph", "f"), ("th", "t"), ("dt", "t"), ("ck", "k"), ("ch", "g"),
        ("gh", "g"), ("qu", "kw"), ("sh", "s"), ("kn", "n"), ("wr", "r"), ("rh", "r"), ("ce", "se"), ("ci", "si"),
        ("cy", "sy"), ("tj", "t"), ("dj", "d"), ("ng", "n"),
    ];

    /// <summary>The code of a folded word; of several words, of all together. Empty for one without letters.</summary>
    public static string Of(string folded)
    {
        var code = new StringBuilder(LengthMax);
        int index = 0;
        while (index < folded.Length && code.Length < LengthMax)
        {
            if (TryReplace(folded, ref index, code)) { continue; }
            Add(code, Plain(folded[index]));
            index++;
        }

        return code.ToString();
    }

    private static bool TryReplace(string folded, ref int index, StringBuilder code)
    {
        foreach ((string from, string to) in Spellings)
        {
            if (string.CompareOrdinal(folded, index, from, 0, from.Length) != 0) { continue; }
            foreach (char sound in to) { Add(code, Plain(sound)); }
            index += from.Length;
            return true;
        }

        return false;
    }

    private static void Add(StringBuilder code, char sound)
    {
        if (sound == '\0' || code.Length >= LengthMax) { return; }
        bool isVowel = sound == 'a';
        if (isVowel && code.Length > 0) { return; }
        if (code.Length > 0 && code[^1] == sound) { return; }
        code.Append(sound);
    }

    private static char Plain(char letter) => letter switch
    {
        'a' or 'e' or 'i' or 'o' or 'u' or 'y' => 'a',
        'c' or 'q' or 'k' => 'k',
        'v' or 'f' => 'f',
        'z' or 's' => 's',
        'd' or 't' => 't',
        'b' or 'p' => 'p',
        'g' => 'g',
        'x' => 'k',
        'h' or 'j' or 'w' => '\0',
        >= 'a' and <= 'z' => letter,
        _ => char.IsLetter(letter) ? letter : '\0',
    };
}
