using Identity.SampleData.Tables;

namespace Identity.SampleData.Records;

/// <summary>Where a household lives and what those in it share.</summary>
internal sealed record Lodging(Place Place, Address Home)
{
    /// <summary>Where all of them came from together, if they moved.</summary>
    public Address? Before { get; init; }

    public bool Landline { get; init; }

    public bool SharesEmail { get; init; }

    /// <summary>A couple that gives the one mobile for both.</summary>
    public bool SharesMobile { get; init; }
}

/// <summary>Somebody who moves in.</summary>
internal sealed record Occupant(Kin Kin, Course<FamilyName> Name)
{
    /// <summary>Where they lived alone before, if they did.</summary>
    public Address? CameFrom { get; init; }

    /// <summary>When they came; drawn if it is 0.</summary>
    public int CameAt { get; init; }

    /// <summary>A child, which has no part in what its parents share but the landline.</summary>
    public bool IsChild { get; init; }

    /// <summary>Under the name that they were born with.</summary>
    public static Occupant Of(Kin kin) => new(kin, Course.Always(new FamilyName(kin.Surname)));
}

/// <summary>A circle in the making. Not thread-safe.</summary>
internal sealed class CircleDraft(Dice dice, bool belgian, Mailboxes mailboxes, int persons, int households)
{
    private readonly List<Resident> _residents = [];
    private readonly List<PersonPair> _doubles = [];

    public Dice Dice => dice;

    public bool Belgian => belgian;

    /// <summary>The number of the last person.</summary>
    public int Persons { get; private set; } = persons;

    /// <summary>The number of the last household.</summary>
    public int Households { get; private set; } = households;

    public Lodging DrawLodging(Place? place = null)
    {
        Place town = place ?? PlaceTable.DrawPlace(dice, belgian);
        return new Lodging(town, AddressFactory.Draw(dice, town))
        {
            Before = dice.Percent(14) ? DrawBefore(town) : null,
            Landline = dice.Percent(38),
            SharesEmail = dice.Percent(12),
            SharesMobile = dice.Percent(12),
        };
    }

    /// <summary>Gives them a household; their numbers, in the same order.</summary>
    public int[] Add(Lodging lodging, params IReadOnlyList<Occupant> occupants)
    {
        int household = ++Households;
        int movedAt = dice.Between(15, 85);
        bool shares = occupants.Count is > 1 and < 6;
        Kin[] readers = [.. occupants.Where(o => !o.IsChild).Select(o => o.Kin)];
        string sharedEmail = shares && lodging.SharesEmail ? mailboxes.DrawShared(dice, readers) : "";
        Course<string> landline = DrawLandline(lodging, household, movedAt);
        int first = Persons + 1;
        foreach (Occupant occupant in occupants)
        {
            int number = ++Persons;
            int phoneOf = shares && lodging.SharesMobile && !occupant.IsChild ? first : number;
            _residents.Add(new Resident
            {
                Number = number,
                Household = household,
                Kin = occupant.Kin,
                Name = occupant.Name,
                Home = HomeOf(lodging, occupant, movedAt),
                Emails = mailboxes.DrawOwn(dice, occupant.Kin, Spoken(occupant.Name)),
                Mobile = DrawMobile(phoneOf, number),
                Landline = landline,
                SharedEmail = sharedEmail,
                Records = DrawRecords(),
            });
        }

        return [.. Enumerable.Range(first, occupants.Count)];
    }

    public void Pair(int a, int b, DoubleKind kind) =>
        _doubles.Add(new PersonPair(Math.Min(a, b), Math.Max(a, b), kind));

    public Circle Finish() => new([.. _residents.Select(r => r with { Telling = TellingOf(r) })], _doubles);

    // Over half of the customers of a real shop are known once.
    private int DrawRecords() => dice.Below(100) switch { < 55 => 1, < 80 => 2, < 92 => 3, < 97 => 4, _ => 5 };

    private Address DrawBefore(Place town) =>
        AddressFactory.Draw(dice, dice.Percent(55) ? town : PlaceTable.DrawPlace(dice, belgian));

    private static Course<Address> HomeOf(Lodging lodging, Occupant occupant, int movedAt)
    {
        int cameAt = occupant.CameAt > 0 ? occupant.CameAt : movedAt;
        Address? before = occupant.CameFrom ?? lodging.Before;
        return before is null ? Course.Always(lodging.Home) : new Course<Address>(before, cameAt, lodging.Home);
    }

    private static Course<string> DrawLandline(Lodging lodging, int household, int movedAt)
    {
        if (!lodging.Landline) { return Course.Always(""); }
        string now = PhoneNumber.Landline(lodging.Place, household);

        // The old number is not known any more.
        return lodging.Before is null ? Course.Always(now) : new Course<string>("", movedAt, now);
    }

    // Some got a new number; its series runs from the other end, so that no two people ever have the same.
    private Course<string> DrawMobile(int phoneOf, int number)
    {
        string now = PhoneNumber.Mobile(Scatter.Of(phoneOf), belgian);
        if (phoneOf != number || !dice.Percent(10)) { return Course.Always(now); }
        string before = PhoneNumber.Mobile(Scatter.Of(Scatter.Bound - 1 - number), belgian);
        return new Course<string>(before, dice.Between(20, 80), now);
    }

    private static string Spoken(Course<FamilyName> name)
    {
        (string prefix, string last) = name.Last.Write(name.Last.Use);
        return prefix + last;
    }

    private Telling TellingOf(Resident resident)
    {
        Telling telling = Telling.None;
        foreach (Resident other in _residents.Where(o => o.Number != resident.Number && MixedUp(resident, o)))
        {
            bool sameName = resident.Kin.FirstName == other.Kin.FirstName
                || resident.Kin.Given[0] == other.Kin.Given[0]
                || resident.Kin.FirstName == other.Kin.Given[0]
                || resident.Kin.Given[0] == other.Kin.FirstName;
            telling |= sameName ? Telling.BirthDate : Telling.FirstName;
        }

        return telling;
    }

    private bool MixedUp(Resident a, Resident b) =>
        a.Kin.SharesInitial(b.Kin) && Names(a).Intersect(Names(b)).Any()
        && (Homes(a).Intersect(Homes(b)).Any() || _doubles.Exists(pair => Links(pair, a.Number, b.Number)));

    private static bool Links(PersonPair pair, int a, int b) =>
        (pair.PersonA, pair.PersonB) == (Math.Min(a, b), Math.Max(a, b));

    private static IEnumerable<string> Names(Resident resident)
    {
        yield return resident.Kin.Surname.Name;
        foreach (FamilyName name in new[] { resident.Name.First, resident.Name.Last })
        {
            if (name.Partner is { } partner) { yield return partner.Name; }
        }
    }

    // Without the addition, which is often left out.
    private static IEnumerable<string> Homes(Resident resident) =>
        [Door(resident.Home.First), Door(resident.Home.Last)];

    private static string Door(Address address) => $"{address.Postcode} {address.Street} {address.HouseNumber}";
}
