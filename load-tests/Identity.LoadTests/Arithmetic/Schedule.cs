namespace Identity.LoadTests.Arithmetic;

/// <summary>
/// When calls are due, decided before the first of them: who waits for an answer before the next call would ask less
/// exactly when the server is slow, and so leave out what should be measured (coordinated omission).
/// </summary>
internal static class Schedule
{
    /// <summary>Calls at the same distance.</summary>
    /// <param name="perSecond">How many, above 0.</param>
    /// <param name="count">How many in all.</param>
    public static TimeSpan[] Even(double perSecond, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perSecond);
        var due = new TimeSpan[count];
        for (int index = 0; index < count; index++) { due[index] = TimeSpan.FromSeconds(index / perSecond); }
        return due;
    }

    /// <summary>
    /// Calls of many who know nothing of each other: a Poisson process, so with exponentially distributed gaps.
    /// </summary>
    /// <param name="perSecond">How many on average, above 0.</param>
    /// <param name="count">How many in all.</param>
    /// <param name="seed">The same seed gives the same times.</param>
    public static TimeSpan[] Poisson(double perSecond, int count, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perSecond);
        var random = new Random(seed);
        var due = new TimeSpan[count];
        double seconds = 0;
        for (int index = 0; index < count; index++)
        {
            // NextDouble is below 1, so the logarithm is of something above 0.
            seconds -= Math.Log(1 - random.NextDouble()) / perSecond;
            due[index] = TimeSpan.FromSeconds(seconds);
        }

        return due;
    }
}
