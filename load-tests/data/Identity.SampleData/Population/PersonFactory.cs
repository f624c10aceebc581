using System.Globalization;
using System.Text;
using Identity.SampleData.Tables;

namespace Identity.SampleData;

/// <summary>Makes people: names, addresses to reach them at, accounts and habits.</summary>
internal sealed class PersonFactory(DateTimeOffset start, DateTimeOffset end)
{
    // The top-level domain .example is kept for examples (RFC 2606), so nobody can own one of these.
    private static readonly string[] MailDomains =
    [
        "mail.example", "post.example", "voorbeeld.example", "brievenbus.example", "webmail.example", "thuis.example",
    ];

    public Person Create(Dice dice, int number, Relation relation, string? familyEmail)
    {
        string firstName = NameTable.DrawFirstName(dice, relation.Sex, relation.Born.Year, relation.Surname);
        string official = NameTable.DrawOfficialName(dice, relation.Sex, firstName, relation.Born.Year);
        Pace pace = DrawPace(dice);
        DateTimeOffset joined = dice.Moment(start, end.AddDays(-30));
        string[] emails = DrawEmails(dice, number, firstName, relation.Surname);
        string login = DrawLogin(dice, number, firstName, emails[^1]);
        if (familyEmail is not null && !relation.AtHome)
        {
            // A mailbox that two people read is no account of either: their logins stay their own.
            emails[0] = familyEmail;
            login = UserName(number, firstName);
        }

        bool inCrm = dice.Percent(88);
        bool hasCard = inCrm && dice.Percent(55);
        bool hasLogin = inCrm && dice.Percent(pace == Pace.Dormant ? 40 : 72);
        return new Person
        {
            Number = number,
            Sex = relation.Sex,
            FirstName = firstName,
            OfficialName = official,
            Initials = DrawInitials(dice, relation.Sex, official),
            Tussenvoegsel = relation.Surname.Tussenvoegsel,
            LastName = DrawLastName(dice, relation),
            Born = relation.Born,
            Language = dice.Percent(4) ? "en" : "nl",
            CustomerId = inCrm ? "C" + (1_000_000 + number).ToString(CultureInfo.InvariantCulture) : null,
            Login = hasLogin ? login : null,
            LoyaltyCard = hasCard ? CardNumber(number) : null,
            CardUnknownToCrm = dice.Percent(12),
            LoyaltyTier = pace == Pace.Keen ? dice.Pick(["silver", "gold"]) : dice.Pick(["bronze", "bronze", "silver"]),
            Emails = emails,
            Mobile = PhoneNumber.Mobile(number, relation.Belgian),
            Cookies = dice.Percent(45) ? [DrawCookie(dice), DrawCookie(dice)] : [DrawCookie(dice)],
            DeviceId = dice.Percent(20) ? DrawDeviceId(dice) : null,
            FavouriteCategory = ProductTable.DrawCategory(dice),
            Pace = pace,
            JoinedAt = joined,
            LeftAt = dice.Percent(25) ? dice.Moment(joined.AddDays(1), end) : end,
        };
    }

    public static string FamilyEmail(Surname surname, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"familie.{Slug.Of(surname.Name)}{number}@thuis.example");

    public static string DrawCookie(Dice dice) =>
        string.Create(CultureInfo.InvariantCulture, $"{dice.Next():x16}{dice.Next():x16}");

    private static string DrawDeviceId(Dice dice)
    {
        string hex = DrawCookie(dice);
        return $"{hex[..8]}-{hex[8..12]}-4{hex[13..16]}-a{hex[17..20]}-{hex[20..]}";
    }

    private static Pace DrawPace(Dice dice) => dice.Below(100) switch
    {
        < 35 => Pace.Dormant,
        < 80 => Pace.Regular,
        _ => Pace.Keen,
    };

    private static string DrawInitials(Dice dice, Sex sex, string official)
    {
        var initials = new StringBuilder().Append(official[0]).Append('.');
        int more = dice.Pick([0, 0, 1, 1, 1, 2]);
        for (int i = 0; i < more; i++)
        {
            initials.Append(NameTable.DrawMiddleName(dice, sex)[0]).Append('.');
        }

        return initials.ToString();
    }

    // Some married women carry both names: Bakker-de Jong.
    private static string DrawLastName(Dice dice, Relation relation)
    {
        bool both = relation is { Sex: Sex.Female, Belgian: false, AtHome: false } && dice.Percent(7);
        if (!both)
        {
            return relation.Surname.Name;
        }

        Surname born = NameTable.DrawSurname(dice, belgian: false);
        return $"{relation.Surname.Name}-{born.Tussenvoegsel} {born.Name}".Replace("- ", "-", StringComparison.Ordinal);
    }

    // The customer number keeps addresses apart: a namesake must not share a mailbox by accident.
    private static string[] DrawEmails(Dice dice, int number, string firstName, Surname surname)
    {
        string first = Slug.Of(firstName);
        string last = Slug.Of(surname.Tussenvoegsel) + Slug.Of(surname.Name);
        string main = string.Create(
            CultureInfo.InvariantCulture, $"{first}.{last}{number}@{MailDomains[dice.Below(MailDomains.Length)]}");
        return dice.Percent(18)
            ? [main, string.Create(CultureInfo.InvariantCulture, $"{first[0]}{last}.{number}@{dice.Pick(MailDomains)}")]
            : [main];
    }

    private static string DrawLogin(Dice dice, int number, string firstName, string email) =>
        dice.Percent(60) ? email : UserName(number, firstName);

    private static string UserName(int number, string firstName) =>
        string.Create(CultureInfo.InvariantCulture, $"{Slug.Of(firstName)}{number}");

    // Thirteen digits with the check digit of a bar code (EAN-13), in the range 29 that shops number themselves.
    private static string CardNumber(int number)
    {
        string body = string.Create(CultureInfo.InvariantCulture, $"29{number:D10}");
        int sum = 0;
        for (int i = 0; i < body.Length; i++)
        {
            sum += (body[i] - '0') * (i % 2 == 0 ? 1 : 3);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{body}{(10 - (sum % 10)) % 10}");
    }
}
