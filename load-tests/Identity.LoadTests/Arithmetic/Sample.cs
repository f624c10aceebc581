namespace Identity.LoadTests.Arithmetic;

/// <summary>Measured values, in order. All are held, so that no percentile is an estimate. Immutable.</summary>
internal sealed class Sample
{
    private readonly double[] _sorted;

    /// <exception cref="ArgumentException">There is no value, or one that is not a number.</exception>
    public Sample(IEnumerable<double> values)
    {
        _sorted = [.. values];
        if (_sorted.Length == 0) { throw new ArgumentException("A sample has a value.", nameof(values)); }
        if (_sorted.Any(double.IsNaN)) { throw new ArgumentException("A value is a number.", nameof(values)); }
        Array.Sort(_sorted);
    }

    public int Count => _sorted.Length;

    public double Min => _sorted[0];

    public double Max => _sorted[^1];

    /// <summary>The value in the middle; of two in the middle, what lies between them.</summary>
    public double Median => (_sorted[(_sorted.Length - 1) / 2] + _sorted[_sorted.Length / 2]) / 2;

    /// <summary>The smallest value that is not exceeded by so many per cent of all values (nearest rank).</summary>
    /// <param name="percent">Above 0, at most 100.</param>
    public double Percentile(double percent)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(percent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100);
        // 99.9 / 100 is not exact, and a rank of 999.0000000000001 must not become 1000.
        double rank = Math.Ceiling(Math.Round(percent * _sorted.Length / 100, 9));
        return _sorted[(int)rank - 1];
    }
}
