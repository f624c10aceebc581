namespace Identity.Core.Cleaning;

/// <summary>Reads a name whose parts stand in fields of their own.</summary>
internal static class NamePartsReader
{
    /// <summary>A longer word in the field of initials is a name.</summary>
    private const int InitialsWordMax = 4;

    public static PersonName Read(NameParts parts)
    {
        string given = NameText.Tidy(parts.Given ?? "");
        string family = NameText.Tidy(parts.Family ?? "");
        bool isLost = NameCase.IsLost(given + " " + family);
        var draft = new NameDraft { CaseIsLost = isLost };
        ReadTitle(NameText.Tidy(parts.Title ?? ""), draft);
        string suffix = NameText.Tidy(parts.Suffix ?? "");
        given = draft.TakeBracketed(given);
        ReadFamily(family, NameText.Tidy(parts.Prefix ?? ""), draft);
        ReadGiven(given, NameText.Tidy(parts.Initials ?? ""), draft);
        ReadSuffix(suffix, draft);
        if (parts.CallName is { Length: > 0 } call) { draft.CallName = CallName(NameText.Tidy(call)); }
        if (isLost) { draft.Remarks |= NameRemarks.CaseRepaired; }

        PersonName name = draft.ToName();
        return name.IsEmpty && name.Titles.Length == 0 && name.Suffix.Length == 0 ? PersonName.Empty : name;
    }

    private static string CallName(string text) => NameCase.Repair(text.Trim('(', ')', '"', ' '));

    private static void ReadTitle(string text, NameDraft draft)
    {
        foreach (string word in text.Split([' ', '/'], StringSplitOptions.RemoveEmptyEntries))
        {
            List<string> apart = NameText.WordsOf(word);
            foreach (string one in apart)
            {
                if (NameWords.IsSalutation(one, out string canonical, out Gender gender))
                {
                    draft.Gender = draft.Gender == Gender.Unknown ? gender : draft.Gender;
                }

                if (canonical.Length > 0) { draft.AddTitle(canonical); }
            }
        }
    }

    private static void ReadFamily(string family, string prefix, NameDraft draft)
    {
        string[] segments = family.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        List<string> words = segments.Length == 0 ? [] : NameText.WordsOf(segments[0]);
        draft.TakeAround(words);
        string behind = segments.Length == 2 ? NamePrefixes.Of(segments[1]) ?? "" : "";
        if (segments.Length > 1 && behind.Length == 0)
        {
            words.AddRange(segments.Skip(1).SelectMany(NameText.WordsOf));
        }


        draft.SetFamily(words);
        string stated = NamePrefixes.Of(prefix) ?? prefix.ToLowerInvariant();
        if (stated.Length == 0) { stated = behind; }
        if (stated.Length == 0) { return; }

        // "van der" in its own field and "van der Berg" in the other say the same.
        bool isRepeated = draft.Prefix.Length == 0 || draft.Prefix == stated;
        draft.Prefix = isRepeated ? stated : $"{stated} {draft.Prefix}";
    }

    private static void ReadGiven(string given, string initials, NameDraft draft)
    {
        List<string> words = NameText.WordsOf(given);
        draft.TakeAround(words);
        draft.SetGiven(words);
        if (initials.Length == 0) { return; }

        bool isName = initials.Length > InitialsWordMax && !initials.AsSpan().ContainsAny('.', ' ')
            && NameCase.IsLost(initials) is false;
        if (!isName) { draft.Initials = NameInitials.Canonical(initials); }
        else if (draft.Given.Length == 0) { draft.SetGiven([initials]); }
    }

    private static void ReadSuffix(string suffix, NameDraft draft)
    {
        foreach (string word in suffix.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            if (NameWords.IsSuffix(word, out string canonical) || word == "V") { draft.Suffix = canonical; }
            else if (NameWords.IsDegree(word, out string degree)) { draft.AddTitle(degree); }
        }
    }
}
