using Identity.Core.Matching.Comparing;
using Identity.Core.Matching.Preparing;
using Identity.Core.Matching.Scoring;

namespace Identity.Core.Matching.Training;

/// <summary>How often each level was met, by slot and context. Not thread-safe.</summary>
internal sealed class LevelCounts
{
    private readonly double[] _counts = new double[Weights.Count];

    public double Pairs { get; private set; }

    public double this[int slot, int context, AgreementLevel level] => _counts[Weights.Index(slot, context, level)];

    /// <summary>Adds a pair, but for the slots whose bits are set in <paramref name="except"/>.</summary>
    public void Add(Pattern pattern, double weight, int except = 0)
    {
        Pairs += weight;
        for (int slot = 0; slot < Slots.Count; slot++)
        {
            AgreementLevel level = pattern[slot];
            if (level == AgreementLevel.Missing || (except & (1 << slot)) != 0) { continue; }
            _counts[Weights.Index(slot, RecordComparison.Context(slot, pattern), level)] += weight;
        }
    }
}
