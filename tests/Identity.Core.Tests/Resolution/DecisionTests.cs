using Identity.Core.Identifiers;
using Identity.Core.Resolution;
using Identity.Testing;
using Xunit;
using static Identity.Core.Tests.Resolution.Story;

namespace Identity.Core.Tests.Resolution;

/// <summary>What stewards decide comes first, and is held back by UNIQUE and APART alone.</summary>
public sealed class DecisionTests
{
    [Fact]
    public void Apart_keeps_two_identifiers_apart_also_through_others()
    {
        Story story = new Story()
            .At(1, 4, "email:a@x.nl", "loyalty_card:1").At(2, 4, "email:b@x.nl", "loyalty_card:1")
            .Decide("d1", Verdict.Apart, "email:a@x.nl", "email:b@x.nl");

        Assert.Equal(["email:a@x.nl | loyalty_card:1 | APART(d1)"], story.Resolve().HeldBack());
    }

    [Fact]
    public void Together_joins_where_a_claim_or_a_bridge_would_not()
    {
        Story story = new Story()
            .At(1, 4, "email:a@x.nl").At(2, 2, "email:a@x.nl", "cookie:c")
            .At(1, 4, "email:b@x.nl", "cookie:d").At(2, 4, "email:c@x.nl", "cookie:d")
            .Decide("d1", Verdict.Together, "email:a@x.nl", "cookie:c")
            .Decide("d2", Verdict.Together, "email:b@x.nl", "cookie:d")
            .Decide("d3", Verdict.Together, "email:c@x.nl", "cookie:d");

        WholeGraph result = story.Resolve();

        Assert.Equal(2, result.Persons.Count);
        Assert.Empty(result.HeldBack());
        Assert.All(result.Resolution.Decisions, outcome => Assert.Null(outcome.Suppression));
    }

    [Fact]
    public void Together_holds_for_shared_quarantined_and_expired_identifiers()
    {
        Story story = new Story(TestRules.With(TestRules.Cookie(ConflictPolicy.Quarantine)));
        for (int index = 0; index < 6; index++) { story.At(index, 4, $"login:u{index}", "email:info@x.nl"); }
        story.At(1, 4, "login:u0", "cookie:c").At(2, 4, "login:u1", "cookie:c").At(3, 2, "cookie:old")
            .Decide("d1", Verdict.Together, "email:info@x.nl", "login:u0")
            .Decide("d2", Verdict.Together, "cookie:c", "login:u0")
            .Decide("d3", Verdict.Together, "cookie:old", "login:u0");
        story.Now = Start.AddDays(500);

        WholeGraph result = story.Resolve();

        Assert.Contains("cookie:c cookie:old email:info@x.nl login:u0", result.Partition());
    }

    [Fact]
    public void Together_never_gives_a_person_two_accounts()
    {
        Story story = new Story().At(1, 4, "login:a").At(1, 4, "login:b")
            .Decide("d1", Verdict.Together, "login:a", "login:b");

        WholeGraph result = story.Resolve();

        Assert.Equal(2, result.Persons.Count);
        Assert.Equal("UNIQUE(login)", result.Resolution.Decisions.Single().Suppression.ToString());
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public void Apart_wins_over_together_whichever_is_newer(double apart, double together)
    {
        Story story = new Story().At(1, 4, "email:a@x.nl", "email:b@x.nl")
            .Decide("d1", Verdict.Apart, "email:a@x.nl", "email:b@x.nl", apart)
            .Decide("d2", Verdict.Together, "email:a@x.nl", "email:b@x.nl", together);

        WholeGraph result = story.Resolve();

        Assert.Equal(["email:a@x.nl | email:b@x.nl | APART(d1)"], result.HeldBack());
        Assert.Equal("APART(d1)", result.Resolution.Decisions.Single().Suppression.ToString());
    }

    [Theory]
    [InlineData(1, 2, "login:b")]
    [InlineData(2, 1, "login:a")]
    [InlineData(1, 1, "login:a")]
    public void The_newest_decision_is_followed_first_then_the_smaller_id(double first, double second, string owner)
    {
        Story story = new Story().At(1, 4, "login:a").At(1, 4, "login:b").At(1, 4, "email:e@x.nl")
            .Decide("d1", Verdict.Together, "login:a", "email:e@x.nl", first)
            .Decide("d2", Verdict.Together, "login:b", "email:e@x.nl", second);

        WholeGraph result = story.Resolve();

        Assert.Equal(result.PersonOf(Key(owner)), result.PersonOf(Key("email:e@x.nl")));
    }

    [Fact]
    public void A_decision_comes_before_the_strongest_link()
    {
        Story story = new Story().At(1, 4, "login:a", "email:e@x.nl").At(1, 4, "login:b")
            .Decide("d1", Verdict.Together, "login:b", "email:e@x.nl");

        Assert.Equal(["email:e@x.nl | login:a | UNIQUE(login)"], story.Resolve().HeldBack());
    }

    [Fact]
    public void A_decision_on_an_identifier_that_was_never_seen_waits()
    {
        Story story = new Story().At(1, 4, "login:a").Decide("d1", Verdict.Together, "login:a", "email:e@x.nl");

        Assert.Single(story.Resolve().Persons);
        Assert.Single(story.At(2, 4, "email:e@x.nl").Resolve().Persons);
    }

    [Fact]
    public void A_decision_gives_no_network_or_household_a_person()
    {
        Story story = new Story().At(1, 4, "login:a", "ip:192.0.2.1")
            .Decide("d1", Verdict.Together, "login:a", "ip:192.0.2.1");

        Assert.Equal(["login:a"], story.Resolve().Partition());
    }

    [Fact]
    public void Without_the_decision_the_persons_are_as_if_it_never_was()
    {
        Story decided = new Story().At(1, 4, "email:a@x.nl").At(2, 4, "email:b@x.nl")
            .Decide("d1", Verdict.Together, "email:a@x.nl", "email:b@x.nl");
        Guid joined = decided.Resolve().Persons.Values.Single();

        var undone = new WholeGraph(
            decided.Observations, Core.Rules.WorkspaceRules.Default, new WholeGraphOptions(Ids, [], decided.Now));

        Assert.Equal(Birth("email:a@x.nl"), joined);
        Assert.Equal(joined, undone.PersonOf(Key("email:a@x.nl")));
        Assert.Equal(Birth("email:b@x.nl"), undone.PersonOf(Key("email:b@x.nl")));
    }
}
