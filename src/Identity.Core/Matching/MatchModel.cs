using System.Security.Cryptography;
using Identity.Core.Matching.Blocking;
using Identity.Core.Matching.Models;
using Identity.Core.Matching.Preparing;
using Identity.Core.Matching.Scoring;

namespace Identity.Core.Matching;

/// <summary>
/// Everything that decides whether two records may be one person's: weights, how rare values are, keys by which
/// candidates are found, and thresholds. The same records and the same version give the same scores, whatever else is
/// known. Holds no values of persons, only hashes of common ones. Immutable and safe for many threads.
/// </summary>
public sealed class MatchModel
{
    /// <summary>What a model file must say to be read by this program.</summary>
    public const int FormatVersion = 1;

    // Past so many bits, either way, a probability cannot be told from 0 or 1.
    private const double CertainBits = 50;

    private static readonly Lazy<MatchModel> Shipped = new(() => ModelText.ReadShipped("dutch_consumers"));

    private readonly RecordReader _reader;

    internal MatchModel(
        Weights weights, IReadOnlyList<RarityTable> rarities, BlockingPlan plan, ModelThresholds thresholds,
        DateOnly reference)
    {
        (Weights, Rarities, Plan, Thresholds, Reference) = (weights, rarities, plan, thresholds, reference);
        _reader = new RecordReader(reference, remembers: false);
        Version = Convert.ToHexStringLower(SHA256.HashData(ModelText.Write(this)))[..16];
    }

    /// <summary>For consumers in the Netherlands and Belgium; trained on made-up ones.</summary>
    public static MatchModel Default => Shipped.Value;

    /// <summary>Names the content: two models with one version decide alike.</summary>
    public string Version { get; }

    /// <summary>From this score on two records are taken to be one person's.</summary>
    public double LinkBits => Thresholds.LinkBits;

    /// <summary>From this score on, and below <see cref="LinkBits"/>, somebody should look.</summary>
    public double ReviewBits => Thresholds.ReviewBits;

    /// <summary>The day that dates with two-digit years are read from, so that they stay what they are.</summary>
    public DateOnly Reference { get; }

    internal Weights Weights { get; }

    internal IReadOnlyList<RarityTable> Rarities { get; }

    internal BlockingPlan Plan { get; }

    internal ModelThresholds Thresholds { get; }

    /// <summary>The probability, 0 to 1, that a score stands for.</summary>
    public static double ProbabilityOf(double bits) =>
        bits > CertainBits ? 1 : bits < -CertainBits ? 0 : 1 / (1 + Math.Pow(2, -bits));

    /// <summary>The score that a probability, between 0 and 1, stands for.</summary>
    public static double BitsOf(double probability) => Math.Log2(probability / (1 - probability));

    /// <summary>Reads a model file.</summary>
    /// <param name="json">What <see cref="Write"/> wrote.</param>
    /// <exception cref="FormatException">
    /// It is no model, or one of another format; the message says what is wrong.
    /// </exception>
    public static MatchModel Read(ReadOnlyMemory<byte> json) => ModelText.Read(json);

    /// <summary>The model as JSON text in UTF-8; reading it gives a model of the same version.</summary>
    public byte[] Write() => ModelText.Write(this);

    /// <summary>Makes a record ready to be compared. Never fails: what cannot be read is left out.</summary>
    /// <param name="fields">Its values; several of a kind are read together.</param>
    public MatchRecord Prepare(IReadOnlyList<(FieldKind Kind, string Value)> fields)
    {
        MatchRecord record = _reader.Read(fields);
        for (int slot = 0; slot < Slots.Count; slot++)
        {
            if (record[slot] is { } value) { value.Rarity = Rarities[slot].Of(value); }
        }

        return record;
    }

    /// <summary>
    /// The keys by which records like this one are found: two records are compared when they have one in common.
    /// Stable, each once, at most 24; none when the record says too little to be compared.
    /// </summary>
    public IReadOnlyList<ulong> BlockingKeys(MatchRecord record) => Plan.KeysOf(record);

    /// <summary>
    /// The odds that two records are one person's, as a base-2 logarithm: 0 is even, 10 is a thousand to one.
    /// Symmetric; between -200 and 200.
    /// </summary>
    public double Score(MatchRecord left, MatchRecord right) => Weights.Score(left, right);

    /// <summary>The same, field by field.</summary>
    public MatchExplanation Explain(MatchRecord left, MatchRecord right) => Weights.Explain(left, right);
}

/// <summary>From which scores something is done.</summary>
/// <param name="LinkBits">Two records are one person's.</param>
/// <param name="ReviewBits">Somebody should look.</param>
internal sealed record ModelThresholds(double LinkBits, double ReviewBits)
{
    /// <summary>98 in 100, and 1 in 9.</summary>
    public static ModelThresholds Default { get; } = new(LinkBits: 6, ReviewBits: -3);
}
