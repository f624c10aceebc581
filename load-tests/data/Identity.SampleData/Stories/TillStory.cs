using Identity.SampleData.Tables;

namespace Identity.SampleData.Stories;

/// <summary>Receipts of the shops (level 4), and cards that were handed out there.</summary>
internal static class TillStory
{
    public static void Tell(Scene scene)
    {
        (Journal journal, Household household, Person person, Dice dice) = scene;
        if (person.LoyaltyCard is null)
        {
            return;
        }

        if (person.CardUnknownToCrm)
        {
            CardHandedOut(scene, household.AddressAt(person.JoinedAt));
        }

        int receipts = scene.DrawTimes(dormantMax: 1, regularMax: 4, keenMax: 9);
        for (int i = 1; i <= receipts; i++)
        {
            string orderId = Shopping.OrderId('P', person.Number, i);
            DateTimeOffset at = scene.DrawVisit();
            Product[] products = Shopping.DrawProducts(scene);
            Draft receipt = scene.Open(Sources.Till, at, level: 4)
                .Names("loyalty_card", person.LoyaltyCard)
                .Names("email", dice.Percent(20) ? person.Emails[0] : null);
            Shopping.Ordered(receipt, orderId, products);

            DateTimeOffset back = at.AddDays(dice.Between(1, 21));
            if (dice.Percent(6) && back < journal.End)
            {
                Draft returned = scene.Open(Sources.Till, back, level: 4).Names("loyalty_card", person.LoyaltyCard);
                Shopping.Returned(returned, orderId, products[0]);
            }
        }
    }

    // Typed over from a paper form: the same person as in the CRM, tied to it by nothing but name and address.
    private static void CardHandedOut(Scene scene, Address address)
    {
        Person person = scene.Person;
        bool typo = scene.Dice.Percent(35);
        Draft row = scene.Open(Sources.Till, person.JoinedAt, level: 4)
            .Names("loyalty_card", person.LoyaltyCard)
            .Names("address", address.Identifier)
            .Says("first_name", person.FirstName)
            .Says("tussenvoegsel", person.Tussenvoegsel)
            .Says("last_name", typo ? Mistype(person.LastName, scene.Dice) : person.LastName)
            .Says("initials", person.Initials[..2])
            .Says("loyalty_tier", person.LoyaltyTier);
        CrmStory.SayAddress(row, address);
    }

    // Two neighbouring letters change places, the commonest slip of a typist; the first letter stays.
    private static string Mistype(string name, Dice dice)
    {
        if (name.Length < 4)
        {
            return name;
        }

        int at = dice.Between(1, name.Length - 2);
        return $"{name[..at]}{name[at + 1]}{name[at]}{name[(at + 2)..]}";
    }
}
