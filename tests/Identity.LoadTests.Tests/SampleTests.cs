using Identity.LoadTests.Arithmetic;
using Xunit;

namespace Identity.LoadTests.Tests;

/// <summary>Percentiles are those of the definition, also where ranks are not whole numbers.</summary>
public sealed class SampleTests
{
    [Theory]
    [InlineData(50, 500)]
    [InlineData(99, 990)]
    [InlineData(99.9, 999)]
    [InlineData(100, 1000)]
    [InlineData(0.01, 1)]
    public void A_percentile_of_one_to_a_thousand_is_its_rank(double percent, double expected) =>
        Assert.Equal(expected, new Sample(Enumerable.Range(1, 1_000).Select(number => (double)number).Reverse())
            .Percentile(percent));

    [Fact]
    public void A_percentile_is_the_smallest_value_that_so_many_do_not_exceed()
    {
        int seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (int round = 0; round < 200; round++)
        {
            double[] values = [.. Enumerable.Range(0, random.Next(1, 300)).Select(_ => (double)random.Next(100))];
            foreach (double percent in (double[])[1, 25, 50, 90, 99, 99.9])
            {
                Assert.Equal(ByCounting(values, percent), new Sample(values).Percentile(percent));
            }
        }
    }

    [Fact]
    public void Counting_tells_a_percentile_that_is_one_rank_off()
    {
        double[] values = [.. Enumerable.Range(1, 200).Select(number => (double)number)];
        Assert.NotEqual(ByCounting(values, 99), values[(int)(values.Length * 0.99)]);
    }

    [Theory]
    [InlineData(new double[] { 3 }, 3)]
    [InlineData(new double[] { 4, 1 }, 2.5)]
    [InlineData(new double[] { 9, 1, 2 }, 2)]
    public void The_median_lies_in_the_middle(double[] values, double expected) =>
        Assert.Equal(expected, new Sample(values).Median);

    [Fact]
    public void Nothing_and_what_is_no_number_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new Sample([]));
        Assert.Throws<ArgumentException>(() => new Sample([1, double.NaN]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sample([1]).Percentile(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sample([1]).Percentile(100.1));
    }

    [Fact]
    public void A_ratio_is_of_neighbours_and_not_of_medians()
    {
        // The machine is twice as slow in the second half of the rounds; what is measured always takes 1.5 times as
        // long.
        var rounds = new Rounds([3, 3, 6, 6, 6], [2, 2, 4, 4, 4]);
        Assert.Equal(1.5, rounds.Ratio);
        Assert.Equal(1.5, rounds.RatioMax);
        Assert.Throws<ArgumentException>(() => new Rounds([1], [1, 2]));
    }

    // The definition, without ranks.
    private static double ByCounting(double[] values, double percent) => values
        .Where(value => values.Count(other => other <= value) * 100.0 >= (percent * values.Length) - 1e-6).Min();
}
