using System.Globalization;
using Identity.SampleData.Tables;

namespace Identity.SampleData.Records;

/// <summary>
/// Makes circles of people who are easily mixed up, or not at all: who they are, who lives with whom, who moved and
/// who married. Numbers persons and households in the order of making, so one factory makes one population.
/// </summary>
internal sealed class CircleFactory(ulong seed)
{
    // Keeps these people apart from those of the other generator with the same seed.
    private const ulong StreamFirst = 1UL << 40;

    private readonly Mailboxes _mailboxes = new();
    private ulong _circles;
    private int _persons;
    private int _households;

    public Circle Create()
    {
        var dice = new Dice(seed, StreamFirst + _circles++);
        var draft = new CircleDraft(dice, belgian: dice.Percent(8), _mailboxes, _persons, _households);
        switch (dice.Below(1000))
        {
            case < 330:
                draft.Add(draft.DrawLodging(), Occupant.Of(KinFactory.DrawAdult(dice, draft.Belgian)));
                break;
            case < 620: Couples.Add(draft, draft.DrawLodging()); break;
            case < 880: Families.Add(draft); break;
            case < 905: Families.AddFatherAndSonApart(draft); break;
            case < 915: Families.AddTwinsApart(draft); break;
            case < 950: AddNamesakes(draft); break;
            case < 986: AddFlat(draft); break;
            default: AddStudentHouse(draft); break;
        }

        _persons = draft.Persons;
        _households = draft.Households;
        return draft.Finish();
    }

    // Two of the same name in one town; they may well be of one age.
    private static void AddNamesakes(CircleDraft draft)
    {
        Dice dice = draft.Dice;
        Place place = PlaceTable.DrawPlace(dice, draft.Belgian);
        Surname common = NameTable.DrawSurname(dice, draft.Belgian);
        Kin one = KinFactory.Draw(dice, KinFactory.DrawSex(dice), common, KinFactory.DrawBirthday(dice, 20, 85));
        int days = dice.Percent(30) ? dice.Between(20, 1500) : dice.Between(1500, 9000);
        DateOnly born = one.Born.AddDays(one.Born.Year < 1970 ? days : -days);
        Kin other = KinFactory.Draw(dice, one.Sex, common, born, one.FirstName);
        int a = AddNamesake(draft, one with { Belgian = draft.Belgian }, place);
        int b = AddNamesake(draft, other with { Belgian = draft.Belgian }, place);
        draft.Pair(a, b, DoubleKind.Namesakes);
    }

    private static int AddNamesake(CircleDraft draft, Kin kin, Place place)
    {
        Lodging lodging = draft.DrawLodging(place);
        return draft.Dice.Percent(55)
            ? draft.Add(lodging, Occupant.Of(kin))[0]
            : Couples.Add(draft, lodging, kin);
    }

    // Neighbours with one house number, whose additions are all that tells their addresses apart.
    private static void AddFlat(CircleDraft draft)
    {
        Dice dice = draft.Dice;
        Place place = PlaceTable.DrawPlace(dice, draft.Belgian);
        Address ground = AddressFactory.Draw(dice, place);
        bool letters = dice.Percent(50);
        int homes = dice.Between(2, 4);
        for (int i = 0; i < homes; i++)
        {
            string door = letters ? ((char)('A' + i)).ToString() : (i + 1).ToString(CultureInfo.InvariantCulture);
            Address home = new(
                ground.Street, ground.HouseNumber, draft.Belgian ? $"bus {i + 1}" : door, ground.Postcode, ground.City,
                ground.Country);
            Lodging lodging = draft.DrawLodging(place) with { Home = home };
            if (dice.Percent(60))
            {
                draft.Add(lodging, Occupant.Of(KinFactory.DrawAdult(dice, draft.Belgian)));
            }
            else
            {
                Couples.Add(draft, lodging);
            }
        }
    }

    private static void AddStudentHouse(CircleDraft draft)
    {
        Dice dice = draft.Dice;
        Lodging house = draft.DrawLodging() with { Before = null, Landline = false, SharesEmail = false };
        int students = dice.Percent(85) ? dice.Between(3, 8) : dice.Between(13, 18);
        draft.Add(house, [.. Enumerable.Range(0, students).Select(_ =>
        {
            DateOnly born = KinFactory.DrawBirthday(dice, 18, 25);
            Surname name = NameTable.DrawAnySurname(dice, draft.Belgian);
            Kin student = KinFactory.Draw(dice, KinFactory.DrawSex(dice), name, born) with { Belgian = draft.Belgian };
            return Occupant.Of(student) with { CameFrom = dice.Percent(45) ? draft.DrawLodging().Home : null };
        })]);
    }
}
