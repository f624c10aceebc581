using Identity.Core.Resolution;
using Identity.Testing;
using Xunit;
using static Identity.Core.Tests.Resolution.Story;

namespace Identity.Core.Tests.Resolution;

public sealed class EpochsTests
{
    [Fact]
    public void What_is_seen_at_the_very_moment_of_a_start_belongs_to_the_epoch_before()
    {
        var epochs = new Epochs();
        long start = Microseconds.Of(Minute(5));
        Assert.True(epochs.Begin("cookie", "c", start));
        Assert.False(epochs.Begin("cookie", "c", start));

        Assert.Equal(0, epochs.At("cookie", "c", Minute(4)));
        Assert.Equal(0, epochs.At("cookie", "c", Minute(5)));
        Assert.Equal(start, epochs.At("cookie", "c", Minute(5).AddMicroseconds(1)));
        Assert.Equal(start, epochs.Latest("cookie", "c"));
        Assert.Equal(0, epochs.Latest("cookie", "other"));
        Assert.Equal(0, epochs.Latest("device_id", "c"));
    }

    [Fact]
    public void A_late_start_renames_no_later_epoch()
    {
        var epochs = new Epochs();
        epochs.Begin("cookie", "c", Microseconds.Of(Minute(10)));
        long before = epochs.At("cookie", "c", Minute(11));

        epochs.Begin("cookie", "c", Microseconds.Of(Minute(5)));

        Assert.Equal(before, epochs.At("cookie", "c", Minute(11)));
        Assert.Equal(Microseconds.Of(Minute(5)), epochs.At("cookie", "c", Minute(10)));
        Assert.Equal([Microseconds.Of(Minute(5)), Microseconds.Of(Minute(10))], epochs.StartsOf("cookie", "c"));
    }

    [Fact]
    public void After_a_logout_that_forgets_the_device_is_a_stranger()
    {
        Story story = new Story().At(1, 4, "login:kevin", "cookie:tab").Forget(2, "cookie:tab").At(3, 2, "cookie:tab");

        WholeGraph result = story.Resolve();

        Assert.Equal(result.PersonOf(Key("login:kevin")), result.PersonOf(Key("cookie:tab")));
        Assert.NotEqual(result.PersonOf(Key("login:kevin")), result.PersonOf(Key("cookie:tab", 2)));
    }

    [Fact]
    public void A_logout_that_forgets_ends_devices_only()
    {
        Story story = new Story().At(1, 4, "login:kevin", "cookie:tab").Forget(2, "cookie:tab", "login:kevin")
            .At(3, 4, "login:kevin", "cookie:tab");

        WholeGraph result = story.Resolve();

        Assert.Equal(["cookie:tab cookie:tab@" + Microseconds.Of(Minute(2)) + " login:kevin"], result.Partition());
    }

    [Fact]
    public void Forgetting_before_anything_was_known_only_begins_an_epoch()
    {
        Story story = new Story().Forget(2, "cookie:tab").At(3, 4, "login:kevin", "cookie:tab");

        WholeGraph result = story.Resolve();

        Assert.Equal(result.PersonOf(Key("login:kevin")), result.PersonOf(Key("cookie:tab", 2)));
        Assert.NotEqual(result.PersonOf(Key("login:kevin")), result.PersonOf(Key("cookie:tab")));
    }
}
