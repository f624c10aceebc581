using Identity.Core.Matching.Blocking;
using Identity.Core.Matching.Clustering;
using Identity.Core.Matching.Comparing;
using Identity.Core.Matching.Preparing;
using Identity.Core.Matching.Scoring;
using Identity.Core.Matching.Training;

namespace Identity.Core.Matching.Deduplicating;

/// <summary>
/// Finds which records of one or two files are one person's, without labels and without a server: fits a model to the
/// records (or takes a given one), scores the candidate pairs and groups them. The same records give the same result in
/// any order. One use, not thread-safe; works on all processors.
/// </summary>
public sealed class Deduplication
{
    private const int FirstRounds = 12;
    private const int SecondRounds = 6;

    // A key of a given model may bring so many records together; what is past it is counted, not compared.
    private const int PlannedBlockMax = 1_000;

    private readonly DedupeOptions _options;
    private readonly RecordReader _reader;
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private List<(string Id, int Source, MatchRecord Record)> _rows = [];

    public Deduplication(DedupeOptions options)
    {
        _options = options;
        _reader = new RecordReader(options.Model?.Reference ?? options.Reference, remembers: true);
    }

    /// <summary>Adds a record. False when its id is known already; nothing is added then.</summary>
    /// <param name="id">Its id, over all files.</param>
    /// <param name="source">The number of its file, from 0.</param>
    /// <param name="fields">Its values.</param>
    public bool TryAdd(string id, int source, IReadOnlyList<(FieldKind Kind, string Value)> fields)
    {
        if (!_places.TryAdd(id, _rows.Count)) { return false; }
        _rows.Add((id, source, _reader.Read(fields)));
        return true;
    }

    /// <summary>Does the work.</summary>
    public DedupeResult Run(IProgress<DedupeProgress>? progress)
    {
        _rows.Sort((one, other) => string.CompareOrdinal(one.Id, other.Id));
        List<MatchRecord> records = [.. _rows.Select(row => row.Record)];
        int[] sources = [.. _rows.Select(row => row.Source)];
        string[] ids = [.. _rows.Select(row => row.Id)];
        _rows = [];
        return _options.Model is { } model
            ? WithModel(model, records, sources, ids, progress) : Fitted(records, sources, ids, progress);
    }

    private DedupeResult Fitted(List<MatchRecord> records, int[] sources, string[] ids,
        IProgress<DedupeProgress>? progress)
    {
        progress?.Report(new DedupeProgress("finding candidates", 1));
        RarityCount.Set(records, groupOf: null);
        Func<int, int, bool> mayMeet = MayMeet(sources);
        PairList pairs = CandidateFinder.Find(records, mayMeet, out int tooCommon);
        EqualRecords.Chain(records, CandidateFinder.BlockMaxOf(records.Count), mayMeet, pairs);
        progress?.Report(new DedupeProgress("comparing", 2));
        Pattern[] patterns = PairComparer.Compare(records, pairs);
        LevelCounts random = PairComparer.CompareRandom(records, mayMeet);
        progress?.Report(new DedupeProgress("fitting a model", 3));
        double allPairs = AllPairs(sources);
        MixtureFit fit = MixtureFit.Begin(patterns, random, allPairs);
        fit.TakeRarities(records, pairs);
        double firstShare = Math.Min(0.5, 1.0 / Math.Max(1, records.Count));
        fit.Reset(firstShare);
        fit.Run(FirstRounds);
        string? doubt = FitCheck.Doubt(fit, records, allPairs);
        if (doubt is not null) { fit.RunWithPriors(firstShare); }
        progress?.Report(new DedupeProgress("grouping", 4));
        int[] clusters = Cluster(records, sources, pairs, fit);

        // Now that it is known which records are one person's, rarities can be counted by person.
        progress?.Report(new DedupeProgress("fitting again", 5));
        RarityCount.Set(records, clusters);
        fit.TakeRarities(records, pairs);
        if (doubt is null) { fit.Run(SecondRounds); }
        else { fit.RunWithPriors(firstShare); }

        progress?.Report(new DedupeProgress("grouping again", 6));
        clusters = Cluster(records, sources, pairs, fit);
        var model = new MatchModel(
            fit.Weights, RarityCount.Tables(records), Plan(records), ModelThresholds.Default, _options.Reference);
        return Result(records, ids, pairs, fit.Scores, clusters, fit.Weights, model, tooCommon, doubt);
    }

    private DedupeResult WithModel(
        MatchModel model, List<MatchRecord> records, int[] sources, string[] ids, IProgress<DedupeProgress>? progress)
    {
        progress?.Report(new DedupeProgress("finding candidates", 1));
        var index = new KeyIndex();
        for (int record = 0; record < records.Count; record++)
        {
            for (int slot = 0; slot < Slots.Count; slot++)
            {
                if (records[record][slot] is { } value) { value.Rarity = model.Rarities[slot].Of(value); }
            }

            foreach (ulong key in model.BlockingKeys(records[record])) { index.Add(key, record); }
        }

        int tooCommon = index.Remove(PlannedBlockMax);
        PairList pairs = index.Collect(records.Count, MayMeet(sources));
        EqualRecords.Chain(records, PlannedBlockMax, MayMeet(sources), pairs);
        progress?.Report(new DedupeProgress("comparing", 2));
        Pattern[] patterns = PairComparer.Compare(records, pairs);
        var scores = new float[pairs.Count];
        for (int place = 0; place < scores.Length; place++)
        {
            scores[place] = (float)(model.Weights.PriorBits
                + model.Weights.Bits(patterns[place], records[pairs[place].Left]));
        }

        progress?.Report(new DedupeProgress("grouping", DedupeProgress.StepsMax));
        int[] clusters = Cluster(records, sources, pairs, scores, model.Weights);
        return Result(records, ids, pairs, scores, clusters, model.Weights, model, tooCommon, doubt: null);
    }

    private DedupeResult Result(
        List<MatchRecord> records, string[] ids, PairList pairs, float[] scores, int[] clusters, Weights weights,
        MatchModel model, int tooCommon, string? doubt)
    {
        List<ScoredPair> scored = [];
        for (int place = 0; place < scores.Length; place++)
        {
            if (scores[place] >= _options.BitsMin)
            {
                scored.Add(new ScoredPair(pairs[place].Left, pairs[place].Right, scores[place]));
            }
        }

        return new DedupeResult(records, ids, (left, right) => weights.Explain(records[left], records[right]))
        {
            Pairs = scored,
            ClusterOf = clusters,
            Candidates = Enumerable.Range(0, pairs.Count).Select(place => pairs[place]),
            CandidateCount = pairs.Count,
            TooCommonKeys = tooCommon,
            Model = model,
            FitDoubt = doubt,
        };
    }

    private int[] Cluster(List<MatchRecord> records, int[] sources, PairList pairs, MixtureFit fit) =>
        Cluster(records, sources, pairs, fit.Scores, fit.Weights);

    private int[] Cluster(
        List<MatchRecord> records, int[] sources, PairList pairs, float[] scores, Weights weights) =>
        Clusterer.Cluster(
            records.Count, pairs, scores, _options.BitsMin,
            (left, right) => weights.Score(records[left], records[right]),
            _options.UniqueSources ? record => sources[record] : null);

    private static BlockingPlan Plan(List<MatchRecord> records)
    {
        var plan = new BlockingPlan(BlockingPlan.DefaultTemplates, []);
        var index = new KeyIndex();
        for (int record = 0; record < records.Count; record++)
        {
            foreach (ulong key in plan.KeysOf(records[record])) { index.Add(key, record); }
        }

        return new BlockingPlan(BlockingPlan.DefaultTemplates, index.MoreCommonThan(BlockingPlan.CommonMin));
    }

    private Func<int, int, bool> MayMeet(int[] sources) =>
        _options.AcrossOnly ? (left, right) => sources[left] != sources[right] : (_, _) => true;

    private double AllPairs(int[] sources)
    {
        double all = sources.Length * (sources.Length - 1.0) / 2;
        if (_options.AcrossOnly)
        {
            foreach ((_, int count) in sources.CountBy(source => source)) { all -= count * (count - 1.0) / 2; }
        }

        return Math.Max(1, all);
    }
}
