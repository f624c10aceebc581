using Xunit;

namespace Identity.SampleData.Tests;

public sealed class OptionsTests
{
    [Theory]
    [InlineData(SampleShowcase.Customers - 1)]
    [InlineData(SampleOptions.CustomersMax + 1)]
    public void Customers_out_of_bounds_are_refused(int customers) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Sample.Generator(customers));

    [Theory]
    [InlineData(2004)]
    [InlineData(2101)]
    public void End_out_of_bounds_is_refused(int year) => Assert.Throws<ArgumentOutOfRangeException>(
        () => new SampleGenerator(new SampleOptions { End = new DateTimeOffset(year, 1, 2, 0, 0, 0, TimeSpan.Zero) }));

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(137)]
    public void There_are_never_more_customers_than_asked_for(int customers) =>
        Assert.All(Sample.Generator(customers).Observations(), o => Assert.InRange(o.Truth, 1, customers));

    [Fact]
    public void Any_seed_and_any_end_keep_to_the_period()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            var end = new DateTimeOffset(2006 + (int)(seed * 4), 2, 28, 23, 59, 59, 999, TimeSpan.FromHours(-7));
            var generator = new SampleGenerator(new SampleOptions { Customers = 500, Seed = seed, End = end });

            // The end is cut to the whole second, and the start with it.
            DateTimeOffset start = end - SampleOptions.Period - TimeSpan.FromSeconds(1);
            Assert.All(
                generator.Observations(),
                o => Assert.True(start <= o.OccurredAt && o.OccurredAt <= end, $"seed {seed}"));
        }
    }

    [Fact]
    public void Memory_does_not_grow_with_the_stream()
    {
        // A million customers are asked for, and only the first are taken: nothing may be made ahead.
        SampleObservation[] first = [.. Sample.Generator(customers: 1_000_000).Observations().Take(100)];

        Assert.Equal(100, first.Length);
        Assert.InRange(first[^1].Truth, 1, 100);
    }
}
