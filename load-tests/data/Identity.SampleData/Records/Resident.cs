using Identity.SampleData.Tables;

namespace Identity.SampleData.Records;

/// <summary>Something that changes once, or never, in a hundred steps of time.</summary>
internal readonly record struct Course<T>(T First, int ChangedAt, T Last)
{
    public T At(int moment) => moment < ChangedAt ? First : Last;
}

internal static class Course
{
    /// <summary>The moments are 0 up to, not including, this one.</summary>
    public const int Moments = 100;

    public static Course<T> Always<T>(T value) => new(value, 0, value);
}

/// <summary>Which family names a married person goes by.</summary>
internal enum NameUse
{
    Own,
    Partner,
    PartnerOwn,
    OwnPartner,
}

/// <summary>The name that somebody was born with, that of a partner, and which of them is used.</summary>
internal sealed record FamilyName(Surname Own, Surname? Partner = null, NameUse Use = NameUse.Own)
{
    /// <summary>Tussenvoegsel and name, as the columns have them: <c>de</c> and <c>Vries-van den Berg</c>.</summary>
    public (string Prefix, string Last) Write(NameUse use)
    {
        Surname partner = Partner ?? Own;
        return use switch
        {
            NameUse.Own => (Own.Tussenvoegsel, Own.Name),
            NameUse.Partner => (partner.Tussenvoegsel, partner.Name),
            NameUse.PartnerOwn => (partner.Tussenvoegsel, $"{partner.Name}-{Full(Own)}"),
            _ => (Own.Tussenvoegsel, $"{Own.Name}-{Full(partner)}"),
        };
    }

    public static string Full(Surname name) =>
        name.Tussenvoegsel.Length == 0 ? name.Name : $"{name.Tussenvoegsel} {name.Name}";
}

/// <summary>Who somebody is by birth.</summary>
internal sealed record Kin(Sex Sex, Surname Surname, DateOnly Born, bool Belgian, string FirstName, string[] Given)
{
    /// <summary>The letters that their initials may begin with: of the register, or of the name they go by.</summary>
    public bool SharesInitial(Kin other) =>
        Given[0][0] == other.Given[0][0] || FirstName[0] == other.FirstName[0]
        || Given[0][0] == other.FirstName[0] || FirstName[0] == other.Given[0][0];
}

/// <summary>What alone tells somebody from another with whom they are easily taken for one.</summary>
[Flags]
internal enum Telling
{
    None = 0,
    FirstName = 1,
    BirthDate = 2,
}

/// <summary>A made-up person, with everything that an export may know of them over time.</summary>
internal sealed record Resident
{
    public required int Number { get; init; }

    public required int Household { get; init; }

    public required Kin Kin { get; init; }

    public required Course<FamilyName> Name { get; init; }

    public required Course<Address> Home { get; init; }

    /// <summary>One or two of their own, the usual one first.</summary>
    public required IReadOnlyList<string> Emails { get; init; }

    public required Course<string> Mobile { get; init; }

    /// <summary>Of the house, empty when there is none.</summary>
    public required Course<string> Landline { get; init; }

    /// <summary>A mailbox that several in the household use; empty for most.</summary>
    public string SharedEmail { get; init; } = "";

    public Telling Telling { get; init; }

    /// <summary>How many records there are about them.</summary>
    public required int Records { get; init; }
}

/// <summary>Households that have to do with each other, all of which is settled together.</summary>
internal sealed record Circle(IReadOnlyList<Resident> Residents, IReadOnlyList<PersonPair> Doubles);
