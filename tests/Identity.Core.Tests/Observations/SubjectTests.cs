using Identity.Core.Observations;
using Identity.Core.Recognition;
using Identity.Core.Tests.Resolution;
using Xunit;

namespace Identity.Core.Tests.Observations;

/// <summary>One observation has one subject: whose its traits, consents and event are.</summary>
public sealed class SubjectTests
{
    [Theory]
    [InlineData(4, "login", "cookie:c", "email:e@x.nl", "login:a")]
    [InlineData(4, "email", "cookie:c", "email:e@x.nl", "?login:a")]
    [InlineData(4, "cookie", "cookie:c", "?email:e@x.nl", "?login:a")]
    [InlineData(4, "device_id", "cookie:c", "device_id:d", "ip:192.0.2.1", "address:1234 ab 5")]
    [InlineData(2, "cookie", "cookie:c", "email:e@x.nl")]
    [InlineData(2, "cookie", "cookie:c", "order:1001")]
    [InlineData(2, "email", "email:e@x.nl", "order:1001")]
    [InlineData(3, "order", "order:1001", "cookie:c")]
    [InlineData(4, "cookie", "?cookie:c", "?email:e@x.nl")]
    [InlineData(4, null, "?email:e@x.nl")]
    [InlineData(2, null, "ip:192.0.2.1")]
    public void It_is_the_strongest_unclaimed_identifier_else_the_device(
        int level, string? expected, params string[] identifiers)
    {
        Observation observation = new Story().At(1, level, identifiers).Observations[0];

        Assert.Equal(expected, observation.Subject?.Rule.Name);
    }

    [Theory]
    [InlineData("cookie", "cookie:c", "login:a")]
    [InlineData("cookie", "cookie:c", "order:1001")]
    [InlineData(null, "email:e@x.nl")]
    public void Of_a_public_key_every_person_and_order_is_a_claim(string? expected, params string[] identifiers)
    {
        Observation observation = new Story().Public(1, identifiers).Observations[0];

        Assert.Equal(expected, observation.Subject?.Rule.Name);
        Assert.Null(observation.Authenticated);
    }

    [Theory]
    [InlineData(2, "cookie:c", "email:e@x.nl", RecognitionLevel.Device)]
    [InlineData(3, "cookie:c", "email:e@x.nl", RecognitionLevel.Remembered)]
    [InlineData(4, "cookie:c", "email:e@x.nl", RecognitionLevel.Authenticated)]
    [InlineData(4, "cookie:c", "?email:e@x.nl", RecognitionLevel.Device)]
    [InlineData(4, "login:a", "?email:e@x.nl", RecognitionLevel.Device)]
    public void A_pair_with_a_claimed_end_is_of_level_2(int level, string a, string b, RecognitionLevel expected)
    {
        Observation observation = new Story().At(1, level, a, b).Observations[0];

        Assert.Equal(expected, observation.PairLevel(observation.Identifiers[0], observation.Identifiers[1]));
    }

    [Theory]
    [InlineData(2, null)]
    [InlineData(3, "login")]
    [InlineData(4, "login")]
    public void Who_is_authenticated_on_a_device_is_the_strongest_unclaimed_person_from_level_3(
        int level, string? expected)
    {
        Observation observation = new Story().At(1, level, "cookie:c", "email:e@x.nl", "login:a").Observations[0];

        Assert.Equal(expected, observation.Authenticated?.Rule.Name);
    }

    [Theory]
    [InlineData(true, 4, "cookie:c", "?email:e@x.nl")]
    [InlineData(true, 2, "cookie:c", "email:e@x.nl")]
    [InlineData(false, 4, "cookie:c", "login:a", "?email:e@x.nl")]
    [InlineData(false, 2, "cookie:c")]
    public void A_grant_waits_when_an_address_was_typed_on_a_device_where_nobody_is_logged_in(
        bool expected, int level, params string[] identifiers)
    {
        Assert.Equal(expected, new Story().At(1, level, identifiers).Observations[0].GrantsWait);
    }
}
