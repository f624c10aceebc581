using System.Globalization;

namespace Identity.SampleData.Stories;

/// <summary>Rows of the customer database (level 4): the first, later changes, and calls to the service desk.</summary>
internal static class CrmStory
{
    public static void Tell(Scene scene)
    {
        (Journal journal, Household household, Person person, Dice dice) = scene;
        if (person.CustomerId is null)
        {
            return;
        }

        // Who typed the row decides between the name that people use and the one in their passport.
        string firstName = dice.Percent(40) ? person.OfficialName : person.FirstName;
        Row(scene, person.JoinedAt, firstName)
            .Answers("post", "marketing", dice.Percent(70))
            .Answers("phone", "marketing", dice.Percent(15));

        DateTimeOffset moveKnown = household.MovedAt.AddDays(dice.Between(1, 30));
        if (household.SecondAddress is not null && household.MovedAt > person.JoinedAt)
        {
            Row(scene, moveKnown, firstName);
        }

        if (dice.Percent(20))
        {
            Row(scene, dice.Moment(person.JoinedAt, journal.End), firstName);
        }

        if (dice.Percent(10))
        {
            Call(scene, dice.Moment(person.JoinedAt, journal.End));
        }
    }

    private static Draft Row(Scene scene, DateTimeOffset at, string firstName)
    {
        (_, Household household, Person person, _) = scene;
        Address address = household.AddressAt(at);
        Draft row = scene.Open(Sources.Crm, at, level: 4)
            .Names("customer_id", person.CustomerId)
            .Names("loyalty_card", person.CardUnknownToCrm ? null : person.LoyaltyCard)
            .Names("email", person.Emails[0])
            .Names("phone", person.Mobile)
            .Names("phone", household.Landline)
            .Names("address", address.Identifier);
        SayName(row, person, firstName)
            .Says("birth_date", person.Born.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
            .Says("email", person.Emails[0])
            .Says("phone", PhoneNumber.National(person.Mobile))
            .Says("language", person.Language)
            .Says("loyalty_tier", person.LoyaltyCard is null || person.CardUnknownToCrm ? null : person.LoyaltyTier);
        return SayAddress(row, address);
    }

    internal static Draft SayName(Draft row, Person person, string firstName) => row
        .Says("first_name", firstName)
        .Says("tussenvoegsel", person.Tussenvoegsel)
        .Says("last_name", person.LastName)
        .Says("initials", person.Initials)
        .Says("gender", person.Sex == Sex.Female ? "female" : "male");

    internal static Draft SayAddress(Draft row, Address address) => row
        .Says("street", address.Street)
        .Says("house_number", address.HouseNumber)
        .Says("house_number_addition", address.Addition)
        .Says("postcode", address.Postcode)
        .Says("city", address.City)
        .Says("country", address.Country);

    private static void Call(Scene scene, DateTimeOffset at) => scene.Open(Sources.Crm, at, level: 4)
        .Names("customer_id", scene.Person.CustomerId)
        .Names("phone", scene.Person.Mobile)
        .Happened("support_contact")
        .With("channel", scene.Dice.Pick(["phone", "chat", "email"]))
        .With("topic", scene.Dice.Pick(["delivery", "return", "account", "product"]));
}
