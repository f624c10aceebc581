using Identity.Core.Resolution;
using Identity.Testing;
using Xunit;
using static Identity.Core.Tests.Resolution.Story;

namespace Identity.Core.Tests.Resolution;

/// <summary>Ids follow people, not tablets.</summary>
public sealed class PersonIdsTests
{
    [Fact]
    public void Ids_are_of_version_8_and_differ_by_namespace_value_epoch_purpose_and_secret()
    {
        var others = new PersonIds([.. Enumerable.Repeat((byte)7, PersonIds.SecretBytes)]);
        Guid[] ids =
        [
            Ids.Birth(Key("cookie:a")), Ids.Second(Key("cookie:a")), Ids.Birth(Key("cookie:b")),
            Ids.Birth(Key("device_id:a")), Ids.Birth(Key("cookie:a", 1)), others.Birth(Key("cookie:a")),
        ];

        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Equal((8, 2), (id.Version, id.Variant >> 2)));
        Assert.Equal(ids[0], Ids.Birth(Key("cookie:a")));
    }

    [Fact]
    public void A_visitor_keeps_its_id_when_it_logs_in_with_a_new_account()
    {
        Story story = new Story().At(1, 2, "cookie:c");
        Guid visitor = story.Resolve().Persons.Values.Single();

        Assert.Equal(visitor, story.At(2, 4, "login:new", "cookie:c").Resolve().Persons.Values.Single());
    }

    [Fact]
    public void A_visitor_keeps_its_id_from_device_to_address_to_account()
    {
        Story story = new Story().At(1, 2, "cookie:c");
        Guid visitor = story.Resolve().Persons.Values.Single();

        Assert.Equal(visitor, story.At(2, 3, "email:e@x.nl", "cookie:c").Resolve().Persons.Values.Single());
        Assert.Equal(visitor, story.At(3, 4, "login:new", "email:e@x.nl").Resolve().Persons.Values.Single());
        Assert.Equal(visitor, story.At(4, 4, "customer_id:1", "login:new").Resolve().Persons.Values.Single());
    }

    [Fact]
    public void Registering_with_a_new_address_and_account_at_once_keeps_the_id()
    {
        Story story = new Story().At(1, 2, "cookie:c", "device_id:d").At(2, 2, "cookie:c");
        Guid visitor = story.Resolve().Persons.Values.Single();

        Assert.Equal(visitor, story.At(3, 4, "login:new", "email:e@x.nl", "cookie:c", "device_id:d")
            .Resolve().Persons.Values.Single());
    }

    [Fact]
    public void An_address_that_was_known_before_its_first_click_keeps_its_own_id()
    {
        Story story = new Story().At(1, 2, "email:e@x.nl").At(2, 2, "cookie:c").At(3, 3, "email:e@x.nl", "cookie:c");

        Assert.Equal(Birth("email:e@x.nl"), story.Resolve().Persons.Values.Single());
    }

    [Fact]
    public void A_new_account_takes_the_id_of_the_stronger_anchor_that_came_to_it()
    {
        Story story = new Story().At(1, 2, "cookie:c").At(2, 2, "email:e@x.nl")
            .At(3, 4, "login:new", "email:e@x.nl", "cookie:c");

        Assert.Equal(Birth("email:e@x.nl"), story.Resolve().Persons.Values.Single());
    }

    [Fact]
    public void Of_two_devices_that_come_to_a_new_account_the_one_known_longer_gives_the_id()
    {
        Story story = new Story().At(2, 2, "cookie:c").At(1, 2, "cookie:d")
            .At(3, 4, "login:new", "cookie:c", "cookie:d");

        Assert.Equal(Birth("cookie:d"), story.Resolve().Persons.Values.Single());
    }

    [Fact]
    public void Who_logs_in_next_on_the_device_does_not_get_the_id()
    {
        Story story = new Story().At(1, 2, "cookie:tab").At(2, 4, "login:kevin", "cookie:tab");
        Guid kevin = story.Resolve().Persons.Values.Single();

        WholeGraph result = story.At(3, 4, "login:nora", "cookie:tab").Resolve();

        Assert.Equal(kevin, result.PersonOf(Key("login:kevin")));
        Assert.Equal(Birth("login:nora"), result.PersonOf(Key("login:nora")));
        Assert.Equal(result.PersonOf(Key("login:nora")), result.PersonOf(Key("cookie:tab")));
    }

    [Fact]
    public void A_device_that_stands_alone_later_has_its_second_id()
    {
        Story story = new Story().At(1, 2, "cookie:tab").At(2, 4, "login:kevin", "cookie:tab");
        story.Now = Start.AddDays(500);

        WholeGraph result = story.Resolve();

        Assert.Equal(Birth("cookie:tab"), result.PersonOf(Key("login:kevin")));
        Assert.Equal(Ids.Second(Key("cookie:tab")), result.PersonOf(Key("cookie:tab")));
    }

    [Theory]
    [InlineData("email:old@x.nl", "login:young", "login:young")]
    [InlineData("login:old", "customer_id:young", "login:old")]
    [InlineData("email:old@x.nl", "email:young@x.nl", "email:old@x.nl")]
    [InlineData("phone:+31301234567", "email:young@x.nl", "phone:+31301234567")]
    public void Of_two_merged_persons_the_stronger_anchor_then_the_older_gives_the_id(
        string older, string younger, string giver)
    {
        Story story = new Story().At(1, 4, older).At(2, 4, younger).At(3, 4, older, younger);

        Assert.Equal(Birth(giver), story.Resolve().Persons.Values.Single());
    }

    [Fact]
    public void After_an_undo_both_have_the_ids_that_they_had()
    {
        Story story = new Story().At(1, 2, "cookie:a").At(2, 4, "email:a@x.nl", "cookie:a")
            .At(3, 4, "login:b", "cookie:b");
        WholeGraph before = story.Resolve();

        story.At(4, 4, "email:a@x.nl", "login:b");
        Guid merged = Assert.Single(story.Resolve().Persons.Values);
        WholeGraph undone = story.WithoutLast().Resolve();

        Assert.Equal(before.PersonOf(Key("login:b")), merged);
        Assert.Equal(before.PersonOf(Key("login:b")), undone.PersonOf(Key("login:b")));
        Assert.Equal(before.PersonOf(Key("email:a@x.nl")), undone.PersonOf(Key("email:a@x.nl")));
    }

    [Fact]
    public void A_claim_makes_no_identifier_older()
    {
        Story story = new Story().At(2, 4, "email:a@x.nl").At(3, 4, "email:b@x.nl")
            .At(4, 4, "email:a@x.nl", "email:b@x.nl");
        Guid before = story.Resolve().Persons.Values.Single();

        WholeGraph result = story.Public(1, "cookie:thief", "email:b@x.nl").Resolve();

        Assert.Equal(before, result.PersonOf(Key("email:b@x.nl")));
    }

    [Fact]
    public void A_claim_makes_no_identifier_older_that_was_only_seen_at_level_2()
    {
        Story story = new Story().At(2, 2, "email:a@x.nl").At(3, 2, "email:b@x.nl")
            .At(4, 2, "email:a@x.nl", "email:b@x.nl");
        Guid before = story.Resolve().Persons.Values.Single();

        WholeGraph result = story.Public(1, "cookie:thief", "email:b@x.nl").Resolve();

        Assert.Equal(before, result.PersonOf(Key("email:b@x.nl")));
    }

    [Fact]
    public void Every_id_that_was_handed_out_leads_to_a_person()
    {
        var story = new Story();
        var handedOut = new HashSet<Guid>();
        foreach (Action step in new Action[]
        {
            () => story.At(1, 2, "cookie:tab"), () => story.At(2, 3, "email:k@x.nl", "cookie:tab"),
            () => story.At(3, 4, "login:kevin", "cookie:tab"), () => story.At(4, 4, "login:nora", "cookie:tab"),
            () => story.Forget(5, "cookie:tab"), () => story.At(6, 4, "login:kevin", "email:k@x.nl"),
            () => story.At(7, 4, "login:nora", "email:k@x.nl"), () => story.Now = Start.AddDays(900),
        })
        {
            step();
            WholeGraph now = story.Resolve();
            handedOut.UnionWith(now.Persons.Values);
            HashSet<Guid?> persons = [.. now.Persons.Values];
            Assert.All(handedOut, id => Assert.Contains(now.Follow(id), persons));
            Assert.All(now.Persons.Values, id => Assert.Equal(id, now.Follow(id)));
        }
    }
}
