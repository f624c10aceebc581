using Identity.Core.Matching.Comparing;
using Identity.Core.Matching.Preparing;

namespace Identity.Core.Matching.Scoring;

/// <summary>
/// How often each level is met in two records of one person (m) and of two (u), by slot and context: the weights of
/// Fellegi and Sunter (1969). Not thread-safe while it is being fitted.
/// </summary>
internal sealed class Weights
{
    public const int Levels = (int)AgreementLevel.Different + 1;

    public const int Count = Slots.Count * RecordComparison.Contexts * Levels;

    /// <summary>No score is further from 0, whatever a model file says.</summary>
    public const double BitsMax = 200;

    private readonly double[] _bits = new double[Count];

    public double[] M { get; } = new double[Count];

    public double[] U { get; } = new double[Count];

    /// <summary>The share of all pairs of records that are one person's.</summary>
    public double MatchShare { get; set; }

    /// <summary>The odds before anything is compared, as a base-2 logarithm.</summary>
    public double PriorBits => Math.Log2(MatchShare / (1 - MatchShare));

    public static int Index(int slot, int context, AgreementLevel level) =>
        (((slot * RecordComparison.Contexts) + context) * Levels) + (int)level;

    /// <summary>Works the bits out anew, after m and u have changed.</summary>
    public void Refresh()
    {
        for (int index = 0; index < Count; index++)
        {
            _bits[index] = M[index] > 0 && U[index] > 0 ? Math.Log2(M[index] / U[index]) : 0;
        }
    }

    /// <summary>What a level is worth, however rare the value is.</summary>
    public double Bits(int slot, int context, AgreementLevel level) => _bits[Index(slot, context, level)];

    /// <summary>
    /// The bits of one slot. An exact agreement outside of any special context counts by how rare its value is, as the
    /// chance that two strangers share it is the share of persons who have it.
    /// </summary>
    public double Bits(int slot, Pattern pattern, MatchRecord left)
    {
        AgreementLevel level = pattern[slot];
        if (level == AgreementLevel.Missing) { return 0; }
        int context = RecordComparison.Context(slot, pattern);
        if (RecordComparison.IsByRarity(slot, pattern) && left[slot] is { } value)
        {
            return Math.Log2(M[Index(slot, context, level)]) + value.Rarity;
        }

        return Bits(slot, context, level);
    }

    /// <summary>The bits of all slots, without the prior.</summary>
    public double Bits(Pattern pattern, MatchRecord left)
    {
        double bits = 0;
        for (int slot = 0; slot < Slots.Count; slot++) { bits += Bits(slot, pattern, left); }
        return bits;
    }

    /// <summary>The odds that two records are one person's, as a base-2 logarithm.</summary>
    public double Score(MatchRecord left, MatchRecord right) =>
        Bounded(PriorBits + Bits(RecordComparison.Compare(left, right), left));

    /// <summary>The same, field by field.</summary>
    public MatchExplanation Explain(MatchRecord left, MatchRecord right)
    {
        Pattern pattern = RecordComparison.Compare(left, right);
        var fields = new List<FieldEvidence>();
        for (int slot = 0; slot < Slots.Count; slot++)
        {
            if (pattern[slot] == AgreementLevel.Missing) { continue; }
            string context = RecordComparison.NameOf(slot, RecordComparison.Context(slot, pattern));
            fields.Add(new FieldEvidence(Slots.NameOf(slot), pattern[slot], Bits(slot, pattern, left), context));
        }

        return new MatchExplanation(Bounded(PriorBits + fields.Sum(field => field.Bits)), PriorBits, fields);
    }

    private static double Bounded(double bits) => Math.Clamp(bits, -BitsMax, BitsMax);
}
