using Identity.Core.Matching.Blocking;
using Identity.Core.Matching.Comparing;
using Identity.Core.Matching.Preparing;
using Identity.Core.Matching.Scoring;

namespace Identity.Core.Matching.Training;

/// <summary>
/// Fits m, u and the share of matches to a batch by expectation maximisation (Dempster, Laird, Rubin 1977; Winkler
/// 1988) over the candidate pairs, with three departures: u comes from random pairs of the whole batch, less what the
/// fit takes for matches, as a batch full of duplicates makes strangers look alike; in a special context, from
/// candidates in it; and every probability leans on a prior as strong as some pairs. All other pairs count as
/// strangers. Not thread-safe.
/// </summary>
internal sealed class MixtureFit
{
    // As many pairs the prior of m counts for.
    private const double MatchStrength = 30;

    // Outside of a context the prior of u counts for this share of all pairs; in one, for so many pairs.
    private const double StrangerShare = 0.05;
    private const double StrangerStrength = 20;

    // Matches that were not recognised would count as strangers of the context they are in; the prior outweighs them.
    private const double StrangerDoubt = 1;

    private readonly Pattern[] _patterns;
    private readonly int[] _patternOf;
    private readonly float[] _rarity;
    private readonly LevelCounts _random;
    private readonly double _allPairs;

    private MixtureFit(Pattern[] patterns, int[] patternOf, LevelCounts random, double allPairs)
    {
        (_patterns, _patternOf, _random, _allPairs) = (patterns, patternOf, random, allPairs);
        _rarity = new float[patternOf.Length];
        Scores = new float[patternOf.Length];
    }

    public Weights Weights { get; private set; } = new();

    /// <summary>For each candidate pair the odds that it is one person's, as a base-2 logarithm.</summary>
    public float[] Scores { get; }

    public static MixtureFit Begin(Pattern[] pairs, LevelCounts random, double allPairs)
    {
        var places = new Dictionary<Pattern, int>();
        var patternOf = new int[pairs.Length];
        for (int index = 0; index < pairs.Length; index++)
        {
            if (!places.TryGetValue(pairs[index], out int place)) { places.Add(pairs[index], place = places.Count); }
            patternOf[index] = place;
        }

        return new MixtureFit([.. places.Keys], patternOf, random, allPairs);
    }

    /// <summary>Starts from the priors.</summary>
    /// <param name="matchShare">A first guess of the share of matches among all pairs.</param>
    public void Reset(double matchShare)
    {
        Weights = new Weights { MatchShare = matchShare };
        ForEachLevel((slot, context, level) =>
        {
            int at = Weights.Index(slot, context, level);
            Weights.M[at] = Priors.M(slot, level);
            Weights.U[at] = Priors.U(slot, context, level);
        });
        Weights.Refresh();
    }

    /// <summary>Takes over how rare values are, after that has changed.</summary>
    public void TakeRarities(IReadOnlyList<MatchRecord> records, PairList pairs)
    {
        for (int index = 0; index < _patternOf.Length; index++)
        {
            Pattern pattern = _patterns[_patternOf[index]];
            MatchRecord record = records[pairs[index].Left];
            double rarity = 0;
            for (int slot = 0; slot < Slots.Count; slot++)
            {
                if (RecordComparison.IsByRarity(slot, pattern) && record[slot] is { } value) { rarity += value.Rarity; }
            }

            _rarity[index] = (float)rarity;
        }
    }

    /// <summary>So many rounds of expectation and maximisation; ends with the scores by the last weights.</summary>
    public void Run(int rounds)
    {
        for (int round = 0; round < rounds; round++)
        {
            Score();
            Maximise();
        }

        Score();
    }

    /// <summary>Keeps m at its priors, and takes u from the data: for batches that a fit cannot be trusted
    /// with.</summary>
    public void RunWithPriors(double matchShare)
    {
        Reset(matchShare);
        var none = new LevelCounts();
        SetStrangers(none, none);
        Weights.Refresh();
        Score();
    }

    private void Score()
    {
        var bits = new double[_patterns.Length];
        for (int index = 0; index < bits.Length; index++)
        {
            Pattern pattern = _patterns[index];
            double sum = Weights.PriorBits;
            for (int slot = 0; slot < Slots.Count; slot++)
            {
                if (pattern[slot] == AgreementLevel.Missing) { continue; }
                int context = RecordComparison.Context(slot, pattern);
                sum += RecordComparison.IsByRarity(slot, pattern)
                    ? Math.Log2(Weights.M[Weights.Index(slot, context, AgreementLevel.Exact)])
                    : Weights.Bits(slot, context, pattern[slot]);
            }

            bits[index] = sum;
        }

        for (int index = 0; index < Scores.Length; index++)
        {
            Scores[index] = (float)(bits[_patternOf[index]] + _rarity[index]);
        }
    }

    private void Maximise()
    {
        var matches = new double[_patterns.Length];
        var pairs = new double[_patterns.Length];
        for (int index = 0; index < Scores.Length; index++)
        {
            matches[_patternOf[index]] += MatchModel.ProbabilityOf(Scores[index]);
            pairs[_patternOf[index]]++;
        }

        var matched = new LevelCounts();
        var unmatched = new LevelCounts();
        for (int index = 0; index < _patterns.Length; index++)
        {
            matched.Add(_patterns[index], matches[index]);
            unmatched.Add(_patterns[index], pairs[index] - matches[index]);
        }

        SetMatches(matches);
        SetStrangers(matched, unmatched);
        Weights.MatchShare = Math.Min(Math.Max(matched.Pairs, 1), _allPairs / 2) / _allPairs;
        Weights.Refresh();
    }

    // What household members differ in tells persons from households, so it is only learnt where the other such field
    // shows that it is one person.
    private void SetMatches(double[] matches)
    {
        var matched = new LevelCounts();
        for (int index = 0; index < _patterns.Length; index++)
        {
            Pattern pattern = _patterns[index];
            bool sameGiven = pattern[(int)Slot.Given] is >= AgreementLevel.Exact and <= AgreementLevel.Near;
            bool sameDate = pattern[(int)Slot.BirthDate] is >= AgreementLevel.Exact and <= AgreementLevel.Part;
            matched.Add(pattern, matches[index], except: (sameGiven ? 0 : Slots.Bit(Slot.BirthDate))
                | (sameDate ? 0 : Slots.Bit(Slot.Given)));
        }

        SetMatches(matched);
    }

    private void SetMatches(LevelCounts matched) => ForEachSlot((slot, context) =>
    {
        double total = Total(level => matched[slot, context, level]);
        for (AgreementLevel level = AgreementLevel.Exact; level <= AgreementLevel.Different; level++)
        {
            double prior = Priors.M(slot, level);
            if (prior == 0) { continue; }
            Weights.M[Weights.Index(slot, context, level)] =
                (matched[slot, context, level] + (prior * MatchStrength)) / (total + MatchStrength);
        }

        BoundDisagreement(slot, context);
    });

    private void BoundDisagreement(int slot, int context)
    {
        int different = Weights.Index(slot, context, AgreementLevel.Different);
        double share = Weights.M[different];
        double max = Priors.DisagreementMax(slot, context);
        if (share <= max) { return; }
        for (AgreementLevel level = AgreementLevel.Exact; level <= AgreementLevel.Different; level++)
        {
            int at = Weights.Index(slot, context, level);
            Weights.M[at] *= at == different ? max / share : (1 - max) / (1 - share);
        }
    }

    private void SetStrangers(LevelCounts matched, LevelCounts unmatched)
    {
        double scale = _allPairs / Math.Max(1, _random.Pairs);
        ForEachSlot((slot, context) =>
        {
            double Seen(AgreementLevel level) => context == 0
                ? Math.Max(0, (_random[slot, 0, level] * scale) - matched[slot, 0, level])
                : unmatched[slot, context, level];
            double total = Total(Seen);
            double strength = context == 0 ? Math.Max(1, StrangerShare * total)
                : StrangerStrength + (StrangerDoubt * Total(level => matched[slot, context, level]));
            for (AgreementLevel level = AgreementLevel.Exact; level <= AgreementLevel.Different; level++)
            {
                double prior = Priors.U(slot, context, level);
                if (prior == 0) { continue; }
                Weights.U[Weights.Index(slot, context, level)] =
                    (Seen(level) + (prior * strength)) / (total + strength);
            }
        });
    }

    private static double Total(Func<AgreementLevel, double> count)
    {
        double total = 0;
        for (AgreementLevel level = AgreementLevel.Exact; level <= AgreementLevel.Different; level++)
        {
            total += count(level);
        }

        return total;
    }

    private static void ForEachSlot(Action<int, int> action)
    {
        for (int slot = 0; slot < Slots.Count; slot++)
        {
            for (int context = 0; context < RecordComparison.Contexts; context++) { action(slot, context); }
        }
    }

    private static void ForEachLevel(Action<int, int, AgreementLevel> action) => ForEachSlot((slot, context) =>
    {
        for (AgreementLevel level = AgreementLevel.Exact; level <= AgreementLevel.Different; level++)
        {
            action(slot, context, level);
        }
    });
}
