using Identity.SampleData.Tables;

namespace Identity.SampleData.Records;

/// <summary>Draws who somebody is by birth.</summary>
internal static class KinFactory
{
    public static Sex DrawSex(Dice dice) => dice.Percent(52) ? Sex.Female : Sex.Male;

    public static DateOnly DrawBirthday(Dice dice, int ageFirst, int ageLast) =>
        RecordOptions.Today.AddYears(-dice.Between(ageFirst, ageLast)).AddDays(-dice.Between(1, 365));

    public static int AgeOf(DateOnly born) => (RecordOptions.Today.DayNumber - born.DayNumber) * 100 / 36525;

    public static Kin DrawAdult(Dice dice, bool belgian) => Draw(
        dice, DrawSex(dice), NameTable.DrawAnySurname(dice, belgian), DrawBirthday(dice, 20, 88)) with
    {
        Belgian = belgian,
    };

    public static Kin Draw(Dice dice, Sex sex, Surname surname, DateOnly born, string? firstName = null)
    {
        string first = firstName ?? NameTable.DrawFirstName(dice, sex, born.Year, surname);
        string[] given = new string[dice.Pick([1, 1, 2, 2, 2, 3])];
        given[0] = NameTable.DrawOfficialName(dice, sex, first, born.Year);
        for (int i = 1; i < given.Length; i++)
        {
            given[i] = NameTable.DrawMiddleName(dice, sex);
        }

        return new Kin(sex, surname, born, Belgian: false, first, given);
    }

    /// <summary>Of one age, not quite; the sexes differ mostly.</summary>
    public static Kin DrawPartner(Dice dice, Kin first, int otherSexPercent = 97)
    {
        Sex sex = dice.Percent(otherSexPercent) == (first.Sex == Sex.Female) ? Sex.Male : Sex.Female;
        int age = Math.Clamp(AgeOf(first.Born) + dice.Between(-4, 5), 20, 90);
        Surname surname = NameTable.DrawAnySurname(dice, first.Belgian);
        return Draw(dice, sex, surname, DrawBirthday(dice, age, age)) with { Belgian = first.Belgian };
    }

    /// <summary>Named after the father, or with his first letter, in one in five cases.</summary>
    public static Kin DrawSon(Dice dice, Kin father, DateOnly born, int sameNamePercent, int sameInitialPercent)
    {
        int chance = dice.Below(100);
        if (chance < sameNamePercent)
        {
            Kin namesake = Draw(dice, Sex.Male, father.Surname, born, father.FirstName);
            namesake.Given[0] = dice.Percent(70) ? father.Given[0] : namesake.Given[0];
            return namesake with { Belgian = father.Belgian };
        }

        string? name = chance < sameNamePercent + sameInitialPercent
            ? NameTable.DrawSameInitial(dice, (Sex.Male, born.Year), father.FirstName, near: false)
            : null;
        return Draw(dice, Sex.Male, father.Surname, born, name) with { Belgian = father.Belgian };
    }

    /// <summary>Born on the same day, never with the same first name; often with the same letter.</summary>
    public static Kin DrawTwin(Dice dice, Kin first)
    {
        Sex sex = dice.Percent(75) ? first.Sex : DrawSex(dice);
        int chance = dice.Below(100);
        string? name = sex == first.Sex && chance < 55
            ? NameTable.DrawSameInitial(dice, (sex, first.Born.Year), first.FirstName, near: chance < 30)
            : null;
        Kin twin = Draw(dice, sex, first.Surname, first.Born, name);
        while (twin.FirstName == first.FirstName || twin.Given[0] == first.Given[0])
        {
            twin = Draw(dice, sex, first.Surname, first.Born);
        }

        return twin with { Belgian = first.Belgian };
    }
}
