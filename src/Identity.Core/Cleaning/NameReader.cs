namespace Identity.Core.Cleaning;

/// <summary>Reads a name that stands in one field.</summary>
internal static class NameReader
{
    public static PersonName Read(string text)
    {
        string tidy = NameText.Tidy(text);
        if (tidy.Length == 0) { return PersonName.Empty; }

        var draft = new NameDraft { CaseIsLost = NameCase.IsLost(tidy) };
        tidy = draft.TakeBracketed(tidy);
        if (draft.CaseIsLost) { draft.Remarks |= NameRemarks.CaseRepaired; }

        List<List<string>> segments = Segments(tidy, draft);
        switch (segments.Count)
        {
            case 0: break;
            case 1: ReadNatural(segments[0], draft); break;
            default: ReadFamilyFirst(segments, draft); break;
        }

        return draft.ToName();
    }

    // What stands between commas, without titles; segments that were nothing else are gone.
    private static List<List<string>> Segments(string tidy, NameDraft draft)
    {
        var segments = new List<List<string>>();
        foreach (string part in tidy.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries))
        {
            List<string> words = NameText.WordsOf(part);
            draft.TakeAround(words);
            if (words.Count > 0) { segments.Add(words); }
        }

        return segments;
    }

    // "Berg, van der, Jan", "van der Berg, J.P.", "Berg-de Vries, A.M. van den".
    private static void ReadFamilyFirst(List<List<string>> segments, NameDraft draft)
    {
        draft.Remarks |= NameRemarks.Reordered;
        List<string> rest = [.. segments.Skip(1).SelectMany(segment => segment)];
        string prefix = TakePrefixAnywhere(rest);
        draft.SetFamily(segments[0]);
        if (prefix.Length > 0 && draft.Prefix.Length == 0) { draft.Prefix = prefix; }

        draft.SetGiven(rest);
    }

    private static string TakePrefixAnywhere(List<string> words)
    {
        for (int index = 0; index < words.Count; index++)
        {
            int length = NamePrefixes.MatchAt(words, index, out string prefix);
            if (length == 0 || (index > 0 && index + length < words.Count)) { continue; }

            words.RemoveRange(index, length);
            return prefix;
        }

        return "";
    }

    private static void ReadNatural(List<string> words, NameDraft draft)
    {
        draft.CutSecondPerson(words);
        if (TryReadPrefixBehind(words, draft)) { return; }
        for (int index = 0; index < words.Count; index++)
        {
            int length = NamePrefixes.MatchAt(words, index, out _);
            if (length > 0 && index + length < words.Count && !(index == 0 && IsGivenToo(words, length)))
            {
                ReadAroundPrefix(words, index, draft);
                return;
            }
        }

        ReadWithoutPrefix(words, draft);
    }

    // "Al Jansen": a given name that is a prefix, too.
    private static bool IsGivenToo(List<string> words, int length) => length == 1 && KnownNames.IsGiven(words[0]);

    // "Berg J.P. van der"
    private static bool TryReadPrefixBehind(List<string> words, NameDraft draft)
    {
        for (int start = Math.Max(1, words.Count - NamePrefixes.WordsMax); start < words.Count; start++)
        {
            if (NamePrefixes.MatchAt(words, start, out string prefix) != words.Count - start) { continue; }
            if (start == 1 && draft.IsInitials(words[0])) { return false; }

            words.RemoveRange(start, words.Count - start);
            draft.Remarks |= NameRemarks.Reordered;
            int family = Math.Max(1, words.FindIndex(draft.IsInitials));
            draft.SetFamily(words[..family]);
            if (draft.Prefix.Length == 0) { draft.Prefix = prefix; }

            draft.SetGiven(words[family..]);
            return true;
        }

        return false;
    }

    private static void ReadAroundPrefix(List<string> words, int at, NameDraft draft)
    {
        List<string> before = words[..at];
        List<string> family = words[at..];
        if (at == 0)
        {
            SplitGivenBehind(family, draft);
            return;
        }

        // "J. Jansen - de Vries", "J. Jansen van den Berg", "Wim Jansen van Rensburg"
        int between = before.FindIndex(word => word == "-" || NameWords.IsOtherName(word));
        bool isDouble = before.Count > 1 && KnownNames.IsOnlyFamily(before[^1]);
        int cut = between > 0 ? between - 1 : isDouble ? before.Count - 1 : before.Count;
        family.InsertRange(0, before[cut..]);
        before = before[..cut];

        draft.SetFamily(family);
        draft.SetGiven(before);
    }

    // "de Vries J.P.", "van der Berg Jan": what stands behind the family name.
    private static void SplitGivenBehind(List<string> family, NameDraft draft)
    {
        int initials = family.FindIndex(1, draft.IsInitials);
        int length = NamePrefixes.MatchAt(family, 0, out _);
        if (initials > length)
        {
            draft.Remarks |= NameRemarks.Reordered;
            draft.SetGiven(family[initials..]);
            draft.SetFamily(family[..initials]);
            return;
        }

        bool isGivenLast = family.Count > length + 1 && KnownNames.IsGiven(family[^1]);
        if (isGivenLast && KnownNames.IsOnlyGiven(family[^1]) && !KnownNames.IsGiven(family[length]))
        {
            draft.Remarks |= NameRemarks.Reordered;
            draft.SetGiven(family[^1..]);
            family.RemoveAt(family.Count - 1);
        }
        else if (isGivenLast) { draft.Remarks |= NameRemarks.OrderUncertain; }

        draft.SetFamily(family);
    }

    private static void ReadWithoutPrefix(List<string> words, NameDraft draft)
    {
        int leading = words.TakeWhile(draft.IsInitials).Count();
        if (leading == words.Count)
        {
            draft.SetGiven(words);
            return;
        }

        if (leading > 0)
        {
            int family = leading;
            while (family < words.Count - 1 && KnownNames.IsOnlyGiven(words[family])) { family++; }

            draft.SetGiven(words[..family]);
            draft.SetFamily(words[family..]);
            return;
        }

        int initials = words.FindIndex(draft.IsInitials);
        bool areBehind = initials > 0 && words.Skip(initials).All(draft.IsInitials);
        if (areBehind) { ReadInitialsBehind(words, initials, draft); }
        else if (initials > 0)
        {
            int family = words.FindLastIndex(draft.IsInitials) + 1;
            draft.SetGiven(words[..family]);
            draft.SetFamily(words[family..]);
        }
        else { ReadPlainWords(words, draft); }
    }

    private static void ReadInitialsBehind(List<string> words, int initials, NameDraft draft)
    {
        draft.Remarks |= NameRemarks.Reordered;
        bool hasGiven = initials > 1 && KnownNames.IsOnlyGiven(words[initials - 1])
            && !KnownNames.IsOnlyGiven(words[0]);
        int family = hasGiven ? initials - 1 : initials;
        draft.SetFamily(words[..family]);
        draft.SetGiven(words[family..]);
    }

    private static void ReadPlainWords(List<string> words, NameDraft draft)
    {
        if (words.Count == 1)
        {
            if (KnownNames.IsOnlyGiven(words[0])) { draft.SetGiven(words); }
            else { draft.SetFamily(words); }

            return;
        }

        bool othersAreGiven = words.Skip(1).All(KnownNames.IsOnlyGiven);
        if (othersAreGiven && KnownNames.IsOnlyFamily(words[0]))
        {
            draft.Remarks |= NameRemarks.Reordered;
            draft.SetFamily(words[..1]);
            draft.SetGiven(words[1..]);
            return;
        }

        bool isDoubtful = KnownNames.IsOnlyGiven(words[^1]) ? !KnownNames.IsOnlyFamily(words[0])
            && !KnownNames.IsOnlyGiven(words[0]) : KnownNames.IsOnlyFamily(words[0]);
        if (isDoubtful) { draft.Remarks |= NameRemarks.OrderUncertain; }

        // "Jan Jansen - Smit" has its hyphen apart from the names.
        int last = words.IndexOf("-");
        int start = last > 1 ? last - 1 : words.Count - 1;
        draft.SetGiven(words[..start]);
        draft.SetFamily(words[start..]);
    }
}
