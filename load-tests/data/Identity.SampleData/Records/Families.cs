using Identity.SampleData.Tables;

namespace Identity.SampleData.Records;

/// <summary>Parents and children of 16 and above, at home or just gone.</summary>
internal static class Families
{
    public static void Add(CircleDraft draft)
    {
        Dice dice = draft.Dice;
        DateOnly born = KinFactory.DrawBirthday(dice, 16, 28);
        Kin father = DrawFather(draft, KinFactory.AgeOf(born) + dice.Between(23, 40));
        Lodging lodging = draft.DrawLodging();
        List<Occupant> household = DrawParents(draft, father);
        List<(Kin Kin, bool Twin)> children = DrawChildren(draft, father, born);
        List<(Occupant Child, Kin Kin)> gone = [];
        foreach ((Kin child, bool _) in children)
        {
            Occupant occupant = Occupant.Of(child) with { IsChild = true };
            bool left = KinFactory.AgeOf(child.Born) > 18 && dice.Percent(20);
            if (left) { gone.Add((occupant, child)); } else { household.Add(occupant); }
        }

        int[] numbers = draft.Add(lodging, household);
        Dictionary<Kin, int> numberOf = household.Zip(numbers).ToDictionary(h => h.First.Kin, h => h.Second);
        foreach ((Occupant child, Kin kin) in gone)
        {
            Occupant mover = child with { IsChild = false, CameFrom = lodging.Home };
            numberOf[kin] = draft.Add(draft.DrawLodging() with { Before = null }, mover)[0];
        }

        draft.Pair(numbers[0], numbers[1], DoubleKind.Spouses);
        PairChildren(draft, father, children, numberOf);
    }

    /// <summary>A father and a grown-up son of the same name or letter, each with a household of their own.</summary>
    public static void AddFatherAndSonApart(CircleDraft draft)
    {
        Dice dice = draft.Dice;
        DateOnly born = KinFactory.DrawBirthday(dice, 24, 55);
        Kin father = DrawFather(draft, KinFactory.AgeOf(born) + dice.Between(22, 35));
        Kin son = KinFactory.DrawSon(dice, father, born, sameNamePercent: 45, sameInitialPercent: 55);
        Lodging house = draft.DrawLodging();
        int a = draft.Dice.Percent(75) ? Couples.Add(draft, house, father) : draft.Add(house, Occupant.Of(father))[0];
        bool justLeft = dice.Percent(40);
        Lodging own = draft.DrawLodging(dice.Percent(60) ? house.Place : null);
        int b = draft.Add(own, Occupant.Of(son) with { CameFrom = justLeft ? house.Home : null })[0];
        draft.Pair(a, b, DoubleKind.FatherSon);
    }

    public static void AddTwinsApart(CircleDraft draft)
    {
        Dice dice = draft.Dice;
        Kin one = KinFactory.DrawAdult(dice, draft.Belgian);
        Kin other = KinFactory.DrawTwin(dice, one);
        Address parents = draft.DrawLodging().Home;
        Lodging house = draft.DrawLodging();
        int a = draft.Add(house, Occupant.Of(one) with { CameFrom = dice.Percent(50) ? parents : null })[0];
        Lodging near = draft.DrawLodging(dice.Percent(60) ? house.Place : null);
        int b = draft.Add(near, Occupant.Of(other) with { CameFrom = dice.Percent(50) ? parents : null })[0];
        draft.Pair(a, b, DoubleKind.Twins);
    }

    private static Kin DrawFather(CircleDraft draft, int age) => KinFactory.Draw(
        draft.Dice,
        Sex.Male,
        NameTable.DrawAnySurname(draft.Dice, draft.Belgian),
        KinFactory.DrawBirthday(draft.Dice, age, age)) with
    {
        Belgian = draft.Belgian,
    };

    private static List<Occupant> DrawParents(CircleDraft draft, Kin father)
    {
        Kin mother = KinFactory.DrawPartner(draft.Dice, father, otherSexPercent: 100);
        return [.. Couples.Draw(draft, father, mother)];
    }

    private static List<(Kin Kin, bool Twin)> DrawChildren(CircleDraft draft, Kin father, DateOnly born)
    {
        Dice dice = draft.Dice;
        List<(Kin Kin, bool Twin)> children = [];
        int count = dice.Pick([1, 1, 2, 2, 2, 3]);
        for (int i = 0; i < count; i++)
        {
            bool twin = i > 0 && dice.Percent(14);
            born = i == 0 || twin ? born : born.AddDays(dice.Between(400, 1500));
            if (KinFactory.AgeOf(born) < 16) { break; }
            Kin child = twin ? KinFactory.DrawTwin(dice, children[^1].Kin) : DrawChild(dice, father, born);
            if (children.Exists(c => c.Kin.FirstName == child.FirstName)) { continue; }
            children.Add((child, twin));
        }

        return children;
    }

    private static Kin DrawChild(Dice dice, Kin father, DateOnly born) => dice.Percent(50)
        ? KinFactory.Draw(dice, Sex.Female, father.Surname, born) with { Belgian = father.Belgian }
        : KinFactory.DrawSon(dice, father, born, sameNamePercent: 7, sameInitialPercent: 12);

    private static void PairChildren(
        CircleDraft draft, Kin father, List<(Kin Kin, bool Twin)> children, Dictionary<Kin, int> numberOf)
    {
        for (int i = 0; i < children.Count; i++)
        {
            Kin child = children[i].Kin;
            if (children[i].Twin)
            {
                draft.Pair(numberOf[children[i - 1].Kin], numberOf[child], DoubleKind.Twins);
            }

            if (child.Sex == Sex.Male && child.SharesInitial(father))
            {
                draft.Pair(numberOf[father], numberOf[child], DoubleKind.FatherSon);
            }
        }
    }
}
