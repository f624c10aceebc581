namespace Identity.SampleData.Records;

/// <summary>Two who live together, with or without one name, some of whom marry while they are customers.</summary>
internal static class Couples
{
    /// <summary>Adds a couple; returns the number of the first of them.</summary>
    public static int Add(CircleDraft draft, Lodging lodging, Kin? first = null)
    {
        Kin one = first ?? KinFactory.DrawAdult(draft.Dice, draft.Belgian);
        Occupant[] couple = Draw(draft, one, KinFactory.DrawPartner(draft.Dice, one));
        int[] numbers = draft.Add(lodging, couple);
        draft.Pair(numbers[0], numbers[1], DoubleKind.Spouses);
        return numbers[0];
    }

    /// <summary>What each is called, and where one of them came from. The first keeps the name.</summary>
    public static Occupant[] Draw(CircleDraft draft, Kin one, Kin other)
    {
        Dice dice = draft.Dice;
        Occupant first = Occupant.Of(one);
        if (draft.Belgian)
        {
            return [first, Occupant.Of(other)];
        }

        bool older = KinFactory.AgeOf(other.Born) > 55;
        bool wedding = !older && dice.Percent(30);
        NameUse use = wedding ? DrawWeddingUse(dice) : DrawUse(dice, older, keeps: one.Sex == Sex.Female);
        var own = new FamilyName(other.Surname, one.Surname);
        FamilyName now = own with { Use = use };
        if (!wedding)
        {
            return [first, new Occupant(other, Course.Always(now))];
        }

        int at = dice.Between(20, 80);
        Address? alone = dice.Percent(60) ? draft.DrawLodging().Home : null;
        return [first, new Occupant(other, new Course<FamilyName>(own, at, now)) { CameFrom = alone, CameAt = at }];
    }

    private static NameUse DrawWeddingUse(Dice dice) => dice.Below(100) switch
    {
        < 42 => NameUse.Partner,
        < 76 => NameUse.PartnerOwn,
        < 88 => NameUse.OwnPartner,
        _ => NameUse.Own,
    };

    // The older a couple, the likelier that she has his name; that he has hers is rare.
    private static NameUse DrawUse(Dice dice, bool older, bool keeps) => (keeps, older, dice.Below(100)) switch
    {
        (true, _, < 12) => NameUse.PartnerOwn,
        (true, _, _) => NameUse.Own,
        (_, true, < 55) => NameUse.Partner,
        (_, true, < 78) => NameUse.PartnerOwn,
        (_, false, < 22) => NameUse.Partner,
        (_, false, < 38) => NameUse.PartnerOwn,
        (_, false, < 42) => NameUse.OwnPartner,
        _ => NameUse.Own,
    };
}
