using Identity.Core.Cleaning;
using Xunit;

namespace Identity.Core.Tests.Cleaning;

public sealed class EmailQualityTests
{
    [Theory]
    [InlineData("gmial.com", "gmail.com")]
    [InlineData("gamil.com", "gmail.com")]
    [InlineData("gmal.com", "gmail.com")]
    [InlineData("gmaill.com", "gmail.com")]
    [InlineData("gnail.com", "gmail.com")]
    [InlineData("gmail.co", "gmail.com")]
    [InlineData("gmail.con", "gmail.com")]
    [InlineData("gmail.nl", "gmail.com")]
    [InlineData("gmail.be", "gmail.com")]
    [InlineData("gmai.com", "gmail.com")]
    [InlineData("hotmial.nl", "hotmail.nl")]
    [InlineData("hotmal.com", "hotmail.com")]
    [InlineData("hotmai.com", "hotmail.com")]
    [InlineData("hotmaill.com", "hotmail.com")]
    [InlineData("hotnail.com", "hotmail.com")]
    [InlineData("hotmail.co", "hotmail.com")]
    [InlineData("hotmail.con", "hotmail.com")]
    [InlineData("hotmail.cm", "hotmail.com")]
    [InlineData("homail.com", "hotmail.com")]
    [InlineData("outlok.com", "outlook.com")]
    [InlineData("outloook.com", "outlook.com")]
    [InlineData("otulook.com", "outlook.com")]
    [InlineData("ziggo.n", "ziggo.nl")]
    [InlineData("zigo.nl", "ziggo.nl")]
    [InlineData("ziggoo.nl", "ziggo.nl")]
    [InlineData("kpnmial.nl", "kpnmail.nl")]
    [InlineData("yaho.com", "yahoo.com")]
    [InlineData("yahooo.com", "yahoo.com")]
    [InlineData("iclod.com", "icloud.com")]
    [InlineData("icloud.nl", "icloud.com")]
    [InlineData("telenet.b", "telenet.be")]
    [InlineData("telnet.be", "telenet.be")]
    [InlineData("bedrijf.con", "bedrijf.com")]
    [InlineData("bedrijf.nll", "bedrijf.nl")]
    [InlineData("GMIAL.COM", "gmail.com")]
    public void A_domain_that_is_one_slip_away_is_flagged(string domain, string meant)
    {
        EmailQuality quality = EmailQuality.Of("kees.de.vries@" + domain);
        Assert.Equal(EmailRemarks.TypingError, quality.Remarks);
        Assert.Equal(meant, quality.SuggestedDomain);
    }

    [Theory]
    [InlineData("gmail.com")]
    [InlineData("mail.com")]
    [InlineData("email.com")]
    [InlineData("ymail.com")]
    [InlineData("hotmail.nl")]
    [InlineData("hotmail.no")]
    [InlineData("hotmail.it")]
    [InlineData("live.nl")]
    [InlineData("home.nl")]
    [InlineData("planet.nl")]
    [InlineData("planets.nl")]
    [InlineData("cloud.com")]
    [InlineData("bedrijf.nl")]
    [InlineData("voorbeeld.example")]
    [InlineData("gemeente.amsterdam")]
    [InlineData("xs4all.nl")]
    [InlineData("gmx.de")]
    [InlineData("univ.co.uk")]
    [InlineData("gmаil.com.example")]
    public void A_domain_of_its_own_is_not(string domain) =>
        Assert.Equal(default, EmailQuality.Of("kees.de.vries@" + domain));

    [Theory]
    [InlineData("info@bedrijf.nl", EmailRemarks.Role)]
    [InlineData("Info@bedrijf.nl", EmailRemarks.Role)]
    [InlineData("no-reply@bedrijf.nl", EmailRemarks.Role)]
    [InlineData("no_reply@bedrijf.nl", EmailRemarks.Role)]
    [InlineData("sales+nl@bedrijf.nl", EmailRemarks.Role)]
    [InlineData("klantenservice@bedrijf.nl", EmailRemarks.Role)]
    [InlineData("boekhouding@bedrijf.nl", EmailRemarks.Role)]
    [InlineData("informatie.jansen@bedrijf.nl", EmailRemarks.None)]
    [InlineData("salesman@bedrijf.nl", EmailRemarks.None)]
    [InlineData("kees@mailinator.com", EmailRemarks.ThrowAway)]
    [InlineData("kees@yopmail.fr", EmailRemarks.ThrowAway)]
    [InlineData("kees@10minutemail.com", EmailRemarks.ThrowAway)]
    [InlineData("info@guerrillamail.com", EmailRemarks.ThrowAway | EmailRemarks.Role)]
    [InlineData("kees", EmailRemarks.None)]
    [InlineData("kees@", EmailRemarks.None)]
    [InlineData("@gmial.com", EmailRemarks.None)]
    [InlineData("", EmailRemarks.None)]
    [InlineData("a@b@gmial.com", EmailRemarks.None)]
    public void Mailboxes_of_tasks_and_of_minutes_are_flagged(string address, EmailRemarks expected) =>
        Assert.Equal(expected, EmailQuality.Of(address).Remarks);
}
