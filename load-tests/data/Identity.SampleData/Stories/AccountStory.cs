using System.Globalization;
using Identity.SampleData.Tables;

namespace Identity.SampleData.Stories;

/// <summary>Visits with a login (level 4), on their own devices, on the family's, or on a screen in a shop.</summary>
internal static class AccountStory
{
    private const int CustomersPerKiosk = 1000;

    public static void Tell(Scene scene)
    {
        (_, _, Person person, Dice dice) = scene;
        if (person.Login is null)
        {
            return;
        }

        int visits = scene.DrawTimes(dormantMax: 1, regularMax: 2, keenMax: 5);
        for (int i = 1; i <= visits; i++)
        {
            Visit(scene, i);
        }

        if (dice.Percent(3))
        {
            KioskVisit(scene, scene.DrawVisit());
        }
    }

    private static void Visit(Scene scene, int count)
    {
        (_, _, Person person, Dice dice) = scene;
        Device device = SiteStory.DrawDevice(scene);
        DateTimeOffset at = scene.DrawVisit();
        Open(scene, device, at)
            .Names("email", count == 1 || dice.Percent(40) ? person.Emails[^1] : null)
            .Happened("login").With("method", "password");

        int views = dice.Between(1, 4);
        Product product = ProductTable.Draw(dice, person.FavouriteCategory);
        for (int i = 0; i < views; i++)
        {
            at = at.AddSeconds(dice.Between(10, 180));
            Shopping.Viewed(Open(scene, device, at), product);
            product = ProductTable.Draw(dice, person.FavouriteCategory);
        }

        if (dice.Percent(55))
        {
            at = at.AddSeconds(dice.Between(5, 60));
            Shopping.Basket(Open(scene, device, at), product, quantity: 1);
            at = dice.Percent(60) ? Order(scene, device, at, count) : at;
        }

        if (dice.Percent(20))
        {
            Draft bye = Open(scene, device, at.AddSeconds(dice.Between(5, 300))).Happened("logout");
            _ = dice.Percent(25) ? bye.With("forget", true) : bye;
        }
    }

    private static DateTimeOffset Order(Scene scene, Device device, DateTimeOffset basketAt, int count)
    {
        (Journal journal, Household household, Person person, Dice dice) = scene;
        DateTimeOffset at = basketAt.AddSeconds(dice.Between(60, 900));
        string orderId = Shopping.OrderId('W', person.Number, count);
        Product[] products = Shopping.DrawProducts(scene);
        Draft order = Open(scene, device, at)
            .Names("email", person.Emails[^1])
            .Names("customer_id", dice.Percent(50) ? person.CustomerId : null)
            .Names("address", household.AddressAt(at).Identifier)
            .Says("first_name", person.FirstName)
            .Says("tussenvoegsel", person.Tussenvoegsel)
            .Says("last_name", person.LastName);
        Shopping.Ordered(order, orderId, products);

        DateTimeOffset back = at.AddDays(dice.Between(3, 21));
        if (dice.Percent(10) && back < journal.End)
        {
            Draft returned = scene.Open(Sources.Webshop, back, level: 4).Names("login", person.Login);
            Shopping.Returned(returned, orderId, products[0]);
        }

        return at;
    }

    // A screen in a shop, on which many log in and not everybody logs out: the service should find it shared.
    private static void KioskVisit(Scene scene, DateTimeOffset at)
    {
        string cookie = string.Create(CultureInfo.InvariantCulture, $"kiosk-{scene.Person.Number / CustomersPerKiosk}");
        var kiosk = new Device("cookie", cookie);
        Open(scene, kiosk, at).Happened("login").With("method", "password");
        DateTimeOffset later = at.AddSeconds(scene.Dice.Between(20, 200));
        Shopping.Viewed(Open(scene, kiosk, later), ProductTable.Draw(scene.Dice, scene.Person.FavouriteCategory));
        if (scene.Dice.Percent(50))
        {
            Open(scene, kiosk, later.AddSeconds(30)).Happened("logout").With("forget", true);
        }
    }

    private static Draft Open(Scene scene, Device device, DateTimeOffset at) => SiteStory.OnDevice(
        scene.Open(Sources.Webshop, at, level: 4).Names("login", scene.Person.Login), device);
}
