using System.Collections.Frozen;
using Identity.Core.Matching.Preparing;

namespace Identity.Core.Matching.Scoring;

/// <summary>
/// How rare the values of one field are: common ones by name, as hashes, and all others alike. Immutable.
/// </summary>
internal sealed class RarityTable
{
    public RarityTable(double otherwise, IReadOnlyDictionary<ulong, double> bits) =>
        (Otherwise, Bits) = (otherwise, bits.ToFrozenDictionary());

    /// <summary>Of a field about which nothing is known.</summary>
    public static RarityTable Empty { get; } = new(10, new Dictionary<ulong, double>());

    /// <summary>The bits of a value that is not in the table.</summary>
    public double Otherwise { get; }

    public FrozenDictionary<ulong, double> Bits { get; }

    public double Of(FieldValue value) => Bits.TryGetValue(value.Hash, out double bits) ? bits : Otherwise;
}
