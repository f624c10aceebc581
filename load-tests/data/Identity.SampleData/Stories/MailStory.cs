using System.Globalization;

namespace Identity.SampleData.Stories;

/// <summary>
/// Mailings to those who agreed, and what came of them. That a mail was sent or fetched proves nothing (level 2);
/// following its personal link shows possession (level 3) and names the device.
/// </summary>
internal static class MailStory
{
    public static void Tell(Scene scene)
    {
        if (!(scene.Person.CustomerId is null ? AskNewsletter(scene) : AgreeAtDesk(scene)))
        {
            return;
        }

        (_, _, Person person, Dice dice) = scene;
        int mailings = scene.DrawTimes(dormantMax: 2, regularMax: 3, keenMax: 5);
        foreach (DateTimeOffset at in Enumerable.Range(0, mailings).Select(_ => scene.DrawVisit()).Order())
        {
            if (!Mailing(scene, at) || !dice.Percent(12))
            {
                continue;
            }

            DateTimeOffset left = at.AddMinutes(dice.Between(5, 60));
            About(scene, left, level: 3).Happened("email_unsubscribed").Answers("email", "marketing", granted: false);
            if (person.Login is not null && dice.Percent(25))
            {
                ComeBack(scene, dice.Moment(left, scene.Journal.End));
            }

            return;
        }
    }

    // Everybody in the CRM was asked once; most said yes.
    private static bool AgreeAtDesk(Scene scene)
    {
        Person person = scene.Person;
        bool granted = scene.Dice.Percent(60);
        scene.Open(Sources.Crm, person.JoinedAt, level: 4)
            .Names("customer_id", person.CustomerId)
            .Names("email", person.Emails[0])
            .Answers("email", "marketing", granted)
            .Answers("sms", "marketing", scene.Dice.Percent(20));
        return granted;
    }

    // The address is a claim until the link in the confirmation mail is followed, and two in three do that.
    private static bool AskNewsletter(Scene scene)
    {
        (_, _, Person person, Dice dice) = scene;
        string email = person.Emails[0];
        string cookie = person.Cookies[0];
        scene.Open(Sources.Site, person.JoinedAt, level: 2)
            .Names("cookie", cookie)
            .Claims("email", email)
            .Says("first_name", person.FirstName)
            .Happened("form_submitted").With("form", "newsletter")
            .Answers("email", "marketing", granted: true);
        bool confirmed = dice.Percent(67);
        if (confirmed)
        {
            scene.Open(Sources.Site, person.JoinedAt.AddSeconds(dice.Between(40, 3600)), level: 3)
                .Names("email", email)
                .Names("cookie", cookie)
                .Says("email", email)
                .Happened("form_submitted").With("form", "newsletter_confirmation")
                .Answers("email", "marketing", granted: true);
        }

        return confirmed;
    }

    // True if it arrived.
    private static bool Mailing(Scene scene, DateTimeOffset at)
    {
        Dice dice = scene.Dice;
        string campaign = string.Create(CultureInfo.InvariantCulture, $"newsletter-{at:yyyy-MM}");
        About(scene, at, level: 2).Happened("email_sent").With("campaign", campaign);
        DateTimeOffset arrived = at.AddSeconds(dice.Between(1, 40));
        if (dice.Percent(3))
        {
            About(scene, arrived, level: 2).Happened("email_bounced").With("campaign", campaign).With("kind", "hard");
            return false;
        }

        About(scene, arrived, level: 2).Happened("email_delivered").With("campaign", campaign);
        if (dice.Percent(40))
        {
            DateTimeOffset opened = arrived.AddMinutes(dice.Between(1, 90));
            About(scene, opened, level: 2).Happened("email_opened").With("campaign", campaign);
            if (dice.Percent(35))
            {
                Land(scene, opened.AddSeconds(dice.Between(3, 60)), campaign);
            }
        }

        return true;
    }

    private static void Land(Scene scene, DateTimeOffset at, string campaign)
    {
        string link = scene.Dice.Pick(["/sale", "/new", "/inspiration"]);
        About(scene, at, level: 3).Happened("email_clicked").With("campaign", campaign).With("path", link);
        scene.Open(Sources.Site, at.AddSeconds(1), level: 3)
            .Names("email", scene.Person.Emails[0])
            .Names("cookie", scene.Dice.Pick(scene.Person.Cookies))
            .Happened("page_viewed").With("path", link).With("campaign", campaign);
    }

    private static void ComeBack(Scene scene, DateTimeOffset at) => scene.Open(Sources.Webshop, at, level: 4)
        .Names("login", scene.Person.Login)
        .Names("email", scene.Person.Emails[0])
        .Happened("form_submitted").With("form", "preferences")
        .Answers("email", "marketing", granted: true);

    private static Draft About(Scene scene, DateTimeOffset at, int level) =>
        scene.Open(Sources.Mail, at, level).Names("email", scene.Person.Emails[0]);
}
