namespace Identity.Core.Cleaning;

/// <summary>A name while it is being read. One use.</summary>
internal sealed class NameDraft
{
    private readonly List<string> _titles = [];

    public required bool CaseIsLost { get; init; }

    public NameRemarks Remarks { get; set; }

    public Gender Gender { get; set; }

    public string Initials { get; set; } = "";

    public string Given { get; set; } = "";

    public string CallName { get; set; } = "";

    public string Prefix { get; set; } = "";

    public string Family { get; private set; } = "";

    public string SecondPrefix { get; private set; } = "";

    public string SecondFamily { get; private set; } = "";

    public string Suffix { get; set; } = "";

    public bool IsInitials(string word) => NameInitials.Are(word, CaseIsLost);

    /// <summary>Takes "(Wim)" out of a text: the name in use.</summary>
    public string TakeBracketed(string tidy)
    {
        int start = tidy.IndexOfAny(['(', '"', '[']);
        if (start < 0) { return tidy; }

        char closing = tidy[start] switch { '(' => ')', '[' => ']', _ => '"' };
        int end = tidy.IndexOf(closing, start + 1);
        if (end < 0) { return tidy[..start] + " " + tidy[(start + 1)..]; }

        List<string> inside = NameText.WordsOf(tidy[(start + 1)..end]);
        string rest = NameText.Tidy($"{tidy[..start]} {tidy[(end + 1)..]}");
        if (inside.Count > 0 && NameWords.IsOtherName(inside[0])) { return $"{rest} {string.Join(' ', inside)}"; }

        inside.RemoveAll(word => word.ToLowerInvariant() is "roepnaam" or "rn." or "rn");
        if (CallName.Length == 0 && inside.Count is 1 or 2 && inside.TrueForAll(IsWord))
        {
            CallName = Cased(string.Join(' ', inside));
        }

        return TakeBracketed(rest);
    }

    /// <summary>Takes salutations and titles from the beginning, titles and suffixes from the end.</summary>
    public void TakeAround(List<string> words)
    {
        while (words.Count > 0 && TakeFirst(words)) { }
        while (words.Count > 0 && TakeLast(words)) { }
    }

    /// <summary>Leaves the first of two people: "J. en M. de Vries".</summary>
    public void CutSecondPerson(List<string> words)
    {
        int at = words.FindIndex(NameWords.IsConnective);
        if (at <= 0 || at >= words.Count - 1) { return; }

        Remarks |= NameRemarks.SeveralPeople;
        words.RemoveAt(at);
        TakeAround(words);
        if (words.Count > at && NameWords.IsFirm(words[^1])) { words.RemoveAt(words.Count - 1); }
        while (at < words.Count - 1 && (IsInitials(words[at]) || KnownNames.IsOnlyGiven(words[at])))
        {
            words.RemoveAt(at);
        }
    }

    public void SetGiven(IReadOnlyList<string> words)
    {
        string[] initials = [.. words.Where(IsInitials)];
        string[] names = [.. words.Where(word => !IsInitials(word))];
        if (names.Length == 0) { Initials = NameInitials.Canonical(string.Join(' ', initials)); }
        else
        {
            Given = Cased(string.Join(' ', names));
            if (initials.Length > 0) { Initials = NameInitials.Canonical(InOrder(words)); }
        }
    }

    /// <summary>Sets family name and prefix from words such as "van der Berg-de Vries".</summary>
    public void SetFamily(IReadOnlyList<string> words)
    {
        (Prefix, List<string> rest) = Split(words);
        int cut = SecondStart(rest, out int next);
        if (cut > 0)
        {
            (SecondPrefix, List<string> second) = Split(rest[next..]);
            SecondFamily = Cased(string.Join(' ', second).Trim('-', ' '));
            rest = rest[..cut];
        }

        string family = string.Join(' ', rest).Trim('-', ' ');
        int hyphen = SecondFamily.Length > 0 ? -1 : family.IndexOf('-', StringComparison.Ordinal);
        if (hyphen > 0)
        {
            (SecondPrefix, List<string> second) = Split(NameText.WordsOf(family[(hyphen + 1)..]));
            SecondFamily = Cased(string.Join(' ', second).Trim('-', ' '));
            if (SecondFamily.Length > 0) { family = family[..hyphen].Trim(); }
        }

        Family = family.Any(char.IsLetterOrDigit) ? Cased(family) : "";
    }

    public void AddTitle(string canonical)
    {
        if (!_titles.Contains(canonical)) { _titles.Add(canonical); }
    }

    public PersonName ToName()
    {
        bool hasLetter = (Given + Initials + Family + CallName + Prefix).Any(char.IsLetter);
        bool isForeign = (Given + Family + SecondFamily).Any(IsNoNameSign);
        if (!hasLetter || isForeign) { Remarks |= NameRemarks.NotAName; }

        return new PersonName
        {
            Titles = string.Join(' ', _titles),
            Gender = Gender,
            Initials = Initials,
            Given = Given,
            CallName = CallName,
            Prefix = Prefix,
            Family = Family,
            SecondPrefix = SecondPrefix,
            SecondFamily = SecondFamily,
            Suffix = Suffix,
            Remarks = Remarks,
        };
    }

    private static bool IsNoNameSign(char unit) =>
        char.IsDigit(unit) || unit is '@' or '#' or '$' or '%' or '*' or '=' or '<' or '>' or '\\' or '|' or '_'
            or '\uFFFD';

    private static bool IsWord(string word) => word.All(unit => char.IsLetter(unit) || unit is '-' or '\'' or '.');

    private bool TakeFirst(List<string> words)
    {
        if (words.Count > 2 && words[0].Equals("de", StringComparison.OrdinalIgnoreCase)
            && words[1].Equals("heer", StringComparison.OrdinalIgnoreCase))
        {
            words.RemoveAt(0);
        }

        string word = words[0];
        bool joinsTitles = _titles.Count > 0 && words.Count > 2 && NameWords.IsConnective(word)
            && NameWords.IsSalutation(words[1], out _, out _);
        if (joinsTitles) { Remarks |= NameRemarks.SeveralPeople; }
        else if (words.Count > 1 && NameWords.IsAddressing(word)) { }
        else if (NameWords.IsFamilies(word) && words.Count > 1)
        {
            Remarks |= NameRemarks.SeveralPeople;
        }
        else if (word.Contains('/', StringComparison.Ordinal) && TakeSalutations(word))
        {
            Remarks |= NameRemarks.SeveralPeople;
        }
        else if (IsSalutation(word, words.Count))
        {
        }
        else if (words.Count > 1 && NameWords.IsTitle(word, out string title) && !KnownNames.IsGiven(word))
        {
            AddTitle(title);
        }
        else { return false; }

        words.RemoveAt(0);
        return true;
    }

    private bool IsSalutation(string word, int count)
    {
        if (!NameWords.IsSalutation(word, out string salutation, out Gender gender)) { return false; }
        if (count == 1 && !word.Contains('.', StringComparison.Ordinal)) { return false; }

        AddTitle(salutation);
        Gender = Gender == Gender.Unknown ? gender : Gender;
        return true;
    }

    private bool TakeSalutations(string word)
    {
        string[] both = word.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (both.Length == 0 || !Array.TrueForAll(both, one => NameWords.IsSalutation(one, out _, out _)))
        {
            return false;
        }

        foreach (string one in both)
        {
            NameWords.IsSalutation(one, out string canonical, out _);
            AddTitle(canonical);
        }

        return true;
    }

    private bool TakeLast(List<string> words)
    {
        string word = words[^1];
        bool isBehindName = words.Count > 1 || Suffix.Length > 0 || _titles.Count > 0;
        if (words.Count > 1 && NameWords.IsSuffix(word, out string suffix)) { Suffix = suffix; }
        else if (words.Count == 1 && NameWords.IsSuffix(word, out suffix) && word.EndsWith('.')) { Suffix = suffix; }
        else if (words.Count > 2 && NameWords.IsDegree(word, out string degree)) { AddTitle(degree); }
        else if (words.Count == 1 && word.Length > 2 && NameWords.IsDegree(word, out degree)) { AddTitle(degree); }
        else if (isBehindName && word.EndsWith('.') && word.Length > 2 && NameWords.IsTitle(word, out string title))
        {
            AddTitle(title);
        }
        else if (words.Count > 1 && word.EndsWith('.') && word.Length > 2 && IsSalutation(word, words.Count))
        {
        }
        else { return false; }

        words.RemoveAt(words.Count - 1);
        return true;
    }

    private string InOrder(IReadOnlyList<string> words) => string.Join(' ', words.Select(word =>
        IsInitials(word) ? word : word[..1]));

    private static (string Prefix, List<string> Name) Split(IReadOnlyList<string> words)
    {
        List<string> apart = NameElision.Apart(words);
        int length = NamePrefixes.MatchAt(apart, 0, isFamily: true, out string prefix);
        return length > 0 && length < apart.Count ? (prefix, apart[length..]) : ("", apart);
    }

    // Where the second name of "Berg de Vries", "Berg e/v Smit" or "Berg - Smit" begins; 0 when there is none.
    private static int SecondStart(List<string> words, out int next)
    {
        for (int index = 1; index < words.Count - 1; index++)
        {
            if (NameWords.IsOtherName(words[index]) || words[index] == "-")
            {
                next = index + 1;
                while (next < words.Count - 1 && IsBetweenNames(words, next)) { next++; }

                return index;
            }

            bool isHyphened = words[index].Contains('-', StringComparison.Ordinal)
                || words[index - 1].Contains('-', StringComparison.Ordinal);
            if (!isHyphened && NamePrefixes.MatchAt(words, index, out _) is var length and > 0
                && index + length < words.Count)
            {
                next = index;
                return index;
            }
        }

        next = 0;
        return 0;
    }

    // "- geb. Smit", "echtgenote van Smit"
    private static bool IsBetweenNames(List<string> words, int index) => NameWords.IsOtherName(words[index])
        || words[index] == "-"
        || (words[index - 1] == "echtgenote" && words[index] == "van");

    private string Cased(string text) => CaseIsLost ? NameCase.Repair(text) : text;
}
