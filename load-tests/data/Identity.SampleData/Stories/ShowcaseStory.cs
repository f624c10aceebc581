using Identity.SampleData.Tables;

namespace Identity.SampleData.Stories;

/// <summary>The fixed stories behind <see cref="SampleShowcase"/>. No chance is involved.</summary>
internal static class ShowcaseStory
{
    private static readonly Address SannesHome = new("Lindelaan", "12", "A", "3521 AB", "Utrecht", "NL");
    private static readonly Address FamilyHome = new("Molenweg", "7", "", "8011 KL", "Zwolle", "NL");

    public static IEnumerable<SampleObservation> Tell(SampleShowcase showcase, DateTimeOffset start, DateTimeOffset end)
    {
        var journal = new Journal(start, end);
        Anonymous(journal, showcase);
        Sanne(journal, showcase);
        Family(journal, showcase);
        Claim(journal, showcase);
        return journal.InOrder();
    }

    private static void Anonymous(Journal journal, SampleShowcase showcase)
    {
        DateTimeOffset at = journal.End.AddDays(-2);
        Seen(journal, showcase.AnonymousNumber, at, showcase.AnonymousCookie)
            .Happened("page_viewed").With("path", "/");
        View(journal, showcase.AnonymousNumber, at.AddMinutes(1), showcase.AnonymousCookie, "hedge-shears");
        View(journal, showcase.AnonymousNumber, at.AddMinutes(3), showcase.AnonymousCookie, "rain-barrel-100l")
            .Says("favourite_category", "garden");
    }

    private static void Sanne(Journal journal, SampleShowcase showcase)
    {
        int number = showcase.SanneNumber;
        Draft row = journal.Open(number, Sources.Crm, journal.End.AddDays(-300), level: 4)
            .Names("customer_id", showcase.CustomerId)
            .Names("loyalty_card", "2900000000025")
            .Names("email", showcase.Email)
            .Names("phone", PhoneNumber.Mobile(number, belgian: false))
            .Names("address", SannesHome.Identifier)
            .Says("first_name", "Sanne").Says("tussenvoegsel", "de").Says("last_name", "Vries")
            .Says("initials", "S.M.").Says("gender", "female").Says("birth_date", "1991-05-17")
            .Says("email", showcase.Email)
            .Says("phone", PhoneNumber.National(PhoneNumber.Mobile(number, belgian: false)))
            .Says("language", "nl").Says("favourite_category", "books").Says("loyalty_tier", "gold")
            .Answers("email", "marketing", granted: true)
            .Answers("post", "marketing", granted: false);
        CrmStory.SayAddress(row, SannesHome);

        DateTimeOffset at = journal.End.AddDays(-9);
        LoggedIn(journal, number, at, (showcase.Login, showcase.RememberedCookie))
            .Names("email", showcase.Email)
            .Happened("login").With("method", "password");
        Draft order = LoggedIn(journal, number, at.AddMinutes(6), (showcase.Login, showcase.RememberedCookie))
            .Names("customer_id", showcase.CustomerId)
            .Names("email", showcase.Email)
            .Names("address", SannesHome.Identifier);
        Product[] products = [ProductTable.Find("cookbook-seasons"), ProductTable.Find("crime-novel")];
        Shopping.Ordered(order, "demo-order-1", products);
        View(journal, number, journal.End.AddDays(-1), showcase.RememberedCookie, "atlas-large");
    }

    private static void Family(Journal journal, SampleShowcase showcase)
    {
        (int kevin, int nora) = (showcase.FamilyNumbers[0], showcase.FamilyNumbers[1]);
        (string Login, string Cookie) kevins = ("kevin", showcase.FamilyTabletCookie);
        (string Login, string Cookie) noras = ("nora", showcase.FamilyTabletCookie);
        DateTimeOffset at = journal.End.AddDays(-20);
        Member(journal, kevin, ("Kevin", "1988-11-02", "male"), "kevin");
        Member(journal, nora, ("Nora", "1990-02-23", "female"), "nora");
        LoggedIn(journal, kevin, at, kevins).Names("email", "kevin.bakker@voorbeeld.example")
            .Happened("login").With("method", "password");
        Shopping.Viewed(LoggedIn(journal, kevin, at.AddMinutes(2), kevins), ProductTable.Find("tennis-racket"));
        LoggedIn(journal, nora, at.AddDays(5), noras).Names("email", "nora.bakker@voorbeeld.example")
            .Happened("login").With("method", "password");
        LoggedIn(journal, nora, at.AddDays(5).AddMinutes(9), noras).Happened("logout");
        View(journal, nora, at.AddDays(6), showcase.FamilyTabletCookie, "linen-shirt");
    }

    private static void Member(Journal journal, int number, (string Name, string Born, string Gender) who, string login)
    {
        string email = $"{login}.bakker@voorbeeld.example";
        Draft row = journal.Open(number, Sources.Crm, journal.End.AddDays(-250), level: 4)
            .Names("customer_id", $"demo-customer-{login}")
            .Names("email", email)
            .Names("phone", PhoneNumber.Mobile(number, belgian: false))
            .Names("address", FamilyHome.Identifier)
            .Says("first_name", who.Name).Says("last_name", "Bakker").Says("initials", $"{who.Name[0]}.")
            .Says("gender", who.Gender).Says("birth_date", who.Born).Says("email", email).Says("language", "nl");
        CrmStory.SayAddress(row, FamilyHome);
    }

    private static void Claim(Journal journal, SampleShowcase showcase)
    {
        DateTimeOffset at = journal.End.AddDays(-4);
        View(journal, showcase.ClaimNumber, at, showcase.ClaimCookie, "kite");
        Seen(journal, showcase.ClaimNumber, at.AddMinutes(2), showcase.ClaimCookie)
            .Claims("email", showcase.ClaimedEmail)
            .Happened("form_submitted").With("form", "newsletter")
            .Answers("email", "marketing", granted: true);
    }

    private static Draft Seen(Journal journal, int number, DateTimeOffset at, string cookie) =>
        journal.Open(number, Sources.Site, at, level: 2).Names("cookie", cookie);

    private static Draft LoggedIn(Journal journal, int number, DateTimeOffset at, (string Login, string Cookie) on) =>
        journal.Open(number, Sources.Webshop, at, level: 4).Names("login", on.Login).Names("cookie", on.Cookie);

    // With the product by its name, so that the story reads as it is told.
    private static Draft View(Journal journal, int number, DateTimeOffset at, string cookie, string product) =>
        Shopping.Viewed(Seen(journal, number, at, cookie), ProductTable.Find(product));
}
