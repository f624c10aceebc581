namespace Identity.Core.Cleaning;

/// <summary>What was noticed in a name.</summary>
[Flags]
public enum NameRemarks
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The family name stood first, which is sure by a comma, initials behind it, or known names.</summary>
    Reordered = 1,

    /// <summary>The family name may stand first; the order was left as it is.</summary>
    OrderUncertain = 2,

    /// <summary>More than one person: "J. en M. de Vries", "Fam. Jansen".</summary>
    SeveralPeople = 4,

    /// <summary>The name stood all in capitals or all in small letters.</summary>
    CaseRepaired = 8,

    /// <summary>It holds digits or signs that no name has, or no letter at all.</summary>
    NotAName = 16,
}

/// <summary>The fields of a name as a source has them; any may be missing.</summary>
public sealed record NameParts
{
    /// <summary>Given names: "Johannes Petrus", "Wim".</summary>
    public string? Given { get; init; }

    /// <summary>Initials in any spelling: "J.P.", "JP", "j p".</summary>
    public string? Initials { get; init; }

    /// <summary>The prefix of the family name (tussenvoegsel): "van der", "v.d.".</summary>
    public string? Prefix { get; init; }

    /// <summary>The family name, perhaps with prefix, perhaps double: "van der Berg-de Vries".</summary>
    public string? Family { get; init; }

    /// <summary>Salutation and titles: "Dhr.", "Mw. dr.".</summary>
    public string? Title { get; init; }

    /// <summary>What stands behind a name: "jr.", "MSc".</summary>
    public string? Suffix { get; init; }

    /// <summary>The name in use: "Wim".</summary>
    public string? CallName { get; init; }
}

/// <summary>
/// A person's name, taken apart. Reading is total and independent of culture; reading the <see cref="Parts"/> of a name
/// gives that name again. Immutable and thread-safe. Empty parts are empty texts.
/// </summary>
public sealed record PersonName
{
    /// <summary>Longer texts are cut off before they are read, in UTF-16 units.</summary>
    public const int TextLengthMax = 256;

    private const int RoundsMax = 8;
    private const int PlainLengthMin = 4;

    internal PersonName()
    {
    }

    /// <summary>The name of nobody.</summary>
    public static PersonName Empty { get; } = new();

    /// <summary>Salutation and titles in small letters, without full stops: "dhr dr ir".</summary>
    public string Titles { get; internal init; } = "";

    /// <summary>What the salutation tells.</summary>
    public Gender Gender { get; internal init; }

    /// <summary>Initials as "J.P.", "Th.M.", "IJ."</summary>
    public string Initials { get; internal init; } = "";

    /// <summary>All given names.</summary>
    public string Given { get; internal init; } = "";

    /// <summary>The name in use, where it stood in brackets or in a field of its own.</summary>
    public string CallName { get; internal init; } = "";

    /// <summary>The prefix of the family name, written out in small letters: "van der".</summary>
    public string Prefix { get; internal init; } = "";

    /// <summary>The family name without its prefix.</summary>
    public string Family { get; internal init; } = "";

    /// <summary>The prefix of the second family name.</summary>
    public string SecondPrefix { get; internal init; } = "";

    /// <summary>The second half of a double or married name, or the name at birth.</summary>
    public string SecondFamily { get; internal init; } = "";

    /// <summary>"jr", "sr", "II", "III" and so on.</summary>
    public string Suffix { get; internal init; } = "";

    /// <summary>What was noticed.</summary>
    public NameRemarks Remarks { get; internal init; }

    /// <summary>Nothing of a name was found.</summary>
    public bool IsEmpty => Given.Length == 0 && Initials.Length == 0 && Family.Length == 0 && CallName.Length == 0
        && Prefix.Length == 0;

    /// <summary>Given names folded, one space between them: "johannes petrus".</summary>
    public string FoldedGiven => FoldedText.Words(Given);

    /// <summary>The name in use, else the first given name; folded.</summary>
    public string FoldedFirst => FoldedText.Words(CallName.Length > 0 ? CallName : FirstWord(Given));

    /// <summary>The letters of the initials, else those with which the given names begin; folded: "jp".</summary>
    public string FoldedInitials => NameInitials.Letters(Initials.Length > 0 ? Initials : Given);

    /// <summary>The family name without prefix, folded: "berg", "den uyl" where no prefix was seen.</summary>
    public string FoldedFamily => FoldedText.Words(Family);

    /// <summary>The family name with its prefix, folded: "van der berg".</summary>
    public string FoldedFullFamily => FoldedText.Words($"{Prefix} {Family}");

    /// <summary>The same without spaces: "vanderberg" for "van der Berg", "v.d. Berg" and "Vanderberg".</summary>
    public string CompactFamily => FoldedText.Compact(Prefix + Family);

    /// <summary>The second family name without prefix, folded.</summary>
    public string FoldedSecondFamily => FoldedText.Words(SecondFamily);

    /// <summary>The second family name with its prefix, folded and without spaces.</summary>
    public string CompactSecondFamily => FoldedText.Compact(SecondPrefix + SecondFamily);

    /// <summary>The name in parts, in the spelling that reading it again leaves as it is.</summary>
    public NameParts Parts => new()
    {
        Given = Given,
        Initials = Initials,
        Prefix = Prefix,
        Family = SecondFamily.Length == 0 ? Family : $"{Family}-{Joined(SecondPrefix, SecondFamily)}",
        Title = Titles,
        Suffix = Suffix,
        CallName = CallName,
    };

    /// <summary>Reads a name that stands in one field.</summary>
    /// <param name="text">Any text; no name is longer than <see cref="TextLengthMax"/>.</param>
    public static PersonName Read(string text) => Settled(NameReader.Read(text));

    /// <summary>Reads a name whose parts stand in fields of their own.</summary>
    public static PersonName Read(NameParts parts) => Settled(NamePartsReader.Read(parts));

    /// <summary>The name as one would write it, without titles: "Jan van der Berg-de Vries jr".</summary>
    public override string ToString()
    {
        string[] parts =
        [
            Given.Length > 0 ? Given : Initials, Prefix,
            SecondFamily.Length == 0 ? Family : $"{Family}-{Joined(SecondPrefix, SecondFamily)}", Suffix,
        ];
        return string.Join(' ', parts.Where(part => part.Length > 0));
    }

    // What looks like a title, a prefix or a second name only once the parts stand alone is one then, too.
    private static PersonName Settled(PersonName name)
    {
        if (name.SecondFamily.Length == 0 && IsPlain(name.Given) && IsPlain(name.Family)) { return name; }

        for (int round = 0; round < RoundsMax; round++)
        {
            PersonName again = NamePartsReader.Read(name.Parts) with { Remarks = name.Remarks };
            if (again == name) { return name; }

            name = again;
        }

        return name;
    }

    // One word with a capital that ends small, so that it is neither initials nor a degree nor in need of case.
    private static bool IsPlain(string text)
    {
        if (text.Length == 0) { return true; }
        if (text.Length < PlainLengthMin || !char.IsAsciiLetterUpper(text[0]) || !char.IsAsciiLetterLower(text[^1]))
        {
            return false;
        }

        foreach (char unit in text)
        {
            if (!char.IsAsciiLetter(unit)) { return false; }
        }

        return NamePrefixes.Of(text) is null;
    }

    private static string Joined(string prefix, string family) => prefix.Length == 0 ? family : $"{prefix} {family}";

    private static string FirstWord(string text)
    {
        int end = text.IndexOf(' ', StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }
}
