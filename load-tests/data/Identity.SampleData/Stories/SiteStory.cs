using Identity.SampleData.Tables;

namespace Identity.SampleData.Stories;

/// <summary>Visits without a login (level 2): a device is seen, at most somebody types an address.</summary>
internal static class SiteStory
{
    private static readonly string[] Pages = ["/", "/sale", "/stores", "/new", "/service", "/inspiration"];

    public static void Tell(Scene scene)
    {
        int visits = scene.DrawTimes(dormantMax: 1, regularMax: 3, keenMax: 7);
        for (int i = 0; i < visits; i++)
        {
            Visit(scene, scene.DrawVisit());
        }

        if (scene.Dice.Percent(4))
        {
            GuestOrder(scene, scene.DrawVisit());
        }

        if (scene.Dice.Percent(1))
        {
            OptOut(scene, scene.DrawVisit());
        }
    }

    /// <summary>The device of a visit: the family's tablet, the app, or one of their own.</summary>
    public static Draft OnDevice(Draft draft, Device device) => draft.Names(device.Namespace, device.Value);

    public static Device DrawDevice(Scene scene)
    {
        (_, Household household, Person person, Dice dice) = scene;
        int chance = dice.Below(100);
        return household.TabletCookie is { } tablet && chance < 25 ? new Device("cookie", tablet)
            : person.DeviceId is { } app && chance < 60 ? new Device("device_id", app)
            : new Device("cookie", dice.Pick(person.Cookies));
    }

    private static void Visit(Scene scene, DateTimeOffset at)
    {
        (_, Household household, Person person, Dice dice) = scene;
        Device device = DrawDevice(scene);
        int steps = dice.Between(2, 7);
        for (int i = 0; i < steps; i++)
        {
            at = at.AddSeconds(dice.Between(8, 150));
            Draft view = OnDevice(scene.Open(Sources.Site, at, level: 2), device);
            if (dice.Percent(55))
            {
                Shopping.Viewed(view, ProductTable.Draw(dice, person.FavouriteCategory));
            }
            else
            {
                view.Happened("page_viewed").With("path", dice.Pick(Pages));
            }

            view.Names("ip", dice.Percent(2) ? household.IpAddress : null)
                .Says("favourite_category", i == steps - 1 && dice.Percent(30) ? person.FavouriteCategory : null);
            if (i == 0 && dice.Percent(15))
            {
                view.Says("language", person.Language).Answers("site", "personalization", dice.Percent(80));
            }
        }
    }

    // Whoever types an address here may be anybody; a no is to be heeded all the same.
    private static void OptOut(Scene scene, DateTimeOffset at) => scene.Open(Sources.Site, at, level: 2)
        .Names("cookie", scene.Person.Cookies[0])
        .Claims("email", scene.Person.Emails[0])
        .Happened("form_submitted").With("form", "opt_out")
        .Answers("email", "marketing", granted: false);

    private static void GuestOrder(Scene scene, DateTimeOffset at)
    {
        Person person = scene.Person;
        Address address = scene.Household.AddressAt(at);
        Draft order = scene.Open(Sources.Site, at, level: 2)
            .Names("cookie", person.Cookies[0])
            .Claims("email", person.Emails[^1])
            .Says("first_name", person.FirstName)
            .Says("tussenvoegsel", person.Tussenvoegsel)
            .Says("last_name", person.LastName);
        CrmStory.SayAddress(order, address);
        Shopping.Ordered(order, Shopping.OrderId('G', person.Number, 1), Shopping.DrawProducts(scene));
    }
}

/// <summary>A device as sources name it: a cookie, or the id that the app gave it.</summary>
internal sealed record Device(string Namespace, string Value);
