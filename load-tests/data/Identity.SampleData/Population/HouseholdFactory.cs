using System.Globalization;
using Identity.SampleData.Tables;

namespace Identity.SampleData;

/// <summary>
/// Makes households: who lives together, where, and what they share. Everything follows from the dice and the first
/// customer number, so no household needs another.
/// </summary>
internal sealed class HouseholdFactory(DateTimeOffset start, DateTimeOffset end)
{
    private const int AdultAgeMin = 20;
    private const int ChildAgeMin = 16;
    private const int ChildAgeMax = 26;

    private readonly PersonFactory _people = new(start, end);

    /// <summary>Makes the household whose first member has this number; of the members, at most so many.</summary>
    public Household Create(Dice dice, int firstNumber, int membersMax)
    {
        bool belgian = dice.Percent(8);
        Place place = PlaceTable.DrawPlace(dice, belgian);
        Address address = AddressFactory.Draw(dice, place);
        Relation[] relations = [.. DrawRelations(dice, belgian).Take(membersMax)];
        bool shared = relations.Length is > 1 and < 6;
        bool moves = dice.Percent(6);
        DateTimeOffset movedAt = dice.Moment(start.AddDays(120), end.AddDays(-40));
        string? commonEmail = shared && dice.Percent(6)
            ? PersonFactory.FamilyEmail(relations[0].Surname, firstNumber)
            : null;
        return new Household
        {
            Members = [.. relations.Select((r, i) => _people.Create(dice, firstNumber + i, r, commonEmail))],
            FirstAddress = address,
            SecondAddress = moves ? AddressFactory.Draw(dice, PlaceTable.DrawPlace(dice, belgian)) : null,
            MovedAt = movedAt,
            Landline = dice.Percent(40) ? PhoneNumber.Landline(place, firstNumber) : null,
            TabletCookie = shared && dice.Percent(45) ? PersonFactory.DrawCookie(dice) : null,
            IpAddress = DrawIpAddress(dice),
        };
    }

    private IEnumerable<Relation> DrawRelations(Dice dice, bool belgian)
    {
        int kind = dice.Below(1000);
        return kind switch
        {
            < 400 => [DrawAdult(dice, belgian)],
            < 740 => DrawCouple(dice, belgian),
            < 996 => DrawFamily(dice, belgian),
            _ => Enumerable.Range(0, dice.Between(16, 19)).Select(_ => DrawStudent(dice, belgian)),
        };
    }

    private Relation[] DrawCouple(Dice dice, bool belgian)
    {
        Relation first = DrawAdult(dice, belgian);
        return [first, DrawPartner(dice, first, belgian)];
    }

    private List<Relation> DrawFamily(Dice dice, bool belgian)
    {
        DateOnly born = DrawBirthday(dice, ChildAgeMin, ChildAgeMax);
        int motherAge = AgeOf(born) + dice.Between(22, 36);
        DateOnly motherBorn = DrawBirthday(dice, motherAge, motherAge);
        Relation mother = new(Sex.Female, NameTable.DrawSurname(dice, belgian), motherBorn, belgian);
        Relation father = DrawPartner(dice, mother, belgian);
        List<Relation> family = dice.Percent(25) ? [mother] : [mother, father];
        int children = dice.Between(1, 3);
        for (int i = 0; i < children; i++)
        {
            // A twin has the same birthday; other children come some years later, while they are old enough to shop.
            bool twin = i > 0 && dice.Percent(12);
            born = i == 0 || twin ? born : born.AddDays(dice.Between(400, 1500));
            if (AgeOf(born) >= ChildAgeMin)
            {
                Sex sex = dice.Percent(50) ? Sex.Female : Sex.Male;
                family.Add(new Relation(sex, father.Surname, born, belgian) { AtHome = true });
            }
        }

        return family;
    }

    private Relation DrawAdult(Dice dice, bool belgian) => new(
        dice.Percent(52) ? Sex.Female : Sex.Male,
        NameTable.DrawSurname(dice, belgian),
        DrawBirthday(dice, AdultAgeMin, 88),
        belgian);

    private Relation DrawStudent(Dice dice, bool belgian) =>
        DrawAdult(dice, belgian) with { Born = DrawBirthday(dice, 18, 25) };

    private Relation DrawPartner(Dice dice, Relation first, bool belgian)
    {
        Sex sex = dice.Percent(94) == (first.Sex == Sex.Female) ? Sex.Male : Sex.Female;
        int age = Math.Clamp(AgeOf(first.Born) + dice.Between(-4, 5), AdultAgeMin, 90);

        // In the Netherlands the older a couple, the likelier that one name is on both cards; in Belgium it is not.
        bool sameName = !belgian && dice.Percent(age > 55 ? 70 : 35);
        Surname surname = sameName ? first.Surname : NameTable.DrawSurname(dice, belgian);
        return new Relation(sex, surname, DrawBirthday(dice, age, age), belgian);
    }

    private DateOnly DrawBirthday(Dice dice, int ageFirst, int ageLast)
    {
        int age = dice.Between(ageFirst, ageLast);
        return DateOnly.FromDateTime(end.UtcDateTime).AddYears(-age).AddDays(-dice.Below(365));
    }

    private int AgeOf(DateOnly born) =>
        (DateOnly.FromDateTime(end.UtcDateTime).DayNumber - born.DayNumber) * 100 / 36525;

    // 2001:db8::/32 is kept for documentation (RFC 3849), so it is nobody's.
    private static string DrawIpAddress(Dice dice) => string.Create(
        CultureInfo.InvariantCulture, $"2001:db8:{dice.Between(1, 0xFFFF):x}:{dice.Between(1, 0xFFFF):x}::1");
}

/// <summary>What is settled about somebody by whom they live with.</summary>
internal sealed record Relation(Sex Sex, Surname Surname, DateOnly Born, bool Belgian)
{
    /// <summary>A child that lives with its parents.</summary>
    public bool AtHome { get; init; }
}
