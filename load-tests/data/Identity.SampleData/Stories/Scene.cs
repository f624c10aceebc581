using Identity.SampleData.Tables;

namespace Identity.SampleData.Stories;

/// <summary>Who a story is about, where it is written down, and the chance that steers it.</summary>
internal sealed record Scene(Journal Journal, Household Household, Person Person, Dice Dice)
{
    // When people shop: little in the morning, most after dinner.
    private static readonly Weighted<int> Hours = new(
        Enumerable.Range(7, 16), hour => hour switch { < 9 => 2, < 12 => 4, < 17 => 5, < 19 => 4, < 22 => 9, _ => 4 });

    public Draft Open(string source, DateTimeOffset at, int level) => Journal.Open(Person.Number, source, at, level);

    /// <summary>The start of a visit, at an hour when people visit; leaves room for it before the end.</summary>
    public DateTimeOffset DrawVisit()
    {
        DateTimeOffset last = Earlier(Person.LeftAt, Journal.End.AddHours(-3));
        DateTimeOffset at = Dice.Moment(Person.JoinedAt, last);
        DateTimeOffset atHour = new DateTimeOffset(at.UtcDateTime.Date, TimeSpan.Zero)
            .AddHours(Hours.Draw(Dice)).AddSeconds(Dice.Below(3600));
        return atHour >= Person.JoinedAt && atHour <= last ? atHour : at;
    }

    /// <summary>How many times something happens to a person of this pace.</summary>
    public int DrawTimes(int dormantMax, int regularMax, int keenMax) => Person.Pace switch
    {
        Pace.Dormant => Dice.Between(0, dormantMax),
        Pace.Regular => Dice.Between(regularMax / 3, regularMax),
        _ => Dice.Between(keenMax / 2, keenMax),
    };

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}

/// <summary>The names of the systems that send observations.</summary>
internal static class Sources
{
    public const string Crm = "crm";
    public const string Webshop = "webshop";
    public const string Till = "pos";
    public const string Mail = "esp";
    public const string Site = "site";
}
