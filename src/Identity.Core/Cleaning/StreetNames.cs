using System.Collections.Frozen;

namespace Identity.Core.Cleaning;

/// <summary>Street names in the form in which they compare: folded, with the usual abbreviations written out.</summary>
internal static class StreetNames
{
    private static readonly FrozenDictionary<string, string> Dutch = Pairs("""
        burg=burgemeester bgm=burgemeester burgem=burgemeester dr=doctor prof=professor st=sint gen=generaal
        kon=koningin mr=meester ds=dominee past=pastoor mgr=monseigneur v=van vd=van_der ln=laan str=straat pln=plein
        wilh=wilhelmina jul=juliana pr=prins jhr=jonkheer ir=ingenieur adm=admiraal sgl=singel sngl=singel kan=kanunnik
        min=minister pres=president wg=weg stwg=steenweg stw=steenweg
        """);

    private static readonly FrozenDictionary<string, string> French = Pairs("""
        av=avenue ave=avenue bd=boulevard bld=boulevard bvd=boulevard boul=boulevard blvd=boulevard r=rue pl=place
        ch=chemin chem=chemin imp=impasse all=allee rte=route fg=faubourg fbg=faubourg sq=square st=saint ste=sainte
        chee=chaussee
        """);

    private static readonly FrozenDictionary<string, string> German = Pairs("""
        str=strasse pl=platz dr=doktor st=sankt al=allee
        """);

    private static readonly FrozenDictionary<string, string> English = Pairs("""
        rd=road ave=avenue av=avenue ln=lane dr=drive sq=square cl=close ct=court blvd=boulevard gdns=gardens
        """);

    private static readonly (string Short, string Long)[] DutchEndings =
        [("str", "straat"), ("pln", "plein"), ("sngl", "singel"), ("gr", "gracht"), ("stwg", "steenweg")];

    /// <summary>The words of a street, written out as its country does.</summary>
    public static string Words(string street, string country)
    {
        string folded = FoldedText.Words(street);
        if (folded.Length == 0) { return folded; }

        string[] words = folded.Split(' ');
        for (int index = 0; index < words.Length; index++)
        {
            bool isVanDer = words[index] == "d" && index > 0 && words[index - 1] == "van";
            words[index] = isVanDer ? "der" : Written(words[index], index, country);
        }

        return string.Join(' ', words);
    }

    private static string Written(string word, int index, string country) => country switch
    {
        "NL" or "" => DutchWord(word),
        "BE" => index == 0 && French.TryGetValue(word, out string? french) && word != "st" ? french : DutchWord(word),
        "FR" or "MC" => French.GetValueOrDefault(word, word),
        "LU" => French.TryGetValue(word, out string? rue) ? rue : GermanWord(word),
        "DE" or "AT" or "CH" or "LI" => GermanWord(word),
        "GB" or "IE" or "US" or "CA" or "AU" => EnglishWord(word, index),
        _ => word,
    };

    private static string DutchWord(string word)
    {
        if (Dutch.TryGetValue(word, out string? written)) { return written; }
        foreach ((string ending, string full) in DutchEndings)
        {
            if (word.Length > ending.Length + 2 && word.EndsWith(ending, StringComparison.Ordinal))
            {
                return string.Concat(word.AsSpan(0, word.Length - ending.Length), full);
            }
        }

        return word;
    }

    private static string EnglishWord(string word, int index) =>
        index > 0 && word == "st" ? "street" : English.GetValueOrDefault(word, word);

    private static string GermanWord(string word) =>
        German.TryGetValue(word, out string? written) ? written
        : word.Length > 5 && word.EndsWith("str", StringComparison.Ordinal) ? word + "asse" : word;

    private static FrozenDictionary<string, string> Pairs(string text) =>
        text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(pair => pair.Split('='))
            .ToFrozenDictionary(pair => pair[0], pair => pair[1].Replace('_', ' '), StringComparer.Ordinal);
}
