using System.Text;

namespace Identity.SampleData.Records;

/// <summary>What happens to a text on its way from a mouth or a form into a computer. Each changes one place.</summary>
internal static class TextErrors
{
    private static readonly string[] KeyRows = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];

    // What a machine that reads paper takes for what.
    private static readonly (string From, string To)[] LookAlikes =
    [
        ("rn", "m"), ("m", "rn"), ("cl", "d"), ("d", "cl"), ("ri", "n"), ("h", "b"), ("b", "h"), ("e", "c"), ("c", "e"),
        ("l", "i"), ("i", "l"), ("u", "ii"), ("vv", "w"), ("w", "vv"), ("o", "0"), ("l", "1"), ("s", "5"), ("f", "t"),
        ("a", "o"), ("n", "u"), ("u", "n"), ("B", "8"), ("S", "5"), ("G", "C"), ("I", "l"), ("O", "Q"),
    ];

    private const string Anything = "";
    private const string Vowels = "aeiouy";
    private const string DarkSounds = "aourl";

    // What sounds alike in Dutch, or nearly so, if one of those letters follows; elsewhere nobody would write it.
    private static readonly (string From, string To, string Before)[] SoundAlikes =
    [
        ("ij", "y", Anything), ("y", "ij", Anything), ("ei", "ij", Anything), ("ij", "ei", Anything),
        ("ey", "ei", Anything), ("ei", "ey", Anything), ("eij", "ey", Anything), ("ou", "au", Anything),
        ("au", "ou", Anything), ("ouw", "auw", Anything), ("ck", "k", Anything), ("c", "k", DarkSounds),
        ("k", "c", DarkSounds), ("C", "K", DarkSounds), ("K", "C", DarkSounds), ("ks", "x", Anything),
        ("x", "ks", Anything), ("f", "v", Vowels), ("v", "f", Vowels), ("F", "V", Vowels), ("V", "F", Vowels),
        ("s", "z", Vowels), ("z", "s", Vowels), ("S", "Z", Vowels), ("Z", "S", Vowels), ("sch", "sg", Anything),
        ("Sch", "Sg", Anything), ("ph", "f", Anything), ("Ph", "F", Anything), ("th", "t", Anything),
        ("Th", "T", Anything), ("gh", "g", Anything), ("cht", "gt", Anything), ("ae", "aa", Anything),
        ("oo", "o", Anything), ("uu", "u", Anything), ("ui", "uy", Anything), ("uy", "ui", Anything),
        ("nn", "n", Vowels), ("ss", "s", Vowels), ("tt", "t", Vowels), ("ll", "l", Vowels), ("kk", "k", Vowels),
        ("mm", "m", Vowels), ("pp", "p", Vowels), ("s", "ss", Vowels), ("n", "nn", Vowels), ("l", "ll", Vowels),
        ("t", "tt", Vowels), ("ie", "i", Anything), ("ee", "e", Anything),
    ];

    // What sounds alike at the end of a name.
    private static readonly (string From, string To, string Before)[] EndAlikes =
    [
        ("dt", "d", Anything), ("d", "dt", Anything), ("d", "t", Anything), ("t", "d", Anything),
        ("ts", "tz", Anything), ("en", "e", Anything), ("gt", "gd", Anything), ("k", "ck", Anything),
        ("x", "cx", Anything), ("b", "p", Anything),
        ("g", "ch", Anything), ("na", "nah", Anything), ("ra", "rah", Anything), ("sen", "ssen", Anything),
    ];

    /// <summary>A slip of the fingers. The first letter mostly stays, for people look at it.</summary>
    public static string Mistype(string text, Dice dice)
    {
        int[] letters = [.. Enumerable.Range(0, text.Length).Where(i => char.IsAsciiLetterOrDigit(text[i]))];
        if (letters.Length < 3)
        {
            return text;
        }

        int at = dice.Percent(6) ? letters[0] : dice.Pick(letters[1..]);
        return dice.Below(100) switch
        {
            < 35 => Neighbour(text, at, dice),
            < 62 => Turn(text, at),
            < 82 => text.Remove(at, 1),
            _ => text.Insert(at, char.ToLowerInvariant(text[at]).ToString()),
        };
    }

    public static string Misread(string text, Dice dice) =>
        Swap(text, dice, LookAlikes.Select(rule => (rule.From, rule.To, Anything)), []);

    public static string Mishear(string text, Dice dice) => Swap(text, dice, SoundAlikes, EndAlikes);

    public static string LoseAccents(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            char small = char.ToLowerInvariant(c);
            char bare = Slug.Plain(small);
            plain.Append(bare == small ? c : small == c ? bare : char.ToUpperInvariant(bare));
        }

        return plain.ToString();
    }

    /// <summary>One digit becomes another, or two are in turn.</summary>
    public static string MistypeDigit(string text, Dice dice, int from)
    {
        int[] digits = [.. Enumerable.Range(from, text.Length - from).Where(i => char.IsAsciiDigit(text[i]))];
        int at = dice.Pick(digits);
        if (dice.Percent(40) && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]) && text[at] != text[at + 1])
        {
            return $"{text[..at]}{text[at + 1]}{text[at]}{text[(at + 2)..]}";
        }

        char other = (char)('0' + ((text[at] - '0' + dice.Between(1, 9)) % 10));
        return $"{text[..at]}{other}{text[(at + 1)..]}";
    }

    // Every place where a rule applies is as likely as every other.
    private static string Swap(
        string text,
        Dice dice,
        IEnumerable<(string From, string To, string Before)> anywhere,
        IEnumerable<(string From, string To, string Before)> atEnd)
    {
        List<(int At, string From, string To)> places = [];
        foreach ((string from, string to, string before) in anywhere)
        {
            for (int at = Find(text, from, 0); at >= 0; at = Find(text, from, at + 1))
            {
                int next = at + from.Length;
                bool fits = before.Length == 0
                    || (next < text.Length && before.Contains(text[next], StringComparison.Ordinal));
                if (fits) { places.Add((at, from, to)); }
            }
        }

        foreach ((string from, string to, _) in atEnd.Where(rule => text.EndsWith(rule.From, StringComparison.Ordinal)))
        {
            places.Add((text.Length - from.Length, from, to));
        }

        if (places.Count == 0)
        {
            return text;
        }

        (int place, string old, string other) = dice.Pick(places);
        return $"{text[..place]}{other}{text[(place + old.Length)..]}";
    }

    private static int Find(string text, string part, int from) =>
        from >= text.Length ? -1 : text.IndexOf(part, from, StringComparison.Ordinal);

    private static string Neighbour(string text, int at, Dice dice)
    {
        char small = char.ToLowerInvariant(text[at]);
        int row = Array.FindIndex(KeyRows, keys => keys.Contains(small, StringComparison.Ordinal));
        int column = KeyRows[row].IndexOf(small, StringComparison.Ordinal);
        string near = string.Concat(KeyRows[row].Where((_, i) => Math.Abs(i - column) == 1));
        char key = near[dice.Below(near.Length)];
        char cased = char.IsAsciiLetterUpper(text[at]) ? char.ToUpperInvariant(key) : key;
        return $"{text[..at]}{cased}{text[(at + 1)..]}";
    }

    private static string Turn(string text, int at)
    {
        int first = at + 1 < text.Length ? at : at - 1;
        char a = text[first];
        char b = text[first + 1];
        return char.IsAsciiLetterUpper(a) || !char.IsAsciiLetterOrDigit(a) || !char.IsAsciiLetterOrDigit(b)
            ? text.Remove(at, 1)
            : $"{text[..first]}{b}{a}{text[(first + 2)..]}";
    }
}
