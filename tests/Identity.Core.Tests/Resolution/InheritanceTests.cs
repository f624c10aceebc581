using Identity.Core.Resolution;
using Identity.Testing;
using Xunit;
using static Identity.Core.Tests.Resolution.Story;

namespace Identity.Core.Tests.Resolution;

public sealed class InheritanceTests
{
    [Theory]
    [InlineData("cookie:c", "login:a")]
    [InlineData("cookie:c", "email:e@x.nl")]
    [InlineData("device_id:d", "phone:+31301234567")]
    [InlineData("order:1001", "email:e@x.nl")]
    [InlineData("email:e@x.nl", "login:a")]
    [InlineData("loyalty_card:1", "customer_id:a")]
    public void A_stronger_class_inherits(string weaker, string stronger)
    {
        Story story = new Story().At(1, 3, weaker, stronger);
        Assert.Equal(new Heirship(Key(stronger), Minute(1)), HeirOf(story, weaker));
        Assert.Null(HeirOf(story, stronger));
    }

    [Theory]
    [InlineData("cookie:c", "device_id:d")]
    [InlineData("login:a", "customer_id:a")]
    [InlineData("email:e@x.nl", "loyalty_card:1")]
    public void One_class_does_not_inherit_from_itself(string one, string other)
    {
        Story story = new Story().At(1, 4, one, other);
        Assert.Null(HeirOf(story, one));
        Assert.Null(HeirOf(story, other));
    }

    [Fact]
    public void Only_the_first_inherits_and_for_good()
    {
        Story story = new Story().At(1, 4, "email:e@x.nl", "cookie:c").At(2, 4, "login:a", "cookie:c");
        Assert.Equal(Key("email:e@x.nl"), HeirOf(story, "cookie:c")?.Heir);

        // A late arrival may tell that somebody was earlier.
        story.At(0.5, 4, "login:b", "cookie:c");
        Assert.Equal(Key("login:b"), HeirOf(story, "cookie:c")?.Heir);
    }

    [Fact]
    public void Of_simultaneous_ones_the_strongest_class_then_rank_then_text_inherits()
    {
        Story story = new Story()
            .At(1, 4, "email:e@x.nl", "cookie:c").At(1, 4, "login:b", "cookie:c").At(1, 4, "login:a", "cookie:c");
        Assert.Equal(Key("login:a"), HeirOf(story, "cookie:c")?.Heir);

        story.At(1, 4, "customer_id:z", "cookie:c");
        Assert.Equal(Key("customer_id:z"), HeirOf(story, "cookie:c")?.Heir);
    }

    [Fact]
    public void A_claim_and_level_2_bequeath_nothing()
    {
        Story story = new Story().At(1, 4, "login:a", "?email:e@x.nl").At(2, 2, "login:a", "cookie:c")
            .Public(3, "login:a", "device_id:d");
        Assert.Null(HeirOf(story, "email:e@x.nl"));
        Assert.Null(HeirOf(story, "cookie:c"));
        Assert.Null(HeirOf(story, "device_id:d"));
    }

    private static Heirship? HeirOf(Story story, string identifier)
    {
        WholeGraph result = story.Resolve();
        Assert.True(result.Graph.TryGetNode(Key(identifier), out Node? node));
        return Inheritance.HeirOf(node!, result.Graph.LinksOf(node!));
    }
}
