using System.Collections.Frozen;

namespace Identity.Core.Cleaning;

/// <summary>Words around a name that are no part of it: salutations, titles, and what stands behind.</summary>
internal static class NameWords
{
    private static readonly FrozenDictionary<string, Gender> Salutations = Load();

    private static readonly FrozenSet<string> Titles = Words("""
        prof professor dr drs ir ing mr ds em lic jhr jkvr jonkheer jonkvrouw baron barones baronesse graaf gravin
        ridder prins prinses sir lady pater pastor pastoor rev reverend bc doctorandus ingenieur meester dokter doctor
        notaris advocaat deken kapt lt kol gen dipl mag hc doc drh
        """);

    // Behind a name, and there only as they are written: "MA" is a degree, "Ma" a name.
    private static readonly FrozenSet<string> Degrees = Words("""
        MSc BSc MA BA LLM LLB PhD MBA RA RC AA MPhil BEng MEng BBA EMBA DBA MD Msc Bsc BICT RE RB EMIA RMA MPA BHS
        Bc MSC BSC PHD
        """);

    private static readonly FrozenDictionary<string, string> Suffixes = new Dictionary<string, string>
    {
        ["jr"] = "jr",
        ["junior"] = "jr",
        ["jun"] = "jr",
        ["jnr"] = "jr",
        ["sr"] = "sr",
        ["senior"] = "sr",
        ["sen"] = "sr",
        ["snr"] = "sr",
        ["fils"] = "jr",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Numerals = Words("II III IV V VI VII VIII");

    private static readonly FrozenSet<string> Connectives = Words("en and und et e/o &");

    private static readonly FrozenSet<string> Families = Words("fam familie family famille erven erfgenamen");

    /// <summary>Words between two family names of one person: "e/v", "geb."</summary>
    private static readonly FrozenSet<string> OtherName =
        Words("e/v e.v. ev geb geb. geboren née nee born weduwe wed wed. wv w.v. echtgenote");

    public static bool IsSalutation(string word, out string canonical, out Gender gender)
    {
        canonical = Plain(word);
        return Salutations.TryGetValue(canonical, out gender);
    }

    public static bool IsTitle(string word, out string canonical)
    {
        canonical = Plain(word);
        return Titles.Contains(canonical);
    }

    public static bool IsDegree(string word, out string canonical)
    {
        canonical = Plain(word);
        return Degrees.Contains(word.Replace(".", "", StringComparison.Ordinal));
    }

    public static bool IsSuffix(string word, out string canonical)
    {
        if (Suffixes.TryGetValue(Plain(word), out string? found))
        {
            canonical = found;
            return true;
        }

        canonical = word;
        return Numerals.Contains(word) && word != "V";
    }

    public static bool IsConnective(string word) => Connectives.Contains(word.ToLowerInvariant());

    public static bool IsFamilies(string word) => Families.Contains(Plain(word));

    /// <summary>"T.a.v.", "c/o": what stands before a name on a letter.</summary>
    public static bool IsAddressing(string word) => word.ToLowerInvariant() is "t.a.v." or "tav" or "c/o" or "p/a";

    /// <summary>The end of a firm's name: "Jansen en Zn."</summary>
    public static bool IsFirm(string word) => Plain(word) is "zn" or "zonen" or "zoon" or "co" or "dochters";

    public static bool IsOtherName(string word) => OtherName.Contains(word.ToLowerInvariant());

    private static string Plain(string word) =>
        word.Replace(".", "", StringComparison.Ordinal).ToLowerInvariant();

    private static FrozenSet<string> Words(string text) =>
        text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .ToFrozenSet(StringComparer.Ordinal);

    private static FrozenDictionary<string, Gender> Load()
    {
        var known = new Dictionary<string, Gender>(StringComparer.Ordinal);
        foreach (string word in Words("dhr hr heer deheer meneer mijnheer herr monsieur sir"))
        {
            known[word] = Gender.Male;
        }

        foreach (string word in Words("mw mevr mevrouw mej mejuffrouw mrs ms miss frau mme mlle madame juffrouw"))
        {
            known[word] = Gender.Female;
        }

        return known.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
