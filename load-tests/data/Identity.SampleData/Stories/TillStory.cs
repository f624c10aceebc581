using System.Globalization;
using Identity.SampleData.Records;
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

    // Heard across a counter or typed over from a paper form: the same person as in the CRM, tied to it by nothing
    // but name, address and at best a birthday.
    private static void CardHandedOut(Scene scene, Address address)
    {
        (_, _, Person person, Dice dice) = scene;
        (string first, string prefix, string last) = WriteName(person, dice);
        Draft row = scene.Open(Sources.Till, person.JoinedAt, level: 4)
            .Names("loyalty_card", person.LoyaltyCard)
            .Names("address", address.Identifier)
            .Says("first_name", first)
            .Says("tussenvoegsel", prefix)
            .Says("last_name", last)
            .Says("initials", person.Initials[..2])
            .Says("birth_date", dice.Percent(45) ? WriteBirthday(person, dice) : null)
            .Says("loyalty_tier", person.LoyaltyTier);
        CrmStory.SayAddress(row, address);
    }

    private static (string First, string Prefix, string Last) WriteName(Person person, Dice dice)
    {
        (string first, string prefix, string last) = (person.FirstName, person.Tussenvoegsel, person.LastName);
        return dice.Below(100) switch
        {
            < 20 => (first, prefix, TextErrors.Mistype(last, dice)),
            < 34 => (first, prefix, TextErrors.Mishear(last, dice)),
            < 40 => (TextErrors.Mishear(first, dice), prefix, last),
            < 50 => ("", prefix, last),
            < 57 => (first, "", last),
            < 62 => (person.OfficialName, prefix, last.Split('-')[0]),
            _ => (first, prefix, last),
        };
    }

    private static string WriteBirthday(Person person, Dice dice)
    {
        DateOnly born = person.Born;
        bool swapped = born.Day <= 12 && dice.Percent(8);
        DateOnly written = swapped ? new DateOnly(born.Year, born.Day, born.Month) : born;
        return written.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}
