namespace Identity.LoadTests.Arithmetic;

/// <summary>
/// Two things measured in turns, A B A B …: each ratio is of neighbours in time, so that what disturbs the machine for
/// longer than a round disturbs both. Immutable.
/// </summary>
internal sealed class Rounds
{
    private readonly Sample _ratios;

    /// <param name="measured">What is judged, round by round.</param>
    /// <param name="reference">What it is compared with, in the same rounds.</param>
    public Rounds(IReadOnlyList<double> measured, IReadOnlyList<double> reference)
    {
        if (measured.Count != reference.Count) { throw new ArgumentException("A round has both.", nameof(measured)); }
        (Measured, Reference) = (new Sample(measured), new Sample(reference));
        _ratios = new Sample(measured.Zip(reference, (left, right) => left / right));
    }

    public Sample Measured { get; }

    public Sample Reference { get; }

    public int Count => _ratios.Count;

    /// <summary>The median of the rounds' ratios.</summary>
    public double Ratio => _ratios.Median;

    public double RatioMin => _ratios.Min;

    public double RatioMax => _ratios.Max;
}
