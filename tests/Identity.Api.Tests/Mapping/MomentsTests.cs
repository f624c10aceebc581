using Google.Protobuf.WellKnownTypes;
using Identity.Api.Mapping;
using Xunit;

namespace Identity.Api.Tests.Mapping;

public sealed class MomentsTests
{
    [Theory]
    [InlineData(-62_135_596_800, 0, true)]
    [InlineData(253_402_300_799, 999_999_999, true)]
    [InlineData(0, 0, true)]
    [InlineData(-1, 999_999_999, true)]
    [InlineData(-62_135_596_801, 0, false)]
    [InlineData(253_402_300_800, 0, false)]
    [InlineData(long.MinValue, 0, false)]
    [InlineData(long.MaxValue, 0, false)]
    [InlineData(0, -1, false)]
    [InlineData(0, 1_000_000_000, false)]
    public void Timestamp_is_read_within_its_bounds_and_never_throws(long seconds, int nanos, bool valid)
    {
        var stamp = new Timestamp { Seconds = seconds, Nanos = nanos };
        Assert.Equal(valid, Moments.TryRead(stamp, out DateTimeOffset? moment));
        Assert.Equal(valid, moment is not null);
        if (moment is { } some)
        {
            stamp.Nanos -= stamp.Nanos % 100;
            Assert.Equal(stamp, Moments.Write(some));
        }
    }

    [Fact]
    public void An_absent_timestamp_is_no_moment_and_back()
    {
        Assert.True(Moments.TryRead(null, out DateTimeOffset? moment));
        Assert.Null(moment);
        Assert.Null(Moments.Write(moment));
    }
}
