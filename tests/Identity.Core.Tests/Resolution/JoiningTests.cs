using Identity.Core.Identifiers;
using Identity.Testing;
using Xunit;
using static Identity.Core.Tests.Resolution.Story;

namespace Identity.Core.Tests.Resolution;

/// <summary>The walk: its order, and UNIQUE, APART, CLAIM and BRIDGE.</summary>
public sealed class JoiningTests
{
    [Theory]
    [InlineData(ConflictPolicy.Latest, "login:nora")]
    [InlineData(ConflictPolicy.Earliest, "login:kevin")]
    public void A_device_goes_to_the_latest_or_earliest_account(ConflictPolicy policy, string owner)
    {
        Story story = new Story(TestRules.With(TestRules.Cookie(policy)))
            .At(1, 4, "login:kevin", "cookie:tab").At(2, 4, "login:nora", "cookie:tab")
            .At(3, 4, "login:kevin", "cookie:x");

        WholeGraph result = story.Resolve();

        Assert.Equal(result.PersonOf(Key(owner)), result.PersonOf(Key("cookie:tab")));
    }

    [Fact]
    public void Earliest_goes_by_the_first_time_and_latest_by_the_last()
    {
        foreach ((ConflictPolicy policy, string owner) in new[]
            { (ConflictPolicy.Earliest, "login:nora"), (ConflictPolicy.Latest, "login:nora") })
        {
            Story story = new Story(TestRules.With(TestRules.Cookie(policy)))
                .At(1, 4, "login:nora", "cookie:tab").At(2, 4, "login:kevin", "cookie:tab")
                .At(3, 4, "login:nora", "cookie:tab");
            WholeGraph result = story.Resolve();
            Assert.Equal(result.PersonOf(Key(owner)), result.PersonOf(Key("cookie:tab")));
        }
    }

    [Fact]
    public void Simultaneous_logins_go_to_the_smaller_text_as_UTF8_bytes()
    {
        // U+FF5E sorts after U+1F600 as UTF-16 and before it as UTF-8.
        Story story = new Story().At(1, 4, "login:\U0001F600", "cookie:tab").At(1, 4, "login:\uFF5E", "cookie:tab");

        WholeGraph result = story.Resolve();

        Assert.Equal(result.PersonOf(Key("login:\uFF5E")), result.PersonOf(Key("cookie:tab")));
    }

    [Fact]
    public void The_strongest_namespace_is_named_when_two_would_be_overfull()
    {
        Story story = new Story()
            .At(1, 4, "customer_id:a", "login:a", "email:both@x.nl")
            .At(2, 4, "customer_id:b", "login:b", "email:both@x.nl");

        Assert.Equal(
            [
                "customer_id:a | email:both@x.nl | UNIQUE(customer_id)",
                "email:both@x.nl | login:a | UNIQUE(customer_id)",
            ],
            story.Resolve().HeldBack());
    }

    [Fact]
    public void Level_4_comes_before_level_3_but_not_where_an_end_is_a_device()
    {
        Story people = new Story().At(1, 4, "login:a", "email:e@x.nl").At(2, 3, "login:b", "email:e@x.nl");
        Story devices = new Story().At(1, 4, "login:a", "cookie:c").At(2, 3, "login:b", "cookie:c");

        Assert.Equal(people.Resolve().PersonOf(Key("login:a")), people.Resolve().PersonOf(Key("email:e@x.nl")));
        Assert.Equal(devices.Resolve().PersonOf(Key("login:b")), devices.Resolve().PersonOf(Key("cookie:c")));
    }

    [Fact]
    public void A_claim_joins_a_visitor_whom_nobody_knows_and_never_an_established_person()
    {
        Story story = new Story().Public(1, "cookie:new", "email:new@x.nl");
        Assert.Single(story.Resolve().Persons);

        WholeGraph result = story.At(2, 4, "email:new@x.nl").Resolve();

        Assert.Equal(["cookie:new | email:new@x.nl | CLAIM"], result.HeldBack());
    }

    [Fact]
    public void A_device_of_an_established_person_takes_no_device_by_level_2()
    {
        Story story = new Story().At(1, 4, "login:jan", "cookie:c").At(2, 2, "cookie:c", "device_id:d");

        Assert.Equal(["cookie:c | device_id:d | CLAIM"], story.Resolve().HeldBack());
    }

    [Theory]
    [InlineData(true, "cookie:c | email:a@x.nl | BRIDGE")]
    [InlineData(false, null)]
    public void A_device_joins_two_addresses_only_where_attach_only_is_off(bool attachOnly, string? heldBack)
    {
        Story story = new Story(TestRules.With(TestRules.Cookie(ConflictPolicy.Latest, attachOnly)))
            .At(1, 3, "email:a@x.nl", "cookie:c").At(2, 3, "email:b@x.nl", "cookie:c");

        Assert.Equal(heldBack is null ? [] : [heldBack], story.Resolve().HeldBack());
    }

    [Fact]
    public void A_phone_attaches_to_an_address_and_joins_what_is_weaker_than_it()
    {
        Story story = new Story()
            .At(1, 4, "email:a@x.nl", "phone:+31301234567").At(2, 4, "phone:+31301234567", "cookie:c");

        Assert.Single(story.Resolve().Persons);
    }

    [Fact]
    public void An_order_links_an_address_and_never_two()
    {
        Story story = new Story().At(1, 4, "email:a@x.nl", "order:1001").At(2, 4, "email:b@x.nl", "order:1001");

        Assert.Equal(["email:a@x.nl | order:1001 | BRIDGE"], story.Resolve().HeldBack());
    }

    [Fact]
    public void Networks_and_households_make_no_link_and_have_no_person()
    {
        Story story = new Story()
            .At(1, 4, "login:a", "ip:192.0.2.1", "address:1234 ab 5")
            .At(2, 4, "login:b", "ip:192.0.2.1", "address:1234 ab 5");

        WholeGraph result = story.Resolve();

        Assert.Equal(["login:a", "login:b"], result.Partition());
        Assert.Null(result.PersonOf(Key("ip:192.0.2.1")));
    }
}
