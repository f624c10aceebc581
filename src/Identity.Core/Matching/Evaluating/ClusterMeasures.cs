using System.Runtime.InteropServices;
using Identity.Core.Matching.Deduplicating;

namespace Identity.Core.Matching.Evaluating;

/// <summary>
/// How well a batch was deduplicated, where it is known which records are one person's. Records without a label are
/// left out of every figure. Immutable; its work grows with records and pairs, not with the pairs of a group.
/// </summary>
public sealed record ClusterMeasures
{
    private const double PerRecords = 10_000;

    /// <summary>How many records have a label.</summary>
    public required int Records { get; init; }

    /// <summary>How many persons they are.</summary>
    public required int Persons { get; init; }

    /// <summary>How many groups they were put into.</summary>
    public required int Clusters { get; init; }

    /// <summary>The pairs that score high enough, before they are grouped.</summary>
    public required PairMeasure Scored { get; init; }

    /// <summary>The pairs of records in one group.</summary>
    public required PairMeasure Clustered { get; init; }

    /// <summary>The pairs that were compared at all: their recall bounds that of everything else.</summary>
    public required PairMeasure Candidates { get; init; }

    /// <summary>The groups, record by record.</summary>
    public required CubedMeasure Cubed { get; init; }

    /// <summary>
    /// How many of 10,000 records share a group with another person's, beyond the largest part of the group that is
    /// one person's: in a group of three records of one person and two of another, two are merged falsely.
    /// </summary>
    public required double FalseMerges { get; init; }

    /// <summary>Measures a result.</summary>
    /// <param name="result">What became of the batch.</param>
    /// <param name="labels">
    /// For each place of <see cref="DedupeResult.Ids"/> whose record it is, in any words; empty where nobody knows.
    /// </param>
    /// <param name="sources">
    /// For each place the file of the record, where only pairs across files count; null when all do.
    /// </param>
    /// <exception cref="ArgumentException">There are not as many labels, or sources, as records.</exception>
    public static ClusterMeasures Of(
        DedupeResult result, IReadOnlyList<string> labels, IReadOnlyList<int>? sources = null)
    {
        RequireAll(result, labels.Count, nameof(labels));
        RequireAll(result, sources?.Count ?? result.Count, nameof(sources));
        int[] persons = Numbers(labels);
        var truth = new Groups<int>();
        var found = new Groups<int>();
        var both = new Groups<(int Cluster, int Person)>();
        for (int place = 0; place < persons.Length; place++)
        {
            if (persons[place] < 0) { continue; }
            int source = sources?[place] ?? place;
            bool isAcross = sources is not null;
            truth.Add(persons[place], source, isAcross);
            found.Add(result.ClusterOf[place], source, isAcross);
            both.Add((result.ClusterOf[place], persons[place]), source, isAcross);
        }

        long truePairs = truth.Pairs;
        return new ClusterMeasures
        {
            Records = truth.Records,
            Persons = truth.Sizes.Count,
            Clusters = found.Sizes.Count,
            Scored = Measure(result.Pairs.Select(pair => (pair.Left, pair.Right)), persons, sources, truePairs),
            Clustered = new PairMeasure(truePairs, found.Pairs, both.Pairs),
            Candidates = Measure(result.Candidates, persons, sources, truePairs),
            Cubed = CubedOf(truth, found, both),
            FalseMerges = FalseMergesOf(found, both),
        };
    }

    private static void RequireAll(DedupeResult result, int count, string name)
    {
        if (count != result.Count)
        {
            throw new ArgumentException($"There are {count} {name} for {result.Count} records.", name);
        }
    }

    // -1 where nobody knows whose the record is.
    private static int[] Numbers(IReadOnlyList<string> labels)
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var numbers = new int[labels.Count];
        for (int place = 0; place < numbers.Length; place++)
        {
            ref int number = ref numbers[place];
            if (labels[place].Length == 0) { number = -1; }
            else if (!known.TryGetValue(labels[place], out number)) { known.Add(labels[place], number = known.Count); }
        }

        return numbers;
    }

    private static PairMeasure Measure(
        IEnumerable<(int Left, int Right)> pairs, int[] persons, IReadOnlyList<int>? sources, long truePairs)
    {
        long count = 0;
        long right = 0;
        foreach ((int one, int other) in pairs)
        {
            if (persons[one] < 0 || persons[other] < 0) { continue; }
            if (sources is not null && sources[one] == sources[other]) { continue; }
            count++;
            if (persons[one] == persons[other]) { right++; }
        }

        return new PairMeasure(truePairs, count, right);
    }

    private static CubedMeasure CubedOf(Groups<int> truth, Groups<int> found, Groups<(int Cluster, int Person)> both)
    {
        if (truth.Records == 0) { return new CubedMeasure(1, 1); }
        double precision = 0;
        double recall = 0;
        foreach (((int cluster, int person), int size) in both.Sizes)
        {
            double square = (double)size * size;
            precision += square / found.Sizes[cluster];
            recall += square / truth.Sizes[person];
        }

        return new CubedMeasure(precision / truth.Records, recall / truth.Records);
    }

    private static double FalseMergesOf(Groups<int> found, Groups<(int Cluster, int Person)> both)
    {
        if (found.Records == 0) { return 0; }
        var largest = new Dictionary<int, int>();
        foreach (((int cluster, _), int size) in both.Sizes)
        {
            ref int most = ref CollectionsMarshal.GetValueRefOrAddDefault(largest, cluster, out _);
            most = Math.Max(most, size);
        }

        return (found.Records - (double)largest.Values.Sum()) * PerRecords / found.Records;
    }

    /// <summary>How many records each group has, and how many pairs that makes.</summary>
    private sealed class Groups<TKey>
        where TKey : notnull
    {
        private readonly Dictionary<(TKey Key, int Source), int> _ofSource = [];

        public Dictionary<TKey, int> Sizes { get; } = [];

        public int Records { get; private set; }

        /// <summary>The pairs of two records of one group; across sources only where that was asked for.</summary>
        public long Pairs { get; private set; }

        // Each record makes as many pairs as records were there before it, less those of its own source.
        public void Add(TKey key, int source, bool isAcross)
        {
            ref int size = ref CollectionsMarshal.GetValueRefOrAddDefault(Sizes, key, out _);
            Pairs += size;
            size++;
            Records++;
            if (!isAcross) { return; }
            ref int same = ref CollectionsMarshal.GetValueRefOrAddDefault(_ofSource, (key, source), out _);
            Pairs -= same;
            same++;
        }
    }
}
