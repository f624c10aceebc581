namespace Identity.SampleData.Tables;

/// <summary>A family name; a Dutch tussenvoegsel (<c>van der</c>) is apart, a Belgian one is part of it.</summary>
internal sealed record Surname(string Tussenvoegsel, string Name, int Weight);

/// <summary>First and family names with their frequencies.</summary>
internal static class NameTable
{
    private const int FirstDecade = 1930;
    private const int Decades = 9;

    // A name is in fashion for this many years on either side of its peak.
    private const int FashionYears = 18;

    private static readonly Weighted<Surname> Dutch = new(
        Table.Read("surnames_nl.csv", r => new Surname(r[0], r[1], Table.Number(r[2]))), name => name.Weight);

    private static readonly Weighted<Surname> Belgian = new(
        Table.Read("surnames_be.csv", r => new Surname("", r[0], Table.Number(r[1]))), name => name.Weight);

    // Families keep to the first names of their circle: Ayşe Yılmaz is likelier than Geertruida Yılmaz.
    private static readonly Dictionary<string, string> CircleOfSurname = new(StringComparer.Ordinal)
    {
        ["Yilmaz"] = "tr",
        ["Kaya"] = "tr",
        ["Yildiz"] = "tr",
        ["Yildirim"] = "tr",
        ["Demir"] = "tr",
        ["Öztürk"] = "tr",
        ["Şahin"] = "tr",
        ["Aydin"] = "tr",
        ["Özdemir"] = "tr",
        ["Ali"] = "ar",
    };

    private static readonly Dictionary<(Sex, string), Weighted<FirstName>[]> FirstNames = ReadFirstNames();

    private static readonly Dictionary<(Sex, string), string[]> OfficialNames = Table
        .Read("call_names.csv", r => (Sex: SexOf(r[0]), Official: r[1], Call: r[2]))
        .GroupBy(row => (row.Sex, row.Call))
        .ToDictionary(group => group.Key, group => group.Select(row => row.Official).ToArray());

    private static readonly Dictionary<Sex, string[]> MiddleNames = OfficialNames
        .GroupBy(entry => entry.Key.Item1)
        .ToDictionary(g => g.Key, g => g.SelectMany(e => e.Value).Distinct().Order(StringComparer.Ordinal).ToArray());

    public static Surname DrawSurname(Dice dice, bool belgian) => (belgian ? Belgian : Dutch).Draw(dice);

    /// <summary>The name that the person goes by, after sex and year of birth.</summary>
    public static string DrawFirstName(Dice dice, Sex sex, int birthYear, Surname surname)
    {
        string circle = CircleOfSurname.GetValueOrDefault(surname.Name, "nl");
        int decade = Math.Clamp((birthYear - FirstDecade) / 10, 0, Decades - 1);
        return FirstNames[(sex, circle)][decade].Draw(dice).Name;
    }

    /// <summary>The name in the register: often another for the old (Wim is Wilhelmus), seldom for the young.</summary>
    public static string DrawOfficialName(Dice dice, Sex sex, string callName, int birthYear)
    {
        int percent = birthYear < 1970 ? 75 : 15;
        return dice.Percent(percent) && OfficialNames.TryGetValue((sex, callName), out string[]? officials)
            ? dice.Pick(officials)
            : callName;
    }

    /// <summary>A second or third given name, of which only the initial is ever used.</summary>
    public static string DrawMiddleName(Dice dice, Sex sex) => dice.Pick(MiddleNames[sex]);

    private static Dictionary<(Sex, string), Weighted<FirstName>[]> ReadFirstNames() => Table
        .Read("first_names.csv", r => new FirstName(SexOf(r[0]), r[1], Table.Number(r[2]), Table.Number(r[3]), r[4]))
        .GroupBy(name => (name.Sex, name.Circle))
        .ToDictionary(group => group.Key, group => Enumerable.Range(0, Decades)
            .Select(decade => new Weighted<FirstName>(group, name => Fashion(name, FirstDecade + (decade * 10) + 5)))
            .ToArray());

    // Whole numbers only: floating point may differ in its last digit between machines.
    private static int Fashion(FirstName name, int year)
    {
        int near = Math.Max(0, FashionYears - Math.Abs(year - name.PeakYear));
        return 1 + (name.Weight * near * near);
    }

    private static Sex SexOf(string text) => text == "F" ? Sex.Female : Sex.Male;

    private sealed record FirstName(Sex Sex, string Circle, int PeakYear, int Weight, string Name);
}
