using Identity.Core.Identifiers;
using Identity.Testing;
using Xunit;
using static Identity.Core.Tests.Resolution.Story;

namespace Identity.Core.Tests.Resolution;

/// <summary>What takes no part: EXPIRED, SHARED, QUARANTINE and BOUND.</summary>
public sealed class ExclusionTests
{
    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    [InlineData(6, true)]
    public void An_address_with_five_accounts_is_shared(int accounts, bool isShared)
    {
        var story = new Story();
        for (int index = 0; index < accounts; index++) { story.At(index, 4, $"login:u{index}", "email:info@x.nl"); }

        WholeGraph result = story.Resolve();

        int shared = result.HeldBack().Count(line => line.EndsWith("SHARED", StringComparison.Ordinal));
        Assert.Equal(isShared ? accounts : 0, shared);
        Assert.Equal(isShared ? accounts + 1 : accounts, result.Persons.Count);
    }

    [Fact]
    public void Taking_evidence_back_lifts_a_shared_state()
    {
        var story = new Story();
        for (int index = 0; index < 5; index++) { story.At(index, 4, $"login:u{index}", "email:info@x.nl"); }

        WholeGraph result = story.WithoutLast().Resolve();

        Assert.Equal(result.PersonOf(Key("login:u3")), result.PersonOf(Key("email:info@x.nl")));
    }

    [Fact]
    public void Claims_and_level_2_do_not_make_an_address_shared()
    {
        var story = new Story().At(0, 4, "login:marie", "email:marie@x.nl");
        for (int index = 1; index < 9; index++)
        {
            story.At(index, 4, $"login:u{index}", "?email:marie@x.nl")
                .Public(index, $"login:p{index}", "email:marie@x.nl");
            story.At(index, 2, $"login:q{index}", "email:marie@x.nl");
        }

        WholeGraph result = story.Resolve();

        Assert.Equal(result.PersonOf(Key("login:marie")), result.PersonOf(Key("email:marie@x.nl")));
        Assert.DoesNotContain(result.HeldBack(), line => line.EndsWith("SHARED", StringComparison.Ordinal));
    }

    [Fact]
    public void Values_of_several_unique_namespaces_are_not_added_up()
    {
        var story = new Story();
        for (int index = 0; index < 4; index++)
        {
            story.At(index, 4, $"login:u{index}", "email:info@x.nl")
                .At(index, 4, $"customer_id:c{index}", "email:info@x.nl");
        }

        Assert.DoesNotContain(story.Resolve().HeldBack(), line => line.EndsWith("SHARED", StringComparison.Ordinal));
    }

    [Fact]
    public void Values_of_a_namespace_that_is_not_unique_do_not_count_towards_shared()
    {
        var story = new Story();
        for (int index = 0; index < 12; index++) { story.At(index, 4, $"loyalty_card:{index + 1}", "email:info@x.nl"); }

        Assert.DoesNotContain(story.Resolve().HeldBack(), line => line.EndsWith("SHARED", StringComparison.Ordinal));
    }

    [Fact]
    public void A_quarantined_identifier_is_its_own_person_the_same_each_time()
    {
        var rules = TestRules.With(TestRules.Cookie(ConflictPolicy.Quarantine));
        Story story = new Story(rules).At(1, 4, "login:kevin", "cookie:tab").At(2, 4, "login:nora", "cookie:tab");

        WholeGraph two = story.Resolve();
        WholeGraph three = story.At(3, 4, "login:piet", "cookie:tab").Resolve();

        Assert.Equal(
            ["cookie:tab | login:kevin | QUARANTINE", "cookie:tab | login:nora | QUARANTINE"], two.HeldBack());
        Assert.Equal(3, two.Persons.Count);
        Assert.Equal(two.PersonOf(Key("cookie:tab")), three.PersonOf(Key("cookie:tab")));
    }

    [Fact]
    public void One_account_does_not_quarantine_a_device()
    {
        var rules = TestRules.With(TestRules.Cookie(ConflictPolicy.Quarantine));
        Story story = new Story(rules).At(1, 4, "login:kevin", "cookie:tab").At(2, 2, "login:nora", "cookie:tab");

        WholeGraph result = story.Resolve();

        Assert.Equal(result.PersonOf(Key("login:kevin")), result.PersonOf(Key("cookie:tab")));
    }

    [Fact]
    public void The_values_of_a_unique_namespace_are_never_shared_or_quarantined()
    {
        var login = new NamespaceRule
        {
            Name = "login",
            Role = NamespaceRole.Person,
            Rank = 20,
            Unique = 1,
            SharedAfter = 2,
            OnConflict = ConflictPolicy.Quarantine,
        };
        Story story = new Story(TestRules.With(login))
            .At(1, 4, "customer_id:a", "login:x").At(2, 4, "customer_id:b", "login:x")
            .At(3, 4, "customer_id:c", "login:x");

        WholeGraph result = story.Resolve();

        Assert.Equal(result.PersonOf(Key("customer_id:c")), result.PersonOf(Key("login:x")));
    }

    [Theory]
    [InlineData(389, true)]
    [InlineData(390, false)]
    [InlineData(391, false)]
    public void A_cookie_expires_after_390_days_unseen(int days, bool isKept)
    {
        Story story = new Story().At(0, 4, "login:jan", "cookie:c");
        story.Now = Start.AddDays(days);

        WholeGraph result = story.Resolve();

        Assert.Equal(isKept, result.PersonOf(Key("login:jan")) == result.PersonOf(Key("cookie:c")));
        Assert.Equal(isKept ? [] : ["cookie:c | login:jan | EXPIRED"], result.HeldBack());
    }

    [Fact]
    public void Being_seen_again_keeps_a_cookie_and_brings_its_links_back()
    {
        Story story = new Story().At(0, 4, "login:jan", "cookie:c").At(60 * 24 * 400, 2, "cookie:c");
        story.Now = Start.AddDays(500);

        Assert.Empty(story.Resolve().HeldBack());
    }

    [Fact]
    public void Of_201_devices_the_one_seen_longest_ago_is_past_the_bound()
    {
        var story = new Story();
        for (int index = 0; index <= 200; index++) { story.At(index, 4, "login:jan", $"cookie:c{index}"); }

        WholeGraph result = story.Resolve();

        Assert.Equal(["cookie:c0 | login:jan | BOUND"], result.HeldBack());
        Assert.Empty(story.WithoutLast().Resolve().HeldBack());
    }

    [Fact]
    public void The_bound_is_counted_for_each_weaker_namespace_by_itself()
    {
        var story = new Story();
        for (int index = 0; index < 150; index++)
        {
            story.At(index, 4, "login:jan", $"cookie:c{index}").At(index, 4, "login:jan", $"device_id:d{index}");
        }

        Assert.Empty(story.Resolve().HeldBack());
    }

    [Fact]
    public void Claims_to_an_established_person_push_nothing_past_the_bound()
    {
        Story story = new Story().At(0, 4, "email:marie@x.nl", "cookie:home").At(0, 4, "email:marie@x.nl");
        for (int index = 1; index <= 250; index++) { story.Public(index, "email:marie@x.nl", $"cookie:c{index}"); }

        WholeGraph result = story.Resolve();

        Assert.Equal(result.PersonOf(Key("email:marie@x.nl")), result.PersonOf(Key("cookie:home")));
        Assert.Equal(250, result.HeldBack().Count(line => line.EndsWith("CLAIM", StringComparison.Ordinal)));
    }

    [Fact]
    public void Claims_to_somebody_who_is_not_established_are_bounded()
    {
        var story = new Story();
        for (int index = 0; index <= 200; index++) { story.Public(index, "email:new@x.nl", $"cookie:c{index}"); }

        Assert.Equal(["cookie:c0 | email:new@x.nl | BOUND"], story.Resolve().HeldBack());
    }

    [Fact]
    public void The_first_reason_is_kept_when_several_apply()
    {
        Story story = new Story().At(0, 4, "login:u0", "cookie:c");
        for (int index = 1; index < 12; index++) { story.At(index, 4, $"login:u{index}", "cookie:c"); }

        Assert.All(story.Resolve().HeldBack(), line => Assert.EndsWith("SHARED", line, StringComparison.Ordinal));
        story.Now = Start.AddDays(500);
        Assert.All(story.Resolve().HeldBack(), line => Assert.EndsWith("EXPIRED", line, StringComparison.Ordinal));
    }
}
