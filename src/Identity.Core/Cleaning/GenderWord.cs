using System.Collections.Frozen;

namespace Identity.Core.Cleaning;

/// <summary>What a source says of somebody's gender.</summary>
public enum Gender
{
    /// <summary>Nothing.</summary>
    Unknown = 0,

    /// <summary>Male.</summary>
    Male = 1,

    /// <summary>Female.</summary>
    Female = 2,

    /// <summary>Neither; a word such as X, divers or non-binary.</summary>
    Other = 3,
}

/// <summary>Words for a gender, as files have them. Pure and thread-safe.</summary>
public static class GenderWord
{
    private static readonly FrozenDictionary<string, Gender> Known = Load();

    /// <summary>Reads a word.</summary>
    /// <param name="text">"m", "V", "Mevr.", "female", "1" (ISO 5218), any text.</param>
    /// <param name="gender">What it says; <see cref="Gender.Unknown"/> for words that say that nobody knows.</param>
    /// <returns>False when the text is no such word.</returns>
    public static bool TryRead(string text, out Gender gender)
    {
        gender = Gender.Unknown;
        return text.Length <= 40 && Known.TryGetValue(FoldedText.Compact(text), out gender);
    }

    /// <summary>The word under which a gender is stored: male, female, other; empty when it is unknown.</summary>
    public static string Text(Gender gender) => gender switch
    {
        Gender.Male => "male",
        Gender.Female => "female",
        Gender.Other => "other",
        _ => "",
    };

    private static FrozenDictionary<string, Gender> Load()
    {
        var known = new Dictionary<string, Gender>(StringComparer.Ordinal);
        Add(Gender.Male, """
            m man male mannelijk heer dhr deheer hr mr meneer mijnheer mister sir herr mann maennlich mannlich
            monsieur homme h masculin masculino boy jongen jongetje mnl 1
            """);
        Add(Gender.Female, """
            v vrouw female vrouwelijk f w mevrouw mevr mw mej mejuffrouw mevrmej mrs ms miss madam lady frau weiblich
            madame mme mlle mademoiselle femme feminin femenino girl meisje vrw dame juffrouw 2
            """);
        Add(Gender.Other, """
            x other anders overig overige divers diverse d nonbinary nonbinair nonbinaire nb genderneutraal neutraal
            neutral autre mx enby genderqueer intersex
            """);
        Add(Gender.Unknown, """
            o u onbekend unknown unbekannt inconnu onb nvt na none geen niet notspecified nietopgegeven
            prefernottosay wilnietzeggen undisclosed keineangabe unspecified 0 9
            """);
        return known.ToFrozenDictionary(StringComparer.Ordinal);

        void Add(Gender gender, string words)
        {
            foreach (string word in words.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
            {
                known[word.Trim()] = gender;
            }
        }
    }
}
