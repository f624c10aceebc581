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

    private static readonly FirstName[] Names = Table.Read(
        "first_names.csv", r => new FirstName(SexOf(r[0]), r[1], Table.Number(r[2]), Table.Number(r[3]), r[4]));

    private static readonly Dictionary<(Sex, string), Weighted<FirstName>[]> FirstNames = Names
        .GroupBy(name => (name.Sex, name.Circle))
        .ToDictionary(group => group.Key, group => Enumerable.Range(0, Decades)
            .Select(decade => new Weighted<FirstName>(group, name => Fashion(name, FirstDecade + (decade * 10) + 5)))
            .ToArray());

    private static readonly string[] SurnameStarts = ReadParts("first");

    private static readonly string[] SurnameEnds = ReadParts("last");

    private static readonly string[] BelgianStarts = ReadParts("first_be");

    private static readonly string[] BelgianEnds = ReadParts("last_be");

    // Ends that name a place, from which somebody may come.
    private static readonly string[] Places =
    [
        "hof", "kamp", "veld", "dijk", "broek", "berg", "horst", "laar", "beek", "brink", "woud", "donk", "steeg",
        "vliet", "burg", "wijk", "haar", "daal", "hoek",
    ];

    private static readonly Dictionary<(Sex, string), string[]> OfficialNames = Table
        .Read("call_names.csv", r => (Sex: SexOf(r[0]), Official: r[1], Call: r[2]))
        .GroupBy(row => (row.Sex, row.Call))
        .ToDictionary(group => group.Key, group => group.Select(row => row.Official).ToArray());

    private static readonly Dictionary<Sex, string[]> MiddleNames = OfficialNames
        .GroupBy(entry => entry.Key.Item1)
        .ToDictionary(g => g.Key, g => g.SelectMany(e => e.Value).Distinct().Order(StringComparer.Ordinal).ToArray());

    public static Surname DrawSurname(Dice dice, bool belgian) => (belgian ? Belgian : Dutch).Draw(dice);

    /// <summary>
    /// Half of them by the table of the commonest, half with a rarer name, put together from two parts, so that it is
    /// no family's in particular. In truth the thousand commonest names are borne by one Dutchman in three.
    /// </summary>
    public static Surname DrawAnySurname(Dice dice, bool belgian)
    {
        if (dice.Percent(50))
        {
            return DrawSurname(dice, belgian);
        }

        if (belgian)
        {
            string joined = dice.Pick(BelgianStarts) + dice.Pick(BelgianEnds);
            int name = joined.LastIndexOf(' ') + 1;
            return new Surname("", joined[..name] + char.ToUpperInvariant(joined[name]) + joined[(name + 1)..], 1);
        }

        string last = dice.Pick(SurnameEnds);
        string prefix = Places.Contains(last) && dice.Percent(40) ? dice.Pick(["van", "van", "van de", "van der"]) : "";
        return new Surname(prefix, dice.Pick(SurnameStarts) + last, 1);
    }

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

    /// <summary>
    /// Another name of the time that begins with the same letter; the same one if there is none. A near one differs
    /// in few letters, if there is such a name: Tim and Tom.
    /// </summary>
    public static string DrawSameInitial(Dice dice, (Sex Sex, int BirthYear) who, string name, bool near)
    {
        string? circle = Array.Find(Names, n => n.Sex == who.Sex && n.Name == name)?.Circle;
        string[] others =
        [
            .. Names.Where(n => n.Sex == who.Sex && n.Circle == circle && n.Name[0] == name[0] && n.Name != name
                && Math.Abs(n.PeakYear - who.BirthYear) <= FashionYears).Select(n => n.Name).Distinct(),
        ];
        string[] close = near ? [.. others.Where(other => Differs(name, other) <= 2)] : [];
        return close.Length > 0 ? dice.Pick(close) : others.Length > 0 ? dice.Pick(others) : name;
    }

    /// <summary>A second or third given name, of which only the initial is ever used.</summary>
    public static string DrawMiddleName(Dice dice, Sex sex) => dice.Pick(MiddleNames[sex]);

    // Whole numbers only: floating point may differ in its last digit between machines.
    private static int Fashion(FirstName name, int year)
    {
        int near = Math.Max(0, FashionYears - Math.Abs(year - name.PeakYear));
        return 1 + (name.Weight * near * near);
    }

    private static string[] ReadParts(string position) =>
        [.. Table.Read("surname_parts.csv", r => (Position: r[0], Part: r[1]))
            .Where(row => row.Position == position).Select(row => row.Part)];

    // Letters to change, add or drop (Levenshtein).
    private static int Differs(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        foreach (char c in a)
        {
            int corner = row[0]++;
            for (int j = 1; j <= b.Length; j++)
            {
                int change = corner + (c == b[j - 1] ? 0 : 1);
                corner = row[j];
                row[j] = Math.Min(change, Math.Min(row[j - 1], row[j]) + 1);
            }
        }

        return row[^1];
    }

    private static Sex SexOf(string text) => text == "F" ? Sex.Female : Sex.Male;

    private sealed record FirstName(Sex Sex, string Circle, int PeakYear, int Weight, string Name);
}
