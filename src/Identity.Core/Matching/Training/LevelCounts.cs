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

    public void Add(Pattern pattern, double weight)
    {
        Pairs += weight;
        for (int slot = 0; slot < Slots.Count; slot++)
        {
            AgreementLevel level = pattern[slot];
            if (level == AgreementLevel.Missing) { continue; }
            _counts[Weights.Index(slot, RecordComparison.Context(slot, pattern), level)] += weight;
        }
    }

    public void Add(LevelCounts other)
    {
        Pairs += other.Pairs;
        for (int index = 0; index < _counts.Length; index++) { _counts[index] += other._counts[index]; }
    }
}
